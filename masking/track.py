"""The suspect followed from the tapped frame to both ends: at every key frame the whole still pipeline, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from masking.boxes import Boxes, Picture, Region, overlaps
from masking.errors import NobodyThere, StillVisible
from masking.motion import CROSSED, carried, known
from masking.results import FILL, Json, Point

Eliminate = Callable[[Picture, Sequence[Point]], tuple[Picture, dict[str, Json]]]
"""``Engine.eliminate``."""

KEY_EVERY = 5
"""Frames from one key frame to the next: a third of a second at 15 a second, half a stride. At 7 the suspect was lost
twice as often; a key frame costs ten times what a frame in between does."""

STRANGE = 0.15
"""Of a key frame's figure: if more of it is unlike what was carried there, somebody has stepped in front. The measured
film has .32 where a passer-by covers half of the suspect, and at most .07 elsewhere."""

LOST_AFTER = 4
"""Key frames without the suspect after which they stay lost: whoever is there after 1.3 seconds may be anybody."""

ROOM = 0.5
"""Of the box's long side: what is looked at around the suspect in key frames; a little more than the still pipeline
takes into account (``cut.ROOM``)."""

SAME_PLACE = 0.45
"""Overlap over union with where the box was expected. Boxes of one body differ by as much where somebody hides part of
it; whose it is, the colours say, and while followed the pixels carried from the key frame before."""

SAME_FIGURE = 0.5
"""Overlap over union of what the tapped frame lets through, seen as a whole and from near; the same box is of use for
the way only if it is of the same body. From far a box may be guessed from the face alone, and be too short."""

RIVAL = 0.5
"""Overlap over union from which somebody else's box may as well be the suspect's."""

ALIKE, ALIKE_AGAIN = 0.75, 0.85
"""Similarity of colours with the tapped frame: while followed, and when found again after having been lost."""

BINS = 8
"""Shades per colour channel: 32 of 256 each, so that a cloud or a lamp changes little."""


@dataclass(frozen=True)
class Key:
    """The suspect in one key frame.

    Attributes:
        region: What is let through.
        box: x0, y0, x1, y1 of the whole body.
        colours: Shares of each colour in its upper and its lower half (2 × 8 × 8 × 8), both of which sum to 1.
        drift: How far the body had moved since the key before, as something to add to a box.
    """

    region: Region
    box: Boxes
    colours: NDArray[np.float32]
    drift: Boxes = field(default_factory=lambda: np.zeros(4, np.float32))


def first_key(eliminate: Eliminate, picture: Picture, taps: Sequence[Point]) -> Key:
    """The tapped frame; its box as the later key frames will see it, from near.

    Raises:
        NobodyThere: at one of the points.
        StillVisible: somebody else can't be hidden in it.
    """
    masked, evidence = eliminate(picture, taps)
    region = _shown(masked)
    box = _own(evidence)[0]
    try:
        near, _ = _near(eliminate, picture, taps[0], box)
    except (NobodyThere, StillVisible):
        return Key(region, box, _colours(picture, region))
    if (region & near.region).sum() >= SAME_FIGURE * (region | near.region).sum():
        box = near.box
    return Key(region, box, _colours(picture, region))


class Follower:
    """Follows one person through the frames, in either direction."""

    def __init__(self, eliminate: Eliminate, frame: Callable[[int], Picture], start: Key) -> None:
        self._eliminate = eliminate
        self._frame = frame
        self._start = start

    def follow(self, numbers: Sequence[int], key_found: Callable[[], None]) -> dict[int, Key]:
        """The keys that are sure, from the tapped frame (the first of ``numbers``) on."""
        keys = {numbers[0]: self._start}
        last, missed = self._start, 0
        for before, here in pairwise(numbers):
            if missed >= LOST_AFTER:
                break
            key = self._next(last, before, here) if missed == 0 else self._again(last, here, missed + 1)
            missed = 0 if key else missed + 1
            if key:
                keys[here] = last = key
            key_found()
        return keys

    def _next(self, last: Key, before: int, here: int) -> Key | None:
        step = 1 if here > before else -1
        frames = [self._frame(number) for number in range(before, here + step, step)]
        way = carried(last.region, frames)[-1]
        moved, tap = way.region, _deepest(way.region)
        if tap is None or known(way, frames[-1]) < CROSSED:
            return None
        drift = _shift(last.region, moved)
        key = self._looked(frames[-1], tap, last.box + drift)
        if key is None or _alike(key, self._start) < ALIKE:
            return None
        return replace(key, drift=drift) if known(replace(way, region=key.region), frames[-1]) > 1 - STRANGE else None

    def _again(self, last: Key, here: int, keys: int) -> Key | None:
        """Where they would be by now had they gone on as before, and only if it is surely they."""
        tap, picture = _deepest(last.region), self._frame(here)
        height, width = picture.shape[:2]
        drift = last.drift * keys
        moved = (round(tap[0] + float(drift[0])), round(tap[1] + float(drift[1]))) if tap else (-1, -1)
        if not (0 <= moved[0] < width and 0 <= moved[1] < height):
            return None
        key = self._looked(picture, moved, last.box + drift)
        return key if key and _alike(key, self._start) >= ALIKE_AGAIN else None

    def _looked(self, picture: Picture, tap: Point, expected: Boxes) -> Key | None:
        """The still pipeline around the expected box; None if it refuses, or if it may be about somebody else."""
        try:
            key, people = _near(self._eliminate, picture, tap, expected)
        except (NobodyThere, StillVisible):
            return None
        strange = overlaps(expected, key.box[None])[0][0] < SAME_PLACE
        return None if strange or _contested(key.box, people) else key


def _near(eliminate: Eliminate, picture: Picture, tap: Point, box: Boxes) -> tuple[Key, Boxes]:
    """The still pipeline around a box, and everybody's boxes there.

    Raises:
        NobodyThere: at the point.
        StillVisible: somebody else can't be hidden.
    """
    left, top, right, bottom = _around(box, picture)
    part = np.ascontiguousarray(picture[top:bottom, left:right])
    masked, evidence = eliminate(part, [(tap[0] - left, tap[1] - top)])
    corner = np.array([left, top, left, top], np.float32)
    region = np.zeros(picture.shape[:2], np.bool_)
    region[top:bottom, left:right] = _shown(masked)
    return Key(region, _own(evidence)[0] + corner, _colours(picture, region)), _people(evidence) + corner


def _around(box: Boxes, picture: Picture) -> tuple[int, int, int, int]:
    reach = ROOM * float(max(box[2] - box[0], box[3] - box[1]))
    height, width = picture.shape[:2]
    x0, y0, x1, y1 = (float(v) for v in box[:4])
    return max(0, int(x0 - reach)), max(0, int(y0 - reach)), min(width, int(x1 + reach)), min(height, int(y1 + reach))


def _contested(own: Boxes, people: Boxes) -> bool:
    """Whether two boxes compete: the suspect's own is among them, one more is somebody else in the same place."""
    union, _ = overlaps(own, people)
    return int((union >= RIVAL).sum()) > 1


