"""What can't leave is tried as long as it lives; people are told to telephone; and nothing is settled in doubt."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.chat import Outgoing, SendFailed
from bot.inbox_batch import InboxBatch
from bot.inbox_loop import InboxLoop
from bot.line import commands
from bot.outbox_loop import LEASE_SECONDS, OutboxLoop, Result
from handlers import wording
from handlers.commands.chat import AllClear, Say, WithdrawCase
from handlers.dialogue.forms import ask_below
from handlers.errors import NothingOpen
from storage.inbox import InboundEvent
from storage.leases import LeaseLost
from storage.tables import Failure, OutboxMessage, OutboxState
from tests.handlers.approved import approved
from tests.world.in_process import Chat, TownInProcess

RATE, TOKEN, QUOTA, SILENCE, BLOCKED, NOT_FOUND, REPLY = (
    SendFailed(reason)
    for reason in (
        Failure.RATE,
        Failure.TOKEN,
        Failure.QUOTA,
        Failure.UNREACHABLE,
        Failure.BLOCKED,
        Failure.NOT_FOUND,
        Failure.REPLY,
    )
)
ALERT, OVER = "警戒のお願い", "この事案は終了しました"
TELEPHONE, TELEPHONE_STOP = (
    "警戒情報がまだ届いていない店舗があります",
    "取り消し（回収）・訂正がまだ届いていない店舗があります",
)


def store_of(town: TownInProcess, code: str) -> str:
    """The name of a neighbour's store."""
    with town.reading() as uow:
        return next(
            row.store.full_name for row in uow.deliveries.of_case(town.case().id) if row.account.member.code == code
        )


def line_id(town: TownInProcess, code: str) -> str:
    with town.reading() as uow:
        return town.first_account(uow, code).external_id


def line_id_of(town: TownInProcess, account_id: str) -> str:
    with town.reading() as uow:
        return uow.people.account_by_id(account_id).external_id


def telephone(town: TownInProcess, code: str, title: str = TELEPHONE) -> list[dict[str, str]]:
    """What somebody was told about stores to telephone."""
    return [{str(label): str(value) for label, value in card.facts} for card in town.cards(code) if card.title == title]


def lose_answers(chat: Chat, to: str) -> None:
    """The platform takes what is sent to this person, and its answer is lost; a second look finds it."""
    taken = chat.taken

    def before(message: Outgoing) -> None:
        if message.to == to and message.id not in taken:
            taken[message.id] = {"id": message.id}
            chat.sent[to].append(message.card)
            raise SILENCE
        if message.to == to:
            raise AssertionError("sent twice")

    chat.before_send = before


@pytest.mark.parametrize("trouble", [QUOTA, NOT_FOUND], ids=["no messages left", "not found"])
def test_who_has_no_alert_is_telephoned_and_gets_it_all_the_same(town: TownInProcess, trouble: SendFailed) -> None:
    """R-078: sender and secretariat read the shop's name; the card leaves once it can, and the list gets shorter."""
    town.leave("P10")
    there = line_id(town, "P09")
    approved(town)
    town.chats["line"].failing[there] = trouble
    town.wait(retrying=True, seconds=15)
    shop = store_of(town, "P09")
    for code in ("P01", "P29"):
        (told,) = telephone(town, code)
        assert told[shop] == "未送信：電話してください"
    town.say("P01", "状況")
    assert dict(town.last("P01").facts)[shop] == "未送信：電話してください"

    town.now += timedelta(hours=5)
    town.chats["line"].failing.clear()
    town.wait(retrying=True, seconds=40)
    assert town.titles("P09").count(ALERT) == 1
    assert town.deliveries()["P09"].state == "sent"
    assert town.last("P29").title == "すべての店舗に送れました"


def test_a_minute_without_line_is_told_where_it_can_be(town: TownInProcess) -> None:
    """R-078: a dead token, a rate limit or an outage; the secretariat reads Slack, and 40 s are not worth a call."""
    approved(town)
    town.chats["line"].trouble = TOKEN
    town.wait(retrying=True, seconds=40)
    assert not telephone(town, "P29")
    town.wait(retrying=True, seconds=30)
    town.wait(seconds=10)
    (told,) = telephone(town, "P29")
    assert told[store_of(town, "P09")] == "未送信：電話してください"


def test_nobody_is_told_to_telephone_a_store_where_somebody_else_has_it(town: TownInProcess) -> None:
    """D13, R-078: the second contact was called at once."""
    approved(town)
    town.chats["line"].failing[line_id(town, "P09")] = QUOTA
    town.deliver()
    town.wait(retrying=True, seconds=15)
    assert ALERT in town.titles("P10")
    assert not telephone(town, "P29")


