"""Whatever people answer, and in whatever combination: a form gets done, or asks again for one answer that it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from handlers.case.sealed import assessments_of, load_report
from handlers.commands.chat import AnswerQuestion, BeginForm, Continue, SendPhoto, StartReport
from handlers.forms.definitions import FORMS
from policy.assessment import is_no
from policy.forms.assess import check_assessment
from policy.forms.names import Skip
from policy.forms.report import LOOK, check_report
from policy.rules import Rules
from storage.tables import Case, Usage
from tests.world.answers import REASONS, REPORT, in_own_words
from tests.world.in_process import TownInProcess

TRIES = 2
"""So often somebody answers a question at random; asked once more, they read why."""

MOST_ANSWERS = 45
"""Three to each question of a report, and some for what is asked again because of another answer."""

FEW = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
YES_NO = ("yes", "no")
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "goods": ("化粧品 約20点", "田中さんが化粧品を"),
    "when": ("15", "14:20", "きのう"),
    "ground": ("witnessed", "見ました"),
    "payment_checked": YES_NO,
    "police": ("called", "not_called"),
    "direction": ("不明", "\u200b"),
    "travel": ("on_foot", "歩き"),
    "known_person": YES_NO,
    "vulnerable": ("yes", "no", "no", "unknown"),
    "form": ("warning", "features", "picture", "picture"),
    **dict.fromkeys(LOOK, ("black", "unknown", "unknown", Skip.REST, "紺の上着", "高校生くらい")),
    "features": ("紺の上着", "高校生くらい、紺の制服", "15歳くらい", "犯人は紺の上着"),
    "step_up_reason": ("名前も住所もわからず、文字では取り違えるため", "必要だから"),
    **dict.fromkeys(REASONS, ("yes", "yes", "yes", "no")),
    **{f"{name}_reason": (*REASONS.values(), f"②{REASONS[name]}", "はい", "違う") for name in REASONS},
}
SENSIBLE = {**REPORT, **dict.fromkeys(LOOK, "unknown"), "features": "紺の上着", **dict.fromkeys(REASONS, "yes")}
"""What somebody answers who reads why a question comes again; the form is in words, so it never needs a photo."""


def begin_anew(town: TownInProcess) -> None:
    """Nothing is left of the example before: what was answered then would count now."""
    with town.database.unit_of_work() as uow:
        for case_id in uow.session.scalars(select(Case.id)).all():
            uow.cases.remove(case_id)
        uow.session.execute(delete(Usage))
        uow.commit()


def fill_in(town: TownInProcess, code: str, case_id: str, choose: Callable[[str], str]) -> None:
    """Answer what is asked until nothing is; whatever was answered before is still there, but for what is asked."""
    account, answers, tries = town.account(code), dict[str, str](), Counter[str]()
    while tries.total() < MOST_ANSWERS:
        with town.reading() as uow:
            conversation = uow.conversations.get(account)
            if conversation is None:
                return
            kept = uow.conversations.answers(account) or {}
        field = FORMS[conversation.form].field(conversation.asking)
        sensible = SENSIBLE | {f"{name}_reason": reason for name, reason in in_own_words(code).items()}
        assert field.applies(kept)
        assert answers.keys() - kept.keys() <= {field.name}
        answers, value = {**kept, field.name: ""}, sensible[field.name]
        if tries[field.name] < TRIES:
            value = choose(field.name)
        tries[field.name] += 1
        town.run(AnswerQuestion(account, case_id, field.name, value))
    raise AssertionError(f"still asking after {tries}")


@FEW
@given(st.data(), st.booleans())
def test_any_answers_make_a_report_in_the_end(town: TownInProcess, data: st.DataObject, photo: bool) -> None:
    """R-117, R-112: no pair of accepted answers leads nowhere; what is done would be taken at hand-in."""
    begin_anew(town)
    account = town.account("P01")
    if photo:
        town.run(SendPhoto(account, "photo"))
    else:
        town.run(StartReport(account))
        town.run(Continue(account, town.case().id))
    fill_in(town, "P01", town.case().id, lambda name: data.draw(st.sampled_from(ANSWERS[name]), name))

    with town.reading() as uow:
        report = load_report(town.case(), town.app.context(uow))
    assert report is not None
    assert check_report(report, Rules(), town.now)


@FEW
@given(st.data())
def test_any_answers_make_an_assessment_in_the_end(town: TownInProcess, data: st.DataObject) -> None:
    """R-110, R-112: a "no" stops the alert; four times yes counts, with reasons that the sending accepts as well."""
    begin_anew(town)
    case = town.hand_in()
    town.submit()
    town.look("P02")
    town.run(BeginForm(town.account("P02"), case.id, "assess", town.case().binding or ""))
    fill_in(town, "P02", case.id, lambda name: data.draw(st.sampled_from(ANSWERS[name]), name))

    with town.reading() as uow:
        (given_answers,) = assessments_of(town.case(), town.app.context(uow))
    assert check_assessment(given_answers, Rules(), town.now)
    assert town.case().state == ("refused" if is_no(given_answers) else "assessing")
