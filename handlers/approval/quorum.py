"""How far the approvers have come, and whether the secretariat has to join them."""

from __future__ import annotations

from handlers import wording
from handlers.case.dispatch import doubts_about, doubts_of
from handlers.case.involved import member_facts
from handlers.case.question import Question, in_question, tell_author
from handlers.case.record import rules_of
from handlers.case.sealed import assessments_of
from handlers.context import Context
from policy import approval
from policy.verdict import Verdict
from storage.tables import Case, Member


def quorum_verdict(case: Case, ctx: Context) -> Verdict:
    """R-113: whether enough distinct people, among them a responsible one of this store, said yes to these bytes."""
    return quorum_for(in_question(case, ctx), case, ctx)


def quorum_for(question: Question, case: Case, ctx: Context) -> Verdict:
    """The same for one version, whether it is out or about to be."""
    return approval.quorum(
        assessments_of(case, ctx),
        binding=question.binding,
        store_id=case.store_id,
        reporters=question.reporters,
        doubts=doubts_about(question, case, ctx),
        rules=rules_of(case, ctx),
        now=ctx.now,
    )


def secretariat_joins(case: Case, ctx: Context) -> bool:
    """R-081, R-110, R-112, R-117: whether the secretariat's yes counts beside the store's."""
    return approval.secretariat_may_join(doubts_of(case, ctx), rules_of(case, ctx))


def people_needed(case: Case, ctx: Context) -> int:
    """R-113: the "2" of "1 / 2"."""
    rules = rules_of(case, ctx)
    return approval.people_needed(rules, secretariat_joins=approval.needs_secretariat(doubts_of(case, ctx), rules))


def assess_verdict(member: Member, case: Case, ctx: Context) -> Verdict:
    """R-113, R-114: whether this person's answer would count at this moment."""
    return approval.may_assess(
        member_facts(member, ctx),
        store_id=case.store_id,
        reporters=in_question(case, ctx).reporters,
        rules=rules_of(case, ctx),
        secretariat_joins=secretariat_joins(case, ctx),
        now=ctx.now,
    )


def tell_progress(case: Case, verdict: Verdict, ctx: Context) -> None:
    """Tell whoever wrote it how many of how many, and who is still missing."""
    question = in_question(case, ctx)
    counting = approval.standing(
        assessments_of(case, ctx),
        binding=question.binding,
        store_id=case.store_id,
        reporters=question.reporters,
        secretariat_joins=secretariat_joins(case, ctx),
        rules=rules_of(case, ctx),
        now=ctx.now,
    )
    tell_author(case, wording.assess.progress(len(counting), people_needed(case, ctx), verdict), ctx)
