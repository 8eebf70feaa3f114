"""The same answers as people give them in a chat: question by question, or in the fields of a modal."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.forms.definitions import REPORT as REPORT_FORM
from handlers.forms.form import Form
from policy.assessment import TESTS
from tests.world.answers import REASONS, REPORT, SECOND_REASONS


@dataclass(frozen=True)
class Step:
    """A question of the chat and its answer, which is typed or the label of a button."""

    question: str
    answer: str
    pressed: bool


JUDGEMENT = tuple((test.title, test.question, REASONS[test.name]) for test in TESTS)
"""Of each of the four: its title, the question, the reason that the responsible person gives."""

JUDGEMENT_FIELDS = {
    label: answer
    for test in TESTS
    for label, answer in ((test.question, "はい"), (test.why, SECOND_REASONS[test.name]))
}
"""The second approver's modal of the judgement, four times yes."""


def report_steps(**changed: str) -> list[Step]:
    """The report, question by question."""
    answers = REPORT | changed
    labels = in_labels(REPORT_FORM, answers)
    fields = [field for field in REPORT_FORM.fields if field.applies(answers)]
    asked = {field.in_words or field.name: field.question for field in reversed(fields)}
    written = (field for field in fields if field.name in answers)
    return [Step(asked[field.name], labels[field.question], bool(field.options)) for field in written]


def in_labels(form: Form, answers: dict[str, str]) -> dict[str, str]:
    """A modal filled in: by its questions, choices by their labels."""
    filled = {}
    for name, value in answers.items():
        field = form.field(name)
        if not field.may_apply(answers):
            continue  # a modal doesn't ask it then
        filled[field.question] = {option.value: option.label for option in field.options}.get(value, value)
    return filled
