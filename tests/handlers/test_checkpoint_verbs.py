"""The ledger's head goes to many hands every day, and the secretariat hears of the monthly pack."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from sqlalchemy import update

from audit import checkpoint, merkle
from audit.growth import Doubt
from audit.turns import TURNS
from handlers.audit.checkpoint import begin_history, plan_checkpoints
from handlers.audit.export import export
from handlers.commands.worker import DueCommand
from handlers.errors import LedgerInDoubt
from storage.tables import DueKind, LedgerEntry
from tests.world.in_process import TownInProcess
from tests.world.ledgers import noted, rewrite
from tests.world.ports import KEY, ORIGIN

IN_DOUBT = "監査台帳が書き換えられたおそれがあります"


def titled(town: TownInProcess, code: str, title: str) -> int:
    """How many cards of that title a person got."""
    return town.titles(code).count(title)


def plan(town: TownInProcess) -> None:
    """What the worker does every half hour."""
    with town.database.unit_of_work() as uow:
        plan_checkpoints(town.app.context(uow))
        uow.commit()


def heads(town: TownInProcess, code: str) -> list[str]:
    """The signed notes that a person got."""
    return [card.lines[1] for card in town.cards(code) if card.title.startswith("監査台帳の控え")]


def responsible_on(town: TownInProcess, platform: str) -> set[str]:
    """Codes of the responsible people who have an account there."""
    with town.reading() as uow:
        members = uow.people.in_network(uow.stores.the_network().id, ["responsible"])  # type: ignore[list-item]
        return {m.code for m in members if any(a.platform == platform and not a.revoked_at for a in m.accounts)}


def test_each_day_the_signed_head_goes_to_the_stores_and_the_secretariat(town: TownInProcess) -> None:
    """R-097, R-121: to one responsible person of each store on Slack; nothing by LINE, whose messages are counted."""
    plan(town)
    plan(town)
    town.warn()
    town.wait(days=3)
    held = {code for code in responsible_on(town, "slack") if heads(town, code)}
    assert held
    assert held <= responsible_on(town, "slack")
    assert len(heads(town, "P29")) == 3
    assert heads(town, "P30"), "the auditor"
    for cards in town.chats["line"].sent.values():
        assert not any(card.title.startswith("監査台帳の控え") for card in cards)


def test_a_head_can_be_checked_against_the_ledger_of_a_later_day(town: TownInProcess) -> None:
    """R-097: the note is signed by the ledger's key, and every later export has to continue it."""
    plan(town)
    town.wait(days=1, hours=1)
    town.warn()
    note = heads(town, "P29")[0]
    key = checkpoint.public_key(ORIGIN, KEY)
    signed = checkpoint.verify(note, key)
    with town.reading() as uow:
        lines: list[str] = []
        size, _ = uow.ledger.head()
        uow.ledger.export(lines.append, size)
    leaves = [bytes.fromhex(json.loads(line)["leaf"]) for line in lines]
    assert 0 < signed.size < size
    assert merkle.root_of(leaves[: signed.size]) == signed.root


def test_a_store_on_line_alone_gets_the_head_by_asking(town: TownInProcess) -> None:
    """R-097, R-121: 「台帳」, answered to whoever asks and to nobody else; every later export has to continue it."""
    only_line = responsible_on(town, "line") - responsible_on(town, "slack")
    assert only_line
    for code in only_line:
        town.say(code, "台帳")
    town.deliver()
    key = checkpoint.public_key(ORIGIN, KEY)
    for code in only_line:
        (note,) = heads(town, code)
        assert checkpoint.verify(note, key).size > 0
    assert not heads(town, "P29")


def test_a_rewritten_ledger_gets_no_signature(town: TownInProcess) -> None:
    """R-097, R-121: not in the morning, not for whoever asks, not in an export; secretariat and auditor hear of it."""
    plan(town)
    town.wait(days=1, hours=1)
    assert len(heads(town, "P29")) == 1
    rewrite(town.database, 3)
    town.wait(days=1)
    assert len(heads(town, "P29")) == 1
    for code in ("P29", "P30"):
        assert town.last(code).title == IN_DOUBT
    for asks in (lambda: town.say("P01", "台帳"), lambda: exported(town)):
        with pytest.raises(LedgerInDoubt):
            asks()
    with town.reading() as uow:
        assert noted(uow)[-1] == "ledger:head:withhold"
        assert town.app.ports.history.doubt(uow.ledger) == Doubt.REWRITTEN


