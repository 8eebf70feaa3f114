"""Bytes from anybody → an upright picture of bearable size without metadata, or a short reason why not."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from math import ceil

import cv2
import numpy as np
import pillow_heif
from PIL import Image, ImageOps, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile

from masking.errors import Unreadable
from masking.geometry.boxes import Picture

MOST_BYTES = 25 * 1024 * 1024  # a phone's largest still is about 20 MB
MOST_PIXELS = 50_000_000  # 48 MP phone cameras pass; checked in the header, before any pixel is decoded
MOST_IN_ROWS = 200_000_000  # a JPEG that comes row by row is decoded reduced: 190 MB for a phone's 200 MP, within 1 s
LONG_SIDE = 1920  # enough to know clothes and gait by; keeps every later step in time
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "GIF", "BMP")  # exotic parsers never see the bytes
STILLS = ("MPO", "HEIF")  # a phone's still may carry depth or gain maps as further "frames"; the first is the picture

# All that Pillow and its codecs raise on broken bytes; a bug of ours elsewhere must not hide behind "broken".
BROKEN = (
    OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, KeyError, IndexError, TypeError,
    OverflowError, RuntimeError, ZeroDivisionError, AttributeError,
)  # fmt: skip

pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = MOST_IN_ROWS // 2  # Pillow refuses twice as many; our own limits are closer


def decode(data: bytes, long_side: int = LONG_SIDE) -> Image.Image:
    """Open a JPEG, PNG, WebP, HEIC, GIF or BMP still.

    Args:
        data: The file.
        long_side: Pixels that it has at most.

    Returns:
        An RGB picture, upright, carrying nothing but pixels.

    Raises:
        Unreadable: with its reason.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable("too_large")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a broken side note (EXIF, palette) is no reason to refuse a picture
        image = _open(data)
        try:
            return _plain(image, long_side)
        except Image.DecompressionBombError as error:
            raise Unreadable("too_many_pixels") from error
        except BROKEN as error:
            raise Unreadable("broken") from error


def blue_first(image: Image.Image) -> Picture:
    """Its pixels, height × width × 3, in the order of colours that OpenCV has."""
    return np.asarray(cv2.cvtColor(np.asarray(image), cv2.COLOR_RGB2BGR), np.uint8)


def turned(image: Image.Image, quarters: int) -> Image.Image:
    """To the right, by so many quarters; cameras that hang on their side don't say so."""
    ways = (None, Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)
    way = ways[quarters % len(ways)]
    return image if way is None else image.transpose(way)


def _open(data: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
        animated = image.format not in STILLS and getattr(image, "is_animated", False)
    except Image.DecompressionBombError as error:
        raise Unreadable("too_many_pixels") from error
    except UnidentifiedImageError as error:
        raise Unreadable("not_an_image") from error
    except BROKEN as error:
        raise Unreadable("broken") from error
    if image.width * image.height > (MOST_IN_ROWS if _in_rows(image) else MOST_PIXELS):
        raise Unreadable("too_many_pixels")
    if animated:
        raise Unreadable("animated")
    return image


def _in_rows(image: Image.Image) -> bool:
    """Whether memory and time hold for a fourfold picture: a progressive JPEG keeps all of it until its last scan."""
    return isinstance(image, JpegImageFile) and "progressive" not in image.info


def _plain(image: Image.Image, long_side: int) -> Image.Image:
    scale = long_side / max(image.size)
    # A large JPEG is decoded at half, quarter or eighth size at once; never smaller than it will be.
    image.draft("RGB", (ceil(image.width * scale), ceil(image.height * scale)))
    image.load()
    # Before it is turned: that copies it, and a large one would lie in memory twice.
    image.thumbnail((long_side, long_side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    flat = _without_alpha(_upright(image))
    # Metadata hang on the old object; the new one gets pixels alone.
    bare = Image.new("RGB", flat.size)
    bare.paste(flat)
    return bare


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except BROKEN:  # an unreadable EXIF block says nothing about which way is up
        return image.copy()


def _without_alpha(image: Image.Image) -> Image.Image:
    if image.mode.startswith(("I", "F")):  # 16 bits a pixel; Pillow would clip instead of scaling
        return image.convert("I").point(lambda v: v / 257).convert("L").convert("RGB")
    if "A" in image.getbands() or "transparency" in image.info:
        solid = image.convert("RGBA")
        # As viewers show it; colours may lie hidden under what is transparent.
        white = Image.new("RGBA", solid.size, (255, 255, 255, 255))
        return Image.alpha_composite(white, solid).convert("RGB")
    return image.convert("RGB")
