"""Pixels → bytes that carry nothing else."""

from __future__ import annotations

import io
import zlib

import cv2
from PIL import Image

from masking.geometry.boxes import Picture

QUALITY = 92  # of the working JPEG: no loss that a detector notices, a fifth of a PNG's size


def as_jpeg(image: Image.Image) -> bytes:
    """The upright working picture; the same pixels give the same bytes."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY, subsampling=0)
    return out.getvalue()


def as_png(picture: Picture) -> bytes:
    """The masked picture: header, pixels, end; no text, time, profile or thumbnail.

    Of one flat colour runs are all that repeats: to look for no more takes half the time, and the file is as small.
    """
    out = io.BytesIO()
    Image.fromarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)).save(out, "PNG", compress_type=zlib.Z_RLE)
    return out.getvalue()
