"""What leaves shows nobody but the suspect, and of the suspect no head; compared pixel by pixel."""

from __future__ import annotations

import hashlib
import io
import json

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from masking import Found, NobodyThere, Quality, StillVisible
from masking.geometry.boxes import none
from masking.pipeline import Engine
from masking.tuning import Deciding, Tuning
from masking.verify import Known
from tests.world.masking import shown as not_flat

WOMAN_WITH_BAG = (75, 330)  # at the left edge of the crossing, walking by herself
MAN_IN_BLUE = (755, 280)  # at the right edge


def pixels(picture: bytes) -> NDArray[np.int16]:
    return np.asarray(Image.open(io.BytesIO(picture)).convert("RGB")).astype(np.int16)


def shown(masked: bytes) -> NDArray[np.bool_]:
    """Where a masked picture is not its one flat colour."""
    return not_flat(pixels(masked))


@pytest.fixture(scope="module")
def found(engine: Engine, crossing: bytes) -> Found:
    return engine.find(crossing)


def test_the_people_on_a_crossing_are_found_and_numbered_from_left_to_right(found: Found) -> None:
    middles = [(p.box[0] + p.box[2]) / 2 for p in found.people]

    assert (found.width, found.height) == (800, 564)
    assert 8 <= len(found.people) <= 18
    assert [p.number for p in found.people] == list(range(1, len(found.people) + 1))
    assert middles == sorted(middles)
    assert all(0 <= p.box[0] < p.box[2] <= 800 and 0 <= p.box[1] < p.box[3] <= 564 for p in found.people)
    assert found.quality.size > 250


def test_nobody_but_the_suspect_is_visible_and_the_suspect_has_no_head(engine: Engine, found: Found) -> None:
    """R-118, R-119: bystanders' pixels are gone whole; of the suspect the clothes stay and the head goes."""
    masked = engine.mask(found.picture, [WOMAN_WITH_BAG])
    seen = shown(masked.picture)

    own = np.zeros_like(seen)
    own[100:, 0:150] = True
    assert seen[190:500, 30:110].mean() > 0.5  # sweater, trousers, shoes
    assert not (seen & ~own).any()  # the crossing's other people stand outside this box
    assert not seen[:170].any()  # heads of all, hers included, are above this line
    same = np.abs(pixels(masked.picture) - pixels(found.picture)).max(-1) == 0
    toned = seen & ~same  # what is shown is shown as it was, but for the letters on her sweater
    assert toned.sum() < 0.1 * seen.sum()
    assert len(np.unique(pixels(masked.picture)[toned], axis=0)) <= 1


@pytest.mark.parametrize("tap", [WOMAN_WITH_BAG, MAN_IN_BLUE])
def test_a_second_search_finds_no_face_in_what_leaves(engine: Engine, found: Found, tap: tuple[int, int]) -> None:
    """R-119: the face detectors run again on the output, and so may anybody's."""
    masked = engine.mask(found.picture, [tap])

    assert engine.find(found.picture).people
    assert engine.find(masked.picture).faces == ()
    assert [p for p in engine.find(masked.picture).people if not p.box[0] <= tap[0] <= p.box[2]] == []


