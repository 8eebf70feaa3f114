"""Who is in the picture: persons in the whole frame and in its tiles, and whoever shows no more than a face."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor

import numpy as np
from numpy.typing import NDArray

from masking.find.clarity import blur, brightness
from masking.geometry.boxes import Boxes, Picture, areas, none, overlaps, stack, strongest, within
from masking.networks.detectors import SAME_PERSON, Persons
from masking.results import Point, Quality

SURE = 0.35  # score from which somebody is listed and numbered
SURE_FACE = 0.6  # score from which somebody is listed of whom no more than the face was found
MAYBE = 0.2  # score from which somebody is masked out as a possible neighbour
CLOSER = MAYBE + 0.1  # the same in a tile, where nearer looks see more that is nobody
NARROWEST = 64  # px of the short side: below, hundreds of tiles would show nobody who is large enough to be known
TILE = 640  # px; half this size, the detector's own, is where it begins to lose people
CHEST = 0.3  # of a box's height from its top: a standing or seated person's head ends above
PART = 0.75  # of a box inside another from which the smaller, cut by a tile's edge, is the same person
BEHIND = 0.5  # of a face's area below which another is farther away by two fifths
FACE_TO_BODY = (3.0, 7.5)  # width and height of a standing body in faces, as drawing schools teach
Tile = tuple[int, int, int]
"""A square of the picture: left, top and side, px."""


def find_people(picture: Picture, detector: Persons, threads: Executor, taps: Sequence[Point] = ()) -> Boxes:
    """Everybody scored at ``MAYBE`` or better, in the frame and in overlapping square tiles.

    Args:
        picture: Height × width × 3.
        detector: Of persons.
        threads: Runs several looks at once.
        taps: Where only those around these points matter, the rest of the frame gets no closer look.
    """
    whole = threads.submit(detector, picture, least=MAYBE)
    parts = list(threads.map(lambda tile: _in_tile(picture, detector, tile), tiles(picture, taps)))
    return _one_each(whole.result(), stack([*parts, none()]))


def tiles(picture: Picture, taps: Sequence[Point]) -> list[Tile]:
    """Those that get a closer look: all, or of each size the one in whose middle a point lies best."""
    tiles = _tiles(picture)
    if not taps:
        return tiles
    best = [
        min((t for t in tiles if t[2] == side), key=lambda t: abs(t[0] + side / 2 - x) + abs(t[1] + side / 2 - y))
        for side in dict.fromkeys(side for *_, side in tiles)
        for x, y in taps
    ]
    return list(dict.fromkeys(best))


def _sides(height: int, width: int) -> list[int]:
    short, long = sorted((height, width))
    # The detector sees so small a picture at full size in its look at the whole.
    if long < TILE // 2 or short < NARROWEST:
        return []
    sides = [short] if long < 2 * TILE else [short, round(short * 0.6)]
    return [side for side in sides if side < long]


def _tiles(picture: Picture) -> list[Tile]:
    """Squares that cover the frame with overlap: two along it, and four more when it is large."""
    height, width = picture.shape[:2]
    squares = []
    for side in _sides(height, width):
        across = 1 if side >= width else max(2, -(-width * 5 // (side * 4)))
        down = 1 if side >= height else max(2, -(-height * 5 // (side * 4)))
        lefts = np.linspace(0, width - side, across).astype(int).tolist() if across > 1 else [0]
        tops = np.linspace(0, height - side, down).astype(int).tolist() if down > 1 else [0]
        squares += [(x, y, side) for y in tops for x in lefts]
    return squares


def _in_tile(picture: Picture, detector: Persons, tile: Tile) -> Boxes:
    """People in one tile, without those that its inner edges cut."""
    left, top, side = tile
    found = detector(picture[top : top + side, left : left + side], least=CLOSER)
    found[:, [0, 2]] += left
    found[:, [1, 3]] += top
    return found[~cut_off(found, tile, picture)]


def cut_off(found: Boxes, tile: Tile, picture: Picture) -> NDArray[np.bool_]:
    """Which of those found in a tile are cut by its inner edges; boxes are in pixels of the picture."""
    (left, top, side), (height, width) = tile, picture.shape[:2]
    near = side * 0.02
    cut = (found[:, 0] < left + near) & (left > 0)
    cut |= (found[:, 1] < top + near) & (top > 0)
    cut |= (found[:, 2] > left + side - near) & (left + side < width)
    return np.asarray(cut | (found[:, 3] > top + side - near) & (top + side < height))


def _one_each(whole: Boxes, parts: Boxes) -> Boxes:
    """Join frame and tiles: a tile's box counts where no better box already holds that person."""
    kept = strongest(stack([whole, parts]), union=SAME_PERSON)
    # Largest first: of a body and a part of it the body stays.
    kept = kept[np.argsort(-areas(kept))]
    chosen = none()
    for box in kept:
        _, smaller = overlaps(box, chosen)
        inside = smaller > PART
        # Somebody in front of a larger person lies inside their box too, but begins or ends elsewhere.
        same = inside & (np.abs(chosen[:, 3] - box[3]) + np.abs(chosen[:, 1] - box[1]) < 0.25 * (box[3] - box[1]))
        if not same.any():
            chosen = np.vstack([chosen, box[None]])
    return chosen


