"""What the desk writes down for whoever doesn't use the page, and the receipt that it gives them (R-070, R-076)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.web.authentication import Unknown
from bot.web.desk.reception import Guest
from bot.web.public.forms import HOURS
from handlers.cards import Until
from handlers.context import Context
from handlers.errors import NotFound
from handlers.rights.record import clock_of
from handlers.wording.rights import CHANNELS, SHORT, SPEAKS
from handlers.wording.spoken import spoken
from policy.clocks import answer_by
from policy.rights import ENTERED, LONGEST_LINE, LONGEST_WORDS, Wish
from policy.spelling import normal

MOST_SHOPS: Final = 300
"""To choose from; where there are more, the list alone would be larger than a page may be."""


@dataclass(frozen=True)
class Entering:
    """The form: the choices of each question (value, msgid); ``shops``: code and name, where they are not too many."""

    channels: tuple[tuple[str, str], ...]
    languages: tuple[tuple[str, str], ...]
    wishes: tuple[tuple[str, str], ...]
    shops: tuple[tuple[str, str], ...]
    hours: range
    today: str
    most_words: int
    most_line: int


@dataclass(frozen=True)
class Receipt:
    """For the person; ``secret`` "": it can be shown no longer. ``spoken``: each letter of both as one says it."""

    number: str
    secret: str
    spoken: tuple[tuple[str, tuple[str, ...]], ...]
    wish: Wish
    language: str
    received_at: datetime
    answer_by: Until


def shown(guest: Guest, ctx: Context) -> Entering:
    """R-070: the same questions as on the page, in the words of the desk."""
    zone = ZoneInfo(ctx.uow.stores.network(guest.network_id).timezone)
    return Entering(
        tuple((one.value, CHANNELS[one]) for one in ENTERED),
        tuple(SPEAKS.items()),
        tuple((wish.value, SHORT[wish]) for wish in Wish),
        _shops(guest, ctx),
        HOURS,
        ctx.now.astimezone(zone).date().isoformat(),
        LONGEST_WORDS,
        LONGEST_LINE,
    )


def _shops(guest: Guest, ctx: Context) -> tuple[tuple[str, str], ...]:
    found = ctx.uow.desk.stores(guest.network_id, None, most=MOST_SHOPS + 1)
    return tuple((store.code, store.full_name) for store in found) if len(found) <= MOST_SHOPS else ()


def store_in(guest: Guest, code: str, ctx: Context) -> str:
    """The shop with this code, also one that takes part no longer; "" if nobody knows.

    Raises:
        NotFound: none of this network.
    """
    wanted = normal("NFKC", code).strip()
    store = ctx.uow.stores.by_code(guest.network_id, wanted) if wanted else None
    if wanted and store is None:
        raise NotFound
    return store.id if store else ""


def receipt(guest: Guest, number: str, secret: str, ctx: Context) -> Receipt:
    """R-070: what the person needs, and until when they are answered.

    Raises:
        Unknown: no such request, or one that nobody of the desk entered.
    """
    request = ctx.uow.requests.by_number(number)
    if request is None or request.network_id != guest.network_id or request.entered_by is None:
        raise Unknown
    clock = clock_of(request, ctx)
    return Receipt(
        number,
        secret,
        tuple((one, spoken(one)) for one in (number, secret)),
        request.wish,
        request.language,
        request.received_at,
        Until(answer_by(clock, ctx.now)),
    )
