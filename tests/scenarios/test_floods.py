"""An attack in numbers, over HTTP: strangers with codes they guess, and a clerk whose phone is stuck or stolen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from http import HTTPStatus

from handlers.commands.decided import ChangeRules
from handlers.commands.pages import CountPost, RecordView
from handlers.commands.worker import NoteQuota
from handlers.routing import handle
from policy.access import Purpose
from policy.lanes import ANSWERS_A_MINUTE, STRANGER_AN_HOUR
from policy.rules import Rules
from simulator.browser import Browser
from storage.tables import InboxEvent, View
from tests.world.databases import ON_SQLITE
from tests.world.ledgers import noted
from tests.world.over_http import TownOverHttp
from tests.world.wire import line, of_line, on_line

MESSAGES = 40
"""Of each attacker, in one request."""

STRANGERS = ("U" + "a" * 32, "U" + "b" * 32, "U" + "c" * 32)
ABOVE_RESERVE = 5


def attack(town: TownOverHttp, user: str, texts: Iterator[str]) -> None:
    """The attacker's script: signed as LINE signs, with tokens that LINE won't take, so that each answer would cost."""
    events = [on_line(user, text, f"{user}-{number}") for number, text in enumerate(texts)]
    assert line(town.bot_url, of_line(*events)) == HTTPStatus.OK


def test_a_flood_costs_no_message_holds_up_nobody_and_recalls_leave(town: TownOverHttp) -> None:
    """R-061, R-078, R-123: three strangers with wrong codes and a clerk with words, as the month runs out.

    Strangers cost nothing and are forgotten; the clerk gets some answers and then none, and not from the reserve; a
    colleague's word in the midst of it is answered; and everybody who was warned hears of the recall.
    """
    town.warn()
    town.wait_until_sent()
    warned = [phone.user_id for phone in town.people.phones() if any("警戒のお願い" in str(m) for m in phone.inbox())]
    left = Rules().line_reserve_messages + ABOVE_RESERVE
    town.people.quota(400, used=400 - left)
    town.app.run(NoteQuota("line", 400, 400 - left))
    before = len(town.people.calls("line.push"))

    for number, stranger in enumerate(STRANGERS):
        attack(town, stranger, (f"登録 AAA{number}-{code:04}" for code in range(MESSAGES)))
    attack(town, town.responsible.user_id, (f"こんにちは{number}" for number in range(MESSAGES)))
    town.secretariat.say("状況")
    town.secretariat.wait_for("0")

    town.stop("recall")
    for user in warned:
        town.people.phone(user).wait_for("回収")

    pushed = Counter(user for call in town.people.calls("line.push")[before:] for user in call["to"])
    assert not pushed.keys() & set(STRANGERS)
    assert pushed[town.responsible.user_id] <= ABOVE_RESERVE + ANSWERS_A_MINUTE
    with town.reading() as uow:
        kept = Counter(event.sender for event in uow.session.query(InboxEvent))
    assert [kept[stranger] for stranger in STRANGERS] == [STRANGER_AN_HOUR] * 3
    assert kept[town.responsible.user_id] >= MESSAGES


@ON_SQLITE
def test_a_day_has_its_numbers_and_a_minute_one_entry(town: TownOverHttp) -> None:
    """R-044, R-095: a report, a look and a post too many are refused by a sentence; the ledger stays short."""
    town.warn()
    most = {"reports_per_person_day": 1, "views_per_person_day": 50, "posts_per_person_day": 50}
    town.app.run(ChangeRules(most))
    town.reporter.say("通報")
    town.reporter.wait_for("24時間に始められる通報の数（1人1件")

    link, who = town.neighbour.open_link("内容を見る"), town.account("P09", "line")
    with town.app.writing() as ctx:
        for _ in range(49):  # one is left, with which a browser comes in
            handle(RecordView(who, town.case().id, Purpose.ALERT, picture=False), ctx)
            handle(CountPost(who, town.case().id), ctx)
        ctx.uow.commit()
    with Browser() as browser:
        assert "24時間にページで操作できる回数（1人50回" in browser.visit(link).text
        assert "24時間に表示できる回数（1人50回" in browser.visit(link).text
    with town.reading() as uow:
        minutes = {view.at.replace(second=0, microsecond=0) for view in uow.session.query(View)}
        assert 1 <= noted(uow).count("case:page:view") <= len(minutes)  # the clock's minute may turn in between
