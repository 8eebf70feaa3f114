"""Correction by hand: where strokes may let something through, and what they make of a region.

Covering is free. Revealing is bounded by what the engine found, never by what the hand says: within the suspect's box
and 15 % around it (the crop in which outlines are looked for anyway: a bag or a sleeve reaches no farther), on no pixel
that may be another person's, on no head, and not above the suspect's own.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from masking.figure.brush import Stroke
from masking.geometry.boxes import Boxes, Region

PADDING = 0.15  # of the box's long side
FINEST = 1 / 800  # of the long side: to how many pixels an outline is true, about one on a phone's screen
SPECK = 25  # of such steps squared: smaller spots can't be hit with a brush


def within_reach(own: Boxes, rivals: Boxes, closed: Region) -> Region:
    """Where the original may be let through again by hand.

    Args:
        own: The suspect's box.
        rivals: Everybody else's boxes; of those apart from the suspect's, all is theirs.
        closed: Pixels that may be a neighbour's or a head's.
    """
    pad = PADDING * float(max(own[2] - own[0], own[3] - own[1]))
    room = filled(own[:4] + np.array([-pad, -pad, pad, pad], np.float32), closed.shape) & ~closed
    for box in rivals:
        # Where boxes touch, all of the other's would be too much; there each pixel of theirs is closed.
        if not _touch(box, own):
            room &= ~filled(box, closed.shape)
    return room


def drawn(region: Region, strokes: Sequence[Stroke], room: Region) -> Region:
    """What is let through after the strokes, one after the other; they uncover nothing beyond ``room``."""
    result = region
    for stroke in strokes:
        touched = trace(stroke, region.shape)
        result = result & ~touched if stroke.kind == "cover" else result | (touched & room)
    return result


def trace(stroke: Stroke, shape: tuple[int, ...]) -> Region:
    """The pixels that a stroke of a round brush touches."""
    plane = np.zeros(shape[:2], np.uint8)
    path = np.array(stroke.points, np.int32)
    cv2.polylines(plane, [path], isClosed=False, color=1, thickness=2 * stroke.radius + 1)
    for x, y in stroke.points[:: len(stroke.points) - 1 or 1]:
        cv2.circle(plane, (x, y), stroke.radius, 1, -1)  # a single point draws no line; ends are round either way
    return plane.astype(np.bool_)


def outlines(region: Region) -> tuple[tuple[int, ...], ...]:
    """The edges of a region, holes too, each as x, y, x, y …; filled by the even-odd rule they give it back nearly."""
    step = max(region.shape) * FINEST
    edges, _ = cv2.findContours(region.astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    kept = (cv2.approxPolyDP(e, step, closed=True) for e in edges if cv2.contourArea(e) > SPECK * step * step)
    return tuple(tuple(int(v) for v in e.reshape(-1)) for e in kept)


def without_specks(room: Region) -> Region:
    """What of a room is large enough to be drawn: nothing may be uncovered beyond the outline that people see."""
    least = SPECK * (max(room.shape) * FINEST) ** 2
    edges, _ = cv2.findContours(room.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    drawn_too = np.zeros(room.shape, np.uint8)
    cv2.drawContours(drawn_too, [e for e in edges if cv2.contourArea(e) > least], -1, 1, cv2.FILLED)
    return room & drawn_too.astype(np.bool_)


def filled(box: Boxes, shape: tuple[int, ...]) -> Region:
    """A box as a region, cut at the picture's edges."""
    plane = np.zeros(shape[:2], np.bool_)
    x0, y0, x1, y1 = (max(0, round(float(v))) for v in box[:4])
    plane[y0:y1, x0:x1] = True
    return plane


def _touch(one: Boxes, other: Boxes) -> bool:
    return bool((one[:2] < other[2:4]).all() and (other[:2] < one[2:4]).all())
