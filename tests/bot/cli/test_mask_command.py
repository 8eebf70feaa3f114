"""``hansho mask``, as somebody at a terminal uses it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from bot.cli import hansho
from bot.settings import Settings
from masking import MaskingPool
from simulator.synthetic_clip import SyntheticClip

ROOT = Path(__file__).resolve().parents[3]
CROSSING = ROOT / "simulator" / "pictures" / "crossing.jpg"
HOSTILE = ROOT.parent / "shared" / "testdata" / "hostile"
WOMAN_WITH_BAG, MAN_IN_BLUE, EMPTY_STREET = "75,330", "755,280", "400,545"


@pytest.fixture(scope="module")
def models() -> Path:
    if not (ROOT / ".models").is_dir():
        pytest.skip("no models here: run `python -m masking.models .models` first")
    return ROOT / ".models"


@pytest.fixture
def warm(pool: MaskingPool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The masking process runs already: what it answers is the same as after a start of its own."""
    monkeypatch.setattr("bot.cli.pictures._pool", lambda *_: pool)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process of its own may take as long as it needs, however much else the machine has to do."""
    monkeypatch.setattr(Settings.model_fields["masking_seconds"], "default", 300)


def mask(models: Path, *words: str | Path) -> Result:
    return CliRunner().invoke(hansho, ["mask", "--models", str(models), *map(str, words)])


@pytest.mark.usefixtures("warm")
def test_the_people_faces_and_quality_of_a_picture_are_listed(models: Path) -> None:
    """R-041: what may mislead about the picture is said here too."""
    plain = mask(models, CROSSING, "--list")
    told = json.loads(mask(models, CROSSING, "--list", "--json").stdout)

    assert plain.exit_code == 0
    assert plain.stdout.startswith("800 × 564\n1\t")
    assert (told["width"], told["height"], told["notes"]) == (800, 564, [])
    assert [p["number"] for p in told["people"]] == list(range(1, len(told["people"]) + 1))
    assert all(len(box) == 4 for box in [*told["faces"], *(p["box"] for p in told["people"])])
    assert f"{len(told['people'])}人" in plain.stdout
    assert set(told["quality"]) == {"size", "brightness", "blur", "texts"}


@pytest.mark.usefixtures("warm")
def test_a_poor_picture_is_told_with_its_numbers_in_both_languages(models: Path, tmp_path: Path) -> None:
    """R-041: how small, how dark, and what is recommended; it is masked all the same."""
    with Image.open(CROSSING) as picture:
        picture.resize((120, 85)).point(lambda v: v // 8).save(tmp_path / "poor.png")
    plain = mask(models, tmp_path / "poor.png", "--list").stdout
    told = json.loads(mask(models, tmp_path / "poor.png", "--list", "--json").stdout)

    assert {"small", "dark"} <= set(told["notes"])
    assert f"対象者が小さく写っています（{told['quality']['size']}ピクセル、120以上" in plain
    assert (
        f"The suspect is small in the picture ({told['quality']['size']} pixels; 120 or more shows them well)." in plain
    )
    assert f"{told['quality']['brightness']}%" in plain


@pytest.mark.usefixtures("patient")
def test_suspects_are_masked_into_a_file_with_evidence(
    models: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """R-118, R-119: the file holds the suspects on one colour; only its owner may read it."""
    out = tmp_path / "masked.png"
    done = mask(models, CROSSING, out, "--suspect", WOMAN_WITH_BAG, "--suspect", MAN_IN_BLUE, "--json")
    told = json.loads(done.stdout)
    request.getfixturevalue("warm")  # from here on: a process of its own was begun once
    again = mask(models, CROSSING, tmp_path / "again.png", "--suspect", WOMAN_WITH_BAG, "--suspect", MAN_IN_BLUE)

    assert done.exit_code == again.exit_code == 0
    with Image.open(out) as picture:
        size = picture.size
    assert size == (told["width"], told["height"]) == (800, 564)
    assert len(told["evidence"]["suspects"]) == 2
    assert told["sha256"] in again.stdout
    assert out.read_bytes() == (tmp_path / "again.png").read_bytes()
    assert out.stat().st_mode & 0o077 == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["again.png", "masked.png"]


@pytest.mark.usefixtures("warm")
def test_a_point_where_nobody_is_ends_with_4_and_writes_nothing(models: Path, tmp_path: Path) -> None:
    for spot in (EMPTY_STREET, "9000,9000"):
        refused = mask(models, CROSSING, tmp_path / "masked.png", "--suspect", spot, "--json")
        assert refused.exit_code == 4
        assert json.loads(refused.stdout) == {"error": "NobodyThere", "reason": None}
        assert "Nobody" in refused.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("warm")
def test_the_scenes_of_a_video_are_listed_as_the_chat_would_offer_them(models: Path, tmp_path: Path) -> None:
    """R-003: to see beforehand whether a camera's videos can be used."""
    video = tmp_path / "video.mp4"
    video.write_bytes(SyntheticClip(seconds=0.7, rate=15).mp4())
    plain, told = mask(models, video, "--list"), json.loads(mask(models, video, "--list", "--json").stdout)
    [scene] = told["scenes"]

    assert (told["width"], told["height"]) == (640, 480)
    assert f"{scene['seconds']:g} s\t{scene['people']}人" in plain.stdout


