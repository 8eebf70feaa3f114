"""Somebody without an account writes to the bot: told once how to get one, then left alone for a while."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from bot.application import Application
from bot.chat import Outgoing
from bot.inbox_batch import InboxBatch
from bot.inbox_loop import REPLY_SECONDS, InboxLoop
from bot.line import commands
from bot.refusals import Refusal, so_far
from bot.settings import Settings
from handlers.commands.chat import Command
from policy import lanes
from policy.lanes import STRANGER_AN_HOUR, STRANGER_BYTES, STRANGER_ROWS, Lane
from storage.inbox import InboundEvent
from storage.tables import InboxEvent
from storage.unit_of_work import Database
from tests.world.ports import SECRETS, ports

STRANGER = "U" + "1" * 32
ROOM = 5
NOT_ENROLLED, WRONG_CODE = "まだ登録されていません", "登録コードが違うか"


def words(text: str) -> dict[str, Any]:
    """A message of LINE's."""
    return {"type": "message", "message": {"type": "text", "text": text}, "replyToken": "r"}


@dataclass
class Line:
    """LINE at the other end of the wire: real events in, cards out; ``after_send`` may cut the wire."""

    name: str = "line"
    told: list[str] = field(default_factory=list)
    after_send: Callable[[], None] = field(default=lambda: None)

    def command(self, body: bytes, account_id: str) -> Command | None:
        return commands.command(body, account_id)

    def enrolment_code(self, body: bytes, *, bare: bool = False) -> str | None:
        return commands.enrolment_code(body, bare=bare)

    def reply_token(self, body: bytes) -> str | None:
        return commands.reply_token(body)

    def send(self, message: Outgoing) -> dict[str, Any]:
        assert message.free, "a stranger costs no message"
        self.told.append("\n".join((message.card.title, *message.card.lines)))
        self.after_send()
        return {}


