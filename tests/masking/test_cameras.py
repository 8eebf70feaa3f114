"""What shops' cameras give: on their side, small, grey at night, through a fisheye, off a monitor. R-118, R-119."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from masking.geometry.boxes import Picture
from masking.pipeline import Engine

FISHEYE = 1.1  # radians of half the view: a ceiling camera's is 1.2 to 1.6, with people at its middle


def file(picture: Picture) -> bytes:
    return cv2.imencode(".png", picture)[1].tobytes()


@pytest.fixture(scope="module")
def photo(crossing: bytes) -> Picture:
    return np.asarray(cv2.imdecode(np.frombuffer(crossing, np.uint8), cv2.IMREAD_COLOR), np.uint8)


def small_still(picture: Picture) -> Picture:
    """480 × 270, as recorders export them."""
    return np.asarray(cv2.resize(picture, (480, 338), interpolation=cv2.INTER_AREA)[34:304], np.uint8)


def at_night(picture: Picture) -> Picture:
    """Infrared light: grey, half as bright, grainy."""
    grey = cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    grain = np.random.default_rng(1).normal(0, 8, grey.shape)
    return np.clip(grey * 0.5 + 10 + grain, 0, 255).astype(np.uint8)


def through_a_fisheye(picture: Picture) -> Picture:
    """The middle near, the edges squeezed."""
    high, wide = picture.shape[:2]
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    reach = np.hypot(wide, high) / 2
    dx, dy = (x - wide / 2) / reach, (y - high / 2) / reach
    away = np.maximum(np.hypot(dx, dy), 1e-6)
    back = np.tan(away * FISHEYE) / np.tan(FISHEYE) / away * reach
    across, down = ((half + d * back).astype(np.float32) for half, d in ((wide / 2, dx), (high / 2, dy)))
    return np.asarray(cv2.remap(picture, across, down, cv2.INTER_LINEAR), np.uint8)


def off_a_monitor(picture: Picture) -> Picture:
    """A phone held before the screen, slightly askew: its rows of light, its glow, and the dark room around."""
    high, wide = picture.shape[:2]
    from_, to = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32), (60, 40)
    there = np.array([to, (wide - 40, 25), (wide - 55, high - 45), (45, high - 30)], np.float32)
    rows = 0.85 + 0.15 * np.cos(np.arange(high) * 2.1)[:, None, None]
    lit = np.clip(picture * rows * 0.9 + 20, 0, 255).astype(np.uint8)
    turned = cv2.getPerspectiveTransform(from_, there)
    return np.asarray(cv2.warpPerspective(lit, turned, (wide, high), borderValue=(25, 22, 20)), np.uint8)


def test_a_picture_on_its_side_is_as_good_as_upright_once_it_is_turned(
    engine: Engine, crossing: bytes, photo: Picture
) -> None:
    """R-118: on its side hardly anybody is found; turned by hand, everybody is, in the same places."""
    upright = engine.find(crossing)
    on_its_side = file(np.asarray(cv2.rotate(photo, cv2.ROTATE_90_COUNTERCLOCKWISE), np.uint8))
    assert len(engine.find(on_its_side).people) < len(upright.people) / 2
    assert engine.find(on_its_side, quarters=1).people == upright.people


@pytest.mark.parametrize(
    ("camera", "least", "number", "left"),
    [(small_still, 12, 1, 0.35), (at_night, 8, 1, 0.4), (through_a_fisheye, 9, 2, 0.3), (off_a_monitor, 9, 1, 0.35)],
)
def test_people_are_found_and_one_is_shown_without_anybody_s_face(
    engine: Engine, photo: Picture, camera: Callable[[Picture], Picture], least: int, number: int, left: float
) -> None:
    """R-118, R-119: of the thirteen on the crossing nearly as many, and enough of somebody at its left."""
    found = engine.find(file(camera(photo)))
    assert len(found.people) >= least
    x0, y0, x1, y1 = found.people[number - 1].box
    masked = engine.mask(found.picture, [((x0 + x1) // 2, (y0 + y1) // 2)])
    assert masked.evidence["left"] >= left  # type: ignore[operator]
    assert engine.find(masked.picture).faces == ()


@pytest.mark.parametrize(
    ("name", "quarters"), [("turned_90_no_exif", 1), ("turned_180_no_exif", 2), ("turned_270_no_exif", 3)]
)
def test_a_real_photo_without_a_note_of_its_side_is_turned_by_hand(
    engine: Engine, testdata: Path, name: str, quarters: int
) -> None:
    """R-118: as it lies fewer people are found, turned the right way nearly all thirteen."""
    photo = (testdata / "field" / "pictures" / f"{name}.jpg").read_bytes()
    upright = engine.find(photo, quarters=quarters)
    assert upright.width > upright.height
    assert len(upright.people) >= 10
    assert len(engine.find(photo).people) < len(upright.people)