def _shown(masked: Picture) -> Region:
    return np.asarray((masked != np.array(FILL, np.uint8)).any(-1))


def _boxes(listed: Json) -> Boxes:
    return np.array(listed, np.float32).reshape(-1, 5)[:, :4]


def _own(evidence: dict[str, Json]) -> Boxes:
    return _boxes(evidence["suspects"])


def _people(evidence: dict[str, Json]) -> Boxes:
    return _boxes(evidence["people"])


def _deepest(region: Region) -> Point | None:
    """The point farthest from the region's edge: the middle of the body, where a tap is least ambiguous."""
    depth = cv2.distanceTransform(np.pad(region, 1).astype(np.uint8), cv2.DIST_L2, 3)[1:-1, 1:-1]
    row, column = np.unravel_index(int(depth.argmax()), depth.shape)
    return (int(column), int(row)) if depth[row, column] > 0 else None


def _shift(before: Region, after: Region) -> Boxes:
    """How far the middle of a region moved, as something to add to a box."""
    rows, columns = np.nonzero(after)
    old_rows, old_columns = np.nonzero(before)
    across, down = columns.mean() - old_columns.mean(), rows.mean() - old_rows.mean()
    return np.array([across, down, across, down], np.float32)


def _colours(picture: Picture, region: Region) -> NDArray[np.float32]:
    lab = cv2.cvtColor(picture, cv2.COLOR_BGR2LAB)
    rows = np.flatnonzero(region.any(1))
    waist = int(rows[0] + rows[-1]) // 2 if len(rows) else 0
    halves = []
    for part in (slice(0, waist), slice(waist, None)):
        half = np.ascontiguousarray(region[part].astype(np.uint8))
        found = cv2.calcHist([np.ascontiguousarray(lab[part])], [0, 1, 2], half, [BINS] * 3, [0, 256] * 3)
        halves.append(found / max(1.0, float(found.sum())))
    return np.array(halves, np.float32)


def _alike(one: Key, other: Key) -> float:
    """Bhattacharyya coefficient of the less alike half: 1 for the same colours in the same shares, 0 for none."""
    return float(np.sqrt(one.colours * other.colours).sum((1, 2, 3)).min())
