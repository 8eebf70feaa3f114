"""What stands, as a file would say it: a blank cell keeps it, and what changes can be told before (R-005, R-009)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from policy.forms.names import Choice
from storage.imports.rows import Row
from storage.tables import Account, Business, Member, MemberRole, Store
from storage.unit_of_work import UnitOfWork

TELEPHONE, CAMERAS = "telephone", "cameras"
"""Columns of a store that older files don't have."""

DESK = ("desk_telephone", "desk_hours")
"""Of the business: where its own people answer questions; both or neither."""

AGREEMENT, NOTICE = "agreed_on", "notice_posted_on"

OF_STORE = {"store_name": "name"} | {
    column: column for column in ("latitude", "longitude", "facility", NOTICE, TELEPHONE, CAMERAS)
}
OF_BUSINESS = {"business_name": "name", AGREEMENT: AGREEMENT} | {column: column for column in DESK}
OF_PERSON = ("name", "language", "trained_until")
"""What a row says of each: column, and attribute of its row here."""

VITAL = (AGREEMENT, NOTICE, "trained_until")
"""Without them a store takes no part and its alerts end (R-009, R-122), or a person does nothing more (R-062)."""

Cells = Mapping[str, str]
"""By column."""


@dataclass(frozen=True)
class Change:
    """One cell of somebody or something known that a file changes, as files say it.

    Attributes:
        code: Of a person, a store, a business.
        column: Its name.
        before: What stands; never an account's id.
        after: What the file says.
        takes_away: A right, or what a right stands on, ends with it.
    """

    code: str
    column: str
    before: str
    after: str
    takes_away: bool = False


def as_cell(value: object) -> str:
    """As a file would say it."""
    if isinstance(value, bool):
        return (Choice.YES if value else Choice.NO).value
    return "" if value is None else str(value)


def stores(uow: UnitOfWork) -> dict[str, dict[str, str]]:
    """What stands of each store, by its code."""
    chosen = select(Store.code, *(getattr(Store, name) for name in OF_STORE.values()))
    return _by_code(uow, chosen.join(Business, Business.id == Store.business_id), [*OF_STORE])


def businesses(uow: UnitOfWork) -> dict[str, dict[str, str]]:
    """Of each business."""
    return _by_code(
        uow, select(Business.code, *(getattr(Business, name) for name in OF_BUSINESS.values())), OF_BUSINESS
    )


def people(uow: UnitOfWork) -> dict[str, dict[str, str]]:
    """Of each person."""
    return _by_code(uow, select(Member.code, *(getattr(Member, name) for name in OF_PERSON)), OF_PERSON)


def roles(uow: UnitOfWork) -> dict[str, set[tuple[str, str]]]:
    """Member code → roles, each with its store's code, or none."""
    held = defaultdict[str, set[tuple[str, str]]](set)
    rows = (
        select(Member.code, MemberRole.role, Store.code)
        .join(MemberRole.member)
        .outerjoin(Store, Store.id == MemberRole.store_id)
    )
    for code, role, store in uow.session.execute(rows):
        held[code].add((role, store or ""))
    return held


def accounts(uow: UnitOfWork) -> dict[tuple[str, str], set[str]]:
    """Member code and platform → ids of the accounts in use."""
    used = defaultdict[tuple[str, str], set[str]](set)
    rows = select(Member.code, Account.platform, Account.external_id).join(Account.member)
    for code, platform, external_id in uow.session.execute(rows.where(Account.revoked_at.is_(None))):
        used[code, platform].add(external_id)
    return used


def _by_code(uow: UnitOfWork, rows: Select[Any], columns: Iterable[str]) -> dict[str, dict[str, str]]:
    names = [*columns]
    return {code: dict(zip(names, map(as_cell, values), strict=True)) for code, *values in uow.session.execute(rows)}


def keep_standing(rows: Sequence[Row], key: str, columns: Sequence[str], known: Mapping[str, Cells]) -> None:
    """R-005, R-009, L22, L51: a blank cell says what another row of its code says, else what stands; it ends nothing.

    ``key``: the column of the code that these columns belong to.
    """
    said: dict[tuple[str, str], str] = {}
    for row in rows:
        for column in columns:
            if row.cell(column):
                said.setdefault((row.plain(key), column), row.cell(column))
    for row in rows:
        code = row.plain(key)
        for column in columns:
            row.fill(column, said.get((code, column)) or known.get(code, {}).get(column, ""))


def changed(code: str, said: Mapping[str, object], known: Mapping[str, Cells]) -> Iterator[Change]:
    """What the file changes of one code that is known."""
    stood = known.get(code, {})
    for column, before in stood.items():
        after = as_cell(said[column])
        if after != before:
            yield Change(code, column, before, after, takes_away=column in VITAL and not after)
