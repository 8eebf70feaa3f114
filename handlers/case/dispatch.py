"""Whether the alert may leave: everything asked again on fresh facts."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.case.picture import picture_of
from handlers.case.record import rules_of
from handlers.case.sealed import assessments_of, load_report
from policy import approval
from policy.facts import Dispatch
from policy.states import State
from policy.verdict import N_, Deny, Verdict
from storage.tables import Case
from storage.unit_of_work import UnitOfWork


def alerts_sent(case: Case, uow: UnitOfWork, now: datetime) -> int:
    """R-081: how many alerts the store sent in the network's period before this one."""
    end = case.sent_at or now
    start = end - timedelta(days=rules_of(uow, case).repeat_days)
    since_this = uow.cases.count_alerts(case.store_id, end) if case.sent_at else 0
    return uow.cases.count_alerts(case.store_id, start) - since_this


def may_send(case: Case, uow: UnitOfWork, now: datetime) -> Verdict:
    """Everything that was checked at approval, checked once more on fresh facts."""
    report = load_report(uow, case)
    if report is None:
        return Deny("R-111", N_("通報の内容が残っていないため、送れません。"))
    return approval.may_send(
        assessments_of(uow, case),
        Dispatch(
            state=State(case.state),
            sender=uow.stores.facts(case.store),
            reporter_id=case.reporter_id,
            report=report,
            picture=picture_of(case),
            audience=tuple(case.audience),
            life_hours=case.life_hours,
            expires_at=case.expires_at,
            binding=case.binding or "",
            alerts_sent=alerts_sent(case, uow, now),
        ),
        rules=rules_of(uow, case),
        now=now,
    )