def test_whoever_else_slipped_through_is_counted_and_nothing_leaves(engine: Engine, found: Found) -> None:
    """R-118: two bodies without heads, of whom one was picked: the people in what would leave are counted once more."""
    street = np.ascontiguousarray(pixels(found.picture)[..., ::-1].astype(np.uint8))
    both = np.zeros(street.shape[:2], np.bool_)
    for person in (found.people[0], found.people[-1]):
        x0, y0, x1, y1 = person.box
        both[y0 + (y1 - y0) // 5 : y1, x0:x1] = True

    assert engine._hand.search_again(street, both, 2, Known(both, none(), both)).persons == 2
    with pytest.raises(StillVisible):
        engine._hand.search_again(street, both, 1, Known(both, none(), both))


def test_two_suspects_can_be_shown_together(engine: Engine, found: Found) -> None:
    alone = shown(engine.mask(found.picture, [WOMAN_WITH_BAG]).picture)
    both = shown(engine.mask(found.picture, [WOMAN_WITH_BAG, MAN_IN_BLUE]).picture)

    assert both[:, 700:].any()
    assert not alone[:, 700:].any()
    assert not both[:, 160:680].any()


@pytest.mark.parametrize("edge", [150, 130, 115])
def test_a_mirror_beside_the_suspect_shows_no_head_and_no_face(engine: Engine, crossing: bytes, edge: int) -> None:
    """R-119: the head in the mirror is a head as well, even where figure and reflection touch (at 115)."""
    masked = engine.mask(beside_a_mirror(crossing, edge), [WOMAN_WITH_BAG]).picture
    seen = shown(masked)

    assert seen[190:500, 30:110].mean() > 0.3
    assert not seen[:170].any()
    assert engine.find(masked).faces == ()


@pytest.mark.parametrize("edge", [150, 130])
def test_a_reflection_apart_from_the_suspect_is_hidden_whole(engine: Engine, crossing: bytes, edge: int) -> None:
    """R-118: a second figure of the same person is filled like anybody else."""
    assert not shown(engine.mask(beside_a_mirror(crossing, edge), [WOMAN_WITH_BAG]).picture)[:, edge:].any()


def test_the_suspect_on_a_monitor_is_hidden_too(engine: Engine, crossing: bytes) -> None:
    """R-118, R-119: half as large, above another person, on a screen."""
    scene = Image.open(io.BytesIO(crossing)).convert("RGB")
    scene.paste(scene.crop((10, 120, 140, 520)).resize((65, 200)), (150, 20))
    seen = shown(engine.mask(file_of(scene), [WOMAN_WITH_BAG]).picture)

    assert seen[190:500, 30:110].mean() > 0.5
    assert not seen[:, 150:].any()


def beside_a_mirror(picture: bytes, edge: int) -> bytes:
    """The picture's left part up to ``edge`` px, and its reflection."""
    part = pixels(picture)[:, :edge].astype(np.uint8)
    return file_of(Image.fromarray(np.hstack([part, part[:, ::-1]])))


def file_of(image: Image.Image) -> bytes:
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def test_a_tap_where_nobody_stands_is_answered_so(engine: Engine, found: Found) -> None:
    street = Image.new("RGB", (640, 480), (120, 120, 125))
    data = io.BytesIO()
    street.save(data, "PNG")

    for picture, taps in ((found.picture, [(400, 545)]), (data.getvalue(), [(320, 240)]), (found.picture, [])):
        with pytest.raises(NobodyThere):
            engine.mask(picture, taps)
    for outside in ((-1, 5), (5, -1), (800, 5), (5, 564)):
        with pytest.raises(NobodyThere):
            engine.mask(found.picture, [outside])
    assert engine.mask(found.picture, [WOMAN_WITH_BAG]).width == 800


def test_the_same_picture_and_tap_give_the_same_bytes(engine: Engine, found: Found) -> None:
    """The approval binds the bytes, so they must not change between preview and alert."""
    first, second = (engine.mask(found.picture, [WOMAN_WITH_BAG]) for _ in range(2))

    assert first.picture == second.picture
    assert first.sha256 == second.sha256 == hashlib.sha256(first.picture).hexdigest()
    assert engine.find(found.picture).picture == engine.find(found.picture).picture


def test_the_masked_file_holds_pixels_and_nothing_else(engine: Engine, found: Found) -> None:
    """Irreversible: header, pixels, end; the filled area has one value, and no byte follows the last chunk."""
    data = engine.mask(found.picture, [WOMAN_WITH_BAG]).picture
    chunks, at = [], 8
    while at < len(data):
        length = int.from_bytes(data[at : at + 4])
        chunks.append(data[at + 4 : at + 8])
        at += 12 + length

    assert set(chunks) == {b"IHDR", b"IDAT", b"IEND"}
    assert at == len(data)
    assert len(np.unique(pixels(data)[~shown(data)], axis=0)) == 1


def test_the_evidence_tells_what_was_done_without_pixels(engine: Engine, found: Found) -> None:
    """R-118, R-119: who was found, what was filled and searched again, by which models, and how long it took."""
    evidence = engine.mask(found.picture, [WOMAN_WITH_BAG]).evidence
    described = {"size", "taps", "people", "faces", "suspects", "shown_share", "verified", "by_hand", "left"}
    described |= {"tuning", "fill"}

    assert set(evidence) == described | {"models", "packages", "libraries", "ms", "strokes", "shown_box", "quality"}
    assert evidence["tuning"] == Tuning().sha256() != Tuning(decide=Deciding(ahead=0.4)).sha256()
    assert evidence["taps"] == [list(WOMAN_WITH_BAG)]
    assert evidence["size"] == [800, 564]
    assert dict(evidence["verified"])["faces_left"] == 0
    assert dict(evidence["verified"])["persons_left"] in (0, 1)
    assert len(json.dumps(evidence)) < 5000
    assert all(len(str(v)) == 64 for v in dict(evidence["models"]).values())
    assert set(evidence["packages"]) == set(evidence["models"])
    assert all(str(v)[0].isdigit() for v in dict(evidence["libraries"]).values())


def test_pictures_too_small_or_too_dark_say_so(engine: Engine, crossing: bytes) -> None:
    """R-041: measured of the largest person, or of the whole picture where nobody is."""

    def quality(image: Image.Image) -> Quality:
        data = io.BytesIO()
        image.save(data, "PNG")
        return engine.find(data.getvalue()).quality

    sharp = Image.open(io.BytesIO(crossing))

    assert quality(sharp.point(lambda v: v // 8)).brightness < 15
    assert quality(sharp.resize((80, 56)).resize((800, 564))).blur > 70
    assert quality(sharp.resize((160, 113))).size < 100
    assert quality(Image.new("RGB", (1, 3))) == Quality(size=0, brightness=0, blur=100, texts=0)
