"""How a store or a person stands, in one word: whoever decides at the desk has seen it on the page (R-005, R-097)."""

from __future__ import annotations

import hashlib

from handlers.commands import office
from handlers.commands.chat import Command
from handlers.context import Context
from policy.twofold import Act
from storage.tables import Member, Store


def of_store(store: Store) -> str:
    """Another one as soon as it leaves, is suspended, or takes part again."""
    business = store.business
    return _word(store.left_at, store.suspended_at, store.suspended_until, business.agreed_on, business.left_at)


def of_member(member: Member) -> str:
    """Another one as soon as they leave, come back, get or lose a role."""
    return _word(member.left_at, sorted((held.role, held.store_id or "") for held in member.roles))


def standing(command: Command, ctx: Context) -> str | None:
    """Of whom this command changes; None where it is about neither, or about nobody."""
    network = ctx.uow.stores.the_network().id
    match command:
        case office.LetStoreLeave() | office.SuspendStore() | office.ReturnStore():
            store = ctx.uow.stores.by_code(network, command.code)
        case office.AskTwofold(act=Act.RESUME):
            store = ctx.uow.stores.by_code(network, str(command.arguments["code"]))
        case office.LetMemberLeave() | office.ReturnMember() | office.ChangeRole():
            member = ctx.uow.people.by_code(network, command.code)
            return of_member(member) if member else None
        case _:
            return None
    return of_store(store) if store else None


def _word(*stands: object) -> str:
    return hashlib.sha256(repr(stands).encode()).hexdigest()[:16]
