"""What a file is checked against, in one word: so nobody has to wait at the database while the checks go on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from storage.imports import members, stores
from storage.imports.standing import OF_BUSINESS, OF_PERSON, OF_STORE
from storage.tables import Account, Business, Installation, Member, MemberRole, Network, Store
from storage.unit_of_work import UnitOfWork

Checked = TypeVar("Checked", stores.Checked, members.Checked)

LOOKED_AT: tuple[tuple[InstrumentedAttribute[object] | ColumnElement[object], ...], ...] = (
    (Network.id, Network.office_decided_on),
    (Business.id, Business.network_id, Business.code, *(getattr(Business, name) for name in OF_BUSINESS.values())),
    (Store.id, Store.business_id, Store.code, *(getattr(Store, name) for name in OF_STORE.values())),
    (Member.id, Member.network_id, Member.code, Member.left_at, *(getattr(Member, name) for name in OF_PERSON)),
    (MemberRole.id, MemberRole.member_id, MemberRole.role, MemberRole.store_id),
    (Account.id, Account.member_id, Account.platform, Account.external_id, Account.revoked_at),
    (Installation.id, Installation.workspace, Installation.ended_at),
)
"""All columns that a check compares a file with, the key first."""


@dataclass(frozen=True)
class Seen(Generic[Checked]):
    """A file as it was checked, and what it was checked against (``mark``)."""

    against: str
    found: Checked


def still(seen: Seen[Checked] | None, uow: UnitOfWork) -> Checked | None:
    """What was found, unless something has changed since, or nobody looked."""
    return seen.found if seen and seen.against == mark(uow) else None


def mark(uow: UnitOfWork) -> str:
    """Another one as soon as anything has changed that a check looks at; a look of its own takes a part of a check."""
    digest = hashlib.sha256()
    for columns in LOOKED_AT:
        rows = uow.session.execute(select(*columns).order_by(columns[0]))
        digest.update(repr([*map(tuple, rows)]).encode())
    return digest.hexdigest()
