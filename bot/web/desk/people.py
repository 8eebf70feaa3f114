"""People: roles, kinds of accounts, training, browsers; never an id that LINE or Slack gave (R-062, R-063, R-113)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.chat import NAMES
from bot.web.desk.paging import MOST, cut, place_in
from bot.web.desk.reception import Guest
from handlers.cards import Text, t
from handlers.context import Context
from handlers.network.invitations import Invited, invited
from handlers.network.seats import sits_in
from handlers.wording.labels import ROLES
from policy.facts import Role
from policy.forms.names import Choice
from storage.browsers import is_alive
from storage.queries.desk import Place
from storage.tables import Browser, Member, Store


@dataclass(frozen=True)
class Row:
    """One person of the list."""

    code: str
    name: str
    roles: tuple[Text, ...]
    accounts: tuple[Text, ...]
    trained_until: date | None
    is_trained: bool
    browsers: int
    at_desk: bool
    left: bool
    invited: Invited


@dataclass(frozen=True)
class People:
    """The list, where it begins, and the address of its next page."""

    rows: tuple[Row, ...]
    begins: str
    store: str
    outside: bool
    gone: bool
    further: str


@dataclass(frozen=True)
class LookedUp:
    """Account id → browsers, member id → how far they are, store id → store."""

    browsers: Mapping[str, Sequence[Browser]]
    invited: Mapping[str, Invited]
    stores: Mapping[str, Store]


@dataclass(frozen=True)
class Narrowed:
    """From which code on, at which store, only those who are not in the chat yet, or those who left or hold no role."""

    code: str = ""
    store: str = ""
    outside: bool = False
    gone: bool = False


def listed(guest: Guest, to: Narrowed, after: str, ctx: Context) -> People:
    """R-064: of the network, or who holds a role at one's own stores, by code."""
    within = guest.seated.stores
    if to.store:
        found = ctx.uow.desk.with_code(guest.network_id, to.store)
        within = frozenset(one.id for one in found if guest.seated.may_see(one.id))
    rows = ctx.uow.desk.people(
        guest.network_id,
        within,
        code=to.code,
        outside=to.outside,
        gone=to.gone and guest.seated.stores is None,
        after=place_in(after),
        most=MOST + 1,
    )
    also = {name: Choice.YES.value for name, asked in (("outside", to.outside), ("gone", to.gone)) if asked}
    shown, further = cut(rows, "/desk/people", lambda member: Place(member.code, member.id), store=to.store, **also)
    looked = looked_up(shown, ctx)
    made = tuple(row_of(member, looked, guest, ctx) for member in shown)
    return People(made, to.code, to.store, to.outside, to.gone, further)


def looked_up(members: Sequence[Member], ctx: Context) -> LookedUp:
    """What rows about these people need, in one look each."""
    at = {role.store_id for member in members for role in member.roles if role.store_id}
    stores = {store.id: store for store in ctx.uow.stores.several(at)}
    return LookedUp(ctx.uow.desk.browsers(members), invited(members, ctx), stores)


def row_of(member: Member, looked: LookedUp, guest: Guest, ctx: Context) -> Row:
    """R-063, R-064: the person as this reader may know them."""
    zone = ZoneInfo(ctx.uow.stores.network(guest.network_id).timezone)
    today = ctx.now.astimezone(zone).date()
    own = [account for account in member.accounts if account.revoked_at is None]
    bound = [row for account in own for row in looked.browsers[account.id] if _bound(row, ctx.now)]
    return Row(
        member.code,
        member.name,
        tuple(_role(role, store_id, looked) for role, store_id in _roles(member, guest)),
        tuple(_account(account.platform, blocked=account.blocked_at is not None) for account in own),
        member.trained_until,
        member.trained_until is not None and member.trained_until >= today,
        len(bound),
        bool(bound) and bool(sits_in(member, ctx)),
        member.left_at is not None,
        looked.invited[member.id],
    )


def _roles(member: Member, guest: Guest) -> list[tuple[Role, str | None]]:
    """R-064: those at stores that the reader sees, the weightiest first."""
    held = [(Role(one.role), one.store_id) for one in member.roles]
    order = [*ROLES]
    seen = [(role, at) for role, at in held if guest.seated.stores is None or (at and guest.seated.may_see(at))]
    return sorted(seen, key=lambda one: (order.index(one[0]), one[1] or ""))


def _role(role: Role, store_id: str | None, looked: LookedUp) -> Text:
    if store_id is None:
        return t(ROLES[role])
    return t("{role}（{store}）", role=t(ROLES[role]), store=looked.stores[store_id].full_name)


def _account(platform: str, *, blocked: bool) -> Text:
    kind = NAMES.get(platform, platform)
    return t("{kind}（ブロック中）", kind=kind) if blocked else kind


def _bound(row: Browser, now: datetime) -> bool:
    return row.confirmed_at is not None and is_alive(row, now)
