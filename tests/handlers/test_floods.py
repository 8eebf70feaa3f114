"""Much comes in at once: through the door, the lanes and the verbs; cards leave by a chat that counts them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.chat import Allowance, Outgoing, SendFailed
from bot.inbox_batch import InboxBatch
from bot.inbox_loop import InboxLoop
from bot.line import commands
from handlers import wording
from handlers.cards import Card
from handlers.commands.chat import AllClear, SubmitCase, WithdrawCase
from handlers.commands.decided import ChangeRules
from handlers.commands.worker import NoteQuota
from handlers.errors import NotAllowed
from policy.facts import Role
from policy.lanes import ANSWERS_A_MINUTE, MEMBERS, TOO_FAST_AGAIN, Lane
from policy.quota import DAYS_TO_NOTICE, LEAST_SHARE, ONE_REPORT, PRESSING_A_DAY
from storage.inbox import InboundEvent
from storage.tables import Failure, InboxEvent, Incident, OutboxMessage, OutboxState
from tests.world.facts import RULES
from tests.world.in_process import Chat, TownInProcess

TRAINED = "研修は済んでいます"
TOO_FAST = "少しゆっくり送ってください"


class Line:
    """LINE's events in, its cards out by the town's chat."""

    name = "line"
    command = staticmethod(commands.command)
    enrolment_code = staticmethod(commands.enrolment_code)
    reply_token = staticmethod(commands.reply_token)

    def __init__(self, chat: Chat) -> None:
        self.chat = chat

    def send(self, message: Outgoing) -> dict[str, Any]:
        return self.chat.send(message)


class Counted(Chat):
    """LINE that counts the month's messages as its contract says: replies are free."""

    limit, used = 400, 0

    def send(self, message: Outgoing) -> dict[str, Any]:
        if message.reply_token is None:
            if message.free or self.used >= self.limit:
                raise SendFailed(Failure.QUOTA)
            self.used += 1
        receipt = super().send(message)
        return {**receipt, "by": "push" if message.reply_token is None else "reply"}

    def allowance(self) -> Allowance:
        return Allowance(self.limit, self.used)


def counted(town: TownInProcess) -> Counted:
    """From now on LINE counts in this town, where its people keep the cards they have."""
    so_far = town.chats["line"]
    made = town.chats["line"] = Counted("line", so_far.sent, so_far.closed)
    return made


class Flood:
    """A town whose people write by webhook, as fast as they like."""

    def __init__(self, town: TownInProcess) -> None:
        self.town = town
        self._keep = InboxBatch(town.app)
        line: Any = Line(town.chats["line"])
        self._members = InboxLoop(town.app, {"line": line}, MEMBERS)
        self._strangers = InboxLoop(town.app, {"line": line}, (Lane.STRANGER,))
        self._count = 0

    def user(self, code: str) -> str:
        """A member's id on LINE."""
        with self.town.reading() as uow:
            return next(a.external_id for a in self.town.member(code, uow).accounts if a.platform == "line")

    def says(self, user: str, text: str) -> None:
        """One message comes in."""
        self.comes(user, {"type": "message", "message": {"type": "text", "id": "1", "text": text}})

    def comes(self, user: str, event: dict[str, Any]) -> None:
        """One event of LINE's comes in."""
        self._count += 1
        self.town.now += timedelta(milliseconds=1)
        body = json.dumps({**event, "replyToken": f"r{self._count}"}).encode()
        self._keep(InboundEvent("line", f"e{self._count}", user, self.town.now, body))

    def step(self, *, strangers: bool = False) -> bool:
        """The next event of a lane is handled."""
        return (self._strangers if strangers else self._members).step()

    def work(self) -> None:
        """Everything that waits is handled, and its cards leave."""
        while self.step() or self.step(strangers=True):
            pass
        self.town.deliver()


@pytest.fixture
def flood(town: TownInProcess) -> Flood:
    return Flood(town)


