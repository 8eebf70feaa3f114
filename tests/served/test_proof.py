"""What is certified is so: erased words open for nobody, a rewritten ledger gets no signature (R-040, R-064, R-097)."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import ProgrammingError

from handlers.commands.chat import WithdrawCase
from simulator.town import until_monday
from tests.served.conftest import ServedTown
from tests.world.ledgers import rewrite
from tests.world.thief import copied, opened

WORDS = "とても珍しい緑色の帽子"
NOTE, DOUBT = "監査台帳の控え", "書き換えられたおそれ"
EARLY = 3
"""An entry that was signed long ago."""


def test_what_was_taken_back_opens_with_no_key_that_is_left(town: ServedTown) -> None:
    """R-040, R-064: whoever copied every row while it lived, and has the master keys and the folder of keys as they are
    afterwards. What lies in PostgreSQL's own files is looked for in tests/storage.
    """
    town.fill_in("P05", "line", features=WORDS)
    case = town.newest("P05").id
    copy = town.read(lambda uow: copied(uow, case))
    theirs = {*copy.wrapped, *copy.objects}
    assert f"{case}|text|report" in opened(copy, town.database) & theirs
    town.run(WithdrawCase(town.account("P05", "line"), case))
    town.until(lambda: not town.read(lambda uow: uow.vault.has_key(case, "text")), "the words to be erased")
    assert not opened(copy, town.database) & theirs
    assert not town.on_disk(WORDS.encode())


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """Where an auditor's file would be."""
    return tmp_path / "ledger.txt"


def test_a_rewritten_ledger_gets_no_signature(town: ServedTown, export: Path) -> None:
    """R-097, R-121: not for whoever asks, not in an export, not in the morning: an alarm instead, until it is right.
    It takes the tables' owner: on PostgreSQL the server that runs is not.
    """
    if town.has_roles:
        the_server_only_adds(town)
    asker = town.people.phone("P17", "line")
    asker.say("台帳")
    asker.wait_for(NOTE)
    town.until(town.quiet, "everything to leave")
    rewrite(town.database, EARLY)
    try:
        asker.say("台帳")
        assert NOTE not in asker.wait_for("").text
        assert town.hansho("ledger", "export", str(export)).exit_code != 0
        assert town.figure("hansho_ledger_in_doubt") == 1
        town.people.wait(seconds=until_monday(town.app.now().timestamp()))
        for code in ("P29", "P30"):
            town.people.phone(code, "slack").wait_for(DOUBT)
        town.until(town.quiet, "everything to leave")
    finally:
        rewrite(town.database, EARLY, "store:leave", "store:join")
    asker.say("台帳")
    asker.wait_for(NOTE)
    assert town.figure("hansho_ledger_in_doubt") == 0
    assert town.hansho("ledger", "export", str(export)).exit_code == 0


def the_server_only_adds(town: ServedTown) -> None:
    """The running server is known to the database by a name of its own; under it nothing can be done to an entry."""
    url = make_url(town.application_url)
    with town.reading() as uow:
        assert url.username in uow.session.scalars(text("SELECT usename FROM pg_stat_activity")).all()
    server = create_engine(url)
    for forbidden in ("UPDATE ledger SET event = '{}'", "DELETE FROM ledger", "DELETE FROM ledger_head"):
        with server.begin() as connection, pytest.raises(ProgrammingError, match="permission denied"):
            connection.execute(text(forbidden))
    server.dispose()