class Inbox:
    """The bot's inbox with a clock of its own."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.line = Line()
        self.now = now
        self.database = database
        settings = Settings(_env_file=None, public_url="https://x", **SECRETS)
        app = Application(settings, database, ports(), lambda: self.now)
        self.woken: list[Lane] = []
        for lane in Lane:
            database.bells.listen([lane], partial(self.woken.append, lane))
        self.keep = InboxBatch(app)
        self.loop = InboxLoop(app, {"line": self.line})  # type: ignore[dict-item]
        self._events = 0

    def comes(self, event: dict[str, Any], sender: str = STRANGER) -> None:
        """A webhook comes in."""
        self._events += 1
        self.keep(InboundEvent("line", f"e{self._events}", sender, self.now, json.dumps(event).encode()))

    def happens(self, event: dict[str, Any]) -> None:
        """A webhook comes in, and everything that waits is handled."""
        self.now += timedelta(seconds=1)
        self.comes(event)
        self.work()

    def rows(self) -> int:
        """How many events are remembered."""
        with self.database.unit_of_work(read_only=True) as uow:
            return uow.session.query(InboxEvent).count()

    def says(self, text: str) -> None:
        """The stranger writes."""
        self.happens(words(text))

    def work(self) -> None:
        """Everything that waits is handled."""
        while self.loop.step():
            pass


@pytest.fixture
def inbox(database: Database, now: datetime) -> Inbox:
    """An empty inbox."""
    return Inbox(database, now)


def test_a_stranger_is_told_once_in_a_shift(inbox: Inbox) -> None:
    """However much they write; after some hours they hear it again."""
    inbox.happens({"type": "follow", "replyToken": "r"})
    for said in ("こんにちは", "通報", "だれかいますか"):
        inbox.says(said)
    assert len(inbox.line.told) == 1
    assert NOT_ENROLLED in inbox.line.told[0]

    inbox.now += STRANGER_ROWS
    inbox.says("もしもし")
    assert len(inbox.line.told) == 2


def test_a_wrong_code_is_answered_each_time(inbox: Inbox) -> None:
    """Whoever mistypes their code has to hear it, also right after having been told how to enrol."""
    inbox.says("こんにちは")
    for _ in range(2):
        inbox.says("登録 AAAA-BBBB")
    assert [WRONG_CODE in told for told in inbox.line.told] == [False, True, True]


@pytest.mark.parametrize("said", ["こんにちは", "登録 AAAA-BBBB"])
def test_an_answer_that_broke_off_is_not_given_twice(inbox: Inbox, said: str) -> None:
    """The card was out when the worker failed: the event is tried again, the stranger hears nothing more."""

    def cut() -> None:
        inbox.line.after_send = lambda: None
        raise ConnectionError

    inbox.line.after_send = cut
    inbox.says(said)
    inbox.now += timedelta(minutes=1)
    inbox.work()
    assert len(inbox.line.told) == 1


def test_who_takes_a_message_back_or_blocks_the_bot_is_not_answered(inbox: Inbox) -> None:
    """Nobody waits for it; and it does not count as having been told."""
    inbox.happens({"type": "unsend", "unsend": {"messageId": "1"}})
    inbox.happens({"type": "unfollow"})
    assert inbox.line.told == []
    inbox.says("こんにちは")
    assert len(inbox.line.told) == 1


def test_a_stranger_who_can_no_longer_be_answered_for_nothing_is_not_answered(inbox: Inbox) -> None:
    """R-061: LINE's token lives a minute; after that an answer would cost one of the month's messages."""
    inbox.comes(words("登録 AAAA-BBBB"))
    inbox.now += timedelta(seconds=REPLY_SECONDS)
    inbox.work()
    assert inbox.line.told == []


def test_of_a_flood_of_wrong_codes_so_much_is_kept_and_no_more(inbox: Inbox) -> None:
    """R-061: three strangers with wrong codes: some rows each, free answers, and none of it is there tomorrow.

    Nobody is woken but who looks after strangers, and by what is not kept not even they.
    """
    turned_away = so_far(Refusal.FLOOD)
    for number in range(66):
        inbox.comes(words(f"登録 AAAA-{number:04}"), f"U{number % 3}")
    inbox.work()
    assert inbox.rows() == len(inbox.line.told) == 3 * STRANGER_AN_HOUR
    assert inbox.woken == [Lane.STRANGER] * 3 * STRANGER_AN_HOUR
    assert so_far(Refusal.FLOOD) == turned_away + 66 - 3 * STRANGER_AN_HOUR

    with inbox.database.unit_of_work() as uow:
        uow.tidy(inbox.now + STRANGER_ROWS + timedelta(seconds=1))
        uow.commit()
    assert inbox.rows() == 0


def test_what_a_flood_goes_on_sending_waits_for_nobody_who_writes(inbox: Inbox) -> None:
    """R-061: the first message that isn't kept shows the flood; from the second on, none holds up a report."""
    for _ in range(STRANGER_AN_HOUR + 1):
        inbox.comes(words("登録 AAAA-BBBB"))
    with inbox.database.unit_of_work() as uow:
        uow.tidy(inbox.now)  # somebody is writing: a second turn in the same thread would wait for ever
        inbox.comes(words("登録 AAAA-BBBB"))
        uow.commit()
    assert inbox.rows() == STRANGER_AN_HOUR


def test_many_strangers_are_bounded_together_and_long_words_are_not_kept(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-061: more accounts with one word each than there is room for, or one with a book."""
    monkeypatch.setattr(lanes, "STRANGERS_WAITING", ROOM)
    inbox.comes(words("あ" * STRANGER_BYTES))
    for number in range(ROOM + 3):
        inbox.comes(words("こんにちは"), f"U{number}")
    assert inbox.rows() == ROOM
    inbox.work()
    inbox.comes(words("登録 AAAA-BBBB"), "a newcomer, as soon as those are done")
    assert inbox.rows() == ROOM + 1
