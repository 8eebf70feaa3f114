"""The ledger's checkpoint in many hands, so that nobody can rewrite it; and the auditor's monthly pack (R-097)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Final

from audit.event import Event
from audit.growth import InDoubt
from audit.history import Signed
from handlers import wording
from handlers.audit.digest import NINE, midnight, readers
from handlers.case.involved import named_for, once, reachable
from handlers.commands.worker import DueCommand
from handlers.context import Context
from handlers.errors import LedgerInDoubt
from handlers.network.lights import of_rules
from handlers.notices.facts import taking_part
from policy.facts import Role
from policy.readiness import Level
from storage.tables import Account, DueKind, Member

CALLED: Final = (Role.INCIDENT_MANAGER, Role.SECURITY_OFFICER)


def plan_checkpoints(ctx: Context) -> None:
    """Plan tomorrow's checkpoint and the next month's reminder; planning twice plans once.

    A ledger that does not continue what was signed isn't left until then, nor an old entry that was changed
    (R-097, R-139, L212, L253: whoever finds it tells the responsible at once).
    """
    history = ctx.ports.history
    if history.doubt(ctx.uow.ledger) is not None or history.reread(ctx.uow.ledger) is not None:
        _plan_alarm(ctx)
    today = midnight(ctx)
    tomorrow = today + timedelta(days=1) + NINE
    day = f"{tomorrow:%Y-%m-%d}"
    ctx.uow.due.plan(DueKind.DAILY_CHECKPOINT, day, tomorrow, arguments={"day": day})
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1) + NINE
    month = f"{today:%Y-%m}"
    ctx.uow.due.plan(DueKind.REMIND_PACK, month, first, arguments={"month": month})


def tell_checkpoint(cmd: DueCommand, ctx: Context) -> None:
    """R-097, R-121: the signed checkpoint to the secretariat, the auditor and one responsible person of each store.

    Whoever keeps one can prove later that an entry was changed or dropped.
    """
    with suppress(LedgerInDoubt):  # of which planning rings the alarm
        head = signed(ctx)
        for account in holders(ctx):
            ctx.tell(account, None, wording.digest.checkpoint(cmd.arguments["day"], head.size, head.note))
        ctx.note(Event.LEDGER_CHECKPOINT, None, size=head.size)
    plan_checkpoints(ctx)


def show_checkpoint(account: Account, ctx: Context) -> None:
    """R-097, R-121: 「台帳」: the signed checkpoint of this moment, to anybody of a store who asks.

    An answer costs nothing on LINE either, so that stores which have no other chat can hold the ledger to its word.
    """
    head = signed(ctx)
    day = f"{midnight(ctx):%Y-%m-%d}"
    ctx.tell(account, None, wording.digest.checkpoint(day, head.size, head.note))
    ctx.note(Event.LEDGER_CHECKPOINT, None, account, size=head.size)


def signed(ctx: Context, *, whole: bool = False) -> Signed:
    """R-097: the one way to a signature: only what continues what was signed before gets one.

    Raises:
        LedgerInDoubt: it does not.
    """
    try:
        head = ctx.ports.history.sign(ctx.uow.ledger, whole=whole)
    except InDoubt as doubt:
        raise LedgerInDoubt(why=doubt.why) from doubt
    if head.begun:
        ctx.note(Event.LEDGER_BEGIN, None, size=head.size)
    return head


def begin_history(ctx: Context) -> int:
    """R-097: the server's owner says that a new file of checkpoints begins here; the ledger says so too."""
    head = ctx.ports.history.begin(ctx.uow.ledger)
    ctx.note(Event.LEDGER_BEGIN, None, size=head.size)
    return head.size


def holders(ctx: Context) -> list[Account]:
    """Who keeps the checkpoints, each once. One a day must cost nothing: alerts need the messages that are paid for."""
    network = ctx.uow.stores.the_network()
    people = readers(network.id, ctx)
    stores = [shop.id for shop in taking_part(network, ctx)]
    for responsible in ctx.uow.people.at_stores(stores, Role.RESPONSIBLE).values():
        people += [member for member in responsible if _free_account(member, ctx)][:1]
    accounts = {member.id: _free_account(member, ctx) for member in people}
    return [account for account in accounts.values() if account is not None]


def remind_pack(cmd: DueCommand, ctx: Context) -> None:
    """R-121, R-145: the month is over: the secretariat is reminded of the auditor's pack, and of the year's review."""
    network = ctx.uow.stores.the_network()
    for account in reachable(ctx.uow.people.for_network(network.id, [Role.SECRETARIAT]), ctx):
        ctx.tell(account, None, wording.digest.please_pack(cmd.arguments["month"]))
        if (light := of_rules(network.id, ctx.uow, ctx.now)).level is not Level.GOOD:
            ctx.tell(account, None, wording.digest.please_review(light, cmd.arguments["month"]))
    plan_checkpoints(ctx)


def ring_alarm(cmd: DueCommand, ctx: Context) -> None:
    """R-097, R-121, R-139, L212, L253: at any hour; to who reads the digests, and who looks after what goes wrong."""
    why = ctx.ports.history.doubt(ctx.uow.ledger)
    if why is None:
        return
    network = ctx.uow.stores.the_network()
    people = [*readers(network.id, ctx), *named_for(CALLED, network.id, ctx)]
    for account in once(reachable(people, ctx)):
        ctx.tell(account, None, wording.digest.ledger_in_doubt(cmd.arguments["day"]), urgent=True)
    ctx.note(Event.LEDGER_DOUBT, None, why=str(why))


def _plan_alarm(ctx: Context) -> None:
    """At once, and again each day as the office opens, until somebody has mended it."""
    day = f"{midnight(replace(ctx, now=ctx.now - NINE)):%Y-%m-%d}"
    ctx.uow.due.plan(DueKind.LEDGER_ALARM, day, ctx.now, arguments={"day": day}, at_once=True)


def _free_account(member: Member, ctx: Context) -> Account | None:
    usable = (a for a in member.accounts if a.revoked_at is None and a.blocked_at is None and ctx.traits(a).is_free)
    return next(usable, None)


DUE: Final[dict[DueKind, Callable[[DueCommand, Context], None]]] = {
    DueKind.DAILY_CHECKPOINT: tell_checkpoint,
    DueKind.LEDGER_ALARM: ring_alarm,
    DueKind.REMIND_PACK: remind_pack,
}
