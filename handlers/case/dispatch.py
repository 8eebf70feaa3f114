"""Whether the alert may leave: everything asked again on fresh facts."""

from __future__ import annotations

from datetime import timedelta

from handlers.case.earlier import earlier_cases, facts_of
from handlers.case.picture import picture_of
from handlers.case.record import rules_of
from handlers.case.sealed import assessments_of, load_report
from handlers.context import Context
from policy import approval
from policy.drift import alike_events
from policy.facts import Dispatch, Doubts
from policy.verdict import N_, Deny, Verdict
from storage.tables import Case


def send_verdict(case: Case, ctx: Context) -> Verdict:
    """R-111: everything that was checked at approval, checked once more on fresh facts."""
    report = load_report(case, ctx)
    if report is None:
        return Deny("R-111", N_("通報の内容が残っていないため、送れません。"))
    return approval.may_send(
        assessments_of(case, ctx),
        Dispatch(
            state=case.state,
            sender=ctx.uow.stores.store_facts(case.store),
            reporters=case.reporters,
            report=report,
            picture=picture_of(case),
            audience=tuple(case.audience),
            life_hours=case.life_hours,
            expires_at=case.expires_at,
            binding=case.binding or "",
            alerts_sent=alerts_sent(case, ctx),
            earlier=facts_of(earlier_cases(case, ctx), ctx),
        ),
        rules=rules_of(case, ctx),
        now=ctx.now,
    )


def doubts_of(case: Case, ctx: Context) -> Doubts:
    """R-081, R-110, R-112, R-117: why the store's own people may not be enough; in doubt they are not."""
    report = load_report(case, ctx)
    return Doubts(
        vulnerable=case.vulnerable,
        known_person=report is None or report.known_person,
        alerts_sent=alerts_sent(case, ctx),
        earlier=facts_of(earlier_cases(case, ctx), ctx),
    )


def alerts_sent(case: Case, ctx: Context) -> int:
    """R-081: how many alerts the store sent in the network's period before this one; or, if that is more, how many
    alike events the stores of its business told of.
    """
    end = case.sent_at or ctx.now
    start = end - timedelta(days=rules_of(case, ctx).repeat_days)
    sent = [other for other in ctx.uow.cases.sent_by(case.store.business_id, start, end) if other.id != case.id]
    of_store = sum(other.store_id == case.store_id for other in sent)
    told = [other.told for other in sent if other.told]
    return max(of_store, len(alike_events(case.told, told)) if case.told else 0)
