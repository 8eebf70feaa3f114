"""Each veto on evidence drawn by hand: one doubt, one rectangle, no network. R-118, R-119."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from masking.figure import decide as deciding
from masking.figure.decide import closed, theirs_alone
from masking.figure.maps import Maps, gather
from masking.geometry.boxes import Boxes, Region
from masking.geometry.cut import Cut
from masking.geometry.edges import without_scraps
from masking.instances import Instance, Nearby, Suspect
from masking.tuning import Deciding, Tuning

HIGH, WIDE = 120, 100
BOX = (30, 20, 60, 110)  # x0, y0, x1, y1 of the suspect
BODY = np.s_[40:110, 30:60]  # where they are seen, below the head
T = Tuning()


def plane(*parts: tuple[tuple[slice, slice], float]) -> NDArray[np.float32]:
    """Zeros, but for some rectangles."""
    drawn = np.zeros((HIGH, WIDE), np.float32)
    for where, value in parts:
        drawn[where] = value
    return drawn


def region(*parts: tuple[slice, slice]) -> NDArray[np.bool_]:
    return plane(*((where, 1) for where in parts)).astype(np.bool_)


def decide(maps: Maps, t: Tuning) -> Region:
    """From the evidence alone."""
    return deciding.decide(maps, theirs_alone(maps, t), t)


def claiming(maps: Maps, outline: NDArray[np.float32]) -> Maps:
    """With a neighbour who was drawn like this, in a box of their own."""
    return replace(maps, rivals=outline, opposed=outline)


def boxes(*rows: tuple[float, ...]) -> Boxes:
    return np.array(rows, np.float32).reshape(-1, 5)


@pytest.fixture
def alone() -> Maps:
    """Somebody in the middle, seen well; nobody else is near."""
    return Maps(
        box=np.array([*BOX, 0.9], np.float32),
        tap=(45, 75),
        colours=np.full((HIGH, WIDE, 3), 128, np.uint8),
        own=plane((BODY, 0.9)),
        limbs=region(np.s_[50:100, 40:50]),
        joints=[],
        rivals=plane(),
        opposed=plane(),
        claimed=region(),
        anybody=plane((BODY, 0.9)),
        faces=boxes(),
        doubts=boxes(),
        strangers=boxes(),
        others=np.zeros((0, 2), np.float32),
    )


def test_whoever_stands_alone_is_shown_below_the_head_and_nothing_around_is(alone: Maps) -> None:
    shown = decide(alone, T)

    assert shown[56:108, 32:58].all()
    assert not (shown & ~region(BODY)).any()


def test_1_a_neighbour_s_claim_hides_a_pixel_unless_the_suspect_s_is_clearly_stronger(alone: Maps) -> None:
    """R-118: by their outline, their limbs or their box."""
    right = np.s_[70:100, 50:60]
    hidden = {
        "their outline": claiming(alone, plane((right, 0.7))),
        "their limbs, or their box": replace(alone, claimed=region(right), own=plane((BODY, 0.55), (right, 0.25))),
    }
    weaker = claiming(alone, plane((right, 0.55)))

    for what, maps in hidden.items():
        assert not decide(maps, T)[right].any(), what
        assert decide(maps, T)[70:100, 30:48].all(), what
    assert decide(weaker, T)[right].all()


def test_1_where_only_presence_sees_somebody_a_claim_is_enough(alone: Maps) -> None:
    right = np.s_[70:100, 50:60]
    unseen = replace(alone, own=plane(), faces=boxes((42, 22, 48, 30, 0.9)), claimed=region(right))

    assert decide(replace(unseen, claimed=region()), T)[right].all()
    assert not decide(unseen, T)[right].any()


def test_2_a_head_that_is_not_the_suspect_s_is_hidden_though_their_outline_is_wide(alone: Maps) -> None:
    """R-118: the outline reaches over the face's edge, not over its middle; its head goes whole."""
    face = boxes((62, 80, 72, 92, 0.9))
    body = theirs_alone(replace(alone, faces=face), T)

    assert theirs_alone(alone, T)[80:92, 56:60].any()
    assert not body[84:90, 58:60].any()
    assert body[84:90, 30:50].all()


