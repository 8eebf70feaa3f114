"""How an answer is judged: the rules of its field, given the other answers; a whole form is all of its fields."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from policy.assessment import check_reason
from policy.content import check_text
from policy.forms.names import FieldName
from policy.own_words import Spelt
from policy.rules import Rules
from policy.spelling import clean
from policy.verdict import N_, Allow, Deny, Verdict, all_of
from policy.words.names import NO_NAME

Answers = Mapping[str, str]
"""Field → answer: text, the value of a choice, or for a time its ISO form with an offset."""


@dataclass(frozen=True)
class Asked:
    """What judging answers depends on beside them.

    Attributes:
        rules: The network's.
        now: When they are judged.
        has_photo: Whether a photo is there, or comes with the form.
        offered: Field → values of the choices that depend on the case; those of other fields stand in the rules.
        warned: Ids of the stores that would be warned if these answers narrowed the audience.
        examples: Reasons that stand under the questions, in every language.
        by_others: Reasons that other assessors of the case gave.
        by_oneself: Reasons that this person gave in other cases lately.
        needs_no_care: Whether the report that is assessed says that nobody young, old or unwell is meant.
        spelt: These texts and the answers, as they are compared.
    """

    rules: Rules
    now: datetime
    has_photo: bool = False
    offered: Mapping[str, Collection[str]] = field(default_factory=dict)
    warned: Collection[str] = ()
    examples: Collection[str] = ()
    by_others: Collection[str] = ()
    by_oneself: Collection[str] = ()
    needs_no_care: bool = False
    spelt: Spelt = field(default_factory=Spelt, compare=False, repr=False)


@dataclass(frozen=True)
class Given:
    """One answer before its rules; ``answers`` holds it and all others that apply."""

    name: str
    answers: Answers
    asked: Asked

    @property
    def value(self) -> str:
        """The answer; empty if there is none."""
        return self.answers[self.name]


Rule = Callable[[Given], Verdict]
"""A Deny means the field that is judged, unless it names another one."""


@dataclass(frozen=True)
class Condition:
    """Holds if an earlier field has one of these values, and the condition before it, if there is one, holds too."""

    field: str
    values: tuple[str, ...]
    before: Condition | None = None

    def holds(self, answers: Answers) -> bool:
        """Whether it does, given the answers so far."""
        return answers.get(self.field) in self.values and (self.before is None or self.before.holds(answers))


@dataclass(frozen=True)
class FieldRules:
    """What one answer must meet, in this order; asked only under its condition, if it has one."""

    rules: tuple[Rule, ...]
    only_if: Condition | None = None


FormRules = Mapping[str, FieldRules]
"""A form: its fields by name, in the order in which they are asked."""


def applicable(form: FormRules, answers: Answers) -> dict[str, str]:
    """The answer to each field that applies, empty where there is none yet."""
    return {
        name: answers.get(name, "") for name, one in form.items() if one.only_if is None or one.only_if.holds(answers)
    }


def judge(form: FormRules, name: str, answers: Answers, asked: Asked) -> Verdict:
    """R-127, L231: whether the answer to this field will do beside the others; a Deny names what to answer again."""
    given = Given(name, applicable(form, answers) | {name: answers.get(name, "")}, asked)
    verdict = all_of(rule(given) for rule in form[name].rules)
    return replace(verdict, field=name) if isinstance(verdict, Deny) and not verdict.field else verdict


def faults(form: FormRules, answers: Answers, asked: Asked) -> tuple[Deny, ...]:
    """R-127, L231: everything that stands in the way of the whole form, in the order of its fields."""
    verdicts = (judge(form, name, answers, asked) for name in applicable(form, answers))
    return tuple(verdict for verdict in verdicts if isinstance(verdict, Deny))


def judge_all(form: FormRules, answers: Answers, asked: Asked) -> Verdict:
    """R-127, L231: whether the whole form will do; else its first fault."""
    return next(iter(faults(form, answers, asked)), Allow())


@dataclass(frozen=True)
class OneOf:
    """R-127, L231: an answer is one of the choices."""

    values: Collection[str]

    def __call__(self, given: Given) -> Verdict:
        return Allow() if given.value in self.values else Deny("R-127", N_("ボタンから選んでください。"))


def offered(given: Given) -> Verdict:
    """R-127, L231: an answer is one of the choices that this case offers."""
    return OneOf(given.asked.offered.get(given.name, ()))(given)


def fit_to_send(given: Given) -> Verdict:
    """R-042, R-086, R-087, R-127, L115, L189: what neighbours read is short and names, labels and orders nothing."""
    return _said_here(check_text(given.value, given.asked.rules), given)


def own_reason(given: Given) -> Verdict:
    """R-087, R-110, L189, L219: a sentence of one's own; it may speak of guilt and acts, since it is never sent."""
    return _said_here(check_reason(given.value, given.asked.rules), given)


def _said_here(verdict: Verdict, given: Given) -> Verdict:
    """R-087, L189: where a person isn't described, a name's refusal says what to write in this field."""
    if not isinstance(verdict, Deny) or verdict.reason != NO_NAME or given.name == FieldName.FEATURES:
        return verdict
    return replace(verdict, reason=INSTEAD_OF_NAME.get(given.name, NO_NAME_IN_REASON))


INSTEAD_OF_NAME: Mapping[str, str] = {
    FieldName.GOODS: N_("人の名前は書けません。品物と数だけを書いてください。"),
    FieldName.DIRECTION: N_("人の名前は書けません。向かった方向だけを書いてください。"),
}

NO_NAME_IN_REASON = N_("人の名前は書けません。名前を書かずに、理由だけを書いてください。")


def is_blank(text: str) -> bool:
    """Whether nothing is left of a text without spaces and hidden characters."""
    return not clean(text)
