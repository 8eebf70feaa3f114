"""An exercise: the same screens as on the day, and nobody outside, and nothing that lives, is touched by it."""

from __future__ import annotations

import pytest

from audit.event import Event
from handlers.cards import Message
from handlers.commands.chat import Command
from handlers.commands.incidents import (
    CloseIncident,
    CloseStep,
    HoldAlert,
    KeepReport,
    NameAlert,
    NoteReport,
    PublishNotice,
    SayGoingOn,
    StopAccess,
    WriteIncident,
)
from handlers.errors import NotAllowed
from handlers.incidents.known import known_of
from handlers.incidents.report import draft, notices
from handlers.wording import nine, outside
from policy.hold import HoldReason
from policy.incidents.classification import Sure
from policy.incidents.clocks import Report
from policy.incidents.kinds import Kind, Part, Stop
from policy.incidents.nine import Item
from policy.incidents.playbooks import PLAYBOOKS, Outcome, Playbook
from policy.states import State
from tests.world.in_process import TownInProcess
from tests.world.incidents import OFFICE, classify, newest, tap
from tests.world.ledgers import noted

AUDITOR = "P30"
WORDS = "訓練として、終業後に二人で手順を確かめた。連絡先の一覧が古いとわかった。"


def everything(town: TownInProcess) -> dict[str, list[Message]]:
    """All that ever left, to each account."""
    town.deliver()
    return {account: [*cards] for chat in town.chats.values() for account, cards in chat.sent.items()}


def said(card: Message) -> str:
    """All that is on it."""
    return "\n".join([card.title, *card.lines, *(f"{name} {value}" for name, value in card.facts)])


def test_a_drill_is_worked_off_to_its_end_and_nobody_outside_is_told(town: TownInProcess) -> None:
    """R-131, R-134, R-135, R-137, R-138, R-142: every card and every text says 訓練; what acts for real is refused."""
    case = town.warn()
    town.deliver()
    before = everything(town)
    number, office = tap(town, OFFICE, "画面を撮られた", "事故訓練").number, town.account(OFFICE)
    classify(town, OFFICE, number, WORDS * 2, kind=Kind.LEAK, happened=Sure.NO)
    town.press(AUDITOR, "認める")
    leak = {"kind": Kind.LEAK, "happened": Sure.YES, "encrypted": Sure.NO, "grave": Sure.YES, "people": 1}
    classify(town, OFFICE, number, **leak)
    real: tuple[Command, ...] = (
        NoteReport(office, number, Report.FIRST),
        PublishNotice(office, number, "画像が外に出たおそれがあります。", "", "だれかわからない。"),
        *(StopAccess(office, number, what, code) for what, code in zip(Stop, ("P09", "P10", "A01"), strict=True)),
        HoldAlert(office, number, case.number, 7, HoldReason.INTRUSION),
    )
    for command in real:
        with pytest.raises(NotAllowed):
            town.run(command)
    for task in PLAYBOOKS[Playbook.LEAK][1:]:
        town.run(CloseStep(office, number, task.step, Outcome.DONE, WORDS))
    for part in (Part.CAUSE, Part.MEASURE):
        town.run(WriteIncident(office, number, part, WORDS))
    with town.app.reading() as ctx:
        known, drafted = known_of(newest(town), ctx), draft(newest(town), ctx)
        press = outside.press(known, ctx.uow.stores.rules(case.network_id))
    town.run(KeepReport(office, number, Report.FIRST, {one.item: one.words for one in drafted}))
    town.run(SayGoingOn(office, number, going_on=False))
    town.run(CloseIncident(office, number, rule_change=False, training_change=False))
    assert {one.item for one in drafted if "訓練" in one.words} >= {Item.OUTLINE}
    assert press.japanese.startswith(nine.DRILL)
    assert press.english.startswith("[Drill]")
    told = [card for who, cards in everything(town).items() for card in cards[len(before.get(who, ())) :]]
    assert told
    assert [said(card) for card in told if "訓練" not in said(card)] == []
    with town.app.reading() as ctx:
        assert not notices(case.network_id, ctx)
        happened = set(noted(ctx.uow))
    assert not happened & {
        *(Event.ALERT_RECALL, Event.INCIDENT_RECALL, Event.INCIDENT_REPORT, Event.INCIDENT_PUBLISH),
        *(Event.INCIDENT_STOP, Event.HOLD_ASK, Event.STORE_SUSPEND),
    }
    assert town.case().state is State.LIVE
    town.wait(days=31)
    assert "【訓練】事故の見直しの日です" in town.titles(OFFICE)


def test_what_is_pressed_in_a_drill_is_said_not_to_be_done(town: TownInProcess) -> None:
    """R-078, R-135: nobody is asked to lock a phone that is in their pocket, or told that an alert is recalled."""
    case = town.warn()
    number = tap(town, OFFICE, "スマホをなくした", "事故訓練").number
    assert not any("端末をなくした" in str(line) for card in town.cards(OFFICE) for line in card.lines)
    town.run(NameAlert(town.account(OFFICE), number, case.number))
    assert f"訓練なので、警戒情報 {case.number} は取り消していません" in said(town.last(OFFICE))
