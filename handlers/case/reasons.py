"""What an assessor's reasons are held against: the examples, the others' words, their own of other cases (R-110)."""

from __future__ import annotations

from typing import Final

from handlers.case.sealed import reasons_left
from handlers.context import Context
from policy.assessment import TESTS
from storage.tables import Account, Case

LAST: Final = 10
"""So many of a person's answers are looked back at: about a month of a busy store, and texts live no longer."""


def examples_shown(account: Account, ctx: Context) -> list[str]:
    """In the reader's language and in Japanese, in which everybody else of the store may read them."""
    languages = ("ja", account.member.language)
    return [ctx.ports.sentences(language)(test.example) for language in languages for test in TESTS]


def said_by_others(account: Account, case: Case, ctx: Context) -> list[str]:
    """What others answered about this case, whatever became of it."""
    others = (row for row in ctx.uow.cases.assessments(case.id) if row.member_id != account.member_id)
    return [reason for row in others for reason in reasons_left(row, ctx).values()]


def said_before(account: Account, case: Case, ctx: Context) -> list[str]:
    """What this person answered about other cases, as far as it is still there."""
    own = ctx.uow.cases.last_assessments(account.member_id, LAST, but=case.id)
    return [reason for row in own for reason in reasons_left(row, ctx).values()]
