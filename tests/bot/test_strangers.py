"""Somebody without an account writes to the bot: told once how to get one, then left alone for a while."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.application import Application
from bot.chat import Outgoing
from bot.inbox_loop import STRANGER_HOURS, InboxLoop
from bot.line import commands
from bot.settings import Settings
from handlers.commands.chat import Command
from storage.unit_of_work import Database
from tests.world.ports import SECRETS, ports

STRANGER = "U" + "1" * 32
NOT_ENROLLED, WRONG_CODE = "まだ登録されていません", "登録コードが違うか"


@dataclass
class Line:
    """LINE at the other end of the wire: real events in, cards out; ``after_send`` may cut the wire."""

    name: str = "line"
    told: list[str] = field(default_factory=list)
    after_send: Callable[[], None] = field(default=lambda: None)

    def command(self, body: bytes, account_id: str) -> Command | None:
        return commands.command(body, account_id)

    def enrolment_code(self, body: bytes) -> str | None:
        return commands.enrolment_code(body)

    def reply_token(self, body: bytes) -> str | None:
        return commands.reply_token(body)

    def send(self, message: Outgoing) -> dict[str, Any]:
        assert message.to == STRANGER
        self.told.append(message.card.lines[0])
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
        self.loop = InboxLoop(app, {"line": self.line}, lambda: None)  # type: ignore[dict-item]
        self._events = 0

    def happens(self, event: dict[str, Any]) -> None:
        """A webhook comes in, and everything that waits is handled."""
        self._events += 1
        self.now += timedelta(seconds=1)
        with self.database.unit_of_work() as uow:
            uow.inbox.keep("line", f"e{self._events}", STRANGER, self.now, json.dumps(event).encode(), self.now)
            uow.commit()
        self.work()

    def says(self, text: str) -> None:
        """The stranger writes."""
        self.happens({"type": "message", "message": {"type": "text", "text": text}, "replyToken": "r"})

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
    for words in ("こんにちは", "通報", "だれかいますか"):
        inbox.says(words)
    assert len(inbox.line.told) == 1
    assert NOT_ENROLLED in inbox.line.told[0]

    inbox.now += timedelta(hours=STRANGER_HOURS)
    inbox.says("もしもし")
    assert len(inbox.line.told) == 2


def test_a_wrong_code_is_answered_each_time(inbox: Inbox) -> None:
    """Whoever mistypes their code has to hear it, also right after having been told how to enrol."""
    inbox.says("こんにちは")
    for _ in range(2):
        inbox.says("登録 AAAA-BBBB")
    assert [WRONG_CODE in told for told in inbox.line.told] == [False, True, True]


@pytest.mark.parametrize("words", ["こんにちは", "登録 AAAA-BBBB"])
def test_an_answer_that_broke_off_is_not_given_twice(inbox: Inbox, words: str) -> None:
    """The card was out when the worker failed: the event is tried again, the stranger hears nothing more."""

    def cut() -> None:
        inbox.line.after_send = lambda: None
        raise ConnectionError

    inbox.line.after_send = cut
    inbox.says(words)
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