def test_a_recall_that_cannot_leave_is_told_by_store_and_tried_until_it_does(town: TownInProcess) -> None:
    """R-078: the month's messages are used up; no reminder piles up behind what has not even left."""
    town.warn()
    there = line_id(town, "P09")
    town.chats["line"].failing[there] = QUOTA
    town.form("P02", "recall", reason="wrong_person")
    town.wait(retrying=True, seconds=15)
    shop = store_of(town, "P09")
    for code in ("P02", "P29"):
        (told,) = telephone(town, code, TELEPHONE_STOP)
        assert told[shop] == "未送信：電話してください"
        assert len(told) == len({shop, "its number"})
    town.wait(minutes=25)

    town.now += timedelta(days=5)
    town.chats["line"].failing.clear()
    town.wait(retrying=True, seconds=40)
    stops = [title for title in town.titles("P09") if "回収" in title]
    assert stops == ["【回収】先ほどの警戒情報は取り消します"]


def test_a_recall_to_who_blocked_us_is_read_by_a_colleague_or_telephoned(town: TownInProcess) -> None:
    """R-078: said of a person, it isn't tried again; whoever else reads for the store is asked to confirm."""
    town.warn()
    town.chats["line"].failing[line_id(town, "P09")] = BLOCKED
    town.form("P02", "recall", reason="wrong_person")
    town.wait(seconds=15)
    assert any("回収" in title for title in town.titles("P10"))
    assert not telephone(town, "P29", TELEPHONE_STOP)


@pytest.mark.parametrize("trouble", [TOKEN, NOT_FOUND, QUOTA])
def test_only_what_is_said_of_a_person_keeps_them_out(town: TownInProcess, trouble: SendFailed) -> None:
    """R-064: not a dead token, not a channel that wasn't found."""
    chat = town.chats["slack"]
    approved(town)
    chat.trouble = trouble
    town.deliver()
    town.wait(retrying=True, seconds=70)
    chat.trouble = None
    with town.reading() as uow:
        assert not any(account.blocked_at for code in ("P15", "P19") for account in town.member(code, uow).accounts)


class LineWithWords(Chat):
    """LINE with its events."""

    command = staticmethod(commands.command)
    enrolment_code = staticmethod(commands.enrolment_code)
    reply_token = staticmethod(commands.reply_token)


@pytest.mark.parametrize(
    ("event", "back"),
    [
        ({"type": "message", "message": {"type": "text", "text": "状況"}}, True),
        ({"type": "postback", "postback": {"data": "an old button"}}, True),
        ({"type": "follow"}, True),
        ({"type": "unfollow"}, False),
    ],
    ids=["a word", "a press", "follows", "blocks us again"],
)
def test_the_next_word_of_somebody_blocked_brings_them_back(
    town: TownInProcess, event: dict[str, Any], back: bool
) -> None:
    """R-064: neither LINE nor Slack delivers anything of somebody who blocks us."""
    account = town.account("P09")
    approved(town)
    town.chats["line"].failing[line_id(town, "P09")] = BLOCKED
    town.deliver()
    with town.reading() as uow:
        assert uow.people.account_by_id(account).blocked_at
    body = json.dumps(event).encode()
    InboxBatch(town.app)(InboundEvent("line", "e1", line_id_of(town, account), town.now, body))
    InboxLoop(town.app, {"line": LineWithWords("line")}).step()  # type: ignore[dict-item]
    with town.reading() as uow:
        assert (uow.people.account_by_id(account).blocked_at is None) is back


@pytest.mark.parametrize("ending", ["all_clear", "recall"])
def test_a_card_on_slack_whose_answer_was_lost_is_overwritten_at_the_end(town: TownInProcess, ending: str) -> None:
    """R-040, R-078: it is found by its id before it is given up, is told of the stop once, and says that it is over."""
    with town.reading() as uow:
        there = town.first_account(uow, "P19").external_id
    chat = town.chats["slack"]
    approved(town)
    lose_answers(chat, there)
    town.outbox.step()
    chat.before_send = lambda _: None
    if ending == "recall":
        town.form("P01", "recall", reason="wrong_person")
    else:
        town.press("P01", "解除する")
    town.wait(retrying=True, minutes=3)
    assert town.titles("P19").count(ALERT) == 1
    assert town.deliveries()["P19"].state == "sent"
    assert [card.title for card in chat.closed[there]] == [OVER]
    assert sum("回収" in title for title in town.titles("P19")) == 1


