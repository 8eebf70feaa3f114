"""Quorum reached: freeze the alert and queue one card per neighbour."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from audit.event import Event
from handlers import wording
from handlers.casefile import (
    assessments_of,
    correction_of,
    load_report,
    move,
    note,
    picture_of,
    reachable,
    rules_of,
    salted_hash,
    secretariat,
    store_leads,
)
from handlers.commands import NoteQuota, Ring
from handlers.desk import Desk
from handlers.ports import Ports
from handlers.quorum import alerts_sent, quorum, tell_progress
from handlers.retention import erase
from handlers.returning import WHILE_ASSESSING, give_back
from policy import approval
from policy.audience import active
from policy.facts import Dispatch, Role
from policy.retention import Kind
from policy.states import State
from policy.verdict import N_, Allow, Deny, Verdict
from storage.tables import Account, Case, Delivery
from storage.unit_of_work import UnitOfWork

RETRY_MINUTES = 5
"""How soon a broadcast that the quota held back is tried again; the secretariat needs minutes to buy messages."""


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


def contacts(case: Case, uow: UnitOfWork, now: datetime) -> list[tuple[str, Account]]:
    """R-124, R-005: whom the audience's stores named, the second where no first can be reached; leavers drop out."""
    stores = uow.stores.all_facts([uow.stores.get(store_id) for store_id in case.audience])
    first = uow.people.at_stores(case.audience, Role.CONTACT)
    second = uow.people.at_stores(case.audience, Role.SECOND_CONTACT)
    found = []
    for store in stores:
        if active(store, now):
            accounts = reachable(uow, first[store.id]) or reachable(uow, second[store.id])
            found += [(store.id, account) for account in accounts]
    return found


def enough_quota(case: Case, recipients: list[tuple[str, Account]], uow: UnitOfWork) -> Verdict:
    """R-078: a broadcast leaves enough LINE messages for its own recall, so that a recall never fails."""
    quota = uow.quota.get("line")
    if quota is None or quota.allowed is None:
        return Allow()
    needed = sum(account.platform == "line" for _, account in recipients)
    left = quota.allowed - quota.used - max(rules_of(uow, case).line_reserve_messages, needed)
    if needed <= left:
        return Allow()
    return Deny(
        "R-078",
        N_("LINEの残り通数が足りません（必要 {needed}、使える {left}）。事務局が追加すると自動で送られます。"),
        {"needed": needed, "left": max(left, 0)},
    )


def note_quota(cmd: NoteQuota, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """Remember what the platform said about this month's messages."""
    uow.quota.set(cmd.platform, cmd.allowed, cmd.used, now)


def plan_quota_question(uow: UnitOfWork, now: datetime) -> None:
    """Ask LINE for its quota soon, so that the figure is fresh when the alert is due; once a minute is enough."""
    uow.due.plan("ask_quota", f"line:{now:%Y%m%dT%H%M}", now, arguments={"platform": "line"})


def hold_back(case: Case, why: Deny, uow: UnitOfWork, ports: Ports, now: datetime, *, again: bool) -> None:
    """Fail closed: nothing is sent, the people in charge hear why once, and it is tried again until the case lapses."""
    note(uow, Event.ALERT_WITHHOLD, case, None, now, clause=why.clause)
    when = now + timedelta(minutes=RETRY_MINUTES)
    uow.due.plan("retry_broadcast", f"{case.id}:{when.isoformat()}", when, case_id=case.id)
    plan_quota_question(uow, when - timedelta(minutes=1))
    people = {account.member_id: account for account in [*secretariat(uow, case), *store_leads(uow, case)]}
    for account in [] if again else people.values():
        desk = Desk(account, case, uow, ports, now)
        desk.send(wording.held_back(desk, why), topic=f"held:{case.id}")


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


def deliver(
    case: Case,
    recipients: Iterable[tuple[str, Account]],
    uow: UnitOfWork,
    ports: Ports,
    now: datetime,
    *,
    second: bool = False,
) -> None:
    """A card for each recipient, with the correction if there was one; no account gets it twice."""
    report, correction = load_report(uow, case), correction_of(uow, case)
    if report is None:
        return
    addressed = {row.account_id for row in uow.deliveries.of_case(case.id)}
    new = []
    for store_id, account in recipients:
        if account.id not in addressed:
            addressed.add(account.id)
            new.append(_delivery(case, store_id, account, second=second))
    uow.deliveries.add(*new)
    for delivery in new:
        desk = Desk(uow.people.account_by_id(delivery.account_id), case, uow, ports, now)
        card = wording.alert(desk, case, report, correction)
        desk.send(card, topic=f"alert:{case.id}", delivery_id=delivery.id)


def _delivery(case: Case, store_id: str, account: Account, *, second: bool) -> Delivery:
    return Delivery(
        case_id=case.id,
        store_id=store_id,
        member_id=account.member_id,
        account_id=account.id,
        second=second,
        state="queued",
    )


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
