"""Where the suspect's head is: by joints, by faces, and by plain geometry, all three together."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from masking.find.faces import DOWN, cover, patches
from masking.find.persons import SURE_FACE
from masking.geometry.boxes import Boxes, Region
from masking.tuning import Heading

MOUTH, SHOULDERS = (9, 10), (11, 12)


def head(figure: Region, joints: Sequence[NDArray[np.float32]], faces: Boxes, doubts: Boxes, t: Heading) -> Region:
    """Every pixel that may belong to the suspect's head, or lies above or beside it.

    Args:
        figure: The suspect's pixels.
        joints: BlazePose's 33 joints, once per look at the suspect; all of them count.
        faces: Every face in the picture but the doubts.
        doubts: Faces that are probably patterns on the figure's clothes: filled as a head only where the joints have
            one too, as with somebody bending, or where there are no joints.
        t: What counts as a head.
    """
    skulls = np.logical_or.reduce(
        [np.zeros_like(figure), *(_to_chin(_skull(body, figure.shape, t), body, faces) for body in joints)]
    )
    heads = np.array([not joints or _middle_in(skulls, face) for face in doubts], np.bool_)
    region = skulls | cover(np.concatenate([faces, doubts[heads]]), figure.shape) | patches(doubts, figure.shape)
    rows = np.flatnonzero(figure.any(1))
    if len(rows):
        high = rows[-1] - rows[0] + 1
        crown = rows[0] + int(np.ceil(high * t.crown))
        on_top = _reaching(region & figure, crown)
        if on_top.any():  # an upright body: nothing beside or above the head is let through
            on_top |= skulls & figure
            heights = np.flatnonzero(on_top.any(1))
            level = min((heights[0] + heights[-1]) // 2, rows[0] + int(high * t.deepest))
            region[:level] |= _column(on_top, figure.shape)[:level]
        # Whatever else was found: a head seen from behind shows no face, and often no joints.
        region[: rows[0] + int(np.ceil(high * t.crown))] = True
    return np.asarray(region, np.bool_)


def surely_head(
    box: Boxes, joints: Sequence[NDArray[np.float32]], faces: Boxes, shape: tuple[int, ...], t: Heading
) -> Region:
    """R-119: what no tap opens: heads around faces and the face's joints, and the box's top; not what is beside."""
    skulls = [_to_chin(_skull(body, shape, t), body, faces) for body in joints]
    region = np.logical_or.reduce([cover(faces, shape), *skulls])
    region[: max(0, round(float(box[1] + t.crown * (box[3] - box[1]))))] = True
    return np.asarray(region, np.bool_)


def _to_chin(skull: Region, joints: NDArray[np.float32], faces: Boxes) -> Region:
    """The skull's disc, ended below the chin of a sure face in it, if the head is above the shoulders."""
    shoulders = float(joints[list(SHOULDERS), 1].min())
    for face in faces[faces[:, 4] >= SURE_FACE]:
        chin = float(face[3] + DOWN * (face[3] - face[1]))
        if chin < shoulders and _middle_in(skull, face):
            skull[max(0, round(chin)) :] = False
    return skull


def _middle_in(region: Region, face: Boxes) -> bool:
    x, y = np.floor((face[:2] + face[2:4]) / 2).astype(int).tolist()
    height, width = region.shape
    return 0 <= x < width and 0 <= y < height and bool(region[y, x])


def _reaching(region: Region, crown: int) -> Region:
    """The parts of a region that reach above a line: a "face" on the clothes says nothing of where the head is."""
    count, labels = cv2.connectedComponents(region.astype(np.uint8))
    high = np.zeros(count, np.bool_)
    high[labels[: crown + 1].ravel()] = True
    high[0] = False
    return np.asarray(high[labels])


def _column(region: Region, shape: tuple[int, ...]) -> Region:
    """All above and beside a region, half its width to either side."""
    columns = np.flatnonzero(region.any(0))
    plane = np.zeros(shape[:2], np.bool_)
    aside = (columns[-1] - columns[0] + 1) // 2
    plane[:, max(0, columns[0] - aside) : columns[-1] + aside + 1] = True
    return plane


def _skull(joints: NDArray[np.float32], shape: tuple[int, ...], t: Heading) -> Region:
    """A disc around the face's joints, large enough for hair and chin, and joined down to the neck."""
    places = joints[:, :2]
    face = places[: MOUTH[1] + 1]
    middle = face.mean(0)
    wide = float(np.linalg.norm(places[SHOULDERS[0]] - places[SHOULDERS[1]]))
    spread = float(np.linalg.norm(face - middle, axis=1).max())
    to_shoulders = places[list(SHOULDERS)].mean(0) - middle
    neck = float(np.linalg.norm(to_shoulders))
    down = to_shoulders / max(1.0, neck)
    radius = min(max(t.skull * wide, t.face_round * spread), max(neck, spread * 1.2))
    disc = np.zeros(shape[:2], dtype=np.uint8)
    cv2.circle(disc, (round(float(middle[0])), round(float(middle[1]))), max(1, round(radius)), 1, -1)
    chin = middle + t.chin * neck * down
    # A disc reaches as far down as up, and a head doesn't: what lies below the chin is free again.
    aside, far = 2 * radius * down[::-1] * np.array([1, -1]), 2 * radius * down
    below = np.array([chin - aside, chin + aside, chin + aside + far, chin - aside + far])
    cv2.fillConvexPoly(disc, np.ceil(below).astype(np.int32), 0)
    return disc.astype(np.bool_)