def test_what_never_arrived_is_known_not_to_be_there(town: TownInProcess) -> None:
    """R-078: Slack can be asked, so nobody is told to forget what they never got."""
    with town.reading() as uow:
        there = town.first_account(uow, "P19").external_id
    approved(town)
    town.chats["slack"].failing[there] = SILENCE
    town.deliver()
    town.form("P01", "recall", reason="wrong_person")
    town.chats["slack"].failing.clear()
    town.wait(retrying=True, minutes=2)
    assert town.deliveries()["P19"].state == "withheld"
    assert not any("回収" in title for title in town.titles("P19"))


def test_any_card_of_a_closed_case_whose_answer_was_lost_is_overwritten(town: TownInProcess) -> None:
    """R-040: also where its words are erased already, since looking for it needs none."""
    with town.reading() as uow:
        there = town.first_account(uow, "P03").external_id
    chat = town.chats["slack"]
    town.hand_in()
    town.submit()
    lose_answers(chat, there)
    town.outbox.step()
    chat.before_send = lambda _: None
    asked = len(chat.sent[there])
    assert asked
    town.run(WithdrawCase(town.account("P01"), town.case().id))
    town.wait(retrying=True, minutes=3)
    assert [card.title for card in chat.closed[there]].count(OVER) == asked


def replied(town: TownInProcess, command: Any) -> None:
    """The command's answer goes by a reply token that lives for 50 seconds."""
    until = town.now + timedelta(seconds=50)
    town.app.run(command, also=lambda uow: uow.outbox.answer_with("token", command.account_id, until))


def test_an_unclear_reply_is_not_said_twice(town: TownInProcess) -> None:
    """R-003: as long as its token lives LINE can tell; after that a push could only double it."""
    chat, tokens = town.chats["line"], []
    chat.trouble, chat.before_send = SILENCE, lambda message: tokens.append(message.reply_token)
    replied(town, Say(town.account("P01"), "状況"))
    town.wait(retrying=True, seconds=49)
    assert set(tokens) == {"token"}
    chat.trouble = None
    before = len(tokens)
    town.now += timedelta(seconds=20)
    town.wait(retrying=True, minutes=1)
    assert len(tokens) == before
    town.say("P01", "状況")
    assert len({card.title for card in (town.last("P01"), *town.cards("P01"))}) == 1


def test_several_answers_to_one_word_are_one_reply_and_one_risk(town: TownInProcess) -> None:
    """R-003: an answer that is refused and its question again: free together, pushed together, said once together."""
    town.say("P01", "通報")
    town.press("P01", "写真なしで続ける")
    town.deliver()
    chat, calls = town.chats["line"], []

    def before(message: Outgoing) -> None:
        calls.append((message.reply_token, 1 + len(message.more)))
        if len(calls) == 1:
            raise REPLY

    chat.before_send = before
    account, said = town.account("P01"), len(town.cards("P01"))
    with town.app.writing() as ctx:
        ctx.uow.outbox.answer_with("token", account, town.now + timedelta(seconds=50))
        ctx.tell(ctx.uow.people.account_by_id(account), None, wording.general.problem(NothingOpen().told))
        ask_below(ctx)
        ctx.uow.commit()
    town.deliver()
    assert calls == [("token", 2), (None, 2)]
    assert len(town.cards("P01")) == said + 2


def test_an_urgent_unclear_reply_is_sent_again_and_says_so(town: TownInProcess) -> None:
    """R-078: the same words, marked, and pushed under one key."""
    town.warn()
    chat, keys = town.chats["line"], []
    account = town.account("P09")
    with town.database.unit_of_work() as uow:
        ctx = town.app.context(uow)
        uow.outbox.answer_with("token", account, town.now + timedelta(seconds=50))
        ctx.tell(
            uow.people.account_by_id(account), None, wording.general.help_card(reports=True, trained=True), urgent=True
        )
        uow.commit()
    chat.before_send = lambda message: keys.append((message.reply_token, message.retry_key))
    chat.trouble = SILENCE
    town.wait(retrying=True, seconds=55)
    chat.trouble = None
    town.wait(retrying=True, minutes=1)
    assert town.titles("P09")[-1].startswith("【再送】")
    assert {token for token, _ in keys} == {"token", None}
    assert len({key for _, key in keys}) == 1


