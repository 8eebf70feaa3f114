"""Whom the tap means, when looks at one box disagree: on outlines drawn by hand, without any network. R-118."""

from __future__ import annotations

import numpy as np

from masking.find.imitation import outvoted
from masking.networks.pose import Body, Square
from masking.tuning import Tuning

TAP = (60.0, 50.0)
T = Tuning()


def look(left: int, right: int, sure: float = 1.0) -> Body:
    """At somebody who is outlined between these columns."""
    outline = np.zeros((100, 100), np.float32)
    outline[20:90, left:right] = 1
    return Body(sure, np.zeros((33, 3), np.float32), outline, Square(50, 50, 100))


def test_whom_most_looks_see_beside_the_tap_is_a_neighbour_though_their_rim_reaches_it() -> None:
    """R-118: a leg was tapped that nobody saw; the man beside it must not be shown in its owner's place."""
    wide, narrow = look(20, 66), look(20, 55)

    assert outvoted(wide, [wide, narrow, narrow], TAP, T)
    assert not outvoted(wide, [wide, wide, narrow], TAP, T)
    assert not outvoted(wide, [wide, narrow, look(20, 55, sure=0.1)], TAP, T)


def test_a_closer_look_at_somebody_else_than_the_box_is_of_counts() -> None:
    """R-118: looks at the box saw another person, who says nothing of whoever was seen under the tap."""
    beside, tapped = look(0, 40), look(50, 80)

    assert not outvoted(tapped, [beside, beside, beside], TAP, T)
    assert outvoted(look(0, 64), [beside, beside, beside], TAP, T)
