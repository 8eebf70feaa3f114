"""What of a suspect is let through: a pure function of maps and numbers, in which every doubt is a veto.

Where the suspect is seen, a pixel is theirs unless

1. a neighbour claims it too, and the suspect's claim isn't clearly the stronger (R-118),
2. it is part of somebody else's head (R-118),
3. it is claimed, and nearer to the body under a stranger's face than to the tap (R-118),
4. it doesn't hang together with what was tapped (R-118).

Of these pixels nothing is let through that

5. looks like what is around rather than like the figure (R-118: bystanders and pavement make a halo),
6. is the suspect's head, or lies above or beside it (R-119),
7. may be a head for all that is known, since no look saw the suspect and there is no face: nothing at all (R-119).

What is left is smoothed: what leaves looks like a person, and not like a rag.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from masking.figure.heads import head
from masking.figure.maps import Maps
from masking.figure.strokes import filled
from masking.find.faces import cover
from masking.find.persons import FACE_TO_BODY, in_upper_half
from masking.geometry.boxes import Boxes, Region
from masking.geometry.edges import along_edges, parted, smooth, without_scraps
from masking.geometry.regions import at, held, plane_of
from masking.tuning import Tuning

Veto = Callable[[Maps, Region, Tuning], Region]
"""What it objects to, of maps and of what no earlier veto objected to."""


def decide(maps: Maps, body: Region, t: Tuning) -> Region:
    """What is let through of what is ``theirs_alone``."""
    above = own_head(maps, body, t) | headless(maps, body, t)
    shown = smooth(body & ~above & ~unlike(maps, body, t), _share(maps, t.decide.smooth))
    return without_scraps(shown & body & ~above, t.decide.scrap)


def theirs_alone(maps: Maps, t: Tuning) -> Region:
    """The suspect's pixels, head included."""
    return _left(_seen(maps, t), (contested, in_other_heads, nearer_to_strangers, apart_from_tap), maps, t)


def closed(maps: Maps, body: Region, t: Tuning) -> Region:
    """R-118, R-119: what no stroke may open beside what is ``theirs_alone``: it may be somebody else's, or a head."""
    shape = maps.own.shape
    # Whoever is seen beside the box may be somebody whom no detector found.
    beside = (maps.anybody > t.decide.theirs) & ~plane_of(maps.box, shape) & ~body
    # A head anywhere in the box, not only in the figure: else a hand could open hair beyond its outline.
    return _others(maps, t) | beside | own_head(maps, filled(maps.box, shape), t)


def contested(maps: Maps, _: Region, t: Tuning) -> Region:
    """1: claimed by a neighbour, unless the suspect's outline is clearly ahead of theirs."""
    ahead = (maps.own > t.decide.ours) & (maps.own - maps.opposed > t.decide.ahead)
    return _taken(maps, t) & ~ahead


def in_other_heads(maps: Maps, _: Region, t: Tuning) -> Region:
    """2: heads around faces outside the suspect's outline."""
    middles = (maps.faces[:, :2] + maps.faces[:, 2:4]) / 2
    others = [at(maps.own, (float(x), float(y))) <= t.decide.ours for x, y in middles]
    return cover(maps.faces[np.array(others, np.bool_)], maps.own.shape)


def nearer_to_strangers(maps: Maps, _: Region, t: Tuning) -> Region:
    """3: where bodies under strangers' faces are nearer than the tap, there an outline may be theirs.

    Near is what few edges lie between. Our limbs are ours against a stranger beside our box. In one box with a
    stranger they may have been seen on either.
    """
    theirs = np.zeros_like(maps.limbs)
    columns = np.arange(theirs.shape[1])
    for x0, top, x1, _y1 in maps.strangers[:, :4].tolist():
        axis = (x0 + x1) / 2
        if abs(axis - maps.tap[0]) < (x1 - x0) / FACE_TO_BODY[0]:
            continue  # less than a face's width apart: "nearer" means nothing
        nearer = np.abs(columns - axis) < t.decide.nearer * np.abs(columns - maps.tap[0])
        within = maps.box[0] <= axis <= maps.box[2]
        ours = (columns == round(maps.tap[0])) | (maps.limbs & (not within))
        below = parted(maps.colours, ours, np.broadcast_to(nearer, ours.shape) & ~ours)
        below[: max(0, int(top))] = False
        theirs |= below
    return theirs & _taken(maps, t)


def apart_from_tap(maps: Maps, left: Region, t: Tuning) -> Region:
    """4: all but the part under the tap. A finger may miss by a little; farther off it meant somebody not outlined."""
    return left & ~held(left, maps.tap, t.decide.near * _long(maps.box))


def unlike(maps: Maps, body: Region, t: Tuning) -> Region:
    """5: by the picture's own edges on the other side of the rim, or a strip of floor between the legs."""
    return along_edges(body, maps.colours, _share(maps, t.decide.reach)) <= t.decide.like


def own_head(maps: Maps, figure: Region, t: Tuning) -> Region:
    """6: every pixel that may belong to the suspect's head, or lies above or beside it."""
    return head(figure, maps.joints, maps.faces, maps.doubts, t.head)


def headless(maps: Maps, body: Region, _: Tuning) -> Region:
    """7: all of it, where nothing says how far the head reaches: close by and from behind it is most of a figure."""
    known = maps.own.any() or any(in_upper_half(face, maps.box) for face in maps.faces)
    return np.zeros_like(body) if known else body


def _seen(maps: Maps, t: Tuning) -> Region:
    """Where an outline has the suspect, or where any person is seen in the box and no neighbour claims anything."""
    space = plane_of(maps.box, maps.own.shape)
    # Where no look saw the suspect, presence has to do alone, from a lower bar on.
    least = t.decide.theirs if maps.own.any() else t.decide.theirs / 2
    return (maps.own > t.decide.ours) & (maps.own > maps.opposed) | (maps.anybody > least) & space


def _left(region: Region, vetoes: tuple[Veto, ...], maps: Maps, t: Tuning) -> Region:
    for veto in vetoes:
        region = region & ~veto(maps, region, t)
    return region


def _taken(maps: Maps, t: Tuning) -> Region:
    """What neighbours claim."""
    return (maps.rivals > t.decide.theirs) | maps.claimed


def _others(maps: Maps, t: Tuning) -> Region:
    """What may be somebody else's."""
    return _taken(maps, t) | in_other_heads(maps, maps.claimed, t)


def _share(maps: Maps, of_long_side: float) -> int:
    return max(1, round(of_long_side * _long(maps.box)))


def _long(box: Boxes) -> float:
    return float(max(box[2] - box[0], box[3] - box[1]))
