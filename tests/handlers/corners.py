"""What people say beside the point, and somebody's phone on which it is said (R-127)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from bot.line import commands as line
from bot.slack import commands as slack
from handlers import wording
from handlers.cards import Message, Topic
from handlers.commands.chat import Command
from handlers.dialogue.forms import ask_below
from handlers.errors import HanshoError
from handlers.forms.form import Field
from handlers.routing import handle
from policy.forms.names import FieldName
from storage.unit_of_work import UnitOfWork
from tests.world.in_process import TownInProcess

WORDLESS: dict[str, tuple[dict[str, Any], ...]] = {
    "line": (
        {"type": "sticker", "packageId": "1", "stickerId": "2"},
        {"type": "audio", "duration": 900},
        {"type": "location", "latitude": 35.7, "longitude": 139.5},
        {"type": "image", "id": "9", "contentProvider": {"type": "external"}},
        {"type": "something new"},
        {"type": "text", "text": ""},
        {"type": "text", "text": " \n\u3000"},
    ),
    "slack": (
        {"files": [{"id": "F9", "mimetype": "audio/webm"}]},
        {"files": [{"id": "F8", "mimetype": "application/pdf"}], "text": "これです"},
        {"files": [{"id": "F7", "mimetype": "text/plain", "name": "IMG_0001.JPG"}]},
        {"text": "", "thread_ts": "1700000000.000100", "subtype": "thread_broadcast"},
        {"text": ""},
        {"text": "<@U123>"},
        {"text": "\u200b", "subtype": "me_message"},
    ),
}
"""What has no words in it, by platform."""

MISNAMED: dict[str, tuple[dict[str, Any], ...]] = {
    "line": tuple({"type": "file", "id": "7", "fileName": name} for name in ("photo.exe", "IMG_0001", "レシート.txt")),
    "slack": (
        {"files": [{"id": "F6", "mimetype": "image/png", "name": "photo.exe"}]},
        {"files": [{"id": "F6", "mimetype": "application/octet-stream", "name": "レシート.txt"}]},
    ),
}
"""Files that may be a photo whatever their names say: the bytes tell, once they are here."""

BELOW_A_CARD = {"line": {"quotedMessageId": "468789577898262530"}, "slack": {"thread_ts": "1700000000.000100"}}
"""A reply to an earlier card, by platform: a quote, or a thread."""

COMMANDS = (
    *("状況", "ステータス", "状況です", "ｓｔａｔｕｓ", "続ける", "つづき", "ヘルプ", "使い方", "HELP"),
    *("通報", "通報します", "ツウホウ", "通報する！", "report", "万引きです", "状況を教えてください", "今の状況は？"),
)
"""What leads back to the open step from anywhere."""

NO_CHOICE = (
    *(
        "？",
        "…",
        "👍",
        "はあ",
        "なんですか",
        "わかりづらい",
        "ちょっと待って",
        "店長に聞きます",
        "99",
        "0",
        "-1",
        "1と2",
    ),
    *("はいといいえ", "'; DROP TABLE cases; --", "<b>はい</b>", "null", "http://example.com", "①②", "あ" * 3000),
)
NO_TIME = (
    "きのう",
    "昼ごろ",
    "25時",
    "14時70分",
    "99:99",
    "12",
    "すこし前",
    "9999",
    "３日",
    "later",
    "99999",
    "？",
    "👍",
)
NO_TEXT = ("犯人がとった", "090-1234-5678", "田中さんです", "見つけたら捕まえて")


def answers_nothing(field: Field) -> tuple[str, ...]:
    """What is typed and answers this question by no means; a feature may be told in any words."""
    if field.name == FieldName.WHEN:
        return NO_TIME
    if field.in_words:
        return ()
    return NO_CHOICE if field.options else NO_TEXT


@dataclass(frozen=True)
class Place:
    """Where somebody is: what is asked and what they answered so far."""

    asking: str
    answers: dict[str, str]
    card: Message


def event(platform: str, message: dict[str, Any]) -> bytes:
    """The message as the platform's webhook brings it."""
    if platform == "line":
        return json.dumps({"type": "message", "message": message}).encode()
    return json.dumps(
        {"type": "event_callback", "event": {"type": "message", "channel_type": "im", **message}}
    ).encode()


@dataclass
class Chat:
    """One person's phone in a town in one process."""

    town: TownInProcess
    code: str
    platform: str

    @cached_property
    def account(self) -> str:
        return self.town.account(self.code, self.platform)

    def means(self, message: dict[str, Any]) -> Command:
        """What the platform's webhook makes of it."""
        read = line.command if self.platform == "line" else slack.command
        command = read(event(self.platform, message), self.account)
        assert command is not None
        return command

    def send(self, message: dict[str, Any]) -> None:
        """Whatever it is; an error is told, as the inbox does."""
        self.run(self.means(message))

    def words(self, text: str, *, below: bool = False) -> Command:
        """Typed into the chat, or ``below`` an earlier card."""
        return self.means({"type": "text", "text": text} | (BELOW_A_CARD[self.platform] if below else {}))

    def say(self, text: str) -> None:
        self.run(self.words(text))

    def press(self, label: str) -> None:
        self.town.press(self.code, label, self.platform)

    def run(self, command: Command) -> None:
        try:
            self.town.run(command)
        except HanshoError as error:
            raise AssertionError(f"{command} led into a corner: {error.told.msgid}") from error

    def stands(self, asking: str, wrong: Sequence[Command], beside: Sequence[Command] = ()) -> None:
        """Said one after the other: this question comes again each time, and stands as it was.

        Of what is said ``beside`` it that is so on LINE, where the newest card alone has its choices. Only the last one
        is committed and sent: what changes nothing needs neither.
        """
        before = self.place()
        assert before.asking == asking
        with self.town.database.unit_of_work() as uow:
            for command in (*beside, *wrong[:-1]):
                self.town.now += timedelta(seconds=1)
                told = self._told_last(command, uow)
                assert told is Topic.QUESTION or (told and command in beside and self.platform == "slack"), command
                assert self._open(uow) == (before.asking, before.answers), command
        self.run(wrong[-1])
        self.stays(before, wrong[-1])

    def _open(self, uow: UnitOfWork) -> tuple[str, dict[str, str]]:
        row = uow.conversations.get(self.account)
        assert row is not None, "nothing is asked"
        return row.asking, uow.conversations.answers(self.account) or {}

    def _told_last(self, command: Command, uow: UnitOfWork) -> Topic | None:
        """What it is answered with; what isn't for this person by a refusal, as the inbox does it."""
        ctx = self.town.app.context(uow)
        try:
            handle(command, ctx)
        except HanshoError as error:
            ctx.tell(uow.people.account_by_id(self.account), None, wording.general.problem(error.told))
            ask_below(ctx)
        return ctx.told.get(self.account)

    def place(self) -> Place:
        card = self.town.last(self.code)
        with self.town.reading() as uow:
            return Place(*self._open(uow), card)

    def stays(self, before: Place, after_what: object = "") -> None:
        """The same question, with the same choices, and everything that was answered."""
        after = self.place()
        assert (after.asking, after.answers) == (before.asking, before.answers), after_what
        assert after.card.title == before.card.title
        assert [b.label for b in after.card.choices] == [b.label for b in before.card.choices]
