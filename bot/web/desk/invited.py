"""Who is to come in: how far their invitation is, and the cards that are handed over to them (R-001, R-113)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.paper import cards as paper
from bot.web.authentication import Unknown
from bot.web.desk.reception import Guest
from bot.web.links import Signer
from bot.web.public.invitation import address_of, ways, words_of
from handlers.cards import Text, Until, denial, t
from handlers.context import Context
from handlers.network.invitations import Invite, Invited, invited, places
from policy.readiness import Level
from policy.twofold import may_let_in_alone
from policy.verdict import N_, Deny
from storage.enrolments import VALID_FOR
from storage.tables import Member

SAYS: Final[Mapping[Invite, tuple[str, Level]]] = {
    Invite.NONE: (N_("コードはまだありません"), Level.BAD),
    Invite.HANDED: (N_("コードは {until} まで使えます"), Level.CARE),
    Invite.OPENED: (N_("カードのページを開きました。コードは {until} まで使えます"), Level.CARE),
    Invite.OVER: (N_("コードの期限が切れました"), Level.BAD),
    Invite.ASKED: (N_("本人かどうかの確認を待っています"), Level.CARE),
    Invite.IN: (N_("登録済み"), Level.GOOD),
}


MOST_AT_ONCE: Final = 100
"""Codes of one press: a shop's people, and what a page can carry; by the form that is shown next the others come."""

MOST_OUTSIDE: Final = 1000
"""Looked at for that; who invites more people at once goes store by store."""


@dataclass(frozen=True)
class Card:
    """What is handed over to somebody; ``words``: what they send, or empty when the code is gone.

    ``shops``: where they have a role, by name. ``address``: of the code's own page, behind the QR code; empty while no
    chat has said how it is opened.
    """

    code: str
    name: str
    shops: tuple[str, ...]
    language: str
    words: str
    until: datetime
    address: str


def says(invited: Invited) -> tuple[Text, Level]:
    """How far it is, in words, and how that looks."""
    sentence, level = SAYS[invited.step]
    return t(sentence, until=Until(invited.until)) if invited.until else t(sentence), level


def card(member: Member, one_time: str, shown_for: timedelta, signer: Signer, ctx: Context) -> Card:
    """R-001: the code, and the page that opens the chat."""
    return _card(member, one_time, ctx.now + VALID_FOR - shown_for, signer if knows_a_door(ctx) else None, ctx)


def fresh(codes: Mapping[str, str], signer: Signer, ctx: Context) -> tuple[Card, ...]:
    """R-001: a card for each code that was made at this moment (member code → one-time code)."""
    people = ctx.uow.people.by_codes(ctx.uow.stores.the_network().id, codes)
    until, door = ctx.now + VALID_FOR, signer if knows_a_door(ctx) else None
    return tuple(_card(people[code], one_time, until, door, ctx) for code, one_time in codes.items())


def knows_a_door(ctx: Context) -> bool:
    """R-001: whether a card can have a QR code: a chat has said by which address it is opened."""
    return bool(ways("", ctx))


def without(guest: Guest, store: str, ctx: Context) -> tuple[Member, ...]:
    """R-001, R-113: who is not in the chat yet, at one store or (empty) anywhere.

    Raises:
        Unknown: no such store for this reader.
    """
    within = guest.seated.stores
    if store:
        within = frozenset(one.id for one in ctx.uow.desk.with_code(guest.network_id, store))
        if not all(map(guest.seated.may_see, within)) or not within:
            raise Unknown
    return tuple(ctx.uow.desk.people(guest.network_id, within, outside=True, most=MOST_OUTSIDE))


def uninvited(members: Sequence[Member], ctx: Context) -> list[str]:
    """Codes of those who hold no code that works: what was handed over yesterday is not to die in a pocket."""
    steps = invited(members, ctx)
    without = (one for one in members if steps[one.id].step in (Invite.NONE, Invite.OVER))
    return [one.code for one in without if not not_here(one)][:MOST_AT_ONCE]


def not_here(member: Member) -> Text | None:
    """R-097: why nobody makes a code for them at the desk; None if it can be made."""
    verdict = may_let_in_alone({held.role for held in member.roles})
    return denial(verdict) if isinstance(verdict, Deny) else None


def cards(members: Sequence[Member], one_time: Callable[[str], str], signer: Signer, ctx: Context) -> tuple[Card, ...]:
    """R-001: a card for each of them whose code works: of a second press those that the first one made."""
    made, door = [], signer if knows_a_door(ctx) else None
    for member in members:
        known = ctx.uow.people.known_code(one_time(member.code))
        if known is not None and known.member_id == member.id and known.used_at is None and known.expires_at > ctx.now:
            made.append(_card(member, one_time(member.code), known.expires_at, door, ctx))
    return tuple(made)


def as_rows(made: Sequence[Card], zone: ZoneInfo) -> list[dict[str, str | datetime]]:
    """R-007, R-064: for a letter or a label of the association's own; no name stands beside a code that lets one in."""
    return [
        {
            "member_code": one.code,
            "words": one.words,
            "until": one.until.astimezone(zone),
            "address": one.address,
        }
        for one in made
    ]


def as_pdf(made: Sequence[Card], ctx: Context) -> bytes:
    """R-001: the same on paper, four to a sheet, each in its holder's language.

    Raises:
        NoFont, Unprintable: as ``bot.paper.cards.cards_pdf`` does.
    """
    network = ctx.uow.stores.the_network()
    zone = ZoneInfo(network.timezone)
    printed = [
        paper.Card(
            one.code,
            one.name,
            one.shops,
            one.language,
            one.words,
            f"{one.until.astimezone(zone):%Y-%m-%d %H:%M}",
            one.address,
        )
        for one in made
    ]
    return paper.cards_pdf(printed, network.name, ctx.ports.sentences)


def _card(member: Member, one_time: str, until: datetime, door: Signer | None, ctx: Context) -> Card:
    return Card(
        member.code,
        member.name,
        tuple(name for name, _ in places(member, ctx) if name),
        member.language,
        words_of(one_time) if one_time else "",
        until,
        door.public(address_of(one_time)) if one_time and door else "",
    )
