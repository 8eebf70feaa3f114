"""Whatever the bytes: the answer that fits them, the right colours, the right way up, and the server lives on."""

from __future__ import annotations

import io
import os
import signal
import struct
import threading
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageOps

from masking import Found, MaskingError, MaskingPool, Overrun, Unreadable
from masking.errors import Reason
from masking.files.decode import decode
from tests.masking.hostile_files import PICTURE, chunk, made, png, saved
from tests.world.masking import child_of

COLOURS = ((200, 30, 40), (30, 170, 60), (40, 60, 190), (230, 220, 40))
SHADES = tuple((round(0.299 * r + 0.587 * g + 0.114 * b),) * 3 for r, g, b in COLOURS)
Colour = tuple[int, ...]


def answer_of(read: Callable[[bytes], object], data: bytes) -> str:
    """The reason's code, the error's name, or that it is a picture."""
    try:
        read(data)
    except Unreadable as refused:
        return refused.reason
    except MaskingError as error:
        return type(error).__name__
    return PICTURE


def test_each_odd_file_gets_the_answer_that_fits_it_and_the_child_goes_on(
    workshop: MaskingPool, crossing: bytes
) -> None:
    """R-003, robustness: read, or refused with the reason that the reporter is told; nothing ends the child."""
    workshop.warm()
    child = child_of(workshop)
    expected = [(name, answer) for name, answer, _ in made()]

    assert [(name, answer_of(workshop.find, data)) for name, _, data in made()] == expected
    assert len(expected) > 45
    assert workshop.find(crossing).people
    assert child_of(workshop) == child


def test_every_broken_file_of_the_decoders_own_makers_is_answered(testdata: Path, workshop: MaskingPool) -> None:
    """R-003, robustness: all of them, with a reason where they are none of the six kinds, and no crash of ours."""
    files = sorted((testdata / "hostile").iterdir())
    answers = {file.name: answer_of(workshop.find, file.read_bytes()) for file in files}

    assert set(answers.values()) <= {PICTURE, *get_args(Reason)}
    assert answers["truncated_jpeg.jpg"] == "broken"
    assert all(answers[f.name] == "not_an_image" for f in files if f.suffix in {".tif", ".sgi", ".psd", ".blp", ".eps"})


def test_a_crash_in_the_middle_of_a_picture_costs_one_message(models: Path, crossing: bytes) -> None:
    """A decoder that dies takes its process along, not ours; the next picture finds a new one."""
    with MaskingPool(models, memory_mb=2000, seconds=60) as pool:
        pool.warm()
        fault = threading.Timer(0.05, os.kill, (child_of(pool), signal.SIGSEGV))
        fault.start()
        with pytest.raises(Overrun):
            pool.find(crossing)
        fault.join()
        assert isinstance(pool.find(crossing), Found)


def quarters(size: tuple[int, int]) -> Image.Image:
    """Four colours, clockwise from the upper left: red, green, yellow, blue."""
    image = Image.new("RGB", size)
    wide, high = size[0] // 2, size[1] // 2
    for n, colour in enumerate(COLOURS):
        x, y = n % 2 * wide, n // 2 * high
        image.paste(colour, (x, y, x + wide, y + high))
    return image


def on_white(colours: tuple[Colour, ...], alpha: int) -> tuple[Colour, ...]:
    return tuple(tuple(round((v * alpha + 255 * (255 - alpha)) / 255) for v in colour) for colour in colours)


def sixteen_bit(image: Image.Image) -> bytes:
    """A PNG of 48 bits a pixel; Pillow reads such and writes none."""
    values = np.asarray(image).astype(">u2") * 257
    rows = zlib.compress(b"".join(b"\0" + row.tobytes() for row in values))
    return png(*image.size, rows=rows, bits=16, colour=2)


def see_through(image: Image.Image, mode: str) -> Image.Image:
    clear = image.convert(mode)
    clear.putalpha(128)
    return clear


def grey_16(image: Image.Image) -> Image.Image:
    return Image.fromarray(np.asarray(image.convert("L")).astype(np.uint16) * 257)