def test_a_refused_reply_token_becomes_a_push_at_once(town: TownInProcess) -> None:
    """R-003: what LINE refused did not arrive, so that nothing is doubled and nothing waits."""
    chat, ways = town.chats["line"], []

    def before(message: Outgoing) -> None:
        ways.append(message.reply_token)
        if message.reply_token:
            raise REPLY

    chat.before_send = before
    replied(town, Say(town.account("P01"), "状況"))
    town.deliver()
    assert ways == ["token", None]
    assert len(town.cards("P01")) == 1


@pytest.mark.parametrize("asleep", [False, True], ids=["the worker", "its whole machine"])
def test_a_worker_that_stood_still_records_and_sends_nothing(town: TownInProcess, *, asleep: bool) -> None:
    """R-078: its lease ended in the middle of a broadcast; another one found out what had arrived, and finished.

    While a machine sleeps, its steady clock stands still as well.
    """
    chat = town.chats["slack"]
    approved(town)
    frozen, other = (
        OutboxLoop(town.app, town.chats, steady)  # type: ignore[arg-type]
        for steady in ((lambda: 0.0) if asleep else town._seconds, town._seconds)
    )
    errands = frozen._claim()  # and there it stops
    town.now += timedelta(seconds=LEASE_SECONDS + 15)
    while other.step():
        pass
    everything = {who: [card.title for card in cards] for who, cards in chat.sent.items()}
    for errand in errands:
        with pytest.raises(LeaseLost):
            errand.outgoing.begin()  # type: ignore[union-attr] # what each platform asks before its call
    frozen._record([Result(errand, failure=RATE) for errand in errands])  # as if it had been refused meanwhile
    town.wait(retrying=True, minutes=1)
    assert {who: [card.title for card in cards] for who, cards in chat.sent.items()} == everything
    with town.reading() as uow:
        sends = [entry for entry in uow.ledger.of_case(town.case().id) if entry["event"] == "case:delivery:send"]
        assert len(sends) == len([row for row in uow.deliveries.of_case(town.case().id) if row.state == "sent"])
        assert uow.session.query(OutboxMessage).filter(OutboxMessage.state == OutboxState.LATE).count() == 0
    frozen.close()
    other.close()


@pytest.mark.parametrize("minutes", [1, 10])
@pytest.mark.parametrize("arrives", [True, False], ids=["the card is there", "it was given up"])
def test_what_a_killed_worker_brought_late_is_taken_back(town: TownInProcess, *, arrives: bool, minutes: int) -> None:
    """R-078: it stood still in the middle of its call to Slack, went on once all was settled, and was killed then."""
    chat, there = town.chats["slack"], line_id(town, "P15")
    approved(town)
    chat.failing[there] = SILENCE
    town.deliver()
    with town.reading() as uow:
        [card] = (m for m in uow.session.query(OutboxMessage) if m.delivery_id and m.account.external_id == there)
    if not arrives:
        town.run(AllClear(town.account("P01"), town.case().id))
    chat.failing.clear()
    town.wait(retrying=True, seconds=40)
    with town.reading() as uow:
        settled = uow.outbox.get(card.id)
        assert settled is not None
        assert settled.state == (OutboxState.SENT if arrives else OutboxState.FAILED)
    if minutes > 1:
        town.wait(minutes=minutes - 1)
    chat.late.append(card.id)
    town.wait(minutes=minutes)
    assert chat.late == []


def test_a_dead_token_stops_its_lane(town: TownInProcess) -> None:
    """R-064: one card asks now and then whether it is mended; the others, and new ones, wait without a call."""
    town.warn()
    asked: list[str] = []
    chat = town.chats["slack"]
    chat.trouble, chat.before_send = TOKEN, lambda message: asked.append(message.to)
    for code in ("P15", "P19"):
        town.say(code, "状況")
        town.deliver()
    assert len(asked) == 1
    chat.trouble = None
    town.wait(retrying=True, seconds=5)
    assert len(asked) == len(("refused", "P15", "P19"))


def test_a_card_that_is_late_holds_up_no_card_of_another_case(town: TownInProcess) -> None:
    """R-078: the alert waits for the month to end; answers to the same person are free, and leave."""
    approved(town)
    town.chats["line"].failing[line_id(town, "P09")] = QUOTA
    town.deliver()
    town.wait(retrying=True, seconds=5)
    town.chats["line"].failing.clear()
    town.say("P09", "状況")
    town.outbox.step()
    assert town.titles("P09") == ["お店への警戒情報が出ています"]