def only_faces(faces: Boxes, people: Boxes, picture: Picture, axes: Boxes) -> Boxes:
    """Bodies supposed under faces that no person's box explains; each box explains one face, the nearest its axis.

    Args:
        faces: All faces; the score of a supposed body is its face's.
        people: All persons' boxes.
        picture: Where the bodies are cut off.
        axes: Where each person stands (x, one per box): at the tap, or in the middle of the box.
    """
    height, width = picture.shape[:2]
    explained = {own_face(faces, box, float(axis)) for box, axis in zip(people, axes, strict=True)}
    lonely = np.array([f for i, f in enumerate(faces) if i not in explained], np.float32).reshape(-1, 5)
    return within(bodies_under(lonely), width, height)


def own_face(faces: Boxes, box: Boxes, axis: float) -> int | None:
    """Which face in the upper half of a box belongs to the person who stands at ``axis``, if any does.

    One much smaller than another there is of somebody farther behind, however near the axis.
    """
    held = [i for i, face in enumerate(faces) if in_upper_half(face, box)]
    sizes = areas(faces)
    near = [i for i in held if sizes[i] >= BEHIND * sizes[held].max()]
    return min(near, key=lambda i: abs(float(faces[i, 0] + faces[i, 2]) / 2 - axis), default=None)


def strangers(faces: Boxes, box: Boxes, axis: float) -> Boxes:
    """Sure faces that are not the face of the person in ``box`` who stands at ``axis``."""
    sure = faces[faces[:, 4] >= SURE_FACE]
    own = own_face(sure, box, axis)
    if own is None:  # somebody lying, bending or seen from above has the face farther down
        middles = (sure[:, :2] + sure[:, 2:4]) / 2
        inside = ((middles > box[:2]) & (middles < box[2:4])).all(1)
        own = int(np.argmin(np.where(inside, np.abs(middles[:, 0] - axis), np.inf))) if inside.any() else None
    return sure if own is None else np.delete(sure, own, 0)


def doubtful(faces: Boxes, box: Boxes) -> NDArray[np.bool_]:
    """Which faces are rather a pattern on the clothes of whoever is in ``box``: badly scored, and far from its top."""
    middles = (faces[:, :2] + faces[:, 2:4]) / 2
    inside = ((middles > box[:2]) & (middles < box[2:4])).all(1)
    low = middles[:, 1] > box[1] + CHEST * (box[3] - box[1])
    return np.asarray(inside & low & (faces[:, 4] < SURE_FACE))


def listed(people: Boxes, faces: Boxes, picture: Picture) -> Boxes:
    """Whom a reporter can choose from, left to right: sure persons, and sure faces that no box holds."""
    height, width = picture.shape[:2]
    sure = people[people[:, 4] >= SURE]
    alone = [f[4] >= SURE_FACE and not any(in_upper_half(f, box) for box in people) for f in faces]
    shown = stack([sure, within(bodies_under(faces[np.array(alone, np.bool_)]), width, height)])
    return shown[np.argsort(shown[:, 0] + shown[:, 2], kind="stable")]


def bodies_under(faces: Boxes) -> Boxes:
    """A standing body below each face."""
    middle, wide, high = (faces[:, 0] + faces[:, 2]) / 2, faces[:, 2] - faces[:, 0], faces[:, 3] - faces[:, 1]
    half = wide * FACE_TO_BODY[0] / 2
    top = faces[:, 1] - high * 0.3  # the forehead and hair that a face's box leaves out
    sides = [middle - half, top, middle + half, top + high * FACE_TO_BODY[1], faces[:, 4]]
    return np.column_stack(sides).astype(np.float32)


def in_upper_half(face: Boxes, box: Boxes) -> bool:
    """Whether the middle of a face lies where a standing or seated person's head would."""
    x, y = (face[0] + face[2]) / 2, (face[1] + face[3]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= (box[1] + box[3]) / 2)


def quality(picture: Picture, people: Boxes, texts: int = 0) -> Quality:
    """R-041: how well these people are seen, the worst of them; nobody there is a size of 0."""
    if not len(people):
        height, width = picture.shape[:2]
        whole = np.array([0, 0, width, height], np.float32)
        return Quality(0, brightness(picture, whole), blur(picture, whole), texts)
    return Quality(
        min(round(float(max(box[2] - box[0], box[3] - box[1]))) for box in people),
        min(brightness(picture, box) for box in people),
        max(blur(picture, box) for box in people),
        texts,
    )
