"""What becomes of each neighbour's card: policy is asked again before it leaves, and its outcome is noted."""

from __future__ import annotations

from datetime import datetime

from audit.event import Event
from handlers import wording
from handlers.broadcast import deliver, may_send
from handlers.casefile import (
    facts,
    note,
    reachable,
)
from handlers.commands import NoteSent, NoteUnsent
from handlers.desk import Desk
from handlers.ports import Ports
from policy import access
from policy.audience import active
from policy.facts import Role
from policy.states import State
from policy.verdict import N_, Deny, Verdict, all_of
from storage.tables import Case, Delivery
from storage.unit_of_work import UnitOfWork


def may_still_deliver(delivery: Delivery, case: Case, uow: UnitOfWork, now: datetime) -> Verdict:
    """R-111, R-005: asked just before each single send: everything again, and still this person of this store."""
    if case.state != State.LIVE or now >= case.expires_at:
        return Deny("R-040", N_("この警戒情報は終了しました。"))
    if not may_receive(delivery, case, uow, now):
        return Deny("R-005", N_("この人はもう参加していません。"))
    return all_of((active(uow.stores.facts(delivery.store), now), _may_send_once(case, uow, now)))


def _may_send_once(case: Case, uow: UnitOfWork, now: datetime) -> Verdict:
    """R-111: the case's own part is asked once per unit of work, since all its cards in hand leave at one moment."""
    asked: dict[str, Verdict] = uow.session.info.setdefault("may_send", {})
    if case.id not in asked:
        asked[case.id] = may_send(case, uow, now)
    return asked[case.id]


def may_receive(delivery: Delivery, case: Case, uow: UnitOfWork, now: datetime) -> bool:
    """R-005, R-064: whether the person is still there, and still whom the addressed store named."""
    member = facts(uow, delivery.account.member)
    named = any(member.is_a(role, delivery.store_id) for role in (Role.CONTACT, Role.SECOND_CONTACT))
    there = delivery.account.revoked_at is None and bool(access.present(member, now))
    return there and named and delivery.store_id in case.audience


def note_sent(cmd: NoteSent, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """Neighbours' cards were taken by the platform; if the alert was stopped meanwhile, the stop follows at once."""
    for delivery in uow.deliveries.these(cmd.delivery_ids):
        case = uow.cases.locked(delivery.case_id)
        delivery.state, delivery.sent_at = "sent", now
        note(uow, Event.DELIVERY_SEND, case, delivery.account, now, store=delivery.store_id)
        if case.state != State.LIVE:
            tell_too_late(delivery, case, uow, ports, now)


def tell_too_late(delivery: Delivery, case: Case, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-078: the card left, or may have, after the alert was stopped."""
    desk = Desk(delivery.account, case, uow, ports, now)
    desk.send(wording.recalled(desk, case, "late"), topic=f"stop:{case.id}", urgent=True)


def note_unsent(cmd: NoteUnsent, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """A neighbour's card was given up: record why; their other account or the second contact gets it.

    R-078: one that may have arrived all the same is stopped like those that did.
    """
    delivery = uow.deliveries.get(cmd.delivery_id)
    case = uow.cases.locked(delivery.case_id)
    delivery.state, event = _given_up(cmd)
    note(uow, event, case, delivery.account, now, store=delivery.store_id, reason=cmd.reason)
    if cmd.reason == "blocked":
        uow.people.mark_blocked(delivery.account_id, now)
    if case.state != State.LIVE and cmd.lost:
        tell_too_late(delivery, case, uow, ports, now)
    if case.state != State.LIVE or (cmd.reason == "policy" and may_receive(delivery, case, uow, now)):
        return
    other = uow.people.preferred_account(delivery.account.member)
    if cmd.reason != "policy" and other is not None and other.id != delivery.account_id:
        deliver(case, [(delivery.store_id, other)], uow, ports, now, second=delivery.second)
    else:
        call_second_contact(case, delivery.store_id, uow, ports, now)


def _given_up(cmd: NoteUnsent) -> tuple[str, Event]:
    if cmd.lost:
        return "unknown", Event.DELIVERY_LOSE
    if cmd.reason == "policy":
        return "withheld", Event.DELIVERY_WITHHOLD
    return "failed", Event.DELIVERY_FAIL


def call_second_contact(case: Case, store_id: str, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """D13: nobody answered or could be reached: the store's second contact gets the card, if it still takes part."""
    if not active(uow.stores.facts(uow.stores.get(store_id)), now):
        return
    has_it = {row.member_id for row in uow.deliveries.of_case(case.id) if row.state in ("queued", "sent")}
    for account in reachable(uow, uow.people.at_store(store_id, [Role.SECOND_CONTACT])):
        if account.member_id not in has_it and uow.deliveries.for_account(case.id, account.id) is None:
            note(uow, Event.DELIVERY_ESCALATE, case, account, now, store=store_id)
            deliver(case, [(store_id, account)], uow, ports, now, second=True)