KINDS: dict[str, tuple[Callable[[Image.Image], bytes], tuple[Colour, ...]]] = {
    "JPEG": (lambda q: saved(q, "JPEG", quality=95), COLOURS),
    "CMYK JPEG": (lambda q: saved(q.convert("CMYK"), "JPEG", quality=95), COLOURS),
    "grey JPEG": (lambda q: saved(q.convert("L"), "JPEG", quality=95), SHADES),
    "PNG": (lambda q: saved(q, "PNG"), COLOURS),
    "palette PNG": (lambda q: saved(q.quantize(4), "PNG"), COLOURS),
    "palette PNG, one colour clear": (
        lambda q: saved(q.quantize(4), "PNG", transparency=q.quantize(4).getpixel((1, 1))),
        ((255, 255, 255), *COLOURS[1:]),
    ),
    "PNG, one colour clear": (
        lambda q: saved(q, "PNG", transparency=COLOURS[0]),
        ((255, 255, 255), *COLOURS[1:]),
    ),
    "grey PNG": (lambda q: saved(q.convert("L"), "PNG"), SHADES),
    "grey PNG of 16 bit": (lambda q: saved(grey_16(q), "PNG"), SHADES),
    "PNG of 16 bit": (sixteen_bit, COLOURS),
    "black and white PNG": (
        lambda q: saved(q.convert("L").point(lambda v: 255 * (v > 100)).convert("1"), "PNG"),
        tuple((255 * (s[0] > 100),) * 3 for s in SHADES),
    ),
    "grey PNG with alpha": (lambda q: saved(see_through(q, "LA"), "PNG"), on_white(SHADES, 128)),
    "PNG with alpha": (lambda q: saved(see_through(q, "RGBA"), "PNG"), on_white(COLOURS, 128)),
    "WebP": (lambda q: saved(q, "WEBP", lossless=True), COLOURS),
    "WebP with alpha": (lambda q: saved(see_through(q, "RGBA"), "WEBP", lossless=True), on_white(COLOURS, 128)),
    "GIF": (lambda q: saved(q.quantize(4), "GIF"), COLOURS),
    "BMP": (lambda q: saved(q, "BMP"), COLOURS),
    "HEIF": (lambda q: saved(q, "HEIF", quality=95), COLOURS),
    "HEIF with alpha": (lambda q: saved(see_through(q, "RGBA"), "HEIF", quality=95), on_white(COLOURS, 128)),
}


@pytest.mark.parametrize("size", [(64, 48), (1984, 96)], ids=["small", "scaled"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_picture_keeps_its_colours(kind: str, size: tuple[int, int]) -> None:
    """Compared pixel by pixel; what is clear stands on white, also when the picture is scaled down."""
    make, colours = KINDS[kind]
    picture = np.asarray(decode(make(quarters(size)))).astype(int)
    height, width = picture.shape[:2]

    for n, colour in enumerate(colours):
        x, y = n % 2 * width // 2, n // 2 * height // 2
        inner = picture[y + 8 : y + height // 2 - 8, x + 8 : x + width // 2 - 8]
        assert np.abs(inner - colour).max() <= 3, (kind, n)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_each_way_of_holding_the_camera_comes_out_upright(orientation: int, kind: str) -> None:
    """EXIF orientations 1 to 8: the note is followed once, and gone."""
    upright = quarters((64, 48))
    undone = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[orientation]  # Image.Transpose
    held = upright if undone is None else upright.transpose(Image.Transpose(undone))
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"JPEG": {"quality": 95, "subsampling": 0}, "WEBP": {"lossless": True}}.get(kind, {})
    picture = decode(saved(held, kind, exif=exif, **options))

    assert picture.size == (64, 48)
    inner = np.asarray(picture).astype(int)[4:-4, 4:-4] - np.asarray(upright).astype(int)[4:-4, 4:-4]
    assert np.abs(inner).mean() < 2
    assert not picture.getexif()


def small(picture: Image.Image) -> NDArray[np.float64]:
    return np.asarray(ImageOps.grayscale(picture).resize((60, 60))).astype(float)


def test_the_same_scene_held_in_different_ways_is_the_same_picture(testdata: Path) -> None:
    """Photographs from phones: whatever the orientation says, the sky is above."""
    for scene, turns in (("Landscape", (2, 5, 7)), ("Portrait", (1, 3, 6, 8))):
        pictures = [decode((testdata / "phone" / f"{scene}_{turn}.jpg").read_bytes()) for turn in turns]
        assert len({picture.size for picture in pictures}) == 1
        for other in pictures[1:]:
            assert np.abs(small(other) - small(pictures[0])).mean() < 4


def test_phone_pictures_are_read(testdata: Path, workshop: MaskingPool) -> None:
    """R-003: as they come from the phone, behind the wall and within the memory of one process."""
    for file in sorted((testdata / "phone").iterdir()):
        assert answer_of(workshop.codes, file.read_bytes()) == PICTURE, file.name


def test_words_and_place_in_a_png_are_gone(crossing: bytes) -> None:
    """Text, time, profile and EXIF chunks of a PNG do not survive decoding."""
    with Image.open(io.BytesIO(crossing)) as image:
        whole = saved(image, "PNG")
    notes = [chunk(b"tEXt", b"Author\0YAMADA"), chunk(b"tIME", struct.pack(">HBBBBB", 2026, 11, 23, 5, 0, 0))]
    picture = decode(whole[:33] + b"".join(notes) + whole[33:])

    assert picture.info == {}
