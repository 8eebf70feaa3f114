"""What is painted onto pictures for people: numbers for the reporter, a watermark for every viewer. Pillow only."""

from __future__ import annotations

import io
from collections.abc import Iterable

from PIL import Image, ImageDraw, ImageFont

from masking.results import Box, Person

ANGLE = 30  # degrees; a slanted line can't be cropped away with the picture's edge
STRENGTH = 80  # of 255: readable on a photographed screen, clothes stay recognisable
LEAST_NUMBER = 11  # px: radius and height of the smallest number that is still read on a phone
LEGIBLE = 480  # px of the short side: a line of 45 characters, 17 px high, fits across it
YELLOW, BLACK = (255, 214, 10), (0, 0, 0)  # 14:1 contrast, seen by colour-blind people too


def watermark(picture: bytes, text: str, part: Box | None = None) -> bytes:
    """Burn ``text`` (ASCII) slantwise and repeatedly into a PNG or JPEG; answers with a JPEG without metadata.

    Args:
        picture: Its pixels are only looked at; what people approve are the bytes given, not those made here.
        text: Who looks, at what, when.
        part: Show this box alone, if it is small enlarged so far that the text can be read on it.

    Raises:
        ValueError: ``text`` is empty or not printable ASCII; only that is sure to be drawn.
    """
    if not text or not (text.isascii() and text.isprintable()):
        raise ValueError("a watermark is printable ASCII")
    with Image.open(io.BytesIO(picture), formats=("PNG", "JPEG")) as source:
        image = source.convert("RGB")
    if part is not None:
        image = _enlarged(image.crop(part))
    size = max(14, min(image.size) // 28)
    font = ImageFont.load_default(size)
    side = int((image.width**2 + image.height**2) ** 0.5) + size
    words = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(words)
    step = round(font.getlength(text + "    "))
    for row, y in enumerate(range(0, side, size * 5)):
        for x in range(-(row % 2) * step // 2, side, step):
            pen.text((x, y), text, fill=STRENGTH, font=font)
    words = words.rotate(ANGLE, resample=Image.Resampling.BILINEAR)
    left, top = (side - image.width) // 2, (side - image.height) // 2
    words = words.crop((left, top, left + image.width, top + image.height))
    shade = Image.eval(words, lambda v: v // 2)
    image.paste(BLACK, (1, 1), shade.crop((0, 0, image.width - 1, image.height - 1)))  # seen on white as well
    image.paste((255, 255, 255), (0, 0), words)
    return _bytes(image, "JPEG")


def _enlarged(image: Image.Image) -> Image.Image:
    scale = LEGIBLE / min(image.size)
    if scale <= 1:
        return image
    return image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.BICUBIC)


def number_people(picture: bytes, people: Iterable[Person]) -> bytes:
    """Draw a numbered box around each person, for the reporter's choice; answers in the picture's format."""
    with Image.open(io.BytesIO(picture), formats=("PNG", "JPEG")) as source:
        image, kind = source.convert("RGB"), source.format
    size = max(18, min(image.size) // 20)
    line = max(2, size // 10)
    pen = ImageDraw.Draw(image)
    shown = list(people)
    for person in shown:
        x0, y0, x1, y1 = person.box
        pen.rectangle((x0, y0, max(x0, x1 - 1), max(y0, y1 - 1)), outline=BLACK, width=line + 2)
        pen.rectangle((x0 + 1, y0 + 1, max(x0 + 1, x1 - 2), max(y0 + 1, y1 - 2)), outline=YELLOW, width=line)
    for person in shown:  # numbers last, so that no box crosses one out
        x0, y0, x1, y1 = person.box
        x, y, round_ = (x0 + x1) // 2, (y0 + y1) // 2, min(size, max(LEAST_NUMBER, min(x1 - x0, y1 - y0) // 3))
        pen.ellipse((x - round_, y - round_, x + round_, y + round_), fill=BLACK, outline=YELLOW, width=line)
        pen.text((x, y), str(person.number), fill=YELLOW, font=ImageFont.load_default(round_), anchor="mm")
    return _bytes(image, kind)


def _bytes(image: Image.Image, kind: str | None) -> bytes:
    out = io.BytesIO()
    if kind == "JPEG":
        # Whole colour resolution: dark clothes on the flat fill would else get a rim.
        image.save(out, "JPEG", quality=92, subsampling=0)
    else:
        image.save(out, "PNG", compress_level=6)
    return out.getvalue()
