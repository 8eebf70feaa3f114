"""Somebody who has a copy of the database, and every key that is left."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select

from storage.keyring import Damaged, decrypt
from storage.tables import CaseKey, InboxEvent, OutboxMessage, VaultObject
from storage.unit_of_work import Database, UnitOfWork
from storage.vault import HOUR_BYTES, place_of


@dataclass(frozen=True)
class Sealed:
    """What a thief copied, each by what it is bound to: wrapped keys with their master's id, bodies, content."""

    wrapped: dict[str, tuple[str, bytes]]
    bodies: dict[str, bytes]
    objects: dict[str, bytes]


def copied(uow: UnitOfWork, case_id: str) -> Sealed:
    """Everything sealed of one case and of no case, as it lies in the rows."""
    keys = uow.session.scalars(select(CaseKey).where(CaseKey.case_id == case_id, CaseKey.wrapped.is_not(None)))
    objects = uow.session.scalars(select(VaultObject).where(VaultObject.case_id == case_id))
    rows: list[InboxEvent | OutboxMessage] = [
        *uow.session.scalars(select(InboxEvent)),
        *uow.session.scalars(select(OutboxMessage).where(OutboxMessage.case_id == case_id)),
    ]
    return Sealed(
        {f"{key.case_id}|{key.kind}": (key.master_id, key.wrapped or b"") for key in keys},
        {place_of(type(row), row.id): row.body for row in rows if row.body},
        {f"{one.case_id}|{one.kind}|{one.name}": one.sealed for one in objects},
    )


def opened(found: Sealed, database: Database) -> set[str]:
    """Which of it opens with any key that is left: those of the folder, the master keys, and both together."""
    ring, left = database.keyring, [path.read_bytes() for path in database.keys.folder.iterdir()]
    plain: dict[str, bytes] = {}

    def attempt(place: str, way: Callable[[], bytes]) -> None:
        with suppress(Damaged, ValueError):
            plain[place] = way()

    for second in (None, *left):
        for place, (master_id, wrapped) in found.wrapped.items():
            attempt(place, partial(ring.unwrap, master_id, wrapped, place, second))
        for place, body in found.bodies.items():
            attempt(place, partial(ring.unseal, body[1:], place, second))
            attempt(place, partial(ring.unseal, body[2 + HOUR_BYTES :], place, second))
    for key in (*left, *ring._keys.values(), *(plain[place] for place in found.wrapped if place in plain)):
        for place, sealed in found.objects.items():
            attempt(place, partial(decrypt, key, sealed, place.encode()))
    return {*plain}
