"""A model of one's own, as an operator plugs them in: by settings for the server, by options for `hansho mask`."""

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


def test_a_model_that_does_not_fit_keeps_the_server_from_starting(operator: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Refused at the start with what would do, not at the first alert; `doctor` says the same."""
    wrong, right = own_graphs.boxes_alone(tmp_path / "wrong.onnx"), own_graphs.rf_detr(tmp_path / "right.onnx")
    operator.setenv("HANSHO_INSTANCE_MODEL", str(wrong))
    operator.setenv("HANSHO_INSTANCE_MODEL_SHA256", hash_of(wrong))

    refused = run("serve")

    assert refused.exit_code == 1
    assert "wrong.onnx: it gives 1×2×4. Expected:" in refused.output
    operator.setenv("HANSHO_INSTANCE_MODEL", str(right))
    assert "✗ masking: right.onnx: its SHA-256 is" in run("doctor").output


def test_a_server_takes_no_model_without_its_hash(operator: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whoever can swap the file can't swap what the settings say of it."""
    for name in ("INSTANCE_MODEL", "PROMPT_ENCODER", "PROMPT_DECODER"):
        operator.setenv(f"HANSHO_{name}", str(tmp_path / "own.onnx"))
        with pytest.raises(ValidationError, match=f"HANSHO_{name}_SHA256"):
            Settings()
        operator.setenv(f"HANSHO_{name}_SHA256", "ab" * 32)
    assert Settings().prompt_decoder == tmp_path / "own.onnx"
    operator.setenv("HANSHO_INSTANCE_MODEL", "")
    assert Settings().instance_model is None
    operator.setenv("HANSHO_PROMPT_DECODER", "")
    with pytest.raises(ValidationError, match="both or none"):
        Settings()


def test_whoever_still_names_one_of_the_older_kinds_hears_what_takes_its_place(operator: pytest.MonkeyPatch) -> None:
    """It would be used no more, and nobody would know."""
    for gone in ("HANSHO_PERSON_MODEL", "HANSHO_SEGMENT_MODEL"):
        operator.setenv(gone, "/srv/own.onnx")
        with pytest.raises(ValidationError, match=f"{gone} is gone: HANSHO_INSTANCE_MODEL"):
            Settings()
        operator.delenv(gone)


def test_a_model_can_be_tried_on_one_picture(tmp_path: Path) -> None:
    own = own_graphs.rtmdet_ins(tmp_path / "own.onnx")
    scene = Image.new("RGB", (640, 480), (120, 120, 120))
    scene.paste((230, 30, 30), (320, 150, 420, 450))
    scene.save(tmp_path / "scene.png")
    words = ["--models", MODELS, "--instance-model", own, "--json"]

    masked = run("mask", tmp_path / "scene.png", tmp_path / "out.png", "--suspect", "370,350", *words)

    assert masked.exit_code == 0
    assert json.loads(masked.stdout)["evidence"]["models"]["own instances"] == hash_of(own)
