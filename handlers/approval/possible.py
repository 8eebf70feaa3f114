"""Whether there is anybody to judge an alert at all: known before the first question, and asked again at hand-in."""

from __future__ import annotations

from typing import Final

from handlers.approval.ask import FIRST_ASKED, eligible
from handlers.approval.quorum import people_needed
from handlers.case.dispatch import doubts_of
from handlers.case.involved import member_facts
from handlers.case.record import rules_of
from handlers.context import Context
from policy import approval
from policy.access import approves_for
from policy.facts import Role
from policy.repeats import refusers_agree
from policy.verdict import N_, Allow, Deny, Verdict
from storage.tables import Case, Member

EVERYBODY: Final = (*FIRST_ASKED, Role.DEPUTY)


def to_ask(case: Case, ctx: Context) -> list[Member]:
    """R-113: who is asked at once: the deputies too where nothing could be decided without them."""
    return eligible(case, FIRST_ASKED if quorum_possible(case, ctx, among=FIRST_ASKED) else EVERYBODY, ctx)


def quorum_possible(case: Case, ctx: Context, *, among: tuple[Role, ...] = EVERYBODY, without: str = "") -> Verdict:
    """R-113, L221: whether enough of the right people could say yes; ``without``: a member who is to write instead."""
    members = [one for one in eligible(case, among, ctx) if one.id != without]
    people = [member_facts(member, ctx) for member in members]
    of_store = [p for p in people if approves_for(p, case.store_id)]
    enough = len(people) >= people_needed(case, ctx) and len(of_store) >= rules_of(case, ctx).approvals_needed
    responsible = any(p.is_a(role, case.store_id) for p in of_store for role in approval.RESPONSIBLE)
    doubts = doubts_of(case, ctx)
    alone = not approval.needs_secretariat(doubts, rules_of(case, ctx)) and refusers_agree(doubts.earlier, of_store)
    joined = alone or any(p.is_a(Role.SECRETARIAT) for p in people)
    if enough and responsible and joined:
        return Allow()
    return Deny("R-113", N_("承認できる人が足りません。店舗責任者と承認者の登録を事務局に依頼してください。"))
