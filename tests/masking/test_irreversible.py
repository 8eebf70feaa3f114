"""What was filled can't be had back: the encoded file depends on what is shown, and on nothing else."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray
from PIL import Image

from masking import MaskingPool
from masking.encode import as_png
from masking.pipeline import Engine
from masking.redact import FILL, let_through

WOMAN_WITH_BAG = (75, 330)
SIDES = st.integers(1, 24)
SIZE = st.tuples(SIDES, SIDES)


def pixels(picture: bytes) -> NDArray[np.uint8]:
    """Blue first, as the engine counts."""
    with Image.open(io.BytesIO(picture)) as image:
        return np.ascontiguousarray(np.asarray(image.convert("RGB"))[..., ::-1])


@st.composite
def twins(draw: st.DrawFn) -> tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.bool_]]:
    """Two pictures with nothing in common but what a region shows."""
    size = draw(SIZE)
    region = draw(arrays.arrays(np.bool_, size))
    one, other = (draw(arrays.arrays(np.uint8, (*size, 3))) for _ in range(2))
    other[region] = one[region]
    return one, other, region


@given(twins())
def test_pictures_that_differ_only_where_they_are_filled_give_the_same_file(
    pair: tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.bool_]],
) -> None:
    """R-004, R-118: byte for byte, so no trace of what was filled can be in it."""
    one, other, region = pair
    file = as_png(let_through(one, region))

    assert file == as_png(let_through(other, region))
    assert (pixels(file)[region] == one[region]).all()
    assert (pixels(file)[~region] == FILL).all()


def test_on_a_street_the_file_stays_the_same_whoever_stood_beside_the_suspect(engine: Engine, crossing: bytes) -> None:
    """R-118: the bystanders' pixels are replaced by noise, by black, by each other; the file is the same."""
    before = engine.find(crossing).picture
    masked = engine.mask(before, [WOMAN_WITH_BAG]).picture
    street = pixels(before)
    region = (pixels(masked) != np.array(FILL, np.uint8)).any(-1)
    noise = np.random.default_rng(5).integers(0, 256, street.shape, np.uint8)

    assert 0.02 < region.mean() < 0.3
    for others in (noise, np.zeros_like(street), street[:, ::-1]):
        changed = np.where(region[..., None], street, others)
        assert as_png(let_through(changed, region)) == masked


def test_the_same_tap_gives_the_same_file_in_another_process(engine: Engine, models: Path, crossing: bytes) -> None:
    """R-111: approvers are bound to bytes; a worker that starts anew makes the same ones, the preview too."""
    here = engine.find(crossing)
    mine = engine.mask(here.picture, [WOMAN_WITH_BAG])
    with MaskingPool(models, memory_mb=2000, seconds=60) as pool:
        there = pool.find(crossing)
        theirs = pool.mask(there.picture, [WOMAN_WITH_BAG])

    assert here == there
    assert mine.picture == theirs.picture
    assert {**mine.evidence, "ms": None} == {**theirs.evidence, "ms": None}


def test_the_masked_file_unpacks_to_its_pixels_and_not_a_byte_more(engine: Engine, crossing: bytes) -> None:
    """R-004: no text, time, profile or thumbnail; nothing behind the end, nor behind the rows inside the pixels."""
    masked = engine.mask(engine.find(crossing).picture, [WOMAN_WITH_BAG])
    parts, at = [], 8
    while at < len(masked.picture):
        length = int.from_bytes(masked.picture[at : at + 4])
        parts.append((masked.picture[at + 4 : at + 8], masked.picture[at + 8 : at + 8 + length]))
        at += 12 + length
    packed = zlib.decompressobj()
    rows = packed.decompress(b"".join(body for kind, body in parts if kind == b"IDAT"))

    assert [kind for kind, _ in parts if kind != b"IDAT"] == [b"IHDR", b"IEND"]
    assert at == len(masked.picture)
    assert len(rows) == masked.height * (1 + 3 * masked.width)
    assert packed.eof
    assert packed.unused_data == b""


def test_the_working_picture_carries_no_note_of_camera_place_or_time(engine: Engine, crossing: bytes) -> None:
    """R-040: what is kept of the photo until it is masked is pixels alone."""
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    noted = io.BytesIO()
    with Image.open(io.BytesIO(crossing)) as image:
        image.save(noted, "JPEG", exif=exif, icc_profile=b"SECRETPROFILE" * 9, comment=b"SECRETNAME")
    data = engine.find(noted.getvalue() + b"SECRETTAIL").picture
    markers, at = [], 2
    while data[at + 1] != 0xDA:
        markers.append(data[at + 1])
        at += 2 + int.from_bytes(data[at + 2 : at + 4])

    assert b"SECRET" in noted.getvalue()
    assert b"SECRET" not in data
    assert not {m for m in markers if 0xE1 <= m <= 0xEF or m == 0xFE}  # APP1 to APP15, comment
    assert data.index(b"\xff\xd9") == len(data) - 2
