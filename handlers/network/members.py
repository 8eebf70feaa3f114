"""Losing touch with an account, leaving and coming back."""

from __future__ import annotations

from datetime import datetime

from audit.event import Event, stamp
from handlers.alert.failover import call_colleagues, follow_to_other_account
from handlers.case.involved import in_use, member_facts, who
from handlers.case.record import require
from handlers.commands.chat import LoseTouch
from handlers.commands.office import LetMemberLeave, ReturnMember
from handlers.commands.worker import DueCommand
from handlers.context import Context
from handlers.dialogue.status import show_help
from handlers.errors import NotFound
from handlers.home import refresh
from handlers.incidents.call import call_anew
from handlers.network.fallen import let_fall, withhold_queued
from handlers.network.stores import said
from handlers.network.watchers import tell_watchers, watches_as
from policy import access
from storage.tables import Account, DueKind, Member


def lose_touch(cmd: LoseTouch, ctx: Context) -> None:
    """The person blocked the bot, or took it back: cards go to their other account, or to the next contact."""
    account = who(cmd.account_id, ctx)
    if cmd.blocked:
        ctx.uow.people.mark_blocked(account.id, ctx.now)
        ctx.note(Event.ACCOUNT_BLOCK, None, account, account=account.id)
        follow_to_other_account(account, ctx)
        call_colleagues(account.member, ctx)
    else:
        hear_from(account, ctx)
        show_help(account, ctx)


def hear_from(account: Account, ctx: Context) -> None:
    """R-064: who writes to us, or presses something, can be written to, whatever the platform said of them."""
    if account.blocked_at is not None:
        ctx.uow.people.mark_blocked(account.id, None)
        ctx.note(Event.ACCOUNT_UNBLOCK, None, account, account=account.id)


def leave(cmd: LetMemberLeave, ctx: Context) -> None:
    """R-005, R-063: a leaver's accounts, browsers and links die at once, and so does what was on its way to them.

    A store that nobody else watches for is called through its second contact.

    Raises:
        NotFound: nobody has this code.
    """
    member = member_of(cmd.code, ctx)
    if cmd.at is not None and cmd.at > ctx.now:
        plan_to_leave(member, cmd.at, ctx)
        ctx.note(Event.MEMBER_LEAVE, None, None, member=member.id, at=stamp(cmd.at), **said(cmd))
        return
    accounts = in_use(member)
    ctx.uow.cases.lock_for_end_of(member, ctx.now)
    ctx.uow.people.leave(member, cmd.at or ctx.now)
    withhold_queued(member, ctx)
    for account in accounts:
        let_fall(account, ctx.now, ctx)
    refresh([account.id for account in accounts], ctx)
    call_colleagues(member, ctx)
    ctx.note(Event.MEMBER_LEAVE, None, None, member=member.id, **said(cmd))
    if was := watches_as(member):
        tell_watchers(member, was, ctx)
    call_anew(ctx)


def plan_to_leave(member: Member, at: datetime, ctx: Context) -> None:
    """R-005: on a day to come."""
    day = f"{_day_of(member)}{at.isoformat()}"
    ctx.uow.due.plan(DueKind.MEMBER_LEAVES, day, at, arguments={"code": member.code})


def leaves_at(member: Member, ctx: Context) -> datetime | None:
    """R-005: the day to come on which they leave, if one is planned."""
    planned = ctx.uow.due.planned(DueKind.MEMBER_LEAVES, _day_of(member))
    return planned[0].due_at if planned else None


def _day_of(member: Member) -> str:
    return f"{member.id}:"


def leave_on_the_day(cmd: DueCommand, ctx: Context) -> None:
    """R-005: the day has come; whoever left before, or has another code by now, is not looked for."""
    if ctx.uow.people.by_code(ctx.uow.stores.the_network().id, cmd.arguments["code"]) is not None:
        leave(LetMemberLeave(cmd.arguments["code"]), ctx)


def come_back(cmd: ReturnMember, ctx: Context) -> None:
    """R-005, R-113: the same person under the same code; no role of the time before, until an import gives one. Who has
    not left yet stays, with every role, and on the day too on which they were to leave.

    Raises:
        NotFound: nobody has this code, or it was so long ago that they are forgotten.
    """
    member = member_of(cmd.code, ctx)
    if bring_back(member, ctx):
        ctx.note(Event.MEMBER_RETURN, None, member=member.id)


def bring_back(member: Member, ctx: Context) -> bool:
    """R-005: they are there, on any day to come too; whether they had left, or were to."""
    stays = ctx.uow.due.drop(DueKind.MEMBER_LEAVES, _day_of(member))
    if member.left_at is None:
        return stays
    member.left_at = None
    ctx.uow.people.drop_roles(member)
    return True


def member_of(code: str, ctx: Context) -> Member:
    """The person with this code.

    Raises:
        NotFound: nobody has it.
    """
    member = ctx.uow.people.by_code(ctx.uow.stores.the_network().id, code)
    if member is None:
        raise NotFound
    return member


def acting(code: str, ctx: Context) -> str:
    """R-097: whose act at a terminal it is: the secretariat's member with this code, or the operator if none is named.

    Raises:
        NotFound: nobody has this code.
        NotAllowed: not of the secretariat, or not there any more.
    """
    if not code:
        return access.OPERATOR
    network = ctx.uow.stores.the_network() if ctx.uow.stores.has_network() else None
    member = ctx.uow.people.by_code(network.id, code) if network else None
    if network is None or member is None:
        raise NotFound
    require(access.may_administer(member_facts(member, ctx), network_id=network.id, now=ctx.now))
    return member.id
