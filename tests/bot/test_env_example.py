"""``.env.example`` and the settings say the same."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from pydantic import SecretStr, ValidationError

from bot.decoding import GONE
from bot.settings import Settings
from tests.world.ports import SECRETS

EXAMPLE: Final = Path(__file__).parents[2] / ".env.example"
VARIABLE: Final = re.compile(r"(#?)([A-Z0-9_]+)=(.*)")
JAPANESE: Final = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def variables() -> dict[str, tuple[bool, str]]:
    """Each variable of the example: whether it is commented out, and its value."""
    found = [VARIABLE.fullmatch(line) for line in EXAMPLE.read_text().splitlines()]
    rows = [(match[2], (match[1] == "#", match[3])) for match in found if match]
    assert len(rows) == len(dict(rows)), "a variable stands twice"
    return dict(rows)


def plain(value: object) -> str:
    """A default as one would write it in the file."""
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new ``.env`` where the program is started, and no setting from anywhere else."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"HANSHO_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path / ".env"


def test_every_setting_stands_in_the_example_and_nothing_else_does() -> None:
    """A new setting can't be forgotten, a removed one can't stay."""
    settings = {f"HANSHO_{name.upper()}" for name in Settings.model_fields if name not in GONE}

    assert variables().keys() == settings


def test_lines_that_are_commented_out_show_the_defaults() -> None:
    """What the example calls a default is one."""
    for name, (commented, value) in variables().items():
        if commented:
            assert value == plain(Settings.model_fields[name.removeprefix("HANSHO_").lower()].default), name


def test_every_variable_is_explained_in_japanese_and_in_english() -> None:
    """Each group of variables follows a sentence in both languages."""
    for block in EXAMPLE.read_text().split("\n\n"):
        lines = block.splitlines()
        names = [line for line in lines if VARIABLE.fullmatch(line)]
        words = [line for line in lines if line.startswith("# ")]
        if names:
            assert any(JAPANESE.search(line) for line in words), names
            assert any(not JAPANESE.search(line) and "---" not in line for line in words), names


def test_the_example_is_refused_until_the_secrets_are_changed(file: Path) -> None:
    """Nobody runs on the secrets of an example; with their own, the file is taken as it is."""
    file.write_text(EXAMPLE.read_text())

    with pytest.raises(ValidationError, match="hansho keys new"):
        Settings()
    own = {f"HANSHO_{name.upper()}": value for name, value in SECRETS.items()}
    file.write_text(
        "".join(f"{n}={own.get(n, value)}\n" for n, (commented, value) in variables().items() if not commented)
    )
    assert Settings().public_url == "https://hansho.example.jp"
