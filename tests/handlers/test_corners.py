"""No corners: whatever somebody sends at whatever step, the step's own card answers, and no answer is lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.slack import commands as slack
from handlers.commands.chat import AnswerQuestion, Continue, Say, StartReport
from handlers.forms.definitions import REPORT
from handlers.routing import handle
from policy.forms.names import FieldName, Skip
from tests.handlers.corners import COMMANDS, MISNAMED, WORDLESS, Chat, answers_nothing
from tests.world.answers import REPORT as ANSWERS
from tests.world.in_process import TownInProcess

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
    """R-127, L231: stickers, voice, marks, words of command, wrong answers; a sixth of the words at each step."""
    begin(chat)
    case_id = chat.town.newest(chat.code).id
    half = ("line", "slack").index(chat.platform)
    for number, field in enumerate(field for field in REPORT.fields if field.name in ASKED):
        turn = slice((2 * number + half) % 6, None, 6)
        wordless = WORDLESS[chat.platform][(number + half) % 2 :: 2]
        wrong = [*map(chat.means, wordless), *map(chat.words, answers_nothing(field)[turn])]
        below = [chat.words(text, below=True) for text in answers_nothing(field)[:1]]
        beside = [*map(chat.words, COMMANDS[turn]), *map(chat.means, MISNAMED[chat.platform][number % 3 :: 3])]
        chat.stands(field.name, [*wrong, *below], beside)
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
    assert town.last("P04").title == "通報を取り下げますか？"
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
