"""``hansho ledger pack``: what the outside auditor gets each month, checked as the auditor would."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from audit.cli import main as audit
from tests.bot.cli.terminal import Operator


@pytest.fixture
def month(operator: Operator, files: Path) -> str:
    """The town is imported in this month."""
    assert operator("stores", "import", str(files / "stores.csv")).exit_code == 0
    assert operator("members", "import", str(files / "members.csv")).exit_code == 0
    operator("ledger", "export", str(files / "ledger.txt"))
    first = json.loads((files / "ledger.txt").read_text().splitlines()[0])
    return str(first["entry"]["at"][:7])


def test_the_pack_verifies_offline_and_says_how(operator: Operator, month: str, tmp_path: Path) -> None:
    """R-097, R-121: ledger, signature, figures and instructions in one file; a changed ledger does not pass."""
    packed = tmp_path / "pack.zip"
    assert operator("ledger", "pack", "--month", month, str(packed)).exit_code == 0
    with ZipFile(packed) as opened:
        assert sorted(opened.namelist()) == ["README.txt", "figures.json", "ledger.txt"]
        opened.extractall(tmp_path)
    key = operator("keys", "public").output.strip()
    ledger = tmp_path / "ledger.txt"
    assert audit(["verify", str(ledger), "--key", key]) == 0

    readme = (tmp_path / "README.txt").read_text()
    head = readme.partition("時点は ")[2].partition("）")[0]
    assert audit(["verify", str(ledger), "--key", key, "--head", head]) == 0
    assert "python -m audit verify ledger.txt --key" in readme

    ledger.write_text(ledger.read_text().replace("member:member:join", "member:member:leave", 1))
    assert audit(["verify", str(ledger), "--key", key]) == 1


def test_the_next_pack_continues_this_one(operator: Operator, month: str, tmp_path: Path) -> None:
    """R-097: the auditor compares with the head that the last pack named; making a pack is itself on record."""
    heads, key = [], operator("keys", "public").output.strip()
    for number in range(2):
        operator("ledger", "pack", "--month", month, str(tmp_path / f"{number}.zip"))
        with ZipFile(tmp_path / f"{number}.zip") as opened:
            opened.extract("ledger.txt", tmp_path)
            heads.append(opened.read("README.txt").decode().partition("時点は ")[2].partition("）")[0])
    assert audit(["verify", str(tmp_path / "ledger.txt"), "--key", key, "--head", heads[0]]) == 0
    assert "ledger:pack:export" in (tmp_path / "ledger.txt").read_text()


@pytest.mark.parametrize(("wrong", "exit_code"), [("2026-13", 2), ("november", 2), ("2999-01", 2), ("2099-01", 1)])
def test_a_month_that_is_none_is_refused(
    operator: Operator, month: str, tmp_path: Path, wrong: str, exit_code: int
) -> None:
    """Nothing is written then."""
    assert month
    refused = operator("ledger", "pack", "--month", wrong, str(tmp_path / "pack.zip"))
    assert refused.exit_code == exit_code
    assert not (tmp_path / "pack.zip").exists()
