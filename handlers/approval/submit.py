"""Handing the alert in: frozen under its binding hash, and put before its approvers."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers import wording
from handlers.approval import quota
from handlers.approval.ask import FIRST_ASKED, ask_approvers, eligible
from handlers.approval.quorum import people_needed, secretariat_joins
from handlers.case.audience import receivers
from handlers.case.people import facts, who
from handlers.case.picture import drop_picture, picture_of
from handlers.case.record import move, require, require_own, rules_of
from handlers.case.sealed import load_report
from handlers.commands.chat import SubmitCase
from handlers.ports import Ports
from handlers.recipient import Desk
from handlers.report.describe import BEFORE_APPROVERS, complete
from policy import approval
from policy.content import alert_text, check_report
from policy.facts import AlertForm, Role
from policy.picture import may_leave
from policy.states import State
from policy.verdict import N_, Deny
from storage.tables import Case
from storage.unit_of_work import UnitOfWork


def submit_case(cmd: SubmitCase, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-112, R-113: freeze the alert under its binding hash and ask everybody who may assess it."""
    account = who(uow, cmd.account_id)
    case = uow.cases.locked(cmd.case_id)
    require_own(uow, account, case, now)
    if State(case.state) not in BEFORE_APPROVERS:
        require(Deny("R-111", N_("この通報はもう承認者に送られています。")))
    _freeze(case, uow, now)
    _require_quorum_possible(case, uow, now)
    move(case, State.ASSESSING, now)
    uow.conversations.end_case(case.id)
    quota.plan_quota_question(uow, now)
    approvers = eligible(case, FIRST_ASKED, uow, now)
    ask_approvers(case, approvers, uow, ports, now)
    _plan_round(case, uow, now)
    desk = Desk(account, case, uow, ports, now)
    desk.send(
        wording.waiting(desk, people_needed(case, uow, now), len(approvers)),
        topic=f"preview:{case.id}",
    )


def _freeze(case: Case, uow: UnitOfWork, now: datetime) -> None:
    """R-111, R-126: the alert as it would go out, under the network's rules of this moment."""
    rules = rules_of(uow, case)
    case.radius_km, case.life_hours, case.rule_version = rules.radius_km, rules.life_hours, rules.version
    report = complete(case, uow, now)
    require(check_report(report, rules, now))
    if report.form == AlertForm.PICTURE:
        require(may_leave(picture_of(case), report, rules))
    elif case.photo_reference is not None:
        drop_picture(case, uow, now)
    case.audience = list(receivers(case, uow, now))
    case.binding = binding_of(case, uow)


def _plan_round(case: Case, uow: UnitOfWork, now: datetime) -> None:
    """Each round has its own: the same alert may come back unchanged after a return."""
    rules = rules_of(uow, case)
    for kind, minutes in (
        ("remind_approvers", rules.reminder_minutes),
        ("call_stand_ins", rules.stand_in_minutes),
        ("lapse", rules.lapse_minutes),
    ):
        uow.due.plan(kind, f"{case.id}:{now.isoformat()}", now + timedelta(minutes=minutes), case_id=case.id)


def binding_of(case: Case, uow: UnitOfWork) -> str:
    """Step 7 of the flow: the hash over everything the approvers say yes to."""
    report = load_report(uow, case)
    return approval.binding(
        picture_sha256=case.masked_sha256 if case.form == AlertForm.PICTURE else None,
        text=alert_text(report) if report else {},
        audience=case.audience,
        life_hours=case.life_hours,
        rules_version=case.rule_version,
    )


def _require_quorum_possible(case: Case, uow: UnitOfWork, now: datetime) -> None:
    """R-113: better to hear it now than after an hour of waiting."""
    people = [facts(uow, member) for member in eligible(case, (*FIRST_ASKED, Role.DEPUTY), uow, now)]
    of_store = [p for p in people if any(p.is_a(role, case.store_id) for role in approval.APPROVERS)]
    enough = len(people) >= people_needed(case, uow, now) and len(of_store) >= rules_of(uow, case).approvals_needed
    responsible = any(p.is_a(role, case.store_id) for p in of_store for role in approval.RESPONSIBLE)
    joined = any(p.is_a(Role.SECRETARIAT) for p in people) or not secretariat_joins(case, uow, now)
    if not (enough and responsible and joined):
        require(Deny("R-113", N_("判定できる人が足りません。店舗責任者と承認者の登録を事務局に依頼してください。")))
