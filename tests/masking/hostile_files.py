"""Files that mean no good, or are only odd: each name says what it is, and the second value how it is answered."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Iterator
from functools import cache

import pillow_heif
from PIL import Image, ImageDraw

pillow_heif.register_heif_opener()  # Pillow then writes HEIF, too

PICTURE = "a picture"
"""Stands for "it is read": nobody may be in it, but it is a picture."""


@cache
def made() -> tuple[tuple[str, str, bytes], ...]:
    """Name, answer, bytes: 37 MB in all, which take a second or two to make."""
    return (*_not_pictures(), *_huge(), *_thin(), *_moving(), *_cut_off(), *_lying())


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """An image in some format."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def scene(size: tuple[int, int] = (640, 480)) -> Image.Image:
    """Something with edges and colours in it."""
    image = Image.new("RGB", size, (120, 130, 125))
    pen = ImageDraw.Draw(image)
    for n in range(12):
        left = n * size[0] // 12
        pen.rectangle((left, n * 9 % size[1], left + 20, size[1]), fill=(20 * n, 255 - 20 * n, 90))
    return image


def chunk(kind: bytes, body: bytes) -> bytes:
    """One PNG chunk."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, *more: bytes, rows: bytes, bits: int = 8, colour: int = 2) -> bytes:
    """A PNG from its parts, true or not."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(more) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _not_pictures() -> Iterator[tuple[str, str, bytes]]:
    noise = random.Random(7)
    yield "zero bytes.jpg", "not_an_image", b""
    yield "one byte.jpg", "not_an_image", b"\xff"
    yield "nothing but zeros.png", "not_an_image", bytes(5000)
    yield "noise.jpg", "not_an_image", noise.randbytes(100_000)
    yield "text named jpg.jpg", "not_an_image", b"no picture, honestly" * 100
    yield "page named png.png", "not_an_image", b"<html><script>alert(1)</script></html>"
    yield "drawing named png.png", "not_an_image", b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    yield "document named jpg.jpg", "not_an_image", b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj"
    yield "archive named jpg.jpg", "not_an_image", b"PK\x03\x04" + noise.randbytes(500)
    yield "film named jpg.jpg", "not_an_image", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(2000)
    yield "tiff named jpg.jpg", "not_an_image", saved(scene(), "TIFF")
    yield "targa named png.png", "not_an_image", saved(scene(), "TGA")
    yield "jpeg named png.png", PICTURE, saved(scene(), "JPEG")
    yield "webp named jpg.jpg", PICTURE, saved(scene(), "WEBP")
    yield "picture with an archive behind it.jpg", PICTURE, saved(scene(), "JPEG") + b"PK\x03\x04" + bytes(5000)


def _huge() -> Iterator[tuple[str, str, bytes]]:
    yield "26 MB.jpg", "too_large", saved(scene(), "JPEG") + bytes(26 * 1024 * 1024)
    yield "200 megapixels.png", "too_many_pixels", png(20_000, 10_000, rows=_zeros(10_000 * 2501), bits=1, colour=0)
    yield "200 megapixels.gif", "too_many_pixels", saved(Image.new("P", (20_000, 10_000)), "GIF")
    yield "268 megapixels in a header.webp", "too_many_pixels", _webp_header(16_383, 16_383)
    yield "4 gigapixels in a header.png", "too_many_pixels", png(65_535, 65_535, rows=zlib.compress(bytes(100)))
    yield "49 megapixels.jpg", PICTURE, saved(Image.new("RGB", (7000, 7000), (90, 20, 20)), "JPEG")
    yield "49 megapixels of 16 bit.png", PICTURE, png(7000, 7000, rows=_zeros(7000 * 14_001), bits=16, colour=0)


def _thin() -> Iterator[tuple[str, str, bytes]]:
    for size in ((1, 1), (1, 5000), (5000, 1), (65_000, 1), (1, 65_000), (2, 3), (15, 15), (16, 1920), (1920, 17)):
        yield f"{size[0]} by {size[1]}.png", PICTURE, saved(Image.new("RGB", size, (9, 200, 90)), "PNG")


def _moving() -> Iterator[tuple[str, str, bytes]]:
    frames = [Image.new("RGB", (64, 48), colour) for colour in ("red", "blue", "green")]
    for kind, name in (("GIF", "gif"), ("WEBP", "webp"), ("PNG", "apng")):
        yield f"three frames.{name}", "animated", saved(frames[0], kind, save_all=True, append_images=frames[1:])
    yield "one frame.gif", PICTURE, saved(scene(), "GIF")


def _cut_off() -> Iterator[tuple[str, str, bytes]]:
    for kind in ("JPEG", "PNG", "WEBP", "HEIF", "BMP"):
        whole = saved(scene(), kind)
        yield f"half.{kind.lower()}", "broken", whole[: len(whole) // 2]
    yield "header alone.png", "not_an_image", saved(scene(), "PNG")[:40]
    spoilt = bytearray(saved(scene(), "PNG"))
    spoilt[200:220] = bytes(20)
    yield "spoilt in the middle.png", PICTURE, bytes(spoilt)  # the rows before the spoilt place are there


def _lying() -> Iterator[tuple[str, str, bytes]]:
    true_rows = zlib.compress(b"".join(b"\0" + bytes(640 * 3) for _ in range(480)))
    yield "rows for a tenth of it.png", "broken", png(640, 480, rows=zlib.compress(bytes(640 * 3 * 48)))
    yield "a gigabyte of rows.png", PICTURE, png(640, 480, rows=_zeros(1 << 30))
    words = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(64 << 20), 9))
    yield "64 MB of words.png", "broken", png(640, 480, words, rows=true_rows)
    profile = chunk(b"iCCP", b"profile\0\0" + zlib.compress(bytes(64 << 20), 9))
    yield "64 MB of colour profile.png", "broken", png(640, 480, profile, rows=true_rows)
    yield "hundreds of scans.jpg", PICTURE, _scans(300)


def _zeros(size: int) -> bytes:
    """So many zeros, packed: a mebibyte that ends on a whole byte comes again and again, and zeros add up simply."""
    again, last = (zlib.compressobj(9, wbits=-zlib.MAX_WBITS) for _ in range(2))
    mebibyte = again.compress(bytes(1 << 20)) + again.flush(zlib.Z_FULL_FLUSH)
    rest = last.compress(bytes(size % (1 << 20))) + last.flush()
    adler32 = size % 65_521 << 16 | 1
    return b"\x78\xda" + mebibyte * (size >> 20) + rest + struct.pack(">I", adler32)


def _scans(times: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again: each goes over every block."""
    whole = saved(scene((3000, 3000)), "JPEG", progressive=True)
    start, end = whole.rindex(b"\xff\xda"), whole.rindex(b"\xff\xd9")
    return whole[:start] + whole[start:end] * times + whole[end:]


def _webp_header(width: int, height: int) -> bytes:
    """An extended WebP that promises a canvas and holds a small picture."""
    small = saved(Image.new("RGB", (16, 16)), "WEBP")[12:]
    canvas = struct.pack("<I", 0) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBP" + b"VP8X" + struct.pack("<I", len(canvas)) + canvas + small
    return b"RIFF" + struct.pack("<I", len(body)) + body
