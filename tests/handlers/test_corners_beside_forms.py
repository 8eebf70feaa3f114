"""No corners in the questions that no form asks: an incident's, whose phone is gone, which shop it is about."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handlers.cards import Message
from handlers.dialogue.again import OPEN_FOR
from tests.handlers.corners import NO_CHOICE, WORDLESS, Chat
from tests.world.in_process import TownInProcess, all_buttons

LEAD = {"line": "P02", "slack": "P03"}
"""By platform; the second has two shops."""
BEGUN_BY = {"line": ("事故", "端末をなくした"), "slack": ("事故", "端末をなくした", "通報")}


@pytest.fixture(params=["line", "slack"])
def chat(town: TownInProcess, request: pytest.FixtureRequest) -> Chat:
    return Chat(town, LEAD[request.param], request.param)


def offered(chat: Chat) -> tuple[str, list[str]]:
    """What is asked, and what can be pressed."""
    card: Message = chat.town.last(chat.code)
    return card.title, [button.label for button in all_buttons(card)]


def nothing_answers(chat: Chat, turn: int) -> None:
    """Neither what has no words nor what is no choice: the question itself comes again; a third of them each turn."""
    asked = offered(chat)
    assert asked[1]
    for message in WORDLESS[chat.platform][turn % 3 :: 3]:
        chat.send(message)
        assert offered(chat) == asked, message
    for text in NO_CHOICE[turn % 3 :: 3]:
        chat.say(text)
        assert offered(chat) == asked, text


def test_what_answers_nothing_brings_the_same_question_again(chat: Chat) -> None:
    """R-127, R-135: on LINE the newest card alone has its quick replies, and a computer draws none."""
    for turn, word in enumerate(BEGUN_BY[chat.platform]):
        chat.say(word)
        nothing_answers(chat, turn)
    chat.say("事故")
    chat.say("消えた")
    assert offered(chat)[0] == "事故を記録しました"
    nothing_answers(chat, 2)
    chat.say("いいえ")
    assert "記録しました。責任者の連絡を待ってください。" in chat.town.last(chat.code).lines


def test_several_live_alerts_are_asked_about_until_one_is_named(town: TownInProcess) -> None:
    """R-078, R-096: its number may be typed as well."""
    numbers = []
    for _ in range(2):
        town.warn()
        numbers.append(town.case().number)
    finder = Chat(town, "P02", "line")
    finder.say("事故")
    finder.say("間違った人に届いた")
    assert offered(finder) == ("どの警戒情報のことですか？", sorted(numbers))
    nothing_answers(finder, 0)


def test_the_way_out_and_a_later_day_ask_nothing_again(chat: Chat) -> None:
    """R-127: 「やめる」 is no answer, and whoever writes an hour later begins something else."""
    chat.say("事故")
    chat.say("やめる")
    assert offered(chat)[0] == "できること"
    chat.say("事故")
    chat.town.now += OPEN_FOR + timedelta(minutes=1)
    chat.say("こんにちは")
    assert offered(chat)[0] == "できること"


def test_where_to_turn_to_stays_readable_and_loses_no_question(chat: Chat) -> None:
    """R-076, R-127: 「申出」 asks nothing; words after it are answered by what one can do."""
    chat.say("申出")
    assert offered(chat) == ("写った人などの申出の窓口", [])
    chat.send(WORDLESS[chat.platform][0])
    assert offered(chat)[0] == "できること"
