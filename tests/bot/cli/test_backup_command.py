"""``hansho backup`` and ``hansho restore``, as an operator types them."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from storage.unit_of_work import Database
from tests.bot.cli.terminal import Operator


@pytest.fixture
def saved(operator: Operator, files: Path) -> Path:
    """The town is imported and backed up."""
    assert operator("stores", "import", str(files / "stores.csv")).exit_code == 0
    assert operator("members", "import", str(files / "members.csv")).exit_code == 0
    file = files / "backup.zip"
    done = operator("backup", str(file))
    assert done.exit_code == 0, done.output
    assert "SHA-256" in done.output
    return file


@pytest.fixture
def elsewhere(saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The machine is lost; another one has the same secrets and no database yet."""
    assert saved
    url = f"sqlite:///{tmp_path}/elsewhere.sqlite3"
    monkeypatch.setenv("HANSHO_DATABASE_URL", url)
    return url


def test_a_backup_is_its_owners_alone_and_takes_no_files_place(operator: Operator, saved: Path) -> None:
    """R-141: names of staff are in it; the one of yesterday is not overwritten by today's."""
    assert saved.stat().st_mode & 0o777 == 0o600
    before = saved.read_bytes()
    refused = operator("backup", str(saved))
    assert refused.exit_code == 1
    assert "もうあります" in refused.output
    assert saved.read_bytes() == before
    assert operator("backup", str(saved.parent / "no" / "folder.zip")).exit_code == 1
    assert sorted(path.name for path in saved.parent.glob("*.zip")) == ["backup.zip"]


def test_an_operator_brings_a_lost_database_back(
    operator: Operator, saved: Path, master_keys: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-141: whoever left after the backup is gone there too, and the terminal says what was done and what is lost."""
    export = saved.parent / "ledger.txt"
    assert operator("members", "leave", "P05").exit_code == 0
    assert operator("ledger", "export", str(export)).exit_code == 0
    url = f"sqlite:///{tmp_path}/elsewhere.sqlite3"
    monkeypatch.setenv("HANSHO_DATABASE_URL", url)
    done = operator("restore", str(saved), "--ledger", str(export))
    assert done.exit_code == 0, done.output
    assert "もう一度行いました" in done.output
    assert "失われたもの" in done.output
    again = Database(url, master_keys=master_keys)
    with again.unit_of_work(read_only=True) as uow:
        leaver = uow.people.by_code(uow.stores.the_network().id, "P05")
        assert leaver is not None
        assert leaver.left_at is not None
    again.close()
    twice = operator("restore", str(saved), "--ledger", str(export))
    assert twice.exit_code == 1
    assert "空ではありません" in twice.output


def test_a_ledger_that_is_not_the_newest_of_ours_is_refused(
    operator: Operator, saved: Path, elsewhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-141: it would bring erased people back; nothing is restored then."""
    assert elsewhere
    forged = saved.parent / "forged.txt"
    with monkeypatch.context() as other:
        other.setenv("HANSHO_LEDGER_KEY", base64.b64encode(b"another key of thirty-two bytes!").decode())
        other.setenv("HANSHO_DATABASE_URL", f"sqlite:///{saved.parent}/other.sqlite3")
        assert operator("ledger", "export", str(forged)).exit_code == 0
    older = saved.parent / "older.txt"
    assert operator("ledger", "export", str(older)).exit_code == 0  # of an empty ledger
    (saved.parent / "none.txt").write_text("no ledger")
    for wrong in (forged, older, saved.parent / "none.txt"):
        refused = operator("restore", str(saved), "--ledger", str(wrong))
        assert refused.exit_code == 1, refused.output
        assert "Traceback" not in refused.output


def test_an_operator_says_when_there_is_no_newer_ledger(operator: Operator, saved: Path, elsewhere: str) -> None:
    """R-141: forgetting it would bring erased people back."""
    assert elsewhere
    assert operator("restore", str(saved)).exit_code == 2
    assert operator("restore", str(saved), "--without-ledger").exit_code == 0


def test_what_is_no_backup_is_said_to_be_none(operator: Operator, elsewhere: str, tmp_path: Path) -> None:
    """R-141: in one line."""
    assert elsewhere
    (tmp_path / "x.zip").write_bytes(b"PK nothing")
    refused = operator("restore", str(tmp_path / "x.zip"), "--without-ledger")
    assert refused.exit_code == 1
    assert "バックアップではない" in refused.output
