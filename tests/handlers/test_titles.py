"""What a card's title says, on a lock screen too; and what is not said to whom it doesn't concern."""

from __future__ import annotations

import pytest

from bot.language import sentences
from handlers.cards import t
from handlers.errors import HanshoError, NothingOpen, WrongCode
from handlers.recipient import message_in
from handlers.wording.general import problem
from tests.world.in_process import TownInProcess


@pytest.mark.parametrize("error", [NothingOpen, WrongCode])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_problem_says_in_its_title_what_is_the_matter(error: type[HanshoError], language: str) -> None:
    """R-127: the first sentence; what to do next stands below it, and neither twice."""
    catalogue = sentences(language)
    card, whole = message_in(catalogue, problem(error().told)), catalogue(error().told.msgid)
    assert card.title != catalogue("できませんでした")
    assert whole.startswith(card.title)
    assert card.lines
    assert card.title not in card.lines[0]


def test_a_problem_with_somebodys_name_keeps_it_off_the_lock_screen() -> None:
    """R-064: a title is read by whoever sees the phone lie there; so is a sentence too long for a title no title."""
    named = message_in(sentences("ja"), problem(t("{who}さんが先に引き受けました。", who="山田")))
    assert (named.title, named.lines) == ("できませんでした", ("山田さんが先に引き受けました。",))
    long = message_in(sentences("ja"), problem(t("あ" * 61 + "。")))
    assert (long.title, len(long.lines)) == ("できませんでした", 1)


def test_who_judges_unseen_gets_the_page_with_the_refusal(town: TownInProcess) -> None:
    """R-117: 「先に「内容を見る」を開いて…」 has that button; once looked at, the questions come."""
    town.hand_in()
    town.submit()
    town.press("P02", "判定する")
    told = town.last("P02")
    assert told.title == "先に内容を見てください"
    assert told.link
    assert told.link.label == "内容を見る"
    town.look("P02")
    town.press("P02", "判定する")
    assert town.last("P02").title != "先に内容を見てください"


def test_an_alert_in_words_speaks_of_no_photo(town: TownInProcess) -> None:
    """R-065: that an original is gone is said only where there was one."""
    town.photographed()
    town.submit()
    town.answer("P02")
    town.answer("P03")
    town.deliver()
    gone = "半鐘に保存していた元の写真は消去しました。"
    assert gone in [line for card in town.cards("P01") for line in card.lines]
    town.press("P01", "解除する")
    town.work()
    before = len(town.cards("P01"))
    town.warn()
    town.press("P01", "解除する")
    town.deliver()
    lines = [line for card in town.cards("P01")[before:] for line in card.lines]
    assert "警戒を終えてよければ「解除する」、誤りなら「取り消す（回収）」を押してください。" in lines
    assert [line for line in lines if "消去しました" in line] == []


def test_the_untrained_are_offered_no_report(town: TownInProcess) -> None:
    """R-062: what one can't do yet is no button; what brings one there is."""
    with town.database.unit_of_work() as uow:
        town.member("P01", uow).trained_until = None
        uow.commit()
    town.say("P01", "ヘルプ")
    told = town.last("P01")
    assert "通報する" not in [button.label for button in (*told.buttons, *told.choices)]
    assert "研修" in dict(told.facts)
