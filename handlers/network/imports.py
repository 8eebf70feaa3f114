"""Stores and people from CSV: checked row by row, then all of it or nothing; importing again updates."""

from __future__ import annotations

from dataclasses import dataclass, field

from audit.event import Event
from handlers.context import Context
from storage.imports import members, stores
from storage.imports.rows import RowError
from storage.tables import Network


@dataclass(frozen=True)
class ImportResult:
    """What an import did; with any error nothing was changed.

    Attributes:
        rows: Data rows of the file.
        created: New stores or members.
        updated: Known ones that were in the file too.
        errors: Every fault found, by line.
        codes: Member code → enrolment code, for new members without a chat account; shown once, kept nowhere.
    """

    rows: int = 0
    created: int = 0
    updated: int = 0
    errors: tuple[RowError, ...] = ()
    codes: dict[str, str] = field(default_factory=dict, repr=False)


def import_stores(data: bytes | str, ctx: Context) -> ImportResult:
    """R-005: create or update the stores of the file; stores that are not in it stay as they are."""
    lines, errors = stores.checked(ctx.uow, data, ctx.now)
    if errors:
        return ImportResult(errors=tuple(errors))
    network = ctx.uow.stores.the_network() if ctx.uow.stores.has_network() else _open_network(ctx)
    created = 0
    for line in lines:
        store, new = stores.keep(ctx.uow, network, line, ctx.now)
        ctx.note(Event.STORE_JOIN if new else Event.STORE_CHANGE, None, store=store.id)
        created += new
    return ImportResult(len(lines), created, len(lines) - created)


def import_members(data: bytes | str, ctx: Context) -> ImportResult:
    """R-001: create or update the people of the file; people who are not in it stay as they are.

    Somebody without any account gets an enrolment code, unless they hold one that still works.
    """
    people, errors = members.checked(ctx.uow, data)
    if errors:
        return ImportResult(errors=tuple(errors))
    network = ctx.uow.stores.the_network()
    created = 0
    codes: dict[str, str] = {}
    for code, lines in people.items():
        kept = members.keep(ctx.uow, network, lines, ctx.now)
        _note(kept, [line.role for line in lines], ctx)
        created += kept.new
        known = any(account.revoked_at is None for account in kept.member.accounts)
        if not known and not ctx.uow.people.awaits_enrolment(kept.member.id, ctx.now):
            codes[code] = ctx.uow.people.new_enrolment(kept.member.id, ctx.now)
            ctx.note(Event.ENROLMENT_ISSUE, None, member=kept.member.id)
    return ImportResult(sum(map(len, people.values())), created, len(people) - created, codes=codes)


def _open_network(ctx: Context) -> Network:
    network = Network(name="地域ネットワーク", created_at=ctx.now)
    ctx.uow.add(network)
    ctx.note(Event.NETWORK_OPEN, None, network=network.id)
    return network


def _note(kept: members.KeptMember, roles: list[str], ctx: Context) -> None:
    for account in kept.revoked:
        ctx.note(Event.ACCOUNT_REVOKE, None, account=account.id)
    for account in kept.enrolled:
        ctx.note(Event.ACCOUNT_ENROL, None, account=account.id)
    event = Event.MEMBER_JOIN if kept.new else Event.MEMBER_CHANGE
    ctx.note(event, None, member=kept.member.id, roles=roles)
