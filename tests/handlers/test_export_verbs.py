"""What an auditor is handed: the ledger, the month's pack; and keys that change."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from audit import checkpoint
from audit.cli import main as audit
from handlers.audit.export import export
from handlers.audit.pack import pack
from handlers.errors import NotAllowed
from handlers.retention.keys import rotate_keys
from tests.world.in_process import TownInProcess
from tests.world.ledgers import noted
from tests.world.ports import KEY, ORIGIN

PUBLIC = str(checkpoint.public_key(ORIGIN, KEY))


def packed(town: TownInProcess, day: date) -> dict[str, str]:
    """The files of the month's pack, by name."""
    with town.app.writing() as ctx:
        file = pack(day, ctx)
        ctx.uow.commit()
    with ZipFile(BytesIO(file)) as opened:
        return {name: opened.read(name).decode() for name in opened.namelist()}


def test_an_exported_ledger_is_signed_and_says_that_it_was_exported(town: TownInProcess, tmp_path: Path) -> None:
    """R-097: whoever has the public key can check it offline; the next export shows this one."""
    town.warn()
    lines: list[str] = []
    with town.app.writing() as ctx:
        size = export(lines.append, ctx)
        ctx.uow.commit()
    (tmp_path / "ledger.txt").write_text("".join(lines))
    assert audit(["verify", str(tmp_path / "ledger.txt"), "--key", PUBLIC]) == 0
    with town.reading() as uow:
        assert noted(uow)[size:] == ["ledger:history:begin", "ledger:ledger:export"], "the first head that is signed"


def test_the_month_s_pack_counts_what_happened_and_names_nobody(town: TownInProcess, tmp_path: Path) -> None:
    """R-097, R-121: figures that the auditor can count again in the ledger beside them."""
    town.warn()
    files = packed(town, town.now.date())
    figures = json.loads(files["figures.json"])
    assert (figures["month"], figures["cases"], figures["sent"]) == ("2026-11", 1, 1)
    assert files["ledger.txt"].count("case:alert:send") == 1
    with town.reading() as uow:
        people = [town.member(code, uow).name for code in ("P01", "P02", "P03", "P09")]
    assert not [name for name in people if name in "".join(files.values())]
    (tmp_path / "ledger.txt").write_text(files["ledger.txt"])
    assert audit(["verify", str(tmp_path / "ledger.txt"), "--key", PUBLIC]) == 0
    with town.reading() as uow:
        assert noted(uow)[-1] == "ledger:pack:export"


def test_a_month_that_has_not_begun_has_no_pack(town: TownInProcess) -> None:
    """R-121: and none is on record."""
    with pytest.raises(NotAllowed):
        packed(town, town.now.date() + timedelta(days=31))
    with town.reading() as uow:
        assert "ledger:pack:export" not in noted(uow)


def test_new_keys_are_on_record_and_everything_can_still_be_read(town: TownInProcess) -> None:
    """R-064, R-097: with one key there is nothing to wrap anew; that it was asked for is on record."""
    town.hand_in()
    with town.app.writing() as ctx:
        assert rotate_keys(ctx) == 0
        ctx.uow.commit()
    with town.reading() as uow:
        assert noted(uow)[-1] == "key:master:rotate"
    assert town.kept("text", "report")
