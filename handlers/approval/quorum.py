"""How far the approvers have come, and whether the secretariat has to join them."""

from __future__ import annotations

from datetime import datetime

from handlers import wording
from handlers.case.dispatch import alerts_sent
from handlers.case.people import reporter_of
from handlers.case.record import rules_of
from handlers.case.sealed import assessments_of
from handlers.ports import Ports
from handlers.recipient import Desk
from policy import approval
from policy.verdict import Verdict
from storage.tables import Case
from storage.unit_of_work import UnitOfWork


def quorum(case: Case, uow: UnitOfWork, now: datetime) -> Verdict:
    """R-113: whether enough distinct people, among them a responsible one of this store, said yes to these bytes."""
    return approval.quorum(
        assessments_of(uow, case),
        binding=case.binding or "",
        store_id=case.store_id,
        reporter_id=case.reporter_id,
        vulnerable=case.vulnerable,
        alerts_sent=alerts_sent(case, uow, now),
        rules=rules_of(uow, case),
        now=now,
    )


def secretariat_joins(case: Case, uow: UnitOfWork, now: datetime) -> bool:
    """R-081, R-117: whether the secretariat's yes is needed on top of the store's."""
    return case.vulnerable or approval.is_habit(alerts_sent(case, uow, now), rules_of(uow, case))


def people_needed(case: Case, uow: UnitOfWork, now: datetime) -> int:
    """R-113: the "2" of "1 / 2"."""
    return approval.people_needed(rules_of(uow, case), vulnerable=secretariat_joins(case, uow, now))


def tell_progress(case: Case, verdict: Verdict, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """Tell the reporter how many of how many, and who is still missing."""
    reporter = reporter_of(uow, case)
    if reporter is None:
        return
    counting = approval.standing(
        assessments_of(uow, case),
        binding=case.binding or "",
        store_id=case.store_id,
        reporter_id=case.reporter_id,
        vulnerable=secretariat_joins(case, uow, now),
        rules=rules_of(uow, case),
        now=now,
    )
    desk = Desk(reporter, case, uow, ports, now)
    needed = people_needed(case, uow, now)
    desk.send(wording.progress(desk, len(counting), needed, verdict), topic=f"preview:{case.id}")