@pytest.mark.usefixtures("warm")
def test_a_video_is_not_masked(models: Path, tmp_path: Path) -> None:
    """R-118: only a picture that somebody has looked at whole leaves; one of its scenes can be such a picture."""
    video = tmp_path / "video.mp4"
    video.write_bytes(SyntheticClip(seconds=0.2, rate=15).mp4())
    refused = mask(models, video, tmp_path / "out.png", "--suspect", "287,233", "--json")

    assert (refused.exit_code, json.loads(refused.stdout)["reason"]) == (3, "not_an_image")
    assert not (tmp_path / "out.png").exists()


def hostile() -> dict[str, tuple[bytes, str]]:
    """Bytes that are no usable picture, and the reason to be given."""
    two = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    moving, huge = io.BytesIO(), io.BytesIO()
    two[0].save(moving, "GIF", save_all=True, append_images=two[1:])
    Image.new("1", (10_000, 5_001)).save(huge, "PNG")
    return {
        "empty.jpg": (b"", "not_an_image"),
        "text.jpg": (b"no picture", "not_an_image"),
        "half.jpg": (CROSSING.read_bytes()[:20_000], "broken"),
        "moving.gif": (moving.getvalue(), "animated"),
        "huge.png": (huge.getvalue(), "too_many_pixels"),
        "long.jpg": (CROSSING.read_bytes() + bytes(26 * 1024 * 1024), "too_large"),
    }


@pytest.mark.usefixtures("warm")
def test_what_is_no_picture_ends_with_3_and_its_reason(models: Path, tmp_path: Path) -> None:
    for name, (data, reason) in hostile().items():
        (tmp_path / name).write_bytes(data)
        out = tmp_path / "masked.png"
        refused = mask(models, tmp_path / name, out, "--suspect", "5,5", "--json")
        assert (name, refused.exit_code, json.loads(refused.stdout)["reason"]) == (name, 3, reason)
        assert not out.exists()


@pytest.mark.usefixtures("warm")
def test_collected_hostile_files_are_all_answered(models: Path, tmp_path: Path) -> None:
    if not HOSTILE.is_dir():
        pytest.skip("../shared/testdata is not here")
    for path in sorted(HOSTILE.iterdir())[::30]:  # every file goes through the decoder in tests/masking
        answered = mask(models, path, tmp_path / "masked.png", "--suspect", "3,3")
        assert answered.exit_code in (3, 4), path.name
        assert answered.exception is None or isinstance(answered.exception, SystemExit)
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_command_line_is_said_so_and_the_original_is_never_overwritten(models: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.jpg"
    own.write_bytes(CROSSING.read_bytes())
    wrong: list[list[str | Path]] = [
        [own],
        [own, tmp_path / "masked.png"],
        [own, "--suspect", WOMAN_WITH_BAG],
        [own, tmp_path / "masked.png", "--list"],
        [own, tmp_path / "masked.png", "--suspect", "left"],
        [own, own, "--suspect", WOMAN_WITH_BAG],
        [tmp_path / "absent.jpg", "--list"],
    ]

    assert [mask(models, *words).exit_code for words in wrong] == [2] * len(wrong)
    assert own.read_bytes() == CROSSING.read_bytes()


def test_missing_models_and_a_place_that_cannot_be_written_end_with_1(
    models: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    without = mask(tmp_path / "nowhere", CROSSING, "--list")
    request.getfixturevalue("warm")
    nowhere = mask(models, CROSSING, tmp_path / "absent" / "masked.png", "--suspect", WOMAN_WITH_BAG)

    assert without.exit_code == nowhere.exit_code == 1
    assert "masking.models" in without.stderr
