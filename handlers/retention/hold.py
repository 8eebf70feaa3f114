"""R-142: two people decide that a case is not erased for a while; it ends by itself."""

from __future__ import annotations

from datetime import timedelta

from audit.event import Event
from handlers import wording
from handlers.case.involved import member_facts, secretariat, who
from handlers.case.record import require
from handlers.case.told import told
from handlers.commands.decided import ConfirmHold
from handlers.commands.office import AskHold
from handlers.commands.worker import DueCommand
from handlers.context import Context
from handlers.errors import NotFound
from handlers.twofold.ask import propose
from policy import access
from policy.hold import UNCONFIRMED, HoldFacts, check_confirmation, check_term, until
from policy.twofold import Act
from storage.tables import Case, DueKind, Hold, Member

REMIND = timedelta(days=3)
"""A weekend must not be all the time there is to look again."""


def ask_hold(cmd: AskHold, ctx: Context) -> None:
    """R-142: whoever may ask does; erasure waits a day for the second person.

    Raises:
        NotFound: no such case or person.
        NotAllowed: not theirs to ask, too long, or asked before and never confirmed.
    """
    account = who(cmd.account_id, ctx) if cmd.account_id else None
    case, by = named(cmd.number, account.member.code if account else cmd.by, ctx)
    require(access.may_hold(member_facts(by, ctx), network_id=case.network_id, now=ctx.now))
    require(check_term(by.id, holds_of(case, ctx), cmd.days, ctx.now))
    ctx.uow.add(Hold(case_id=case.id, reason=cmd.reason, days=cmd.days, asked_by=by.id, asked_at=ctx.now))
    case.hold_until, case.held_by = max(case.hold_until or ctx.now, ctx.now + UNCONFIRMED), by.id
    ctx.note(Event.HOLD_ASK, case, by, reason=cmd.reason, days=cmd.days)
    asked = {"number": case.number, "days": cmd.days, "why": cmd.reason.value}
    propose(Act.HOLD, asked, account or by, ctx, case=case)


def confirm_hold(cmd: ConfirmHold, ctx: Context) -> None:
    """R-142: another person agrees, and from now on the days count.

    Raises:
        NotFound: no such case or person.
        NotAllowed: neither secretariat nor auditor, the same person, or nothing waits.
    """
    case, by = named(cmd.number, cmd.by, ctx)
    require(access.may_oversee(member_facts(by, ctx), network_id=case.network_id, now=ctx.now))
    asked = ctx.uow.cases.holds(case.id)
    require(check_confirmation(by.id, _facts(asked[-1]) if asked else None, ctx.now))
    held = asked[-1]
    held.confirmed_by, held.confirmed_at = by.id, ctx.now
    end = max(case.hold_until or ctx.now, until(holds_of(case, ctx), held.days, ctx.now))
    case.hold_until = end
    ctx.note(Event.HOLD_SET, case, by, until=f"{end:%Y%m%dT%H%M%S}", reason=held.reason)
    ctx.uow.due.plan(DueKind.REMIND_HOLD, f"{case.id}:{end.isoformat()}", max(ctx.now, end - REMIND), case_id=case.id)


def remind_hold(cmd: DueCommand, ctx: Context) -> None:
    """R-142: the secretariat looks again before it ends, unless it was prolonged meanwhile."""
    case = ctx.uow.cases.get(cmd.case_id or "")
    if case.hold_until is not None and ctx.now < case.hold_until <= ctx.now + REMIND:
        for account in secretariat(case, ctx):
            ctx.tell(account, case, wording.hold.ends_soon(told(case, ctx), case.hold_until))


def named(number: str, code: str, ctx: Context) -> tuple[Case, Member]:
    """The case and the person that a terminal names; the case locked.

    Raises:
        NotFound: no such case or person.
    """
    case = ctx.uow.cases.by_number(number)
    by = ctx.uow.people.by_code(ctx.uow.stores.the_network().id, code)
    if case is None or by is None:
        raise NotFound
    return ctx.uow.cases.locked(case.id), by


def holds_of(case: Case, ctx: Context) -> list[HoldFacts]:
    """Every asking, first asked first."""
    return [_facts(row) for row in ctx.uow.cases.holds(case.id)]


def _facts(row: Hold) -> HoldFacts:
    return HoldFacts(row.asked_by, row.asked_at, row.days, row.confirmed_at)
