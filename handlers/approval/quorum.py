"""How far the approvers have come, and whether the secretariat has to join them."""

from __future__ import annotations

from handlers import wording
from handlers.case.dispatch import alerts_sent
from handlers.case.involved import member_facts, tell_reporter
from handlers.case.record import rules_of
from handlers.case.sealed import assessments_of
from handlers.context import Context
from policy import approval
from policy.verdict import Verdict
from storage.tables import Case, Member


def quorum_verdict(case: Case, ctx: Context) -> Verdict:
    """R-113: whether enough distinct people, among them a responsible one of this store, said yes to these bytes."""
    return approval.quorum(
        assessments_of(case, ctx),
        binding=case.binding or "",
        store_id=case.store_id,
        reporter_id=case.reporter_id,
        vulnerable=case.vulnerable,
        alerts_sent=alerts_sent(case, ctx),
        rules=rules_of(case, ctx),
        now=ctx.now,
    )


def secretariat_joins(case: Case, ctx: Context) -> bool:
    """R-081, R-117: whether the secretariat's yes is needed on top of the store's."""
    return case.vulnerable or approval.is_habit(alerts_sent(case, ctx), rules_of(case, ctx))


def people_needed(case: Case, ctx: Context) -> int:
    """R-113: the "2" of "1 / 2"."""
    return approval.people_needed(rules_of(case, ctx), secretariat_joins=secretariat_joins(case, ctx))


def assess_verdict(member: Member, case: Case, ctx: Context) -> Verdict:
    """R-113, R-114: whether this person's answer would count at this moment."""
    return approval.may_assess(
        member_facts(member, ctx),
        store_id=case.store_id,
        reporter_id=case.reporter_id,
        rules=rules_of(case, ctx),
        secretariat_joins=secretariat_joins(case, ctx),
        now=ctx.now,
    )


def tell_progress(case: Case, verdict: Verdict, ctx: Context) -> None:
    """Tell the reporter how many of how many, and who is still missing."""
    counting = approval.standing(
        assessments_of(case, ctx),
        binding=case.binding or "",
        store_id=case.store_id,
        reporter_id=case.reporter_id,
        secretariat_joins=secretariat_joins(case, ctx),
        rules=rules_of(case, ctx),
        now=ctx.now,
    )
    tell_reporter(case, wording.assess.progress(len(counting), people_needed(case, ctx), verdict), ctx)
