"""Quorum reached: freeze the alert and queue one card per neighbour."""

from __future__ import annotations

from datetime import datetime, timedelta

from audit.event import Event
from handlers import wording
from handlers.alert.delivery import contacts, deliver
from handlers.approval.give_back import WHILE_ASSESSING, give_back
from handlers.approval.quorum import quorum, tell_progress
from handlers.approval.quota import enough_quota, hold_back
from handlers.case.dispatch import may_send
from handlers.case.people import reachable, secretariat, store_leads
from handlers.case.record import move, note, rules_of
from handlers.case.sealed import salted_hash
from handlers.commands.chat import Ring
from handlers.ports import Ports
from handlers.recipient import Desk
from handlers.retention.erase import erase
from policy.retention import Kind
from policy.states import State
from policy.verdict import N_, Deny
from storage.tables import Case
from storage.unit_of_work import UnitOfWork


def send_alert(case: Case, uow: UnitOfWork, ports: Ports, now: datetime, *, again: bool = False) -> None:
    """R-111, R-113: check everything afresh, then go live and queue the neighbours' cards.

    What only the reporter can mend goes back to them; without enough messages it waits (``again``: it did before).
    """
    verdict = may_send(case, uow, now)
    recipients = contacts(case, uow, now)
    if verdict and not recipients:
        verdict = Deny("R-124", N_("範囲内に知らせる店舗がありません。事務局に連絡してください。"))
    if isinstance(verdict, Deny):
        note(uow, Event.ALERT_WITHHOLD, case, None, now, clause=verdict.clause)
        give_back(case, None, verdict, uow, ports, now)
        return
    enough = enough_quota(case, recipients, uow)
    if isinstance(enough, Deny):
        hold_back(case, enough, uow, ports, now, again=again)
        return
    move(case, State.LIVE, now)
    case.sent_at = now
    case.expires_at = now + timedelta(hours=case.life_hours)
    uow.due.cancel(case.id, ("abandon", *WHILE_ASSESSING))
    uow.conversations.end_case(case.id)
    uow.links.revoke_case(case.id, now, purposes=("mask", "preview"))
    erase(case, Kind.ORIGINAL, uow, now)
    note(
        uow,
        Event.ALERT_SEND,
        case,
        None,
        now,
        binding=salted_hash(uow, case.id, case.binding or ""),
        recipients=len(recipients),
    )
    deliver(case, recipients, uow, ports, now)
    plan_life(case, uow, now)
    tell_sent(case, uow, ports, now)


def retry_broadcast(cmd: Ring, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """Try again what was held back, as long as the case still waits and the approvers still stand by it."""
    case = uow.cases.locked(cmd.case_id or "")
    if case.state != State.ASSESSING:
        return
    verdict = quorum(case, uow, now)
    if verdict:
        send_alert(case, uow, ports, now, again=True)
    else:
        tell_progress(case, verdict, uow, ports, now)


def plan_life(case: Case, uow: UnitOfWork, now: datetime) -> None:
    """What must happen while the alert lives: second contacts, one question before the end, the end."""
    rules = rules_of(uow, case)
    question = case.expires_at - timedelta(minutes=rules.expiry_question_minutes)
    uow.due.plan(
        "call_second_contacts", case.id, now + timedelta(minutes=rules.second_contact_minutes), case_id=case.id
    )
    uow.due.plan("ask_before_end", case.id, question, case_id=case.id)
    uow.due.plan("expire", case.id, case.expires_at, case_id=case.id)


def tell_sent(case: Case, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """Tell the store and the approvers that the alert is out, with the ways to stop it."""
    asked = [uow.people.member(request.member_id) for request in uow.cases.requests(case.id)]
    told: set[str] = set()
    for account in [*store_leads(uow, case), *reachable(uow, asked), *secretariat(uow, case)]:
        if account.member_id in told:
            continue
        told.add(account.member_id)
        desk = Desk(account, case, uow, ports, now)
        if desk.can_redraw and uow.cases.request(case.id, account.member_id):
            desk.send(wording.assessment_over(desk, case), topic=f"assess:{case.id}")
        desk.send(wording.sent(desk, case), topic=f"status:{case.id}")
