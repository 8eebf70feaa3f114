"""The yearly review: each subject with what our records say to it, when it is due, and the form that records it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.web.authentication import Unknown
from bot.web.desk.reception import Guest
from handlers.cards import Text
from handlers.commands.office import ReviewRules
from handlers.context import Context
from handlers.network.lights import of_rules, reviewed
from handlers.network.review import to_look_at
from handlers.wording.review import EXPERTS, OUTCOMES, SUBJECTS
from policy.readiness import Light
from policy.review import Expert, Outcome, Subject


@dataclass(frozen=True)
class Review:
    """The page; ``subjects``: value, name (msgid), and lines; ``last``: when it was last done."""

    light: Light
    last: datetime | None
    subjects: tuple[tuple[str, str, tuple[Text, ...]], ...]
    outcomes: tuple[tuple[str, str], ...]
    experts: tuple[tuple[str, str], ...]


def shown(guest: Guest, ctx: Context) -> Review:
    """R-133, R-145: from the records of the last year."""
    lines = to_look_at(guest.network_id, ctx)
    return Review(
        of_rules(guest.network_id, ctx.uow, ctx.now),
        reviewed(guest.network_id, ctx.uow).at,
        tuple((one.value, SUBJECTS[one], lines[one]) for one in Subject),
        tuple((one.value, name) for one, name in OUTCOMES.items()),
        tuple((one.value, name) for one, name in EXPERTS.items()),
    )


def act(account: str, given: Mapping[str, str]) -> ReviewRules:
    """What the form asks for; a subject that nobody chose for is missing.

    Raises:
        Unknown: a choice that is none.
    """
    try:
        outcomes = {one: Outcome(given[one]) for one in Subject if given.get(one)}
        return ReviewRules(account, outcomes, Expert(given.get("expert", "")))
    except ValueError as error:
        raise Unknown from error
