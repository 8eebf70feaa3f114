"""Anybody's bytes become a plain upright picture, or a short reason why not."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from masking import Unreadable
from masking.files.decode import LONG_SIDE, MOST_BYTES, decode


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def striped(size: tuple[int, int] = (64, 48)) -> Image.Image:
    """Red above, blue below: tells which way is up."""
    image = Image.new("RGB", size, (200, 0, 0))
    image.paste((0, 0, 200), (0, size[1] // 2, *size))
    return image


def png_of(width: int, height: int) -> bytes:
    """A PNG whose header promises a size that its body does not hold."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def promised(width: int, height: int) -> bytes:
    """A grey JPEG whose header promises more than its body holds."""
    small = saved(Image.new("L", (64, 48), 128), "JPEG")
    size = small.index(b"\xff\xc0") + 5
    return small[:size] + struct.pack(">HH", height, width) + small[size + 4 :]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "HEIF"])
def test_every_format_that_phones_and_cameras_make_is_read(kind: str) -> None:
    picture = decode(saved(striped(), kind))

    assert (picture.mode, picture.size) == ("RGB", (64, 48))
    red, _, blue = picture.getpixel((32, 5))
    assert red > 150
    assert blue < 50


@pytest.mark.parametrize(
    ("reason", "data"),
    [
        ("not_an_image", b""),
        ("not_an_image", b"\0" * 5000),
        ("not_an_image", b"%PDF-1.7 a picture, honestly"),
        ("not_an_image", saved(striped(), "TIFF")),
        ("not_an_image", saved(striped(), "PPM")),
        ("too_large", b"\xff\xd8" + b"\0" * MOST_BYTES),
        ("too_many_pixels", png_of(20_000, 10_000)),
        ("too_many_pixels", png_of(8_000, 6_251)),
        ("too_many_pixels", promised(16_400, 12_300)),
        ("broken", png_of(640, 480)),
        ("broken", saved(striped((640, 480)), "JPEG")[:900]),
        ("animated", saved(striped(), "GIF", save_all=True, append_images=[Image.new("RGB", (64, 48))])),
        ("animated", saved(striped(), "WEBP", save_all=True, append_images=[Image.new("RGB", (64, 48))])),
        ("animated", saved(striped(), "PNG", save_all=True, append_images=[Image.new("RGB", (64, 48))])),
    ],
)
def test_what_is_no_still_picture_is_refused_with_its_reason(reason: str, data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        decode(data)

    assert refused.value.reason == reason
    assert decode(saved(striped(), "PNG")).size == (64, 48)


def test_a_picture_is_turned_upright_and_loses_place_camera_and_colour_profile() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright: turn a quarter clockwise
    exif[0x010F] = "camera"
    exif.get_ifd(0x8825)[1] = "N"
    sideways = striped().transpose(Image.Transpose.ROTATE_90)
    data = saved(sideways, "JPEG", exif=exif, icc_profile=b"profile " * 20, comment=b"a name", quality=95)

    picture = decode(data)

    assert picture.size == (64, 48)
    assert picture.getpixel((32, 5))[0] > 150
    assert picture.info == {}
    assert not picture.getexif()


def test_large_pictures_are_scaled_and_odd_ones_survive() -> None:
    assert decode(saved(striped((4000, 3000)), "JPEG")).size == (LONG_SIDE, 1440)
    assert decode(saved(striped((5000, 2)), "PNG")).size == (LONG_SIDE, 1)
    assert decode(saved(striped((2, 3)), "PNG")).size == (2, 3)


def test_grey_sixteen_bit_cmyk_palette_and_transparent_pictures_come_out_as_colour() -> None:
    half = Image.new("I;16", (40, 30), 32896)
    assert decode(saved(half, "PNG")).getpixel((5, 5)) == (128, 128, 128)
    assert decode(saved(striped().convert("CMYK"), "JPEG")).getpixel((5, 5))[0] > 150
    assert decode(saved(striped().convert("P"), "PNG")).getpixel((5, 5))[0] > 150
    clear = Image.new("RGBA", (40, 30), (10, 20, 30, 0))
    assert decode(saved(clear, "PNG")).getpixel((5, 5)) == (255, 255, 255)


def test_phone_pictures_come_out_upright(testdata: Path) -> None:
    turned = {"Landscape_2": (1800, 1200), "Landscape_5": (1800, 1200), "Landscape_7": (1800, 1200)}
    turned |= dict.fromkeys(("Portrait_1", "Portrait_3", "Portrait_6", "Portrait_8"), (1200, 1800))

    for name, (width, height) in turned.items():
        picture = decode((testdata / "phone" / f"{name}.jpg").read_bytes())
        assert (picture.width > picture.height) == (width > height), name
        assert picture.info == {}
    for name in ("IMG_5195.HEIC", "samplefilehub.heif"):
        assert max(decode((testdata / "phone" / name).read_bytes()).size) <= LONG_SIDE


@pytest.mark.parametrize("size", [(8_160, 6_120), (12_000, 9_000), (16_320, 12_240), (60_000, 3_000)])
def test_photographs_of_50_to_200_megapixels_are_read(size: tuple[int, int]) -> None:
    """R-003: phones make them, and panoramas; decoded reduced, so within the memory of one process."""
    grey = saved(Image.new("L", size, 128), "JPEG")

    picture = decode(grey)

    assert max(picture.size) == LONG_SIDE
    assert picture.width / picture.height == pytest.approx(size[0] / size[1], rel=0.02)


def test_a_large_progressive_jpeg_would_take_too_much_memory() -> None:
    """R-003: it says so, instead of being stopped halfway."""
    with pytest.raises(Unreadable) as refused:
        decode(promised(9_000, 6_000).replace(b"\xff\xc0", b"\xff\xc2", 1))

    assert refused.value.reason == "too_many_pixels"
