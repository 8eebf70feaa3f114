"""A sheet of paper on a wall, as somebody photographs it: aslant, from afar, shaking, in bad light."""

from __future__ import annotations

import cv2
import numpy as np
import pypdfium2

Image = np.ndarray

INCH = 72


def printed(pdf: bytes, dots: int = 150) -> Image:
    """The first page, in so many dots per inch; grey."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    grey = page.render(scale=dots / INCH, grayscale=True).to_numpy().copy()
    page.close()
    document.close()
    return grey.reshape(grey.shape[:2])


def text_of(pdf: bytes) -> str:
    """All that stands on it, without the breaks that the paper makes."""
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(document[n].get_textpage().get_text_bounded() for n in range(len(document)))
    return "".join(text.split())


def photograph(sheet: Image, seed: int, *, long_side: int = 2016) -> bytes:
    """JPEG of the sheet on a wall; each seed holds the phone otherwise.

    Up to 40° aslant, tilted or on its side, the sheet two fifths to nine tenths of the picture's height; blur by focus
    and by the hand, light from full to a sixth, uneven, with noise as phones have it then.
    """
    chance = np.random.default_rng(seed)
    width, height = long_side * 3 // 4, long_side
    seen = _on_the_wall(sheet, chance, width, height)
    seen = _blurred(seen, chance, long_side)
    seen = _lit(seen, chance)
    if chance.random() < 0.3:
        seen = np.rot90(seen, k=int(chance.integers(1, 4)))
    quality = int(chance.integers(45, 90))
    return cv2.imencode(".jpg", seen, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def _on_the_wall(sheet: Image, chance: np.random.Generator, width: int, height: int) -> Image:
    wall = chance.uniform(90, 220) + 12 * cv2.resize(chance.standard_normal((24, 18)), (width, height))
    share = chance.uniform(0.4, 0.9)
    tall = height * share
    wide = tall * sheet.shape[1] / sheet.shape[0]
    corners = np.array([[-wide, -tall], [wide, -tall], [wide, tall], [-wide, tall]]) / 2
    turn, across, up = np.radians([chance.uniform(-12, 12), chance.uniform(-40, 40), chance.uniform(-25, 25)])
    deep = np.c_[corners, np.zeros(4)] @ _turning(turn, across, up).T
    distance = 1.6 * height
    place = deep[:, :2] * (distance / (distance + deep[:, 2:])) + [width / 2, height / 2]
    place += chance.uniform(-0.04, 0.04, 2) * [width, height]
    flat = np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) * [sheet.shape[1] - 1, sheet.shape[0] - 1]
    warp = cv2.getPerspectiveTransform(flat.astype(np.float32), place.astype(np.float32))
    # Averaged before it is made so much smaller, as a lens does.
    smooth = cv2.GaussianBlur(sheet, (0, 0), max(0.1, 0.4 * sheet.shape[0] / tall))
    seen = cv2.warpPerspective(smooth, warp, (width, height), flags=cv2.INTER_LINEAR)
    there = cv2.warpPerspective(np.ones_like(sheet), warp, (width, height))
    return np.where(there > 0, seen, np.clip(wall, 0, 255)).astype(np.float32)


def _turning(turn: float, across: float, up: float) -> Image:
    (c, s), (ca, sa), (cu, su) = ((np.cos(angle), np.sin(angle)) for angle in (turn, across, up))
    flat = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
    beside = np.array([[ca, 0, sa], [0, 1, 0], [-sa, 0, ca]])
    below = np.array([[1, 0, 0], [0, cu, -su], [0, su, cu]])
    return below @ beside @ flat


def _blurred(seen: Image, chance: np.random.Generator, long_side: int) -> Image:
    seen = cv2.GaussianBlur(seen, (0, 0), chance.uniform(0.3, 1.6) * long_side / 2016)
    length = int(chance.integers(1, 6))  # px that the hand moves
    stroke = np.zeros((length, length), np.float32)
    cv2.line(stroke, (0, int(chance.integers(0, length))), (length - 1, int(chance.integers(0, length))), 1)
    return cv2.filter2D(seen, -1, stroke / stroke.sum())


def _lit(seen: Image, chance: np.random.Generator) -> Image:
    height, width = seen.shape
    across = np.linspace(-1, 1, width)[None] * chance.uniform(-0.3, 0.3)
    down = np.linspace(-1, 1, height)[:, None] * chance.uniform(-0.3, 0.3)
    light = (chance.uniform(0.17, 1.0) * (1 + across + down)).astype(np.float32)
    noise = chance.standard_normal(seen.shape, np.float32) * np.float32(chance.uniform(2, 8))
    return np.clip(seen * light + noise, 0, 255).astype(np.uint8)
