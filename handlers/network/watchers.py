"""Who watches over the network hears when one of them no longer does: nobody is put out of the way unseen (R-097)."""

from __future__ import annotations

from collections.abc import Mapping

from handlers import wording
from handlers.case.involved import reachable
from handlers.context import Context
from policy.facts import Role
from policy.twofold import OVERSEERS
from storage.tables import Member


def tell_watchers(member: Member, was: Role, ctx: Context) -> None:
    """R-097, L212: all of the secretariat and the auditors, and whoever it is if they can still read it."""
    others = ctx.uow.people.for_network(member.network_id, [Role(role) for role in OVERSEERS])
    for reader in reachable({one.id: one for one in (member, *others)}.values(), ctx):
        ctx.tell(reader, None, wording.twofold.watches_no_more(was, member.code, member.id), urgent=True)


def watches_as(member: Member) -> Role | None:
    """As what they watch over the network; None if they don't."""
    return next((Role(held.role) for held in member.roles if held.store_id is None and held.role in OVERSEERS), None)


def watchers(ctx: Context) -> dict[str, Role]:
    """Member id → as what they watch, of all who do now."""
    found = ctx.uow.people.for_network(ctx.uow.stores.the_network().id, [Role(role) for role in OVERSEERS])
    return {one.id: was for one in found if (was := watches_as(one))}


def tell_of_lost(before: Mapping[str, Role], ctx: Context) -> None:
    """R-097: of whoever watched before and doesn't now, such as by a list that left their role out."""
    now = watchers(ctx)
    for member_id, was in before.items():
        if member_id not in now:
            tell_watchers(ctx.uow.people.member(member_id), was, ctx)
