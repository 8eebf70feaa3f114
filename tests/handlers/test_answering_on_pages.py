"""A form on a page is the chat's form: answers are kept part by part, and judged by the same rules (R-112, R-127)."""

from __future__ import annotations

import pytest

from handlers.commands.pages import AnswerOnPage
from handlers.dialogue.page import so_far
from handlers.errors import NotAllowed
from policy.forms.names import FormName
from tests.world.answers import PEACE, SECOND_REASONS, TILL, judged, on_page
from tests.world.in_process import TownInProcess


def answer(town: TownInProcess, code: str, part: str, posted: dict[str, str]) -> None:
    """Somebody sends one part of a form about the newest case from its page."""
    case = town.case()
    town.run(AnswerOnPage(town.account(code), case.id, part, posted, (case.binding or "") if part == "judge" else ""))


def wrong(town: TownInProcess, form: str, code: str) -> list[str]:
    """At which fields something stands in the way."""
    with town.app.reading() as ctx:
        case, account = ctx.uow.cases.get(town.case().id), ctx.uow.people.account_by_id(town.account(code))
        return [deny.field for deny in so_far(form, account, case, ctx).wrong]


def test_what_was_answered_in_the_chat_is_not_asked_on_the_page_and_the_other_way_round(town: TownInProcess) -> None:
    """R-127: one form, wherever somebody goes on with it."""
    town.say("P01", "通報")
    town.press("P01", "写真なしで続ける")
    town.say("P01", "化粧品 約20点")
    assert "goods" not in wrong(town, FormName.REPORT, "P01")
    answer(town, "P01", "till", TILL | {"goods": "", "goods.words": "化粧品 約20点"})
    town.say("P01", "状況")
    assert town.last("P01").title == "どうやって気づきましたか？"
    answer(town, "P01", "peace", PEACE)
    assert town.last("P01").title == "この内容でよろしいですか？"


def test_an_approver_answers_on_the_page_and_counts_as_in_the_chat(town: TownInProcess) -> None:
    """R-110, R-112: four reasons; what is missing is asked for, and what was written stays."""
    town.hand_in()
    town.submit()
    with pytest.raises(NotAllowed):
        answer(town, "P02", "judge", on_page(judged()))
    town.look("P02")
    answer(town, "P02", "judge", on_page(judged()) | {"consent_difficulty_reason.words": "はい"})
    assert wrong(town, FormName.ASSESS, "P02") == ["consent_difficulty_reason"]
    answer(town, "P02", "judge", on_page(judged()))
    town.look("P03")
    second = {f"{name}_reason.words": reason for name, reason in SECOND_REASONS.items()}
    answer(town, "P03", "judge", on_page(judged()) | second)
    assert town.case().state == "live"


@pytest.mark.parametrize("test", ["present_danger", "proportionality"])
def test_the_first_no_on_the_page_ends_it_with_one_word(town: TownInProcess, test: str) -> None:
    """R-112: no reason is asked for what was answered before, and nothing after it."""
    town.hand_in()
    town.submit()
    town.look("P02")
    no = {name: answer for name, answer in on_page(judged(test)).items() if not name.endswith(".words")}
    answer(town, "P02", "judge", no)
    assert wrong(town, FormName.ASSESS, "P02") == [f"{test}_reason"]
    answer(town, "P02", "judge", no | {f"{test}_reason.words": "違う"})
    assert town.case().state == "refused"
