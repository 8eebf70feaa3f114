"""The lights of stores and of the network: what the desk's page and ``hansho doctor`` both show."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from policy.clocks import Clock, answer_by
from policy.facts import Role
from policy.readiness import CONTACTS, Light, lights, office, receives
from policy.review import Reviewed, review_light
from policy.trial import TRIES, Trial, trial_light
from storage.tables import DueKind, Store
from storage.unit_of_work import UnitOfWork


def of_stores(
    stores: Sequence[Store], network_id: str, uow: UnitOfWork, now: datetime
) -> list[tuple[Store, tuple[Light, ...]]]:
    """R-005, R-061, R-062, R-113, R-122: each store with all that it needs to take part."""
    rules, staff = uow.stores.rules(network_id), uow.staff.at([store.id for store in stores])
    return [
        (store, lights(facts, staff[store.id], rules, now))
        for store, facts in zip(stores, uow.stores.all_facts(stores), strict=True)
    ]


def warned(stores: Sequence[Store], uow: UnitOfWork, now: datetime) -> dict[str, Light]:
    """R-005: by id, whether each of the stores can be warned, or what keeps it from that."""
    contacts = uow.staff.at([store.id for store in stores], CONTACTS)
    return {facts.id: receives(facts, contacts[facts.id], now) for facts in uow.stores.all_facts(stores)}


def of_office(network_id: str, uow: UnitOfWork, now: datetime) -> tuple[Light, ...]:
    """R-076, R-097, R-121: whether somebody watches over the network, is a second person, and answers people."""
    secretariat, auditors = (uow.staff.for_network(network_id, role) for role in (Role.SECRETARIAT, Role.AUDITOR))
    return (*office(secretariat, auditors, now), trial_light(_trial(network_id, uow), now, shut=door_is_shut(uow, now)))


def of_rules(network_id: str, uow: UnitOfWork, now: datetime) -> Light:
    """R-145: whether the rules were gone through within the year."""
    return review_light(reviewed(network_id, uow), now)


def door_is_shut(uow: UnitOfWork, now: datetime) -> bool:
    """R-032, R-076: whether this month's trial has tried for an hour to come in by the public page."""
    return any(one.due_at <= now - TRIES for one in uow.today.planned(DueKind.SEND_TRIAL))


def _trial(network_id: str, uow: UnitOfWork) -> Trial | None:
    row = uow.requests.newest_trial(network_id)
    if row is None:
        return None
    zone = ZoneInfo(uow.stores.network(network_id).timezone)
    clock = Clock(row.received_at, zone, extended=row.extended_at is not None)
    return Trial(row.number, answer_by(clock, row.received_at), row.answered_at)


def reviewed(network_id: str, uow: UnitOfWork) -> Reviewed:
    """R-145: when the rules were last gone through, and since when there is a network."""
    network = uow.stores.network(network_id)
    zone, last = ZoneInfo(network.timezone), network.rules_reviewed_at
    return Reviewed(network.created_at.astimezone(zone), last and last.astimezone(zone))
