"""The weekly digest: who reads it, when, and that it says what it should and nobody's name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers import wording
from handlers.audit.digest import figures_of, plan_weekly
from handlers.cards import Sentence
from handlers.wording.digest import Waits
from policy.digest import weekly
from policy.facts import Role
from policy.rules import Rules
from policy.signs import Sign
from storage.tables import Account, Member, MemberRole
from tests.handlers.later import later
from tests.world.in_process import TownInProcess

TITLE = "週次監査ダイジェスト"
TOKYO = ZoneInfo("Asia/Tokyo")


def plan(town: TownInProcess) -> None:
    """What the worker does every half hour."""
    with town.database.unit_of_work() as uow:
        plan_weekly(town.app.context(uow))
        uow.commit()


def a_week_passes(town: TownInProcess) -> None:
    """What comes due in it is done, and after it the digest."""
    plan(town)
    for days in (2, 6):
        later(town, days=days)


def hire(town: TownInProcess, code: str, role: str) -> None:
    """Somebody joins the network with an account on Slack."""
    with town.database.unit_of_work() as uow:
        network = uow.stores.the_network()
        member = Member(network_id=network.id, code=code, name="監査 一", joined_at=town.now)
        uow.add(member)
        uow.add(MemberRole(member_id=member.id, role=role, store_id=None))
        uow.add(Account(member_id=member.id, platform="slack", external_id=f"U{code}", created_at=town.now))
        uow.commit()


def digests(town: TownInProcess, code: str) -> int:
    """How many digests a person got."""
    return town.titles(code).count(TITLE)


def test_the_secretariat_reads_it_on_monday_morning(town: TownInProcess) -> None:
    """R-097, R-121: once a week, planned again by itself, in the network's time."""
    plan(town)
    plan(town)
    monday = (town.now + timedelta(days=7)).astimezone(TOKYO).replace(hour=9, minute=0, second=0)
    town.now = monday.astimezone(UTC) - timedelta(minutes=10)
    town.work()
    assert not digests(town, "P29")
    town.wait(minutes=15)
    assert digests(town, "P29") == 1
    later(town, days=7)
    assert digests(town, "P29") == 2


def test_the_auditor_reads_it_and_nobody_else(town: TownInProcess) -> None:
    """R-121: from outside, and only while they are there; approvers and neighbours have no part in it."""
    hire(town, "P80", "auditor")
    hire(town, "P82", "staff")
    hire(town, "P83", "auditor")
    town.leave("P83")
    a_week_passes(town)
    told = [code for code in ("P80", "P82", "P83", "P01", "P02", "P09") if digests(town, code)]
    assert told == ["P80"]


def test_it_counts_the_week_and_names_nobody(town: TownInProcess) -> None:
    """R-097, R-121: cases, answers and erasures in numbers, with the head of the ledger to compare an export with."""
    town.warn()
    town.press("P01", "解除する")
    a_week_passes(town)
    card = next(card for card in town.cards("P29") if card.title == TITLE)
    facts = dict(card.facts)
    assert facts["通報の件数"] == "1"
    assert facts["配信の件数"] == "1"
    assert facts["判定（はい / 全体）"] == "2 / 2"
    assert facts["期限を過ぎた消去"] == "0"
    with town.reading() as uow:
        size, _ = uow.ledger.head()
        names = [
            member.name for member in uow.people.in_network(uow.stores.the_network().id, [Role.STAFF, Role.APPROVER])
        ]
    assert 0 < int(facts["台帳の件数"]) <= size
    assert names
    assert not any(name.split()[0] in str(card) for name in names)


def test_the_same_sign_of_several_people_is_one_line() -> None:
    """R-110: counted, so that the others are still read."""
    sign = Sign("R-081", "{count} 回送信した店舗があります。", "続くか聞いてください。", {"count": 2})
    figures = weekly([], [], [], rules=Rules(), now=datetime(2026, 11, 29, tzinfo=UTC))
    signs = (replace(sign, store="a"), replace(sign, store="b"), replace(sign, values={"count": 3}))
    card = wording.digest.weekly("2026-W48", replace(figures, warnings=signs), 1, "root", Waits(0, 0, 0, idle=False))
    assert [line.values["times"] for line in card.lines[:-1] if isinstance(line, Sentence)] == ["×2", ""]


def test_signs_of_a_rubber_stamp_stand_at_the_top(town: TownInProcess) -> None:
    """R-081, R-110: answers within seconds, always yes, and alert after alert."""
    for _ in range(3):
        town.warn()
    a_week_passes(town)
    card = next(card for card in town.cards("P29") if card.title == TITLE)
    assert any("14 日間に 3 回送信した店舗" in line for line in card.lines)


def test_a_recall_is_measured_to_the_last_confirmation(town: TownInProcess) -> None:
    """R-078, R-096: a drill is a recall like any other; it is open until the last who may have the alert confirmed."""
    since = town.now
    town.warn()
    town.wait(minutes=11)
    later(town, hours=24)
    town.form("P01", "recall", reason="wrong_person")
    town.deliver()
    *early, last = sorted(town.deliveries(), key=lambda code: code == "P09")
    for code in early:
        town.press(code, "確認しました")
    assert recall_figures(town, since) == (1, None, 1)
    town.wait(minutes=7)
    town.press(last, "確認しました")
    assert recall_figures(town, since) == (1, 7, 0)


def recall_figures(town: TownInProcess, since: datetime) -> tuple[int, int | None, int]:
    """Recalls since then, minutes to their last confirmation, and how many wait for one."""
    with town.app.reading() as ctx:
        figures = figures_of(since - timedelta(seconds=1), town.now, ctx)
    return figures.recalled, figures.median_minutes_to_recall, figures.recalls_unconfirmed
