"""One person: roles, accounts, training, devices, and whether they were invited (R-001, R-062, R-063)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.web.authentication import Unknown
from bot.web.desk.invited import not_here
from bot.web.desk.people import Row, looked_up, row_of
from bot.web.desk.reception import Guest
from handlers.cards import Text, t
from handlers.context import Context
from handlers.network.as_shown import of_invitation, of_member
from handlers.network.members import leaves_at
from handlers.wording.browser import device
from handlers.wording.labels import ROLES
from policy.desk import Seat, still_holds
from policy.facts import Role
from policy.standing import WHYS
from storage.browsers import is_alive
from storage.tables import Member


@dataclass(frozen=True)
class Held:
    """A role that can be taken: its word, where (a store's code or empty), and both in words."""

    role: str
    store: str
    said: Text


@dataclass(frozen=True)
class Person:
    """A page about one person. ``seen``, ``code_seen``: how they and their code stand.

    ``no_code``: why no code is made for them here.
    """

    row: Row
    held: tuple[Held, ...]
    devices: tuple[Text, ...]
    left_at: datetime | None
    leaves_at: datetime | None
    may_change: bool
    seen: str
    code_seen: str
    no_code: Text | None
    roles: tuple[tuple[str, str], ...] = tuple((role.value, name) for role, name in ROLES.items())
    whys: tuple[tuple[str, str], ...] = tuple((why.value, name) for why, name in WHYS.items())


@dataclass(frozen=True)
class Sitting:
    """One of the reader's own sessions."""

    id: str
    device: Text
    began_at: datetime
    seen_at: datetime
    here: bool


def one(guest: Guest, code: str, ctx: Context) -> Person:
    """R-064: somebody of the network, or of one's own stores.

    Raises:
        Unknown: nobody whom this reader sees.
    """
    member = known(guest, code, ctx)
    looked = looked_up([member], ctx)
    bound = [row for rows in looked.browsers.values() for row in rows if row.confirmed_at is not None]
    return Person(
        row_of(member, looked, guest, ctx),
        tuple(_held(member, guest, ctx)),
        tuple(device(row) for row in bound if is_alive(row, ctx.now)),
        member.left_at,
        leaves_at(member, ctx),
        guest.seated.seat is Seat.OFFICE,
        of_member(member, ctx),
        of_invitation(member, ctx),
        not_here(member),
    )


def known(guest: Guest, code: str, ctx: Context) -> Member:
    """R-064: somebody whom this reader sees.

    Raises:
        Unknown: nobody with this code.
    """
    member = ctx.uow.people.by_code(guest.network_id, code)
    if member is None or member.erased_at is not None or not _sees(guest, member):
        raise Unknown
    return member


def sessions(guest: Guest, ctx: Context) -> tuple[Sitting, ...]:
    """R-063: where the reader sits at the desk, the newest first."""
    member = ctx.uow.people.account_by_id(guest.account_id).member
    own = [account.id for account in member.accounts if account.revoked_at is None]
    browsers = {row.id: row for account in own for row in ctx.uow.people.browsers(account, ctx.now)}
    found = [
        Sitting(row.id, device(browsers[row.browser_id]), row.began_at, row.seen_at, row.id == guest.session_id)
        for row in ctx.uow.desk_sessions.of(own)
        if row.browser_id in browsers and still_holds(guest.seated.seat, row.began_at, row.seen_at, ctx.now)
    ]
    return tuple(sorted(found, key=lambda sitting: sitting.began_at, reverse=True))


def _sees(guest: Guest, member: Member) -> bool:
    seen = [one for one in member.roles if one.store_id is not None and guest.seated.may_see(one.store_id)]
    return guest.seated.stores is None or bool(seen)


def _held(member: Member, guest: Guest, ctx: Context) -> list[Held]:
    held = []
    for one in sorted(member.roles, key=lambda each: (each.store_id or "", each.role)):
        if one.store_id is None and guest.seated.stores is None:
            held.append(Held(one.role, "", t(ROLES[Role(one.role)])))
        elif one.store_id is not None and guest.seated.may_see(one.store_id):
            store = ctx.uow.stores.get(one.store_id)
            said = t("{role}（{store}）", role=t(ROLES[Role(one.role)]), store=store.full_name)
            held.append(Held(one.role, store.code, said))
    return held
