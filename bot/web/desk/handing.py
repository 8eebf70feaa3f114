"""What is to be shown to somebody at the desk: whose papers were looked at, by whom, and what is still to be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.paper.disclosed import disclosed_pdf
from bot.web.authentication import Unknown
from bot.web.desk.reception import Guest
from handlers.cards import Text, denial, t
from handlers.context import Context
from handlers.recipient import written
from handlers.rights.disclosure import disclosed
from handlers.rights.handing import check_of, has_picture, newest
from handlers.rights.record import clock_of
from handlers.wording.rights import BEARERS, ITEMS, MANDATES, PROOFS
from policy.handing import may_compare, may_hand
from policy.rights import RequestState
from policy.verdict import Deny
from policy.withheld import Item
from storage.tables import HandOver, Request


@dataclass(frozen=True)
class Handing:
    """The form.

    Attributes:
        items: What is shown (msgids).
        picture: Whether a picture of it is still held, so that two people compare.
        looks: Every look at papers so far: when, who stood there with what (msgids), by which codes, and when it left.
        no_compare, no_paper: Why not, or not yet; None if it can be done.
        bearers, proofs, mandates: Choices (value, msgid).
    """

    items: tuple[str, ...]
    picture: bool
    looks: tuple[tuple[datetime, Text, datetime | None], ...]
    no_compare: Text | None
    no_paper: Text | None
    bearers: tuple[tuple[str, str], ...]
    proofs: tuple[tuple[str, str], ...]
    mandates: tuple[tuple[str, str], ...]


def handing_of(request: Request, member_id: str, ctx: Context) -> Handing | None:
    """R-070, L146: None where nothing is to be shown, or the answer isn't out."""
    if request.state is not RequestState.ANSWERED or not request.shown:
        return None
    check, picture = check_of(newest(request, ctx)), has_picture(request, ctx)
    compare, paper_ = may_compare(check, member_id, ctx.now), may_hand(check, ctx.now, picture=picture)
    return Handing(
        tuple(ITEMS[Item(one)] for one in request.shown),
        picture,
        tuple((row.checked_at, _who(row, ctx), row.handed_at) for row in ctx.uow.requests.checks(request)),
        denial(compare) if isinstance(compare, Deny) else None,
        denial(paper_) if isinstance(paper_, Deny) else None,
        tuple((one.value, name) for one, name in BEARERS.items()),
        tuple((one.value, name) for one, name in PROOFS.items()),
        tuple((one.value, name) for one, name in MANDATES.items()),
    )


def paper(guest: Guest, number: str, ctx: Context) -> Callable[[], bytes]:
    """R-070, L146: what would be handed over at this moment, still to be printed.

    Raises:
        Unknown: no such request for this reader.
    """
    request = ctx.uow.requests.by_number(number)
    if request is None or request.network_id != guest.network_id:
        raise Unknown
    cases, zone = disclosed(request, ctx), clock_of(request, ctx).zone
    network, sentences = ctx.uow.stores.network(guest.network_id).name, ctx.ports.sentences(request.language)
    language = request.language
    return lambda: disclosed_pdf(cases, number, network, written(zone, sentences), sentences, language)


def _who(row: HandOver, ctx: Context) -> Text:
    codes = [ctx.uow.people.member(one).code for one in (row.checked_by, row.compared_by) if one]
    return t(
        "{bearer}、{proof}、{mandate}（確かめた人：{codes}）",
        bearer=t(BEARERS[row.bearer]),
        proof=t(PROOFS[row.proof]),
        mandate=t(MANDATES[row.mandate]),
        codes="、".join(codes),
    )
