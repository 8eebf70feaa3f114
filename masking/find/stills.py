"""The few frames of a video that are worth choosing from: people large, sharp, spread over its time, none twice."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from masking.errors import Unreadable
from masking.files.decode import LONG_SIDE
from masking.files.encode import as_jpeg
from masking.files.video import Moment, moments, seconds_of
from masking.find.persons import SURE
from masking.geometry.boxes import Picture
from masking.networks.detectors import Persons
from masking.results import Progress, Still

MOST = 6
"""Stills on the page: three rows of two on a phone."""

EVERY = 0.5
"""Seconds between two looks: somebody who walks past a camera is in it for several."""

SIDE = 960
"""Pixels: thrice what the person detector sees, enough to tell sharp from blurred."""

SHARP, SHARPNESS_SIDE = 300.0, 640
"""Variance of the Laplacian, at a long side of 640 px, that sharp street scenes reach; blur of 3 px leaves 40."""

EMPTY = 0.05
"""What a frame is worth in which nobody is found: less than the farthest person."""

THUMB = (16, 9)
ALIKE = 10
"""Of 255: below this everywhere, two frames of 16 × 9 spots show the same."""


@dataclass(frozen=True)
class _Look:
    """One frame that was looked at."""

    worth: float
    thumbnail: NDArray[np.int16]
    still: Still


def best_stills(data: bytes, persons: Persons, progress: Progress) -> tuple[Still, ...]:
    """At most six stills, in the order of their times; at least one.

    Raises:
        Unreadable: with its reason.
    """
    length = max(1.0, seconds_of(data))
    best: dict[int, _Look] = {}
    due = 0.0
    for moment in moments(data):
        if moment.seconds + 1e-6 < due:
            continue
        due = moment.seconds + EVERY
        second = int(moment.seconds)
        look = _look(moment, persons, best.get(second))
        if look:
            best[second] = look
        # Never all of it: choosing is still to come, and a file may be longer than it says.
        progress(min(round(moment.seconds), round(length)), round(length) + 1)
    if not best:
        raise Unreadable("video_without_pictures")
    return tuple(look.still for look in _chosen(best))


def _look(moment: Moment, persons: Persons, rival: _Look | None) -> _Look | None:
    """The frame, if it is worth more than the best one of its second."""
    small = moment.upright(SIDE)
    found = persons(small, least=SURE)
    size = max(((box[3] - box[1]) / small.shape[0] for box in found), default=EMPTY)
    worth = float(size) * min(1.0, _sharpness(small) / SHARP)
    if rival and worth <= rival.worth:
        return None
    # Only now, since at full size a frame takes several times as long as the look.
    image = Image.fromarray(np.ascontiguousarray(moment.upright(LONG_SIDE)[..., ::-1]))
    thumbnail = cv2.resize(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), THUMB, interpolation=cv2.INTER_AREA).astype(
        np.int16
    )
    seconds = round(moment.seconds, 2)
    return _Look(worth, thumbnail, Still(as_jpeg(image), image.width, image.height, seconds, len(found)))


def _sharpness(picture: Picture) -> float:
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    scale = min(1.0, SHARPNESS_SIDE / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return float(cv2.Laplacian(small, cv2.CV_64F).var())


def _chosen(best: dict[int, _Look]) -> list[_Look]:
    """The best of each sixth of the video, without those that show what a better one shows."""
    seconds = sorted(best)
    spans = np.array_split(np.array(seconds), min(MOST, len(seconds)))
    leading = [max((best[int(second)] for second in span), key=lambda look: look.worth) for span in spans]
    kept: list[_Look] = []
    for look in sorted(leading, key=lambda look: -look.worth):
        if all(np.abs(look.thumbnail - other.thumbnail).max() >= ALIKE for other in kept):
            kept.append(look)
    return sorted(kept, key=lambda look: look.still.seconds)
