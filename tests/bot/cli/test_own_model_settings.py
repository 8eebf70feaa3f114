"""Models of one's own, as an operator plugs them in: by settings for the server, by options for `hansho mask`."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image
from pydantic import ValidationError

from bot.cli import hansho
from bot.settings import Settings
from tests.masking import own_graphs
from tests.world.ports import SECRETS

MODELS = Path(__file__).resolve().parents[3] / ".models"
pytestmark = pytest.mark.skipif(
    not MODELS.is_dir(), reason="no models here: run `python -m masking.models .models` first"
)


@pytest.fixture
def operator(sqlite_url: str, master_keys: str, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Somebody at a terminal with settings of their own."""
    settings = {
        "DATABASE_URL": sqlite_url,
        "MASTER_KEYS": master_keys,
        "LINK_SECRET": SECRETS["link_secret"],
        "LEDGER_KEY": SECRETS["ledger_key"],
        "PUBLIC_URL": "https://hansho.example.jp",
        "MODELS": str(MODELS),
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"HANSHO_{name}", value)
    return monkeypatch


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(hansho, [str(word) for word in words])


def hash_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_model_that_does_not_fit_keeps_server_and_worker_from_starting(
    operator: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Refused at the start with what would do, not at the first alert; `doctor` says the same."""
    wrong = own_graphs.segmenter(tmp_path / "wrong.onnx")
    right = own_graphs.yolox(tmp_path / "right.onnx")
    operator.setenv("HANSHO_PERSON_MODEL", str(wrong))
    operator.setenv("HANSHO_PERSON_MODEL_SHA256", hash_of(wrong))

    for command in ("serve", "worker"):
        refused = run(command)
        assert refused.exit_code == 1
        assert "wrong.onnx: it gives 1×1×256×256. Expected:" in refused.output
    assert "✗ masking: wrong.onnx: it gives" in run("doctor").output
    operator.setenv("HANSHO_PERSON_MODEL", str(right))
    assert "right.onnx: its SHA-256 is" in run("serve").output
    operator.setenv("HANSHO_PERSON_MODEL_SHA256", hash_of(right))
    assert "✓ masking" in run("doctor").output


def test_a_server_takes_no_model_without_its_hash(operator: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whoever can swap the file can't swap what the settings say of it."""
    for name in ("PERSON_MODEL", "SEGMENT_MODEL"):
        operator.setenv(f"HANSHO_{name}", str(tmp_path / "own.onnx"))
        with pytest.raises(ValidationError, match=f"HANSHO_{name}_SHA256"):
            Settings()
        operator.setenv(f"HANSHO_{name}_SHA256", "ab" * 32)
        assert Settings().model_dump()[name.lower()] == tmp_path / "own.onnx"
        operator.setenv(f"HANSHO_{name}", "")
        assert Settings().model_dump()[name.lower()] is None


def test_a_model_can_be_tried_on_one_picture(tmp_path: Path) -> None:
    person, segment = own_graphs.detr(tmp_path / "person.onnx"), own_graphs.segmenter(tmp_path / "segment.onnx")
    scene = Image.new("RGB", (640, 480), (120, 120, 120))
    scene.paste((230, 30, 30), (320, 192, 512, 384))
    scene.save(tmp_path / "scene.png")
    words = ["--models", MODELS, "--person-model", person, "--segment-model", segment, "--json"]

    listed = run("mask", tmp_path / "scene.png", "--list", *words)
    masked = run("mask", tmp_path / "scene.png", tmp_path / "out.png", "--suspect", "416,288", *words)
    swapped = run("mask", tmp_path / "scene.png", "--list", "--models", MODELS, "--person-model", segment)

    assert len(json.loads(listed.stdout)["people"]) == 1
    assert masked.exit_code == 0
    assert json.loads(masked.stdout)["evidence"]["models"]["own persons"] == hash_of(person)
    assert swapped.exit_code == 1
    assert "Expected: a first input" in swapped.stderr
