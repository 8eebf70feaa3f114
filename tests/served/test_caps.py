"""A day has its numbers, and the last messages of a month are for recalls, whoever is at the other end (R-044)."""

from __future__ import annotations

import re
import secrets
from http import HTTPStatus

import pytest

from handlers.commands.chat import AllClear, SubmitCase, WithdrawCase
from handlers.commands.decided import ChangeRules
from handlers.commands.pages import CountPost, RecordView
from handlers.commands.worker import NoteQuota
from handlers.routing import handle
from policy.access import Purpose
from policy.lanes import ANSWERS_A_MINUTE
from policy.rules import Rules
from simulator.phones import Phone
from storage.tables import View
from tests.served.conftest import ServedTown
from tests.world.wire import line, of_line

A_SCRIPT = 100
"""Words in one request."""

TOO_MANY = 30
HELP, TOO_FAST = "できること", "少しゆっくり"

ABOVE_RESERVE = 5
LEFT = 2
"""Messages above the half that recalls have to themselves."""

TOGETHER = ("P05", "P09")
FEW = {"reports_per_person_day": 1, "views_per_person_day": 50, "posts_per_person_day": 50}
FEW_OF_ALL = {"reports_per_store_day": 1, "views_per_store_day": 50, "posts_per_store_day": 50}
"""The least that a network may decide on."""


def month(town: ServedTown, allowed: int, used: int) -> None:
    """What LINE says of it, and the bot knows."""
    town.people.quota(allowed, used=used)
    town.run(NoteQuota("line", allowed, used))


def recalled(phone: Phone, number: str) -> bool:
    """Whether it says there that this alert is taken back; one of them reads English."""
    return any(number in message.text and re.search("回収|RECALL", message.text) for message in phone.inbox())


def test_a_clerk_gone_wild_leaves_the_last_messages_to_the_recall(town: ServedTown) -> None:
    """R-078, R-123: a hundred words in one breath, as the month runs out, with tokens that LINE won't take, so that
    each answer would cost one: some answers, none from the reserve; everybody who was warned hears of the recall.
    """
    clerk = town.people.phone("P34", "line")
    town.warn()
    town.until(town.quiet, "every card to leave")
    month(town, 400, 400 - Rules().line_reserve_messages - ABOVE_RESERVE)
    before = len(town.people.calls("line.push"))
    said = [f"こんにちは {number}" for number in range(A_SCRIPT)]  # the same again would be done once
    words = [town.on_line(clerk.user_id, word, secrets.token_hex(8)) for word in said]
    assert line(town.bot_url, of_line(*words)) == HTTPStatus.OK
    town.form("P01", "recall", reason="wrong_person")
    number = town.case().number
    for phone in town.warned():
        town.until(lambda phone=phone: recalled(phone, number), "everybody to hear of the recall")
    town.until(lambda: not town.handling("line"), "all of it to be handled")
    pushed = [to for call in town.people.calls("line.push")[before:] for to in call["to"]]
    assert pushed.count(clerk.user_id) <= ABOVE_RESERVE
    assert sum(TOO_FAST in message.text for message in clerk.inbox()) <= 1
    month(town, 5000, 0)


@pytest.mark.parametrize(("platform", "code"), [("line", "P21"), ("slack", "P30")])
def test_whoever_writes_too_fast_hears_so_once_and_then_nothing(town: ServedTown, platform: str, code: str) -> None:
    """R-123: thirty words within a minute, LINE's in one request: twenty are answered, one sentence says that it was
    too fast, the rest is met with silence; ten minutes on the person is an ordinary one again.
    """
    clerk = town.people.phone(code, platform)  # of no shop that an alert of other tests has gone to
    town.people.wait(minutes=11)
    before = len(clerk.inbox())
    with town.people.held(together=True):
        for number in range(TOO_MANY):
            clerk.say(f"こんにちは {number}")
    town.until(lambda: heard(clerk, before, TOO_FAST) and not town.handling(platform), "all of it to be handled")
    town.until(town.quiet, "every answer to leave")
    assert (heard(clerk, before, HELP), heard(clerk, before, TOO_FAST)) == (ANSWERS_A_MINUTE, 1)
    town.people.wait(minutes=11)
    clerk.say("こんにちは")
    clerk.wait_for(HELP)


