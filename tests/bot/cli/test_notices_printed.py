"""``hansho notices print``: the secretariat gets each store's sheets as files, once they say what is published."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from bot.paper.seal import Print, shown
from bot.settings import Settings
from bot.web.links import Signer
from bot.wiring import opened
from masking.files.codes import read_codes
from policy.notices.posting import Kind
from tests.bot.cli.terminal import Operator
from tests.world.photographs import photograph, printed
from tests.world.ports import SECRETS
from tests.world.town import DESK


@pytest.mark.usefixtures("letters")
def test_the_sheets_of_a_store_are_printed_when_they_say_what_is_published(operator: Operator, files: Path) -> None:
    """R-023, R-029, R-031, L85, L101, L107: before, nothing is printed; each file's own code says which sheet it is."""
    operator("stores", "import", str(files / "stores.csv"))
    with (files / "stores.csv").open(encoding="utf-8") as rows:
        store = next(csv.DictReader(rows))
    code, folder = store["store_code"], files / "sheets"
    early = operator("notices", "print", str(folder), "--store", code)
    assert early.exit_code == 1
    assert "hansho notices publish" in early.output
    with opened(Settings()) as bot, bot.application.writing() as ctx:
        ctx.uow.stores.the_network().rules = {**DESK}
        ctx.uow.commit()
    assert operator("notices", "publish").exit_code == 0
    done = operator("notices", "print", str(folder), "--store", code)
    assert done.exit_code == 0, done.output
    assert done.output.split() == [str(path) for path in sorted(folder.iterdir(), reverse=True)]
    signer = Signer(SECRETS["link_secret"], "https://hansho.example.jp")
    seen = [shown(read_codes(photograph(printed(path.read_bytes()), 1)), signer) for path in folder.iterdir()]
    assert {(one.kind, one.business, one.store) for one in seen if isinstance(one, Print)} == {
        (kind, store["business_code"], code) for kind in Kind
    }
    assert operator("notices", "print", str(folder), "--store", "nowhere").exit_code == 1
    nowhere = operator("notices", "print", "x" * 300, "--store", code)
    assert nowhere.exit_code == 1
    assert "File name too long" in nowhere.output