def test_3_what_is_claimed_goes_to_whoever_stands_nearer_the_tap_or_the_stranger_s_face(alone: Maps) -> None:
    """R-118: in one box with somebody an outline may be theirs."""
    right = np.s_[70:100, 52:60]
    stranger = boxes((58, 25, 76, 110, 0.9))  # their middle is at 67, the tap at 45
    maps = replace(claiming(alone, plane((BODY, 0.5))), strangers=stranger)

    assert decide(replace(maps, strangers=boxes()), T)[right].all()
    assert not decide(maps, T)[70:100, 57:60].any()
    assert decide(maps, T)[70:100, 30:55].all()


def test_3_the_suspect_s_own_limbs_stay_theirs_beside_a_stranger(alone: Maps) -> None:
    arm = region(np.s_[80:90, 30:60])
    maps = replace(claiming(alone, plane((BODY, 0.5))), strangers=boxes((58, 25, 76, 110, 0.9)))

    assert decide(replace(maps, limbs=arm), T)[80:90, 57:60].all()
    assert not decide(maps, T)[80:90, 57:60].any()


def test_4_what_does_not_hang_together_with_the_tap_is_somebody_else(alone: Maps) -> None:
    """R-118: however well they are outlined."""
    other = np.s_[40:110, 75:90]
    two = replace(alone, own=plane((BODY, 0.9), (other, 0.9)))

    assert not decide(two, T)[other].any()
    assert decide(two, T)[70:100, 30:60].all()


def test_4_a_tap_beside_everybody_shows_nobody_and_one_that_misses_by_a_finger_s_width_does(alone: Maps) -> None:
    assert not decide(replace(alone, tap=(80, 75)), T).any()
    assert decide(replace(alone, tap=(63, 75)), T)[70:100, 30:60].all()


def test_5_pavement_in_the_outline_stays_out_of_it(alone: Maps) -> None:
    """R-118: an outline is rough; where the picture has an edge, there the figure ends."""
    pavement = np.s_[40:110, 58:80]
    colours = alone.colours.copy()
    colours[pavement] = 220
    far = Tuning(decide=Deciding(reach=0.15))  # as many pixels as in a real picture

    assert decide(alone, far)[65:100, 57:59].all()
    assert not decide(replace(alone, colours=colours), far)[60:100, 58:].any()
    assert decide(replace(alone, colours=colours), far)[65:100, 34:57].all()


def test_3_between_two_people_the_picture_s_own_edge_parts_them(alone: Maps) -> None:
    """R-118: and no straight line in the middle between them."""
    maps = replace(claiming(alone, plane((BODY, 0.5))), strangers=boxes((58, 25, 76, 110, 0.9)))
    colours = alone.colours.copy()
    colours[:, 52:] = 220

    assert decide(maps, T)[70:100, 30:52].all()
    assert decide(maps, T)[70:100, 53].any()
    assert not decide(replace(maps, colours=colours), T)[70:100, 53:].any()


def test_scraps_apart_from_the_figure_go() -> None:
    """What edges leave of a hand beside the coat says nothing of the clothes; a leg does."""
    coat, leg, hand = np.s_[10:60, 10:40], np.s_[70:90, 10:20], np.s_[20:25, 60:65]
    assert (without_scraps(region(coat, leg, hand), T.decide.scrap) == region(coat, leg)).all()
    assert not without_scraps(region(), T.decide.scrap).any()


def test_6_the_head_goes_with_all_above_and_beside_it(alone: Maps) -> None:
    """R-119: by the face, and without one by the figure's top."""
    shown = decide(replace(alone, faces=boxes((40, 42, 50, 54, 0.9))), T)

    assert not shown[:50].any()
    assert not shown[44:57, 42:48].any()
    assert shown[65:100, 30:60].all()
    assert not decide(alone, T)[: 40 + 10].any()


def test_7_where_only_presence_sees_somebody_from_behind_nothing_is_shown(alone: Maps) -> None:
    """R-119: close to the camera hair is most of what is seen, and without joints or a face nothing tells it apart."""
    unseen = replace(alone, own=plane())
    face, lap = boxes((42, 22, 48, 30, 0.9)), boxes((42, 80, 48, 88, 0.9))

    assert not decide(unseen, T).any()
    assert not decide(replace(unseen, faces=lap), T).any()
    assert decide(replace(unseen, faces=face), T)[70:100, 35:55].all()