def test_a_ledger_that_was_rewritten_at_night_rings_at_night(town: TownInProcess) -> None:
    """R-097, R-121, R-127, R-139: once, to whoever looks after it, and once more each morning until it is right."""
    plan(town)
    town.wait(days=1, hours=1)
    rewrite(town.database, 3)
    town.now = town.now.replace(hour=17, minute=40)  # UTC: twenty to three in the morning
    told = [titled(town, code, IN_DOUBT) for code in ("P29", "P30")]
    for _ in range(3):
        plan(town)
        town.work()
    assert [titled(town, code, IN_DOUBT) for code in ("P29", "P30")] == [one + 1 for one in told]
    town.wait(hours=8)
    assert [titled(town, code, IN_DOUBT) for code in ("P29", "P30")] == [one + 2 for one in told]


def test_an_alarm_that_is_over_when_it_rings_is_heard_by_nobody(town: TownInProcess) -> None:
    """R-097: somebody mended it meanwhile."""
    plan(town)
    town.run(DueCommand(DueKind.LEDGER_ALARM, None, {"day": "2026-11-25"}))
    town.deliver()
    assert not titled(town, "P29", IN_DOUBT)


def test_an_entry_that_was_changed_where_nobody_looks_stops_the_export(town: TownInProcess) -> None:
    """R-097, R-139: the root is right and the entry is not: it rings within a day, and the file isn't signed."""
    plan(town)
    town.wait(days=1, hours=1)
    told = [titled(town, code, IN_DOUBT) for code in ("P29", "P30")]
    with town.database.unit_of_work() as uow:
        uow.session.execute(update(LedgerEntry).where(LedgerEntry.sequence == 3).values(event="{}"))
        uow.session.commit()
    with pytest.raises(LedgerInDoubt):
        exported(town)
    for _ in range(TURNS):
        plan(town)
    town.work()
    assert [titled(town, code, IN_DOUBT) for code in ("P29", "P30")] == [one + 1 for one in told]
    with pytest.raises(LedgerInDoubt):
        town.say("P01", "台帳")


def test_a_file_of_checkpoints_that_is_gone_is_missed(town: TownInProcess) -> None:
    """R-097: the ledger says that there was one; only the server's owner begins another, and that is on record."""
    history = town.app.ports.history
    town.say("P01", "台帳")
    history.file.unlink()
    with pytest.raises(LedgerInDoubt):
        town.say("P01", "台帳")
    with town.app.writing() as ctx:
        begin_history(ctx)
        ctx.uow.commit()
    town.say("P01", "台帳")
    with town.reading() as uow:
        assert noted(uow).count("ledger:history:begin") == 2
        assert history.doubt(uow.ledger, whole=True) is None


def exported(town: TownInProcess) -> str:
    """What an auditor gets."""
    lines: list[str] = []
    with town.app.writing() as ctx:
        export(lines.append, ctx)
        ctx.uow.commit()
    return "".join(lines)


def test_who_has_left_keeps_no_heads_any_more(town: TownInProcess) -> None:
    """R-005, R-063: nor does a store that is out."""
    plan(town)
    holder = next(iter(sorted(responsible_on(town, "slack"))))
    town.leave(holder)
    town.wait(days=2)
    assert heads(town, holder) == []
    assert heads(town, "P29")


def test_the_first_of_the_month_brings_the_reminder(town: TownInProcess) -> None:
    """R-121: with the command to type, once a month."""
    plan(town)
    for evening in ("2026-11-30", "2026-12-31"):
        town.now = datetime.fromisoformat(f"{evening}T19:00:00+09:00")
        town.wait(days=2)
    reminders = [card for card in town.cards("P29") if "の監査資料を作ってください" in card.title]
    assert [card.title[:7] for card in reminders] == ["2026-11", "2026-12"]
    assert "hansho ledger pack --month 2026-11" in reminders[0].lines[1]
