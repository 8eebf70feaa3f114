"""What the QR codes in a photograph say; for whoever photographed a notice on a wall, so that nobody types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp
from PIL import Image

from masking.files.decode import decode
from masking.results import LONGEST_CODE, MOST_CODES, Codes

Grey = npt.NDArray[Any]

LONG_SIDE: Final = 4096
"""px: as phones take them, since a notice may be small in the picture; more only takes longer."""

SECOND_SIDE: Final = 2048
"""px: for the second look, from which it is doubled: modules of two pixels have edges then, and noise has none."""


def read_codes(data: bytes) -> Codes:
    """R-023, L85: every QR code that is read without doubt, once, in the order of the picture.

    Args:
        data: The file.

    Raises:
        Unreadable: with its reason.
    """
    picture = decode(data, LONG_SIDE).convert("L")
    for look in _looks(picture):
        if words := _words(look):
            return Codes(words)
    return Codes(())


def _looks(picture: Image.Image) -> Iterator[Grey]:
    """As it is; doubled; and with its edges drawn again, which finds a third of what a shaking hand had blurred."""
    yield np.asarray(picture)
    picture.thumbnail((SECOND_SIDE, SECOND_SIDE))
    doubled = cv2.resize(np.asarray(picture), None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    yield doubled
    yield cv2.addWeighted(doubled, 3, cv2.GaussianBlur(doubled, (0, 0), 4), -2, 0)


def _words(picture: Grey) -> tuple[str, ...]:
    kinds = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found = zxingcpp.read_barcodes(picture, formats=kinds, text_mode=zxingcpp.TextMode.Plain)
    said = (one.text for one in found if one.valid)
    return tuple(dict.fromkeys(text for text in said if text.isprintable() and len(text) <= LONGEST_CODE))[:MOST_CODES]