def test_a_stroke_may_open_the_figure_and_what_is_beside_but_nothing_that_may_be_another_s(alone: Maps) -> None:
    """R-118, R-119: also not whoever is seen beside the box, and no head in the box, however small the outline is."""
    claimed, seen = np.s_[70:100, 62:70], np.s_[70:100, 80:90]
    face = boxes((40, 24, 50, 36, 0.9))
    maps = replace(alone, claimed=region(claimed), anybody=plane((BODY, 0.9), (seen, 0.5)), faces=face)

    shut = closed(maps, theirs_alone(maps, T), T)

    assert shut[claimed].all()
    assert shut[seen].all()
    assert shut[24:36, 40:50].all()
    assert not shut[70:100, 30:60].any()


def person(box: tuple[int, int, int, int], mask: float, score: float) -> Instance:
    x0, y0, x1, y1 = box
    return Instance(np.array(box, np.float32), plane((np.s_[y0:y1, x0:x1], mask)), score)


@pytest.mark.parametrize(
    ("mask", "score", "theirs"),
    [(0.9, 0.9, "mask"), (0.9, 0.3, "box"), (0.1, 0.9, "box")],
    ids=["seen well", "hardly seen at all", "hardly outlined"],
)
def test_a_neighbour_who_was_seen_badly_claims_all_of_their_box(mask: float, score: float, theirs: str) -> None:
    """R-118: of one seen well the outline counts, and what is close to it."""
    box = (55, 20, 95, 110)
    other = replace(person((55, 20, 75, 110), mask, score), box=np.array(box, np.float32))
    maps = around(person(BOX, 0.9, 0.9), other)

    assert maps.claimed[30:100, 56:76].all()
    assert maps.claimed[30:100, 85:94].all() == (theirs == "box")


def test_a_neighbour_hardly_seen_whose_outline_lies_beside_their_box_takes_nothing_from_the_suspect() -> None:
    """R-118: it saw the suspect's own legs; who is in the box it doesn't say, nor may a hand open what it drew."""
    legs, own = np.s_[70:110, 30:60], person(BOX, 0.9, 0.9)
    beside = person((30, 70, 60, 110), 0.9, 0.3)
    behind = around(own, replace(beside, box=np.array((50, 20, 95, 90), np.float32)))
    before = around(own, replace(beside, box=np.array((28, 60, 62, 112), np.float32)))
    well = around(own, replace(beside, box=np.array((50, 20, 95, 90), np.float32), score=0.9))

    assert decide(behind, T)[74:104, 34:48].all()
    assert not decide(before, T)[legs].any()
    assert not decide(well, T)[legs].any()  # whoever is seen well is there
    for maps in (behind, before, well):
        assert closed(maps, theirs_alone(maps, T), T)[legs].all()
    assert behind.claimed[20:90, 62:94].all()


def test_a_second_box_of_the_suspect_is_nobody_s_but_with_a_stranger_s_face_in_it_is() -> None:
    own = replace(person(BOX, 0.9, 0.9), joints=[standing()])
    twice = person((30, 20, 60, 100), 0.9, 0.9)

    assert not around(own, twice).claimed.any()
    assert around(own, twice, strangers=boxes((50, 24, 58, 32, 0.9))).claimed[30:90, 32:58].all()


def around(own: Instance, other: Instance, strangers: Boxes | None = None) -> Maps:
    cut = Cut(np.zeros((HIGH, WIDE, 3), np.uint8), 0, 0, WIDE, HIGH, 1.0)
    suspect = Suspect(np.array([*BOX, 0.9], np.float32), (45, 75), boxes() if strangers is None else strangers)
    return gather(cut, suspect, Nearby(own, [other], own.mask), boxes(), boxes(), T.weigh)


def standing() -> NDArray[np.float32]:
    """33 joints, of which shoulders and hips count here."""
    joints = np.tile(np.array([45, 30, 0], np.float32), (33, 1))
    joints[[11, 12, 23, 24]] = (55, 45, 1), (35, 45, 1), (52, 80, 1), (38, 80, 1)
    return joints
