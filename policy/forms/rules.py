"""The form by which a network asks for other rules: one question a rule, each within its ceiling (R-044, R-127)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields, replace

from policy.forms.fields import Answers, Asked, FieldRules, FormRules, Given, faults
from policy.forms.names import Choice
from policy.notices.lines import SHAPES, check_line
from policy.rule_names import RULE_NAMES
from policy.rules import CEILINGS, Rules, Value, check_rules, rules_from
from policy.verdict import N_, Allow, Deny, Verdict

DEFAULTS: Mapping[str, Value] = asdict(Rules())

SWITCHES: Mapping[str, bool] = {Choice.YES: True, Choice.NO: False}


def is_a_value(given: Given) -> Verdict:
    """R-044, R-127, L120, L231: a number within its ceiling, yes or no, or a line of text of its shape."""
    if isinstance(DEFAULTS[given.name], bool):
        return Allow() if given.value in SWITCHES else Deny("R-127", N_("ボタンから選んでください。"))
    if given.name in SHAPES:
        return check_line(given.name, RULE_NAMES[given.name], given.value)
    if given.name not in CEILINGS:
        return Allow()
    bounds = CEILINGS[given.name]
    if given.value.isascii() and given.value.isdecimal() and bounds.least <= int(given.value) <= bounds.greatest:
        return Allow()
    values: dict[str, str | int] = {"least": bounds.least, "greatest": bounds.greatest}
    return Deny("R-044", N_("{least} から {greatest} までの数を入れてください。"), values)


RULES: FormRules = {rule.name: FieldRules((is_a_value,)) for rule in fields(Rules)}


def answers_of(rules: Rules) -> Answers:
    """The rules as the form is answered by them."""
    return {name: answer_of(value) for name, value in asdict(rules).items()}


def answer_of(value: Value) -> str:
    """A rule's value as it is typed."""
    if isinstance(value, bool):
        return Choice.YES if value else Choice.NO
    return str(value)


def changes_of(answers: Answers, rules: Rules) -> dict[str, Value]:
    """What these answers, each of which will do, change of the rules."""
    return {
        name: _value(name, answers[name]) for name, now in answers_of(rules).items() if answers.get(name, now) != now
    }


def _value(name: str, answer: str) -> Value:
    if isinstance(DEFAULTS[name], bool):
        return SWITCHES[answer]
    return int(answer) if name in CEILINGS else answer


def amiss(answers: Answers, asked: Asked) -> tuple[Deny, ...]:
    """R-044, R-127, L120, L231: all that stands in the way: each answer, then the rules as a whole."""
    wrong = faults(RULES, answers, asked)
    if wrong:
        return wrong
    whole = check_rules(rules_from({**asdict(asked.rules), **changes_of(answers, asked.rules)}))
    return (replace(whole, field=""),) if isinstance(whole, Deny) else ()
