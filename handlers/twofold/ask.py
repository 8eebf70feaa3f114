"""One of the secretariat asks for what takes two people; everybody who may be the second is told (R-097)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any, Final

from audit.event import Event
from handlers import wording
from handlers.case.involved import member_facts, reachable, who
from handlers.case.record import require
from handlers.commands.chat import Command
from handlers.commands.office import AskTwofold
from handlers.context import Context
from handlers.errors import AlreadyAsked
from handlers.network.roles import check_fits
from handlers.network.rules import check_change, check_office
from handlers.network.stores import store_of
from handlers.twofold.acts import MEANINGS, asked_facts
from policy.access import may_vouch
from policy.facts import Role
from policy.likeness import Pair
from policy.twofold import OVERSEERS, WAITS, Act, check_somebody_else, may_ask, may_do_alone
from storage.tables import Account, Case, Member, TwofoldAct

CHECKS: Final[Mapping[Act, Callable[[Any, Context], object]]] = {
    Act.RULES: check_change,
    Act.OFFICE: check_office,
    Act.OVERSEER: check_fits,
    Act.RESUME: lambda cmd, ctx: store_of(cmd.code, ctx),
}
"""What would be refused once it is allowed is refused when it is asked for."""


def ask_twofold(cmd: AskTwofold, ctx: Context) -> None:
    """R-097: asked, not done; while a network is being set up, its operator does it at the terminal.

    Raises:
        NotAllowed: not of the secretariat, nobody else to ask, or what it asks for is refused by a rule.
        AlreadyAsked: the same waits already.
        KeyError: what comes with an import alone.
    """
    account = who(cmd.account_id, ctx) if cmd.account_id else None
    if cmd.act in CHECKS:
        CHECKS[cmd.act](_command(cmd), ctx)
    if account is None and is_alone(cmd.act, ctx):
        ctx.then(_command(cmd))
        return
    propose(cmd.act, cmd.arguments, account or asker(ctx), ctx)


def is_alone(act: Act, ctx: Context) -> bool:
    """R-097: whether whoever is at the terminal may still do it without a second person."""
    network = ctx.uow.stores.the_network()
    return bool(may_do_alone(act, ctx.uow.twofold.deciders(network.id)))


def asker(ctx: Context) -> Account | Member:
    """R-097: whose asking it is when an import asks: whoever sits at the desk, or whom ``--by`` names at a terminal.

    Raises:
        NotAllowed: nobody is named.
    """
    if ctx.account_id is not None:
        return ctx.uow.people.account_by_id(ctx.account_id)
    require(may_vouch(ctx.by, secretariat=True))
    return ctx.uow.people.member(ctx.by or "")


def propose_overseer(member_id: str, role: str, ctx: Context) -> None:
    """R-113, R-121, R-097: an import names somebody who is to watch over the network; what waits goes on waiting."""
    with suppress(AlreadyAsked):
        propose(Act.OVERSEER, {"member": member_id, "role": role}, asker(ctx), ctx)


def unsettled_twins(kind: str, pairs: Iterable[Pair], ctx: Context) -> tuple[tuple[str, str], ...]:
    """R-113, R-097: of codes that one person calls two those for which nobody else has said so."""
    if not ctx.uow.stores.has_network() or is_alone(Act.TWIN, ctx):
        return ()
    network, subject = ctx.uow.stores.the_network(), MEANINGS[Act.TWIN].subject
    return tuple(
        (one, other)
        for one, other in sorted((min(pair), max(pair)) for pair in pairs)
        if not ctx.uow.twofold.allowed(network.id, Act.TWIN, subject(_twin(kind, one, other)), ctx.now)
    )


def propose_twins(kind: str, pairs: Iterable[tuple[str, str]], ctx: Context) -> None:
    """R-113, R-097: a second person is asked about each of these; what waits goes on waiting."""
    for one, other in pairs:
        with suppress(AlreadyAsked):
            propose(Act.TWIN, _twin(kind, one, other), asker(ctx), ctx)


def _twin(kind: str, one: str, other: str) -> dict[str, str]:
    return {"kind": kind, "one": one, "other": other}


def propose(
    act: Act,
    arguments: Mapping[str, Any],
    whose: Account | Member,
    ctx: Context,
    *,
    case: Case | None = None,
) -> None:
    """R-097: keep what is asked, and ask everybody else who may decide.

    ``whose``: the account it comes from, with which it falls; at a terminal the person.

    Raises:
        NotAllowed: not of the secretariat, nobody else to ask, or at the desk nobody has shown that it is they.
        AlreadyAsked: the same waits already; nothing is doubled.
    """
    require(ctx.proof)
    by, account = (whose.member, whose) if isinstance(whose, Account) else (whose, None)
    network_id, meaning = by.network_id, MEANINGS[act]
    require(may_ask(act, member_facts(by, ctx), ctx.uow.people.vacant(network_id), network_id, ctx.now))
    require(check_somebody_else(ctx.uow.twofold.deciders(network_id)))
    subject = meaning.subject(arguments)
    if any(asked_facts(row, ctx).stands for row in ctx.uow.twofold.similar(network_id, act, subject, ctx.now)):
        raise AlreadyAsked
    row = TwofoldAct(
        network_id=network_id,
        act=act,
        subject=subject,
        arguments=dict(arguments),
        asked_by=by.id,
        asked_from=account.id if account else None,
        asked_at=ctx.now,
    )
    ctx.uow.add(row)
    ctx.note(Event.TWOFOLD_ASK, case, by, act=act, request=row.id)
    facts = meaning.facts(arguments, ctx)
    card = wording.twofold.please_decide(act, facts, by.code, ctx.now + WAITS, row.id)
    others = ctx.uow.people.for_network(network_id, [Role(role) for role in OVERSEERS])
    for reader in reachable([one for one in others if one.id != by.id], ctx):
        ctx.tell(reader, case, card, urgent=True)


def _command(cmd: AskTwofold) -> Command:
    make = MEANINGS[cmd.act].command
    if make is None:
        raise KeyError(cmd.act)
    return make(cmd.arguments, "")
