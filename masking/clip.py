"""From a clip and one tap to a clip of the suspect alone; a frame that is not sure is filled whole."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import cv2
import numpy as np

from masking import film as films
from masking.boxes import Picture, Region
from masking.errors import NobodyThere, StillVisible
from masking.motion import agreed, carried
from masking.redact import let_through
from masking.results import Clip, Json, Point, Progress
from masking.track import KEY_EVERY, Eliminate, Follower, Key, first_key
from masking.video import moments

Verify = Callable[[Picture, Region], Picture]
"""The picture with only this region, searched again and filled where a face was found; raises StillVisible."""

SIDE = 960
"""Pixels of the long side: clothes and gait are known by it, and a minute of it fits into ten megabytes."""

PER_SECOND = 15
"""Frames: what shop recorders store. Less is shown than was filmed, never more."""

QUALITY = 95
"""Of the frames while they wait in memory: 150 KB each instead of 1.5 MB."""

LEFT_OVER = 0.5
"""Of the key frames' figures: if less is left in between, the outline was lost."""


@dataclass
class _Reel:
    """The clip's frames, small, upright and packed."""

    seconds: list[float] = field(default_factory=list)
    packed: list[bytes] = field(default_factory=list)

    def frame(self, number: int) -> Picture:
        return np.asarray(cv2.imdecode(np.frombuffer(self.packed[number], np.uint8), cv2.IMREAD_COLOR), np.uint8)

    def nearest(self, seconds: float) -> int:
        return int(np.abs(np.array(self.seconds) - seconds).argmin())


@dataclass
class _Count:
    """What became of the frames, for evidence and progress."""

    progress: Progress
    of: int
    done: int = 0
    shown: int = 0
    unsure: int = 0
    refused: int = 0

    def step(self) -> None:
        self.done = min(self.done + 1, self.of)
        self.progress(self.done, self.of)

    def told(self) -> dict[str, int]:
        """How many frames show the suspect, and how many were filled whole for which reason."""
        return {"shown": self.shown, "unsure": self.unsure, "refused": self.refused}


def mask_clip(
    data: bytes, at_seconds: float, taps: Sequence[Point], progress: Progress, eliminate: Eliminate, verify: Verify
) -> Clip:
    """A film of the suspect's figure below the head, followed from the frame at ``at_seconds`` to both ends.

    Args:
        data: The clip.
        at_seconds: When the taps are meant.
        taps: One point on the suspect's body, in pixels of the upright frame scaled to 1920 px, as ``Still`` is.
        progress: Told how much is done.
        eliminate: The still pipeline.
        verify: The second search.

    Raises:
        Unreadable: with its reason.
        NobodyThere: at the point, in that frame; also when there are several points.
        StillVisible: the tapped frame can't be masked, so nothing can.
    """
    if len(taps) != 1:
        raise NobodyThere
    began = time.perf_counter()
    reel, ratio = _read(data)
    start = reel.nearest(at_seconds)
    first = first_key(eliminate, reel.frame(start), [(int(x * ratio), int(y * ratio)) for x, y in taps])
    ahead, behind = _numbers(start, len(reel.packed))
    count = _Count(progress, len(reel.packed) + len(ahead) + len(behind))
    follower = Follower(eliminate, reel.frame, first)
    keys = follower.follow(ahead, count.step) | follower.follow(behind, count.step)
    numbers = sorted({*ahead, *behind})
    length = reel.seconds[-1]
    video = films.film(_shown(reel, keys, numbers, verify, count), length)
    if not count.shown:
        raise StillVisible
    progress(count.of, count.of)
    height, width = reel.frame(0).shape[:2]
    told = {"keys": len(keys), "of_keys": len(numbers), "ms": round((time.perf_counter() - began) * 1000)}
    evidence: dict[str, Json] = {"seconds": round(length, 2), "frames": len(reel.packed), **count.told(), **told}
    return Clip(video, width, height, hashlib.sha256(video).hexdigest(), evidence)


def _read(data: bytes) -> tuple[_Reel, float]:
    """At most 15 frames a second, and how much smaller they are than a still of the same clip."""
    reel, due, ratio = _Reel(), 0.0, 1.0
    for moment in moments(data):
        if moment.seconds + 1e-3 < due:
            continue
        due = max(due + 1 / PER_SECOND, moment.seconds)
        picture = moment.upright(SIDE)
        ratio = max(picture.shape) / min(1920, max(moment.frame.width, moment.frame.height))
        packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1]
        reel.seconds.append(moment.seconds)
        reel.packed.append(packed.tobytes())
    return reel, ratio


def _numbers(start: int, frames: int) -> tuple[list[int], list[int]]:
    """The key frames ahead of the tapped one, and behind it; the tapped one begins both, the clip's ends are keys."""
    ahead = [*range(start, frames - 1, KEY_EVERY), frames - 1] if start < frames - 1 else [start]
    behind = [*range(start, 0, -KEY_EVERY), 0] if start > 0 else [start]
    return ahead, behind


def _shown(
    reel: _Reel, keys: dict[int, Key], numbers: list[int], verify: Verify, count: _Count
) -> Iterator[tuple[float, Picture]]:
    """Every frame in its turn."""
    spans = [*pairwise(numbers)] or [(numbers[0], numbers[0])]
    for a, b in spans:
        frames = [reel.frame(number) for number in range(a, b + 1)]
        regions = _between(frames, keys.get(a), keys.get(b))
        last = b + 1 if b == numbers[-1] else b
        for number in range(a, last):
            count.step()
            frame, region = frames[number - a], regions[number - a]
            yield reel.seconds[number], _masked(frame, region, count, None if number in keys else verify)


def _between(frames: list[Picture], first: Key | None, last: Key | None) -> list[Region | None]:
    """What may be shown in each frame from one key to the next; between keys only what both are sure of."""
    ends: list[Region | None] = [key.region if key else None for key in (first, last)]
    if len(frames) == 1:
        return ends[:1]
    if first is None or last is None:
        return [ends[0], *([None] * (len(frames) - 2)), ends[1]]
    ahead, back = carried(first.region, frames), carried(last.region, frames[::-1])[::-1]
    least = LEFT_OVER * min(int(first.region.sum()), int(last.region.sum()))
    middle: list[Region | None] = []
    for one, other, frame in zip(ahead[1:-1], back[1:-1], frames[1:-1], strict=True):
        region = agreed(one, other, frame)
        middle.append(region if region is not None and region.sum() >= max(1, least) else None)
    return [ends[0], *middle, ends[1]]


def _masked(frame: Picture, region: Region | None, count: _Count, verify: Verify | None) -> Picture:
    """The frame as it leaves; a key frame was searched again when it was made."""
    nothing = np.zeros(frame.shape[:2], np.bool_)
    if region is None:
        count.unsure += 1
        return let_through(frame, nothing)
    try:
        masked = verify(frame, region) if verify else let_through(frame, region)
    except StillVisible:
        count.refused += 1
        return let_through(frame, nothing)
    count.shown += 1
    return masked
