"""Who is what: a role is given or taken, one at a time (R-061, R-113, R-121)."""

from __future__ import annotations

from audit.event import Event
from handlers.case.involved import in_use, member_facts
from handlers.case.record import require
from handlers.commands.decided import GiveRole
from handlers.commands.office import ChangeRole
from handlers.context import Context
from handlers.errors import NotFound
from handlers.home import refresh
from handlers.incidents.call import call_anew
from handlers.network.members import member_of
from handlers.network.stores import store_of
from handlers.network.watchers import tell_watchers
from policy import access
from policy.duties import NETWORK_WIDE
from policy.facts import Role
from policy.twofold import OVERSEERS, may_name_alone
from storage.tables import Member


def change_role(cmd: ChangeRole, ctx: Context) -> None:
    """R-061, R-063, R-097, R-113, R-121: what somebody loses they lose at once; for a whole network, two name them.

    Raises:
        NotFound: no such person or store, or a role that is not held or not given there.
        NotAllowed: they left, or the roles don't go together.
    """
    member = member_of(cmd.code, ctx)
    if bool(cmd.store) == (cmd.role in NETWORK_WIDE) or (cmd.give and not may_name_alone(cmd.role)):
        raise NotFound
    store_id = store_of(cmd.store, ctx).id if cmd.store else None
    if cmd.give:
        _give(member, cmd.role, store_id, ctx)
    elif ctx.uow.people.take_role(member, cmd.role, store_id):
        _note(member, ctx)
        if cmd.role in OVERSEERS:
            tell_watchers(member, cmd.role, ctx)
        call_anew(ctx)
    else:
        raise NotFound


def give_role(cmd: GiveRole, ctx: Context) -> None:
    """R-061, R-113, R-121: somebody is something for the whole network from now on, besides what they are already.

    Raises:
        NotAllowed: they left, or hold what doesn't go together with it.
    """
    _give(ctx.uow.people.member(cmd.member_id), cmd.role, None, ctx)


def check_fits(cmd: GiveRole, ctx: Context) -> None:
    """R-113, R-121: nobody watches over themselves.

    Raises:
        NotAllowed: they left, or hold what doesn't go together with it.
    """
    _require_fits(ctx.uow.people.member(cmd.member_id), cmd.role, None, ctx)


def _give(member: Member, role: Role, store_id: str | None, ctx: Context) -> None:
    _require_fits(member, role, store_id, ctx)
    if not member_facts(member, ctx).is_a(role, store_id):
        ctx.uow.people.give_role(member, role, store_id)
    _note(member, ctx)


def _require_fits(member: Member, role: Role, store_id: str | None, ctx: Context) -> None:
    facts, network = member_facts(member, ctx), ctx.uow.stores.network(member.network_id)
    require(access.present(facts, ctx.now))
    roles = facts.roles | {(role, store_id)}
    require(access.may_combine(roles, office_approves=network.office_decided_on is not None))


def _note(member: Member, ctx: Context) -> None:
    roles = sorted({role.role for role in member.roles})
    ctx.note(Event.MEMBER_CHANGE, None, member=member.id, roles=roles)
    refresh([account.id for account in in_use(member)], ctx)
