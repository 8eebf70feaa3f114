"""A store or a person comes in by a form: the one row of its CSV, checked as any (R-001, R-005, R-113)."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from audit.event import Event
from handlers.case.involved import member_facts
from handlers.case.record import require
from handlers.commands.office import InviteMember, InviteMembers, JoinMember, JoinStore
from handlers.context import Context
from handlers.errors import Faulty, Taken
from handlers.network.imports import ImportResult, import_members, import_stores
from handlers.network.members import member_of
from policy.access import present
from policy.twofold import may_let_in_alone
from storage.tables import Member


def join_store(cmd: JoinStore, ctx: Context) -> None:
    """R-005: a new store.

    Raises:
        Faulty: a column is wrong; which, and what would be right.
        Taken: a store has this code.
    """
    code = cmd.row.get("store_code", "")
    if ctx.uow.stores.has_network() and ctx.uow.stores.by_code(ctx.uow.stores.the_network().id, code) is not None:
        raise Taken
    _require_whole(import_stores(_table(cmd.row), ctx, joins_at=cmd.joins_at))


def join_member(cmd: JoinMember, ctx: Context) -> None:
    """R-001: a new person, with one role; a code is given when they are invited.

    Raises:
        Faulty: a column is wrong; which, and what would be right.
        Taken: somebody has this code.
    """
    if ctx.uow.people.by_code(ctx.uow.stores.the_network().id, cmd.row.get("member_code", "")) is not None:
        raise Taken
    _require_whole(import_members(_table(cmd.row), ctx, with_codes=False))


def invite(cmd: InviteMember, ctx: Context) -> None:
    """R-001, R-063: a code for one person, for one account; earlier unused ones end.

    Raises:
        NotFound: nobody has this member code.
        NotAllowed: they left, or have a role for the whole network.
    """
    _give(member_of(cmd.code, ctx), cmd.one_time, ctx)


def invite_all(cmd: InviteMembers, ctx: Context) -> None:
    """R-001, R-063: a code for each of these people; what somebody else handed over a moment ago goes on working.

    Raises:
        NotFound: nobody has one of these member codes.
        NotAllowed: one of them left, or has a role for the whole network.
    """
    ctx.uow.stores.in_turn()
    people = {code: member_of(code, ctx) for code in cmd.codes}
    waiting = ctx.uow.people.await_enrolment([member.id for member in people.values()], ctx.now)
    for code, member in people.items():
        if member.id not in waiting:
            _give(member, cmd.codes[code], ctx)


def _give(member: Member, one_time: str, ctx: Context) -> None:
    require(present(member_facts(member, ctx), ctx.now))
    require(may_let_in_alone({held.role for held in member.roles}))
    ctx.uow.people.new_enrolment(member.id, ctx.now, one_time)
    ctx.note(Event.ENROLMENT_ISSUE, None, member=member.id)


def _table(row: Mapping[str, str]) -> str:
    written = io.StringIO()
    table = csv.DictWriter(written, fieldnames=[*row])
    table.writeheader()
    table.writerow(row)
    return written.getvalue()


def _require_whole(result: ImportResult) -> None:
    if result.errors:
        raise Faulty(result.errors)