def heard(phone: Phone, before: int, words: str) -> int:
    """How many of the newest messages there say so."""
    return sum(words in message.text for message in phone.inbox()[before:])


def test_many_together_leave_half_of_the_reserve_to_what_is_recalled_later(town: ServedTown) -> None:
    """R-078, L126: the smallest plan, on a day without an alert that lives: people hand in and take back, and others
    are asked urgently each time, down to half of the reserve; the alert that ended is recalled from all who had it.
    """
    town.people.wait(hours=25)
    town.warn()
    case, warned = town.case(), town.warned()
    town.until(town.quiet, "everybody to have it")
    town.run(AllClear(case.reporter_account_id, case.id))
    town.until(town.quiet, "everybody to hear of its end")
    month(town, 200, 200 - Rules().line_reserve_messages // 2 - LEFT)
    before = len(town.people.calls("line.push"))
    for code in TOGETHER:
        town.fill_in(code, "line")
        ours = town.newest(code)
        town.run(SubmitCase(ours.reporter_account_id, ours.id))
    town.until(lambda: told_to_telephone(town), "the secretariat to read whom nobody could ask")
    assert len(town.people.calls("line.push")) == before + LEFT
    town.form("P01", "recall", reason="wrong_person")
    for phone in warned:
        town.until(lambda phone=phone: recalled(phone, case.number), "everybody to hear of the recall")
    month(town, 5000, 0)
    for code in TOGETHER:
        ours = town.newest(code)
        town.run(WithdrawCase(ours.reporter_account_id, ours.id))


def told_to_telephone(town: ServedTown) -> bool:
    """Whether of the last of these reports it is said on Slack that its requests don't leave."""
    number = town.newest(TOGETHER[-1]).number
    return any(number in each.text and "まだ届いていない人" in each.text for each in town.secretariat.inbox())


def test_a_day_has_its_numbers_and_a_minute_one_entry(town: ServedTown) -> None:
    """R-044, R-095: a report, a look and a post too many of a person are refused by a sentence, and so are the first
    ones of a colleague where their store has had its number; the ledger stays short.
    """
    town.people.wait(hours=25)
    link, who = town.warned_anew(town.neighbour), town.account("P09", "line")
    with town.reading() as uow:
        rules = uow.stores.rules(uow.stores.the_network().id)
    usual = {name: getattr(rules, name) for name in (*FEW, *FEW_OF_ALL)}
    town.run(ChangeRules(FEW))
    town.reporter.say("通報")
    town.reporter.wait_for("24時間に始められる通報の数（1人1件")
    case = town.case().id
    with town.app.writing() as ctx:
        for _ in range(49):  # one is left, with which a browser comes in
            handle(RecordView(who, case, Purpose.ALERT, picture=False), ctx)
            handle(CountPost(who, case), ctx)
        ctx.uow.commit()
    with town.browser() as browser:
        assert "24時間にページで操作できる回数（1人50回" in browser.visit(link).text
        assert "24時間に表示できる回数（1人50回" in browser.visit(link).text
    town.run(ChangeRules(usual | FEW_OF_ALL))
    colleagues_are_refused(town)
    town.run(ChangeRules(usual))
    with town.reading() as uow:
        looks = uow.session.query(View).filter_by(case_id=case)
        minutes = {(look.member_id, look.picture, look.at.replace(second=0, microsecond=0)) for look in looks}
        entries = [entry for entry in uow.ledger.of_case(case) if entry["event"] == "case:page:view"]
    assert 1 <= len(entries) <= len(minutes)


def colleagues_are_refused(town: ServedTown) -> None:
    """Of the store that reported, and of the one that looked; nothing of it is their own doing."""
    town.responsible.say("通報")
    town.responsible.wait_for("1店舗1件")
    colleague = town.people.phone("P10", "line")
    colleague.say("状況")
    (link,) = colleague.wait_for(town.case().number).links
    with town.browser() as browser:
        assert "操作できる回数（1人300回、1店舗50回" in browser.visit(link).text
        town.run(ChangeRules({"posts_per_store_day": Rules().posts_per_store_day}))
        assert "表示できる回数（1人400回、1店舗50回" in browser.visit(link).text
