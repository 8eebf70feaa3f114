"""``hansho mask`` on a clip, as somebody at a terminal uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import hansho
from simulator.reel import Reel

MODELS = Path(__file__).resolve().parents[3] / ".models"
REEL = Reel(seconds=0.7, rate=15)
SUSPECT = ",".join(map(str, REEL.suspect(0.2)))


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not MODELS.is_dir():
        pytest.skip("no models here: run `python -m masking.models .models` first")
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    path.write_bytes(REEL.mp4())
    return path


def mask(*words: str | Path) -> Result:
    return CliRunner().invoke(hansho, ["mask", "--models", str(MODELS), *map(str, words)])


def test_a_clip_is_masked_into_a_film_with_evidence(clip: Path, tmp_path: Path) -> None:
    """R-118: what is sure is shown; the file is whole, and its owner's alone."""
    done = mask(clip, tmp_path / "out.mp4", "--at", "0.2", "--suspect", SUSPECT, "--json")

    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert (told["width"], told["height"], told["evidence"]["frames"]) == (640, 480, 10)
    assert told["evidence"]["shown"] > 0
    assert (tmp_path / "out.mp4").read_bytes()[4:8] == b"ftyp"
    assert (tmp_path / "out.mp4").stat().st_mode & 0o077 == 0


def test_the_scenes_of_a_clip_are_listed(clip: Path) -> None:
    """The seconds for ``--at``."""
    plain, told = mask(clip, "--list"), json.loads(mask(clip, "--list", "--json").stdout)

    assert plain.exit_code == 0
    assert f"--at {told['scenes'][0]['seconds']:g}" in plain.stdout


def test_a_clip_that_is_cut_off_ends_with_3_and_nobody_there_with_4(clip: Path, tmp_path: Path) -> None:
    """Nothing is written then."""
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(clip.read_bytes()[:9000])
    out = tmp_path / "out.mp4"

    broken = mask(cut, out, "--at", "0.2", "--suspect", SUSPECT, "--json")
    assert (broken.exit_code, json.loads(broken.stdout)["reason"]) == (3, "video_broken")
    assert mask(clip, out, "--at", "0.2", "--suspect", "2,2").exit_code == 4
    assert not out.exists()


@pytest.mark.parametrize(
    "words",
    [("out.mp4", "--suspect", "1,1"), ("out.png", "--at", "0", "--suspect", "1,1")],
    ids=["no moment", "no film's name"],
)
def test_a_clip_wants_a_moment_and_a_films_name(clip: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    """A wrong command line is 2."""
    assert mask(clip, tmp_path / words[0], *words[1:]).exit_code == 2
