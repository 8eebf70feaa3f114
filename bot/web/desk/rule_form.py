"""Other rules: each in its field, with its ceiling, and what they would change (R-044, R-126)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from bot.web.desk.forms import YES_NO, Asked, Blank
from bot.web.desk.reception import HOME, Guest
from handlers.cards import denial
from handlers.context import Context
from handlers.network.as_shown import of_rules
from handlers.twofold.acts import MEANINGS
from handlers.wording.twofold import Fact
from policy.forms import fields
from policy.forms.rules import DEFAULTS, amiss, answers_of, changes_of
from policy.rule_names import RULE_NAMES
from policy.rules import CEILINGS, Value
from policy.twofold import Act
from policy.verdict import N_

ADDRESS: Final = f"{HOME}/rules/change"

KINDS: Final = {"training_url": "url", "certified_body_as_of": "date", "desk_telephone": "tel"}


def _asked(name: str) -> Asked:
    label = RULE_NAMES[name]
    if isinstance(DEFAULTS[name], bool):
        return Asked(name, label, "select", options=YES_NO)
    if name in CEILINGS:
        return Asked(name, label, "number", bounds=CEILINGS[name])
    asked = Asked(name, label, optional=not DEFAULTS[name])
    return replace(asked, kind=KINDS[name]) if name in KINDS else asked


ASKED: Final = tuple(map(_asked, DEFAULTS))


@dataclass(frozen=True)
class RuleForm(Blank):
    """The form, and once it will do what it changes: the answers that do, and each difference in words.

    ``seen``: the rules it is compared with.
    """

    changed: Mapping[str, str]
    facts: tuple[Fact, ...]
    seen: str
    tried: bool


def shown(guest: Guest, given: Mapping[str, str], ctx: Context) -> RuleForm:
    """R-044, R-126, R-127: the rules in force in their fields; or what was typed, with its faults or its effect."""
    rules = ctx.uow.stores.rules(guest.network_id)
    answers = read(given)
    wrong = amiss({**answers_of(rules), **answers}, fields.Asked(rules, ctx.now))
    changes = {} if wrong else changes_of(answers, rules)
    return RuleForm(
        N_("規則を変える"),
        ADDRESS,
        ASKED,
        {**answers_of(rules), **answers},
        [(RULE_NAMES.get(one.field, ""), denial(one)) for one in wrong],
        {name: answers[name] for name in changes},
        MEANINGS[Act.RULES].facts({"changes": changes}, ctx) if changes else (),
        of_rules(guest.network_id, ctx),
        tried=bool(answers),
    )


def read(given: Mapping[str, str]) -> dict[str, str]:
    """What was typed into fields of ours."""
    return {name: value.strip() for name, value in given.items() if name in DEFAULTS}


def wanted(guest: Guest, given: Mapping[str, str], ctx: Context) -> dict[str, Value]:
    """What the preview's button asks for; nothing if it would not do by now."""
    rules, answers = ctx.uow.stores.rules(guest.network_id), read(given)
    if amiss({**answers_of(rules), **answers}, fields.Asked(rules, ctx.now)):
        return {}
    return changes_of(answers, rules)
