"""No corners: whatever somebody sends at whatever step, the step's own card answers, and no answer is lost."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.line import commands as line
from bot.slack import commands as slack
from handlers.cards import Message
from handlers.commands.chat import AnswerQuestion, Command, Continue, Say, StartReport
from handlers.errors import HanshoError
from handlers.forms.definitions import REPORT
from handlers.forms.form import Field
from handlers.routing import handle
from policy.forms.names import FieldName, Skip
from tests.world.answers import REPORT as ANSWERS
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
        {"text": ""},
        {"text": "<@U123>"},
        {"text": "\u200b", "subtype": "me_message"},
    ),
}
"""What has no words in it, by platform."""

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
        return COMMANDS + NO_TIME
    if field.in_words:
        return COMMANDS
    return COMMANDS + (NO_CHOICE if field.options else NO_TEXT)


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

    @property
    def account(self) -> str:
        return self.town.account(self.code, self.platform)

    def send(self, message: dict[str, Any]) -> None:
        """Whatever it is; an error is told, as the inbox does."""
        read = line.command if self.platform == "line" else slack.command
        command = read(event(self.platform, message), self.account)
        assert command is not None
        self.run(command)

    def say(self, text: str) -> None:
        self.send({"type": "text", "text": text})

    def press(self, label: str) -> None:
        self.town.press(self.code, label, self.platform)

    def run(self, command: Command) -> None:
        try:
            self.town.run(command)
        except HanshoError as error:
            raise AssertionError(f"{command} led into a corner: {error.told.msgid}") from error

    def place(self) -> Place:
        card = self.town.last(self.code)
        with self.town.reading() as uow:
            row = uow.conversations.get(self.account)
            assert row is not None, card
            return Place(row.asking, uow.conversations.answers(self.account) or {}, card)

    def stays(self, before: Place, after_what: object = "") -> None:
        """The same question, with the same choices, and everything that was answered."""
        after = self.place()
        assert (after.asking, after.answers) == (before.asking, before.answers), after_what
        assert after.card.title == before.card.title
        assert [b.label for b in after.card.choices] == [b.label for b in before.card.choices]


CHOSEN = {**ANSWERS, FieldName.TOP_COLOUR: "black", FieldName.UPPER: Skip.REST}
ASKED = CHOSEN.keys() - {FieldName.FEATURES}


@pytest.fixture(params=["line", "slack"])
def chat(town: TownInProcess, request: pytest.FixtureRequest) -> Chat:
    """P04, who has both."""
    return Chat(town, "P04", request.param)


def begin(chat: Chat) -> None:
    chat.run(StartReport(chat.account))
    chat.run(Continue(chat.account, chat.town.newest(chat.code).id))


def test_at_each_question_of_a_report_what_answers_nothing_changes_nothing(chat: Chat) -> None:
    """R-127, L231: stickers, voice, marks, words of command, wrong answers; a quarter of the words at each step."""
    begin(chat)
    case_id = chat.town.newest(chat.code).id
    half = ("line", "slack").index(chat.platform)
    for number, field in enumerate(field for field in REPORT.fields if field.name in ASKED):
        here = chat.place()
        assert here.asking == field.name
        for message in WORDLESS[chat.platform]:
            chat.send(message)
            chat.stays(here, message)
        for text in answers_nothing(field)[(2 * number + half) % 4 :: 4]:
            chat.say(text)
            if chat.town.last(chat.code).title == "前の通報がまだ途中です":
                chat.press("続ける")
            chat.stays(here, text)
        chat.run(AnswerQuestion(chat.account, case_id, field.name, CHOSEN[field.name]))


def test_the_way_back_asks_the_question_before_and_keeps_the_others(chat: Chat) -> None:
    """R-127: from the first one too, where it is asked once more."""
    begin(chat)
    first = chat.place()
    chat.say("戻る")
    chat.stays(first)
    chat.say("化粧品 20点")
    chat.say("１５分前")
    third = chat.place()
    chat.say("間違えました")
    assert (chat.place().asking, chat.place().answers) == ("when", {"goods": "化粧品 20点"})
    chat.say("さっき")
    chat.say("back")
    chat.say("10分前")
    chat.stays(replace(third, answers=chat.place().answers))


def test_a_card_in_between_brings_the_question_again_where_it_took_the_choices_away(town: TownInProcess) -> None:
    """R-127: on LINE the newest card alone has quick replies."""
    chat = Chat(town, "P04", "line")
    begin(chat)
    chat.say("化粧品")
    here = chat.place()
    chat.say("端末")
    chat.stays(here)
    assert len(town.titles("P04")) == len(set(town.titles("P04"))) + 1


def test_a_label_that_is_typed_is_a_button_that_is_pressed(town: TownInProcess) -> None:
    """R-127: LINE on a computer draws no quick replies; in the middle of a form only buttons of its case count."""
    chat = Chat(town, "P04", "line")
    chat.say("つうほうします")
    chat.say("写真なしで続ける")
    assert chat.place().asking == "goods"
    chat.say("化粧品 20点")
    chat.say("やっぱりやめます")
    chat.say("続ける")
    assert chat.place().asking == "when"
    chat.say("もういいです")
    chat.say("取り下げる")
    assert town.last("P04").title == "取り下げますか？"
    chat.say("はい")
    assert town.last("P04").title == "通報を取り下げました"


def test_somebody_of_several_stores_may_type_which(town: TownInProcess) -> None:
    """R-125: by the name on the choice, or as much of it as no other has."""
    chat = Chat(town, "P03", "slack")
    chat.say("通報")
    chat.say("半鐘堂薬局 西町店")
    assert town.last("P03").title == "写真を送ってください"


def test_words_while_an_alert_lives_are_said_to_reach_nobody(town: TownInProcess) -> None:
    """R-111: and the alert comes again with its buttons."""
    town.warn()
    town.say("P09", "いま店の前を通りました")
    town.deliver()
    assert town.titles("P09")[-2:] == ["この文はだれにも届いていません", "警戒のお願い"]
    town.say("P01", "了解です、ありがとう")
    town.deliver()
    assert town.titles("P01")[-2:] == ["この文はだれにも届いていません", "いまの状況：配信中"]


def test_until_hand_in_a_newer_photo_takes_the_place_of_the_older(town: TownInProcess) -> None:
    """R-117: with a sentence, and the open question again; of several at once the first is taken."""
    chat = Chat(town, "P04", "line")
    photo = {"type": "image", "contentProvider": {"type": "line"}}
    chat.send({**photo, "id": "1"})
    here = chat.place()
    town.work()
    chat.send({**photo, "id": "2"})
    chat.stays(here)
    assert "前の写真や動画は消去し" in town.cards("P04")[-2].lines[0]
    assert town.newest("P04").photo_reference == "2"
    chat.send({**photo, "id": "3", "imageSet": {"id": "s", "index": 2, "total": 3}})
    chat.stays(here)
    assert town.newest("P04").photo_reference == "2"
    chat.send({"type": "file", "id": "4", "fileName": "IMG_1.HEIC"})
    assert town.newest("P04").photo_reference == "4"


def test_minutes_count_from_when_they_were_said(town: TownInProcess) -> None:
    """R-115: words that were on their way for three hours tell of three hours ago."""
    chat = Chat(town, "P04", "line")
    begin(chat)
    chat.say("化粧品")
    with town.app.writing(happened_at=town.now - timedelta(hours=3)) as ctx:
        handle(Say(chat.account, "15分前"), ctx)
        ctx.uow.commit()
    assert datetime.fromisoformat(chat.place().answers["when"]) < town.now - timedelta(hours=3)


def test_an_edit_is_said_to_change_nothing(town: TownInProcess) -> None:
    """R-127: what was sent counts; a link that gets its picture is no edit."""
    chat = Chat(town, "P04", "slack")
    begin(chat)
    here = chat.place()
    edit = {"subtype": "message_changed", "message": {"text": "b"}, "previous_message": {"text": "a"}}
    chat.send(edit)
    chat.stays(here)
    assert town.cards("P04")[-2].title == "編集しても変わりません"
    assert not slack.is_edited({**edit, "message": {"text": "a", "attachments": []}})
