"""People of a file as rows: whoever is new by few statements for many of them, whoever is known one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.imports.members import ID_COLUMNS, MemberLine
from storage.imports.standing import OF_PERSON
from storage.statements import insert_many
from storage.tables import Account, Member, MemberRole, Network, new_id
from storage.unit_of_work import UnitOfWork

Row = dict[str, object]


@dataclass(frozen=True)
class Joined:
    """Somebody new: our own id, the roles that don't wait, the ids of their accounts."""

    id: str
    code: str
    roles: list[str]
    accounts: list[str]


@dataclass(frozen=True)
class Changed:
    """Somebody known, as the file has them, and what that changed."""

    member: Member
    roles: list[str]
    revoked: list[Account]
    enrolled: list[Account]


def join(uow: UnitOfWork, network: Network, people: Sequence[list[MemberLine]], now: datetime) -> list[Joined]:
    """These people, all lines of each; nobody has their codes, and nobody else uses their account ids.

    A town that moves in is thousands of them, and on SQLite nobody else writes meanwhile: no object is made of a row.
    """
    joined, roles, accounts = list[Joined](), list[Row](), list[Row]()
    for lines in people:
        own, bound = new_id(), {new_id(): given for given in _ids(lines)}
        joined.append(Joined(own, lines[0].code, _unwaiting(lines), [*bound]))
        roles.extend({"member_id": own, "role": role, "store_id": store_id} for role, store_id in _roles(lines))
        accounts.extend(
            {"id": account, "member_id": own, "platform": platform, "external_id": given, "created_at": now}
            for account, (platform, given) in bound.items()
        )
    members = (
        {"id": one.id, "network_id": network.id, "code": one.code, "joined_at": now, **_said(lines)}
        for one, lines in zip(joined, people, strict=True)
    )
    for table, rows in ((Member, members), (MemberRole, roles), (Account, accounts)):
        insert_many(uow.session, table, rows)
    return joined


def change(uow: UnitOfWork, people: Sequence[tuple[Member, list[MemberLine]]], now: datetime) -> list[Changed]:
    """These people, all lines of each; their roles become exactly those of the file, but for those that wait.

    An account id replaces the person's account on that platform; an empty one changes nothing.
    """
    for member, lines in people:
        for column, value in _said(lines).items():
            setattr(member, column, value)
    _keep_roles(uow, {member: _roles(lines) for member, lines in people})
    kept = [Changed(member, _unwaiting(lines), [], []) for member, lines in people]
    wanted = [
        (one, platform, external_id)
        for one, (_, lines) in zip(kept, people, strict=True)
        for platform, external_id in _ids(lines)
        if (platform, external_id) not in {(account.platform, account.external_id) for account in _in_use(one.member)}
    ]
    for one, platform, _ in wanted:
        one.revoked.extend(account for account in _in_use(one.member) if account.platform == platform)
    for account in [account for one in kept for account in one.revoked]:
        uow.people.revoke(account, now)
    bound = uow.people.bind_accounts([(one.member, platform, given) for one, platform, given in wanted], now)
    for (one, _, _), account in zip(wanted, bound, strict=True):
        one.enrolled.append(account)
    return kept


def _keep_roles(uow: UnitOfWork, wanted: Mapping[Member, list[tuple[str, str | None]]]) -> None:
    changed = [
        member for member, roles in wanted.items() if {(held.role, held.store_id) for held in member.roles} != {*roles}
    ]
    uow.people.drop_roles(*(member for member in changed if member.roles))
    uow.session.add_all(
        MemberRole(member=member, role=role, store_id=store_id)
        for member in changed
        for role, store_id in wanted[member]
    )


def _said(lines: list[MemberLine]) -> Row:
    """What each of their lines says of them."""
    return {column: getattr(lines[0], column) for column in OF_PERSON}


def _roles(lines: list[MemberLine]) -> list[tuple[str, str | None]]:
    """Role and store, of those that wait for nobody."""
    return sorted({(line.role, line.store_id) for line in lines if not line.waits}, key=str)


def _unwaiting(lines: list[MemberLine]) -> list[str]:
    """The same as the ledger has it: a role once for each store."""
    return [line.role for line in lines if not line.waits]


def _ids(lines: list[MemberLine]) -> list[tuple[str, str]]:
    """Platform and account id, as far as a line gives one."""
    given = {column: external_id for line in lines for column, external_id in line.ids.items() if external_id}
    return [(ID_COLUMNS[column][0], external_id) for column, external_id in given.items()]


def _in_use(member: Member) -> list[Account]:
    return [account for account in member.accounts if account.revoked_at is None]
