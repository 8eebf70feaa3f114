"""Whether the alert may leave: everything asked again on fresh facts."""

from __future__ import annotations

from datetime import timedelta

from handlers.case.earlier import earlier_answers, facts_of
from handlers.case.picture import picture_of
from handlers.case.question import Question, as_sent, in_question
from handlers.case.record import rules_of
from handlers.case.sealed import assessments_of
from handlers.context import Context
from policy import approval
from policy.drift import alike_events
from policy.facts import Dispatch, Doubts, EarlierNo
from policy.verdict import N_, Deny, Verdict
from storage.tables import Case


def send_verdict(case: Case, ctx: Context) -> Verdict:
    """R-111: everything that was checked at approval, checked once more on fresh facts, for the newest version."""
    return verdict_on(as_sent(case, ctx), case, ctx)


def verdict_on(question: Question, case: Case, ctx: Context) -> Verdict:
    """R-111: the same for one version, whether it is out or about to be."""
    if question.report is None:
        return Deny("R-111", N_("通報の内容が残っていないため、送れません。"))
    with_picture = question.number == 1 or question.shows_picture
    return approval.may_send(
        assessments_of(case, ctx),
        Dispatch(
            state=case.state,
            sender=ctx.uow.stores.store_facts(case.store),
            reporters=question.reporters,
            report=question.report,
            picture=picture_of(case, ctx) if with_picture else None,
            audience=tuple(case.audience),
            life_hours=case.life_hours,
            expires_at=case.expires_at,
            binding=question.binding,
            alerts_sent=alerts_sent(case, ctx),
            earlier=_earlier(question, case, ctx),
            version=question.number,
            narrowed=question.narrowed,
        ),
        rules=rules_of(case, ctx),
        now=ctx.now,
    )


def doubts_of(case: Case, ctx: Context) -> Doubts:
    """R-081, R-110, R-112, R-117: why the store's own people may not be enough; in doubt they are not."""
    return doubts_about(in_question(case, ctx), case, ctx)


def doubts_about(question: Question, case: Case, ctx: Context) -> Doubts:
    """The same for one version, whether it is out or about to be."""
    return Doubts(
        vulnerable=case.vulnerable if question.report is None else question.report.vulnerable,
        known_person=question.report is None or question.report.known_person,
        alerts_sent=alerts_sent(case, ctx),
        earlier=_earlier(question, case, ctx),
    )


def _earlier(question: Question, case: Case, ctx: Context) -> tuple[EarlierNo, ...]:
    return facts_of(earlier_answers(case, question.version, ctx), ctx)


def alerts_sent(case: Case, ctx: Context) -> int:
    """R-081: how many alerts the store sent in the network's period before this one; or, if that is more, how many
    alike events the stores of its business told of.
    """
    start = (case.sent_at or ctx.now) - timedelta(days=rules_of(case, ctx).repeat_days)
    found = ctx.uow.cases.sent_by(case.store.business_id, start, case.sent_at)
    sent = [other for other in found if other.id != case.id]
    of_store = sum(other.store_id == case.store_id for other in sent)
    told = [other.told for other in sent if other.told]
    return max(of_store, len(alike_events(case.told, told)) if case.told else 0)
