"""The watermark that every viewer sees. Pillow only."""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from masking.figure.brush import LARGEST_PLACE
from masking.results import Box

ANGLE = 30  # degrees; a slanted line can't be cropped away with the picture's edge
STRENGTH = 80  # of 255: readable on a photographed screen, clothes stay recognisable
SHEETS = 4  # lines kept, 2 MB each: who corrects a picture gets several within the minute that the lines name
LEGIBLE = 480  # px of the short side: a line of 45 characters, 17 px high, fits across it


def watermark(picture: bytes, text: str, part: Box | None = None) -> bytes:
    """Burn ``text`` (ASCII) slantwise and repeatedly into a PNG or JPEG; answers with a JPEG without metadata.

    Args:
        picture: Its pixels are only looked at; what people approve are the bytes given, not those made here.
        text: Who looks, at what, when.
        part: Show this box alone, if it is small enlarged so far that the text can be read on it.

    Raises:
        ValueError: ``text`` is empty or not printable ASCII, since only that is sure to be drawn; or the picture is
            larger than any of ours, which nobody has to decode to know.
    """
    if not text or not (text.isascii() and text.isprintable()):
        raise ValueError("a watermark is printable ASCII")
    with Image.open(io.BytesIO(picture), formats=("PNG", "JPEG")) as source:
        if max(source.size) > LARGEST_PLACE:
            raise ValueError("larger than any picture of ours")
        image = source.convert("RGB")
    if part is not None:
        image = _enlarged(image.crop(part))
    words = _words(image.width, image.height, text)
    shade = Image.eval(words, lambda v: v // 2)
    image.paste((0, 0, 0), (1, 1), shade.crop((0, 0, image.width - 1, image.height - 1)))  # seen on white as well
    image.paste((255, 255, 255), (0, 0), words)
    out = io.BytesIO()
    # Whole colour resolution: dark clothes on the flat fill would else get a rim.
    image.save(out, "JPEG", quality=92, subsampling=0)
    return out.getvalue()


@lru_cache(maxsize=SHEETS)
def _words(width: int, height: int, text: str) -> Image.Image:
    """The slanted lines, as a mask of that size."""
    size = max(14, min(width, height) // 28)
    font = ImageFont.load_default(size)
    side = int((width**2 + height**2) ** 0.5) + size
    words = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(words)
    step = round(font.getlength(text + "    "))
    for row, y in enumerate(range(0, side, size * 5)):
        for x in range(-(row % 2) * step // 2, side, step):
            pen.text((x, y), text, fill=STRENGTH, font=font)
    words = words.rotate(ANGLE, resample=Image.Resampling.BILINEAR)
    left, top = (side - width) // 2, (side - height) // 2
    return words.crop((left, top, left + width, top + height))


def _enlarged(image: Image.Image) -> Image.Image:
    scale = LEGIBLE / min(image.size)
    if scale <= 1:
        return image
    return image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.BICUBIC)
