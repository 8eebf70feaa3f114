"""What becomes of each neighbour's card: policy is asked again before it leaves, and its outcome is noted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from audit.event import Event
from handlers import wording
from handlers.case.dispatch import may_send
from handlers.case.people import facts, reachable
from handlers.case.record import note
from handlers.case.sealed import correction_of, load_report
from handlers.commands.chat import NoteSent, NoteUnsent
from handlers.ports import Ports
from handlers.recipient import Desk
from policy import access
from policy.audience import active
from policy.facts import Role
from policy.states import State
from policy.verdict import N_, Deny, Verdict, all_of
from storage.tables import Account, Case, Delivery
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