def test_a_clerk_gone_wild_gets_twenty_answers_and_a_sentence_and_what_they_ask_for_is_done(flood: Flood) -> None:
    """R-123, R-078: thirty words in one breath: the report among them is opened; of the rest nobody hears a thing.

    Ten minutes on the person is an ordinary one again, and the word after a rush is answered.
    """
    town, clerk = flood.town, flood.user("P01")
    before = len(town.cards("P01"))
    for number in range(30):
        flood.says(clerk, "通報" if number == 25 else f"こんにちは {number}")
    flood.work()

    titles = town.titles("P01")[before:]
    assert len(titles) == ANSWERS_A_MINUTE + 1
    assert titles.count(TOO_FAST) == 1
    assert town.case().reporter.code == "P01"

    town.now += TOO_FAST_AGAIN
    flood.says(clerk, "状況")
    flood.work()
    assert "写真" in town.last("P01").title


def test_a_rush_of_one_does_not_hold_up_the_others(flood: Flood) -> None:
    """R-123: whoever else writes is next, once those are answered that came in time; strangers hold up nobody."""
    wild, calm = flood.user("P01"), flood.user("P02")
    for number in range(30):
        flood.says(wild, f"こんにちは {number}")
        flood.says("U" + "9" * 32, "登録 AAAA-BBBB")
    flood.says(calm, "こんにちは")
    steps = ANSWERS_A_MINUTE + 1
    assert all(flood.step() for _ in range(steps))
    flood.town.deliver()
    assert flood.town.titles("P02")[-1] == "できること"
    with flood.town.reading() as uow:
        left = [event.lane for event in uow.session.query(InboxEvent).filter(InboxEvent.state == "new")]
    assert set(left) == {Lane.HASTY, Lane.STRANGER}


def test_whoever_hears_nothing_and_presses_again_is_answered_once(flood: Flood) -> None:
    """R-123: the machine is slow: of the same press again and again, and 「状況」 between, each is done once.

    The answer leaves by the newest press's token, as long as that one is free. What means something else is never
    passed over, and the same after it is done again.
    """
    town, clerk = flood.town, flood.user("P01")
    before = len(town.cards("P01"))
    for said in ("研修", "研修", "状況", "研修", "状況", "規則", "研修"):
        town.now += timedelta(seconds=5)
        flood.says(clerk, said)
    steps = [flood.step() for _ in range(5)]
    assert steps == [True] * 4 + [False], "研修, 状況, 規則 and 研修 once more"
    answers: list[Outgoing] = []
    town.chats["line"].before_send = answers.append
    town.deliver()
    assert {one.reply_token for one in answers if one.card.title == TRAINED} == {"r4", "r7"}
    assert len(town.cards("P01")) == before + 4


def test_two_buttons_pressed_in_turn_are_each_done_first_and_last(flood: Flood) -> None:
    """R-123: impatience or an attack, forty presses cost four: whichever was to win, the first or the last, does.

    An answer between them is an answer, and nothing behind it is taken for what stood before.
    """
    town, clerk = flood.town, flood.user("P01")
    before = len(town.cards("P01"))
    for number in range(40):
        town.now += timedelta(seconds=3)
        flood.says(clerk, ("研修", "規則")[number % 2])
    for done in (True, True, True, True, False):
        town.now += timedelta(seconds=1)
        assert flood.step() is done
    town.deliver()
    assert len(town.cards("P01")) == before + 4
    assert (town.titles("P01")[before], town.titles("P01")[-1]) == (TRAINED, town.titles("P01")[before + 1])

    for said in ("研修", "黒いかばん", "研修", "黒いかばん", "研修"):
        flood.says(clerk, said)
    assert [flood.step() for _ in range(6)] == [True] * 5 + [False]


def test_a_press_that_was_repeated_in_a_rush_is_answered_when_the_rush_is_over(flood: Flood) -> None:
    """R-123: a minute on, the same word of an ordinary speed is not silenced by those before it."""
    town, clerk = flood.town, flood.user("P01")
    for number in range(ANSWERS_A_MINUTE):
        flood.says(clerk, f"こんにちは {number}")
    flood.says(clerk, "研修")
    town.now += timedelta(minutes=1)
    flood.says(clerk, "研修")
    flood.work()
    titles = town.titles("P01")
    assert titles.count(TRAINED) == 1
    assert TOO_FAST not in titles


