"""Who is to come in, and who is in: what a code's card says, and the list of members for whoever hands cards out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handlers.case.involved import in_use
from handlers.context import Context
from handlers.wording.labels import ROLES
from handlers.wording.welcome import Place
from policy.facts import Role
from storage.tables import Enrolment, Member


@dataclass(frozen=True)
class Listed:
    """A member as an operator reads of them: never by a platform's id.

    Attributes:
        code: The member code.
        name: As the import gave it.
        places: Where they are what.
        platforms: On which they are enrolled, by name.
        waits: They hold a code that still works.
        trained_until: ISO day, or "" without a training.
    """

    code: str
    name: str
    places: tuple[Place, ...]
    platforms: tuple[str, ...]
    waits: bool
    trained_until: str


class Invite(StrEnum):
    """How far somebody's way into the chat is."""

    NONE = "invite_none"
    HANDED = "invite_handed"
    """They hold a code that still works."""
    OPENED = "invite_opened"
    """And somebody opened its page: they, as everybody hopes."""
    OVER = "invite_over"
    ASKED = "invite_asked"
    """They sent it, and somebody has to say that it is they."""
    IN = "invite_in"


@dataclass(frozen=True)
class Invited:
    """``until``: how long the code they hold is good."""

    step: Invite
    until: datetime | None = None


def invited(members: Sequence[Member], ctx: Context) -> dict[str, Invited]:
    """R-001, R-113: member id → how far each is; who is in may hold a code for one more account, which goes first."""
    ids = [member.id for member in members]
    codes, applying = ctx.uow.people.unused_codes(ids), ctx.uow.people.applying(ids, ctx.now)
    return {member.id: _invited(member, codes.get(member.id), applying, ctx.now) for member in members}


def _invited(member: Member, code: Enrolment | None, applying: Collection[str], now: datetime) -> Invited:
    if member.id in applying:
        return Invited(Invite.ASKED)
    if code is not None and code.expires_at > now:
        return Invited(Invite.OPENED if code.opened_at else Invite.HANDED, code.expires_at)
    if in_use(member):
        return Invited(Invite.IN)
    return Invited(Invite.OVER if code else Invite.NONE)


def places(member: Member, ctx: Context) -> tuple[Place, ...]:
    """Where the person has a role, by the store's name, the whole network first."""
    held: dict[str, list[Role]] = {}
    for role in member.roles:
        name = ctx.uow.stores.get(role.store_id).full_name if role.store_id else ""
        held.setdefault(name, []).append(Role(role.role))
    return tuple((name, tuple(sorted(roles, key=list(ROLES).index))) for name, roles in sorted(held.items()))


def roster(ctx: Context) -> list[Listed]:
    """R-091: everybody who has a role and has not left, by code."""
    network = ctx.uow.stores.the_network()
    people = ctx.uow.people.in_network(network.id, [*Role])
    waiting: Collection[str] = ctx.uow.people.await_enrolment([member.id for member in people], ctx.now)
    return [
        Listed(
            member.code,
            member.name,
            places(member, ctx),
            tuple(sorted({account.platform for account in in_use(member)})),
            member.id in waiting,
            member.trained_until.isoformat() if member.trained_until else "",
        )
        for member in people
    ]
