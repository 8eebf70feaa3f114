"""Who is asked to assess, and when the next ones are."""

from __future__ import annotations

from datetime import datetime

from audit.event import Event
from handlers import wording
from handlers.approval.quorum import secretariat_joins
from handlers.case.people import facts, reachable
from handlers.case.record import left_out, note, rules_of
from handlers.case.sealed import load_report, salted_hash
from handlers.ports import Ports
from handlers.recipient import Desk
from policy import approval
from policy.facts import Role
from policy.verdict import Verdict
from storage.tables import ApprovalRequest, Case, Member
from storage.unit_of_work import UnitOfWork

FIRST_ASKED = (Role.RESPONSIBLE, Role.APPROVER)


def ask_approvers(case: Case, members: list[Member], uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """Send each the exact alert as it would go out; being asked twice is being asked once."""
    for account in reachable(uow, members):
        request = uow.cases.request(case.id, account.member_id)
        if request is None:
            uow.add(ApprovalRequest(case_id=case.id, member_id=account.member_id, asked_at=now, stand_in=False))
        else:
            request.asked_at, request.reminded_at = now, None
        note(uow, Event.ASSESSMENT_REQUEST, case, account, now, binding=salted_hash(uow, case.id, case.binding or ""))
        desk = Desk(account, case, uow, ports, now)
        report = load_report(uow, case)
        if report:
            desk.send(wording.please_assess(desk, case, report, left_out(uow, case)), topic=f"assess:{case.id}")


def may_assess(member: Member, case: Case, uow: UnitOfWork, now: datetime) -> Verdict:
    """R-113, R-114: whether this person's answer would count at this moment."""
    return approval.may_assess(
        facts(uow, member),
        store_id=case.store_id,
        reporter_id=case.reporter_id,
        rules=rules_of(uow, case),
        vulnerable=secretariat_joins(case, uow, now),
        now=now,
    )


def _ask_secretariat(case: Case, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-081: another alert of the store may have gone out meanwhile, so that the secretariat has to join after all."""
    members = uow.people.in_network(case.network_id, [Role.SECRETARIAT])
    ask_approvers(case, _not_asked([m for m in members if may_assess(m, case, uow, now)], case, uow), uow, ports, now)


def eligible(case: Case, roles: tuple[Role, ...], uow: UnitOfWork, now: datetime) -> list[Member]:
    """Who of the store holds one of the roles, and of the secretariat where it has to join; each once."""
    people = uow.people.at_store(case.store_id, roles)
    if secretariat_joins(case, uow, now):
        people += uow.people.in_network(case.network_id, [Role.SECRETARIAT])
    once = {member.id: member for member in people}
    return [member for member in once.values() if may_assess(member, case, uow, now)]


def _not_asked(members: list[Member], case: Case, uow: UnitOfWork) -> list[Member]:
    return [member for member in members if uow.cases.request(case.id, member.id) is None]


def call_stand_ins(case: Case, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-113: the appointed deputies are asked when the first ones stay silent."""
    deputies = _not_asked(eligible(case, (Role.DEPUTY,), uow, now), case, uow)
    ask_approvers(case, deputies, uow, ports, now)
    for member in deputies:
        request = uow.cases.request(case.id, member.id)
        if request:
            request.stand_in = True
