"""What was filled can't be had back: the encoded file depends on what is shown, and on nothing else."""

from __future__ import annotations

import io
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray
from PIL import Image

from masking import MaskingPool
from masking.files.encode import as_png
from masking.geometry.redact import fills_for, let_through
from masking.pipeline import Engine
from masking.results import DARK_FILL, LIGHT_FILL, Colour
from tests.world.masking import shown

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
    assert (pixels(file)[~region] == DARK_FILL).all()


def test_a_hole_in_the_clothes_gets_their_tone_and_tells_nothing_of_what_was_there() -> None:
    """R-004, R-118, R-119: whatever is in it, the same file; a gap beside the body stays flat."""
    coat = np.zeros((60, 40), np.bool_)
    coat[10:50, 8:32] = True
    region = coat.copy()
    region[20:30, 15:25] = region[34:44, 15:20] = False
    clothes = coat.copy()
    clothes[32:] = False
    one, other = (np.full((60, 40, 3), shade, np.uint8) for shade in (20, 200))
    one[region] = other[region] = (90, 40, 30)
    file = as_png(let_through(one, region, DARK_FILL, clothes))

    assert file == as_png(let_through(other, region, DARK_FILL, clothes))
    assert (pixels(file)[20:30, 15:25] == (90, 40, 30)).all()
    assert (pixels(file)[34:44, 15:20] == DARK_FILL).all()


@pytest.mark.parametrize(("shade", "fill"), [(20, LIGHT_FILL), (230, DARK_FILL)])
def test_dark_clothes_stand_out_from_a_light_fill_and_light_ones_from_a_dark_one(shade: int, fill: Colour) -> None:
    """R-118: a neighbour recognises the clothes at a glance."""
    assert fills_for(np.full((4, 4, 3), shade, np.uint8), np.ones((4, 4), np.bool_))[0] == fill


def test_on_a_street_the_file_stays_the_same_whoever_stood_beside_the_suspect(engine: Engine, crossing: bytes) -> None:
    """R-118: the bystanders' pixels are replaced by noise, by black, by each other; the file is the same."""
    before = engine.find(crossing).picture
    masked = engine.mask(before, [WOMAN_WITH_BAG]).picture
    street = pixels(before)
    figure = shown(pixels(masked)[..., ::-1])
    region = figure & (pixels(masked) == street).all(-1)
    fill = fills_for(street, region)[0]
    noise = np.random.default_rng(5).integers(0, 256, street.shape, np.uint8)

    assert 0.02 < region.mean() < 0.3
    for others in (noise, np.zeros_like(street), street[:, ::-1]):
        changed = np.where(region[..., None], street, others)
        assert as_png(let_through(changed, region, fill, figure)) == masked


def test_the_same_tap_gives_the_same_file_in_another_process(
    engine: Engine, workshop: MaskingPool, crossing: bytes
) -> None:
    """R-111: approvers are bound to bytes; a worker that knows nothing of them makes the same, the preview too."""
    here = engine.find(crossing)
    mine = engine.mask(here.picture, [WOMAN_WITH_BAG])
    workshop.forget()
    there = workshop.find(crossing)
    theirs = workshop.mask(there.picture, [WOMAN_WITH_BAG])

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
