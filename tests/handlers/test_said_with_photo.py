"""Words that come with a photo are no answer by themselves; where words are one, they are offered."""

from __future__ import annotations

import re
from typing import Any

from bot.slack import modal
from bot.slack.form_source import Forms
from bot.web.asked import Chip
from bot.web.sheets import sheet_of
from bot.web.wishes import Wish
from handlers.commands.chat import SendPhoto, WithdrawCase
from handlers.commands.pages import AnswerOnPage
from handlers.forms.parts import PartName
from policy.forms.names import FieldName, FormName
from storage.places import said_with_photo_by
from tests.handlers.test_typing_verbs import answer
from tests.world.answers import REPORT
from tests.world.in_process import TownInProcess, all_buttons

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


def test_on_the_page_they_are_a_chip_that_nobody_chose(town: TownInProcess) -> None:
    """R-115, R-127: one tap makes them the answer, and then they answer nothing else."""
    account = town.account("P01")
    town.run(SendPhoto(account, "photo-1", words=SAID))

    def beside(field: str) -> list[Chip]:
        with town.app.reading() as ctx:
            case, reader = ctx.uow.cases.get(town.case().id), ctx.uow.people.account_by_id(account)
            sheet = sheet_of(FormName.REPORT, reader, case, ctx, Wish(part=PartName.TILL))
        return [chip for ask in sheet.asks if ask.name == field for chip in ask.chips if chip.known_from == OFFERED]

    assert beside(FieldName.GOODS) == [Chip(SAID, SAID, chosen=False, known_from=OFFERED)]
    assert beside(FieldName.DIRECTION)
    assert not beside(FieldName.WHEN)
    town.run(AnswerOnPage(account, town.case().id, PartName.TILL, {FieldName.GOODS: SAID}))
    with town.app.reading() as ctx:
        assert (ctx.uow.conversations.answers(account) or {})["goods"] == SAID
    assert not town.kept(*said_with_photo_by(account))
    assert not beside(FieldName.DIRECTION)


def initial(view: dict[str, Any]) -> dict[str, str]:
    """What stands in a modal of Slack's before anybody touched it, by question."""
    asked = [block for block in view["blocks"] if block["type"] == "input"]
    elements = {block["block_id"].removeprefix("field:"): block["element"] for block in asked}
    return {
        name: element.get("initial_value") or element["initial_option"]["value"]
        for name, element in elements.items()
        if "initial_value" in element or "initial_option" in element
    }


def filled_in(town: TownInProcess, code: str, button_id: str | None = None) -> dict[str, str]:
    """The report's form as Slack opens it for this person."""
    with town.reading() as uow:
        slack_user = uow.people.account_by_id(town.account(code)).external_id
    view = Forms(town.app).open_form(button_id, slack_user)
    assert view
    return initial(modal.render(view))


def test_in_slack_s_form_they_stand_where_the_first_question_is_open(town: TownInProcess) -> None:
    """R-115, R-127: and what was answered in the chat stands where it was asked."""
    town.run(SendPhoto(town.account("P15"), "photo-1", words=SAID))
    assert filled_in(town, "P15")[FieldName.GOODS] == SAID
    town.say("P15", "医薬品 三箱")
    town.say("P15", "13:45")
    begun = filled_in(town, "P15")
    assert begun[FieldName.GOODS] == "医薬品 三箱"
    assert begun[FieldName.WHEN] == "13:45"
    assert FieldName.DIRECTION not in begun


def test_a_report_is_written_anew_in_slack_with_everything_filled_in(town: TownInProcess) -> None:
    """R-127: no answer is asked twice."""
    town.hand_in("P15")
    town.deliver()
    anew = next(b for card in reversed(town.cards("P15")) for b in all_buttons(card) if b.label == "書き直す")
    written = filled_in(town, "P15", anew.id)
    assert re.fullmatch("[0-9]{2}:[0-9]{2}", written[FieldName.WHEN]), "a time as people say it"
    assert REPORT.items() <= (written | {FieldName.WHEN: REPORT["when"]}).items()
