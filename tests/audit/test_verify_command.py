"""``python -m audit verify``, as an auditor runs it."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from audit.cli import main
from audit.merkle import leaf_hash, root_of
from tests.world.ledgers import PUBLIC, entries, export, head

FIRST, LAST = "2026-11-01T09:30:00.000Z", "2026-11-01T09:34:00.000Z"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An export as it arrives."""
    path = tmp_path / "ledger.jsonl"
    path.write_bytes(export(5))
    return path


def test_an_auditor_reads_that_all_is_well(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """R-121: Japanese first, then English; how many, from when to when, signed by whom."""
    status = main(["verify", str(file), "--key", str(PUBLIC)])

    assert status == 0
    assert capsys.readouterr().out.splitlines() == [
        "監査台帳に問題はありません。",
        f"  5 件の記録に、抜け、入れ替え、書き換えはありません({FIRST} から {LAST} まで)。",
        f"  署名: {PUBLIC.name} ({PUBLIC.key_id.hex()}) によるものと確かめました。",
        "  控え: 以前の控えとは照らし合わせていません。--head に渡してください。",
        "The ledger is intact.",
        f"  5 entries, none dropped, swapped or rewritten ({FIRST} to {LAST}).",
        f"  Signature: checked, by {PUBLIC.name} ({PUBLIC.key_id.hex()}).",
        "  Earlier head: NOT compared with any; pass one with --head.",
    ]


def test_without_a_key_the_auditor_is_told_what_was_not_checked(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """R-097: nobody mistakes an unchecked signature for a checked one, nor does a script."""
    status = main(["verify", str(file)])

    out = capsys.readouterr().out
    assert status == 3
    assert out.startswith("証明されていません。")
    assert "署名は確かめていません" in out
    assert "NOT checked" in out


def test_the_first_bad_line_is_named(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """R-097: exit status 1, and where to look."""
    file.write_bytes(file.read_bytes().replace(b'"views":3', b'"views":4'))

    status = main(["verify", str(file), "--key", str(PUBLIC)])

    out = capsys.readouterr().out
    assert status == 1
    assert out.startswith("監査台帳が壊れています。\n  4 行目: 記録の内容が書き換えられています。\n")
    assert "Line 4: The entry was rewritten." in out


def test_the_technical_reason_is_shown_where_there_is_one(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong signature is told apart from a malformed note."""
    data = file.read_bytes()
    file.write_bytes(data[:-6] + (b"A" if data[-6:-5] != b"A" else b"B") + data[-5:])

    assert main(["verify", str(file), "--key", str(PUBLIC)]) == 1
    assert "[the signature is wrong]" in capsys.readouterr().out


def test_an_earlier_head_is_compared(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """R-097: size and hash from last week's digest show that nothing before them was touched."""
    root = root_of([leaf_hash(row) for row in entries(3)]).hex()

    assert main(["verify", str(file), "--key", str(PUBLIC), "--head", f"3:{root}"]) == 0
    assert "初めの 3 件から計算した値が同じです。その後の 2 件は" in capsys.readouterr().out
    assert main(["verify", str(file), "--key", str(PUBLIC), "--head", f"2:{root}"]) == 1
    assert "初めの 2 件から計算した値が、渡された控えと違います" in capsys.readouterr().out


def test_a_head_alone_proves_no_more_than_the_entries_it_covers(file: Path) -> None:
    """R-097: without the key, nobody vouches for the entries after it."""
    for size, status in ((3, 3), (5, 0)):
        root = root_of([leaf_hash(row) for row in entries(size)]).hex()
        assert main(["verify", str(file), "--head", f"{size}:{root}"]) == status


def test_a_checkpoint_is_compared_just_as_it_was_received(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """R-097: a store saves the message; it has to be signed by the same key, and says so if the ledger is shorter."""
    kept = tmp_path / "kept.txt"
    verify = ["verify", str(file), "--key", str(PUBLIC), "--head", str(kept)]
    kept.write_text(head(entries(3)).rstrip())
    assert main(verify) == 0
    kept.write_text(head(entries(7)))
    assert main(verify) == 1
    assert "7 件まで進んだ台帳のものですが、このファイルには 5 件しかありません" in capsys.readouterr().out
    kept.write_text(head(entries(3)).replace(PUBLIC.name, "somebody.example"))
    assert main(verify) == 2


def test_an_empty_ledger_is_intact(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On the first day there is nothing to read yet."""
    file.write_bytes(export(0))

    assert main(["verify", str(file), "--key", str(PUBLIC)]) == 0
    assert "記録はまだありません" in capsys.readouterr().out


def test_what_cannot_be_checked_is_told_apart(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit status 2: no such file, some other file, a key copied wrongly."""
    other = tmp_path / "notes.txt"
    other.write_text("hello")

    for arguments, sentence in (
        ([str(tmp_path / "nothing")], "ファイルを読めません"),
        ([str(other)], "書き出しファイルではありません"),
        ([str(file), "--key", "abc"], "公開鍵が正しくありません"),
        ([str(file), "--head", "3:abc"], "以前の控えとして読めません"),
    ):
        assert main(["verify", *arguments]) == 2
        assert sentence in capsys.readouterr().out


def test_the_module_ends_with_the_exit_status(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A script can tell good from bad."""
    monkeypatch.setattr(sys, "argv", ["audit", "verify", str(file), "--key", str(PUBLIC)])

    with pytest.raises(SystemExit) as ended:
        runpy.run_module("audit", run_name="__main__")

    assert ended.value.code == 0


def test_the_verifier_runs_as_a_program_of_its_own(file: Path) -> None:
    """R-097: ``python -m audit`` needs nothing else of Hansho."""
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "audit", "verify", str(file), "--key", str(PUBLIC)],
        capture_output=True,
        text=True,
        check=False,
    )

    imported = {row.rpartition("|")[2].strip().partition(".")[0] for row in run.stderr.splitlines()}
    assert run.returncode == 0
    assert run.stdout.startswith("監査台帳に問題はありません。")
    assert not imported & {"bot", "handlers", "storage", "masking", "policy", "simulator", "sqlalchemy"}
