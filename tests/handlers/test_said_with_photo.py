"""Words that come with a photo are no answer by themselves; where words are one, they are offered."""

from __future__ import annotations

from handlers.commands.chat import SendPhoto, WithdrawCase
from storage.places import said_with_photo_by
from tests.handlers.test_typing_verbs import answer
from tests.world.in_process import TownInProcess

SAID = "化粧品を二十点ほど"
OFFERED = "写真といっしょの文"


def labels(town: TownInProcess) -> list[str]:
    """What can be chosen below the newest question."""
    return [button.label for button in town.last("P01").choices]


def test_words_with_a_photo_are_offered_and_answer_with_one_tap(town: TownInProcess) -> None:
    """R-115, R-087: the chat never repeats them; once they are an answer they are offered no more."""
    account = town.account("P01")
    town.run(SendPhoto(account, "photo-1", words=SAID))
    assert OFFERED in labels(town)
    assert not any(SAID in line for card in town.cards("P01") for line in (card.title, *card.lines))
    town.press("P01", OFFERED)
    with town.app.reading() as ctx:
        assert (ctx.uow.conversations.answers(account) or {})["goods"] == SAID
    assert not town.kept(*said_with_photo_by(account))
    assert OFFERED not in labels(town)


def test_words_that_are_no_answer_wait_for_another_question_and_die_with_the_report(town: TownInProcess) -> None:
    """R-115: also beside a photo that comes later; typed words win, and what was never used goes with the texts."""
    account = town.account("P01")
    town.say("P01", "通報")
    town.run(SendPhoto(account, "photo-1"))
    assert OFFERED not in labels(town)
    town.run(SendPhoto(account, "photo-2", words="この人は犯人です"))
    town.press("P01", OFFERED)
    assert "その言葉" in town.last("P01").lines[0]
    with town.app.reading() as ctx:
        assert "goods" not in (ctx.uow.conversations.answers(account) or {})
    town.run(SendPhoto(account, "photo-3", words=SAID))
    answer(town, "化粧品")
    assert town.kept(*said_with_photo_by(account))
    town.run(WithdrawCase(account, town.case().id))
    assert not town.kept(*said_with_photo_by(account))