def test_who_wrote_much_is_answered_when_the_clock_was_set_back(flood: Flood) -> None:
    """R-123: what came before an hour's jump lies ahead of now; it makes nobody hasty, nor "too fast" said before."""
    town, clerk = flood.town, flood.user("P01")
    for again in (1, 2):
        for number in range(ANSWERS_A_MINUTE):
            flood.says(clerk, f"こんにちは {number}")
        flood.says(clerk, "研修")
        flood.work()
        assert town.titles("P01").count(TOO_FAST) == again
        town.now -= timedelta(hours=1)
        flood.says(clerk, "研修")
        flood.work()
        assert town.titles("P01").count(TRAINED) == again


def test_the_last_messages_of_a_month_are_for_recalls(flood: Flood) -> None:
    """R-078: chatter that LINE has no free answer for stops at the reserve; free answers go on; the recall leaves.

    With the new month everything does.
    """
    town = flood.town
    town.warn()
    line = counted(town)
    line.used = line.limit - RULES.line_reserve_messages - 3
    town.run(NoteQuota("line", line.limit, line.used))
    for _ in range(10):
        town.say("P02", "状況")
    town.deliver()
    assert line.used == line.limit - RULES.line_reserve_messages

    flood.says(flood.user("P02"), "状況")
    before = len(town.cards("P02"))
    flood.work()
    assert len(town.cards("P02")) == before + 2, "what is due, and the alert"

    reached = line.used
    town.form("P01", "recall", reason="wrong_person")
    town.deliver()
    assert line.used > reached
    assert "回収" in " ".join(town.titles("P09"))

    line.used = 0
    town.now += timedelta(minutes=16)
    town.say("P02", "状況")
    town.wait(seconds=10, retrying=True)
    assert line.used > 0


def test_incident_after_incident_does_not_use_up_the_recalls(town: TownInProcess) -> None:
    """R-078, R-135: each is on record; whoever is called costs so many of the last messages a day, and no more, however
    many do it together.
    """
    town.warn()
    town.appoint("P05", Role.INCIDENT_MANAGER)
    line = counted(town)
    line.used = line.limit - RULES.line_reserve_messages
    town.run(NoteQuota("line", line.limit, line.used))
    reached = line.used
    for number in range(PRESSING_A_DAY + 5):
        who = ("P03", "P15", "P19")[number % 3]
        town.say(who, "事故")
        town.press(who, "消えた・壊れた")
        town.deliver()
    assert line.used == reached + PRESSING_A_DAY
    with town.reading() as uow:
        assert uow.session.query(Incident).count() == PRESSING_A_DAY + 5
    town.form("P01", "recall", reason="wrong_person")
    town.deliver()
    assert "回収" in " ".join(town.titles("P09"))


def tell(town: TownInProcess, code: str, card: Card, *, urgent: bool = False, asked_by: str = "") -> None:
    """Somebody is told something by LINE that is about no case, and it leaves if it may."""
    with town.app.writing(asked_by=asked_by) as ctx:
        ctx.tell(ctx.uow.people.account_by_id(town.account(code, "line")), None, card, urgent=urgent)
        ctx.uow.commit()
    town.deliver()


def test_nothing_urgent_takes_what_the_recalls_of_living_alerts_would_need(town: TownInProcess) -> None:
    """R-078: half of the reserve is smaller than what it would cost to call everybody back: of the last messages one is
    free, and the second urgent card stays here; the recall reaches everybody.
    """
    case = town.warn()
    town.set_rules(line_reserve_messages=2)
    line = counted(town)
    with town.reading() as uow:
        warned = [row.account for row in uow.deliveries.of_case(case.id) if row.account.platform == "line"]
    line.used = line.limit - len(warned) - 1
    town.run(NoteQuota("line", line.limit, line.used))
    for _ in range(2):
        tell(town, "P02", wording.general.too_fast(), urgent=True)
    assert line.used == line.limit - len(warned)
    town.form("P01", "recall", reason="wrong_person")
    town.deliver()
    for account in warned:
        assert any("回収" in card.title for card in line.sent[account.external_id])


