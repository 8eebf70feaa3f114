"""How far the approvers have come, and whether the secretariat has to join them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from handlers import wording
from handlers.case.dispatch import doubts_about, doubts_of
from handlers.case.involved import member_facts
from handlers.case.question import Question, in_question, tell_author
from handlers.case.record import rules_of
from handlers.case.sealed import assessments_of
from handlers.context import Context
from policy import approval
from policy.facts import Doubts
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


def secretariat_joins(doubts: Doubts, case: Case, ctx: Context) -> bool:
    """R-081, R-110, R-112, R-117: whether the secretariat's yes counts beside the store's."""
    return approval.secretariat_may_join(doubts, rules_of(case, ctx))


def people_needed(case: Case, ctx: Context) -> int:
    """R-113: the "2" of "1 / 2"."""
    rules = rules_of(case, ctx)
    return approval.people_needed(rules, secretariat_joins=approval.needs_secretariat(doubts_of(case, ctx), rules))


def assess_verdict(member: Member, case: Case, ctx: Context) -> Verdict:
    """R-113, R-114: whether this person's answer would count at this moment."""
    return _judge(case, ctx)(member)


def who_counts(members: Iterable[Member], case: Case, ctx: Context) -> list[Member]:
    """R-113, R-114: those of them whose answer would count at this moment."""
    judge = _judge(case, ctx)
    return [member for member in members if judge(member)]


def _judge(case: Case, ctx: Context) -> Callable[[Member], Verdict]:
    """What doesn't depend on the person is looked up once for all who are asked about."""
    question, rules = in_question(case, ctx), rules_of(case, ctx)
    joins = secretariat_joins(doubts_about(question, case, ctx), case, ctx)
    return lambda member: approval.may_assess(
        member_facts(member, ctx),
        store_id=case.store_id,
        reporters=question.reporters,
        rules=rules,
        secretariat_joins=joins,
        now=ctx.now,
    )


def tell_progress(case: Case, verdict: Verdict, ctx: Context) -> None:
    """Tell whoever wrote it how many of how many, and who is still missing."""
    question, rules = in_question(case, ctx), rules_of(case, ctx)
    doubts = doubts_about(question, case, ctx)
    counting = approval.standing(
        assessments_of(case, ctx),
        binding=question.binding,
        store_id=case.store_id,
        reporters=question.reporters,
        secretariat_joins=secretariat_joins(doubts, case, ctx),
        rules=rules,
        now=ctx.now,
    )
    needed = approval.people_needed(rules, secretariat_joins=approval.needs_secretariat(doubts, rules))
    tell_author(case, wording.assess.progress(len(counting), needed, verdict), ctx)
