"""Whatever people answer, and in whatever combination: a form gets done, or asks again for one answer that it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.case.sealed import assessments_of, load_report
from handlers.commands.chat import AnswerQuestion, BeginForm, Command, Continue, SendPhoto, StartReport
from handlers.forms.definitions import FORMS
from handlers.routing import handle
from policy.assessment import is_no
from policy.forms.assess import check_assessment
from policy.forms.names import Skip
from policy.forms.report import LOOK, check_report
from policy.rules import Rules
from storage.unit_of_work import UnitOfWork
from tests.world.answers import REASONS, REPORT, in_own_words
from tests.world.in_process import TownInProcess

TRIES = 2
"""So often somebody answers a question at random; asked once more, they read why."""

MOST_ANSWERS = 45
"""Three to each question of a report, and some for what is asked again because of another answer."""

FEW = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
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


@dataclass
class Form:
    """Somebody at a form, in a unit of work that is never committed: the next example begins where this one did."""

    town: TownInProcess
    code: str
    uow: UnitOfWork

    @cached_property
    def account(self) -> str:
        return self.town.account(self.code)

    def does(self, command: Command) -> None:
        """One command, a second later, by somebody who remembers nothing of the one before."""
        self.town.now += timedelta(seconds=1)
        handle(command, self.town.app.context(self.uow))
        self.uow.let_go()

    def fill_in(self, case_id: str, choose: Callable[[str], str]) -> None:
        """Answer what is asked until nothing is; what was answered before is still there, but for what is asked."""
        answers, tries = dict[str, str](), Counter[str]()
        while tries.total() < MOST_ANSWERS:
            conversation = self.uow.conversations.get(self.account)
            if conversation is None:
                return
            kept = self.uow.conversations.answers(self.account) or {}
            field = FORMS[conversation.form].field(conversation.asking)
            sensible = SENSIBLE | {f"{name}_reason": reason for name, reason in in_own_words(self.code).items()}
            assert field.applies(kept)
            assert answers.keys() - kept.keys() <= {field.name}
            answers, value = {**kept, field.name: ""}, sensible[field.name]
            if tries[field.name] < TRIES:
                value = choose(field.name)
            tries[field.name] += 1
            self.does(AnswerQuestion(self.account, case_id, field.name, value))
        raise AssertionError(f"still asking after {tries}")


@FEW
@given(st.data(), st.booleans())
def test_any_answers_make_a_report_in_the_end(town: TownInProcess, data: st.DataObject, photo: bool) -> None:
    """R-117, R-112: no pair of accepted answers leads nowhere; what is done would be taken at hand-in."""
    with town.database.unit_of_work() as uow:
        form, reporter = Form(town, "P01", uow), town.member("P01", uow).id
        form.does(SendPhoto(form.account, "photo") if photo else StartReport(form.account))
        case = uow.cases.latest_of(reporter)
        assert case is not None
        if not photo:
            form.does(Continue(form.account, case.id))
        form.fill_in(case.id, lambda name: data.draw(st.sampled_from(ANSWERS[name]), name))

        report = load_report(uow.cases.get(case.id), town.app.context(uow))
    assert report is not None
    assert check_report(report, Rules(), town.now)


@pytest.fixture
def asked(town: TownInProcess) -> TownInProcess:
    """The responsible person is about to judge a report."""
    case = town.hand_in()
    town.submit()
    town.look("P02")
    town.run(BeginForm(town.account("P02"), case.id, "assess", town.case().binding or ""))
    return town


@FEW
@given(st.data())
def test_any_answers_make_an_assessment_in_the_end(asked: TownInProcess, data: st.DataObject) -> None:
    """R-110, R-112: a "no" stops the alert; four times yes counts, with reasons that the sending accepts as well."""
    case_id = asked.case().id
    with asked.database.unit_of_work() as uow:
        form = Form(asked, "P02", uow)
        form.fill_in(case_id, lambda name: data.draw(st.sampled_from(ANSWERS[name]), name))

        case, ctx = uow.cases.get(case_id), asked.app.context(uow)
        (given_answers,) = assessments_of(case, ctx)
        assert check_assessment(given_answers, Rules(), asked.now)
        assert case.state == ("refused" if is_no(given_answers) else "assessing")