def test_nobody_together_takes_the_half_of_the_reserve_that_is_for_recalls(town: TownInProcess) -> None:
    """R-078, L126: an alert has ended, so that nothing is owed; everybody asks for something urgent, again and again.
    Half of the reserve is left, and with it the alert is recalled.
    """
    case = town.warn()
    with town.reading() as uow:
        warned = [row.account for row in uow.deliveries.of_case(case.id) if row.account.platform == "line"]
    town.run(AllClear(town.account("P01"), case.id))
    town.deliver()
    line, half = counted(town), RULES.line_reserve_messages // 2
    line.used = line.limit - half - 3
    town.run(NoteQuota("line", line.limit, line.used))
    for asker in ("P05", "P06", "P07", "P05", "P06", "P07"):
        tell(town, "P02", wording.general.too_fast(), urgent=True, asked_by=town.account(asker))
    assert line.used == line.limit - half
    town.form("P01", "recall", reason="wrong_person")
    town.deliver()
    for account in warned:
        assert any("回収" in card.title for card in line.sent[account.external_id])


def test_nobody_by_themselves_empties_a_month(town: TownInProcess) -> None:
    """R-123, R-078: a clerk hands in and takes back, over and over: what others are asked costs a day's number too.

    The secretariat reads once who it is, the clerk why no further report begins, and a colleague's report goes on.
    """
    most = 10
    counted(town)
    town.run(ChangeRules({"messages_per_person_day": most}))
    began, clerk = town.now, town.account("P05")

    def go_on_and_on() -> None:
        for _ in range(most):
            case = town.hand_in("P05")
            for deed in (SubmitCase(clerk, case.id), WithdrawCase(clerk, case.id)):
                town.run(deed)
                town.deliver()

    with pytest.raises(NotAllowed) as refused:
        go_on_and_on()
    assert (refused.value.deny.clause, refused.value.deny.values) == ("R-123", {"each": most})
    with town.reading() as uow:
        person = uow.people.account_by_id(clerk).member
        assert uow.quota.spent_by(person.id, "line", (), began) == most
        (office,) = {m.code for m in uow.people.for_network(person.network_id, [Role.SECRETARIAT])}
    read = [card for card in town.cards(office) if "通数に達しました" in card.title]
    assert [dict(card.facts)["会員"] for card in read] == [f"{person.name}（P05）"]
    town.warn()
    assert "警戒のお願い" in " ".join(town.titles("P09"))


def test_what_becomes_of_ones_own_doing_costs_so_much_a_day_and_no_more(town: TownInProcess) -> None:
    """R-123: whoever hears of it; what others do goes on, and a day later this goes on too."""
    line, most = counted(town), 20
    town.run(ChangeRules({"messages_per_person_day": most}))
    account, card = town.account("P02"), wording.report.mask_confirmed()
    for number in range(most + 10):
        tell(town, "P02" if number % 2 else "P09", card, asked_by=account)
    assert line.used == most
    tell(town, "P02", card)
    assert line.used == most + 1
    town.now += timedelta(hours=23)
    tell(town, "P02", card, asked_by=account)
    assert line.used == most + 1
    town.now += timedelta(hours=1, minutes=1)
    tell(town, "P02", card, asked_by=account)
    assert line.used == most + 2


def cost(town: TownInProcess, code: str, messages: int) -> None:
    """What this person did has cost so many of LINE's messages just now."""
    with town.app.writing() as ctx:
        member_id = ctx.uow.people.account_by_id(town.account(code)).member_id
        row = {"account_id": town.account("P02", "line"), "topic": "report", "owing_to": member_id, "position": 0}
        times = dict.fromkeys(("created_at", "next_at", "sent_at"), ctx.now)
        sent = {"state": OutboxState.SENT, "receipt": {"by": "push"}}
        ctx.uow.session.add_all([OutboxMessage(**row, **times, **sent) for _ in range(messages)])
        ctx.uow.quota.spend("line", messages)
        ctx.uow.commit()


def test_several_together_leave_a_report_to_everybody_else(town: TownInProcess) -> None:
    """R-123: each within a person's number, five would use up a small plan in a day; three, and they are stopped."""
    line = counted(town)
    line.limit = RULES.line_reserve_messages + DAYS_TO_NOTICE * LEAST_SHARE
    town.run(NoteQuota("line", line.limit, line.used))
    for code in ("P01", "P03"):
        cost(town, code, LEAST_SHARE)
    cost(town, "P04", ONE_REPORT + 1)
    card = wording.report.mask_confirmed()
    for one_of_them in ("P01", "P03", "P04"):
        tell(town, "P02", card, asked_by=town.account(one_of_them))
    assert line.used == 0, "theirs wait"
    tell(town, "P02", card, asked_by=town.account("P05"))
    assert line.used == 1
