"""Where a request stands, as the person reads it: nothing of any case before somebody has decided (R-070, R-099)."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.cards import Until
from handlers.context import Context
from handlers.recipient import Sentences, Time, read_in, written
from handlers.rights.found import found
from handlers.rights.gone import Erasure, erasures
from handlers.rights.reach import Reach, reach_of
from handlers.rights.record import asked_in, clock_of, told_in
from handlers.wording.ledger import HAPPENED
from handlers.wording.rights import article
from policy.clocks import answer_by
from policy.decision import GROUNDS, Decided, Refused
from policy.law import RIGHTS
from policy.rights import READABLE, Asked, Part, RequestState, Wish

OPEN_TO_PERSON = (Part.ADDED, Part.QUESTION, Part.EXTENSION, Part.ANSWER)


@dataclass(frozen=True)
class Said:
    """Something that was written, by whom and when."""

    part: Part
    at: str
    words: str


@dataclass(frozen=True)
class Answer:
    """The page; ``right``: the article by which it was asked; ``law``: that which a refusal rests on, or "".

    ``found``: what there was of it; ``reach``: how many shops were told of what was granted.
    On the letter also: ``asked``, the person's own words, ``about``, shop, day and hour, and the day of the answer.
    ``shows``: something is handed over at the desk. ``desk``: of the shop's business, beside the network's; or "".
    ``gone``: what was erased and when, with its place in the ledger; where the answer is that nothing is held any more.
    """

    number: str
    wish: Wish
    answered: bool
    waits: bool
    seen: bool
    received: str
    until: str
    said: tuple[Said, ...]
    decided: Decided | None
    refused: Refused | None
    right: str
    law: str
    found: tuple[str, ...]
    reach: Reach | None
    readable_until: str
    asked: str
    about: str
    answered_on: str
    shows: bool = False
    desk: str = ""
    gone: tuple[str, ...] = ()


def answer_of(number: str, ctx: Context, t: Sentences) -> Answer:
    """R-070, R-099, L146, L214: the same whether or not there is an alert, until people have decided."""
    row = ctx.uow.requests.by_number(number)
    if row is None:
        raise LookupError(number)
    clock = clock_of(row, ctx)
    told = written(clock.zone, t)
    asked, answered = asked_in(row, ctx), row.state is RequestState.ANSWERED
    refused = row.refused if answered else None
    return Answer(
        row.number,
        row.wish,
        answered,
        row.state is RequestState.WAITING,
        row.seen_at is not None,
        told(row.received_at),
        told(Until(answer_by(clock, ctx.now))),
        tuple(Said(part, told(at), words) for part, at, words in told_in(row, ctx, *OPEN_TO_PERSON)),
        row.decided if answered else None,
        refused,
        read_in(t, article(RIGHTS[row.wish])),
        read_in(t, article(GROUNDS[refused].law)) if refused else "",
        tuple(read_in(t, line) for line in found(row, ctx)),
        reach_of(row, ctx) if answered else None,
        told(Until(row.answered_at + READABLE)) if row.answered_at else "",
        asked.words if asked else "",
        _about(asked, row.store.full_name if row.store else ""),
        told(row.answered_at)[:10] if row.answered_at else "",
        shows=answered and bool(row.shown),
        desk=row.store.business.desk if row.store else "",
        gone=tuple(_erased(one, told, t) for one in (erasures(row, ctx) if answered else ())),
    )


def _erased(one: Erasure, told: Time, t: Sentences) -> str:
    """What, when, and where an auditor finds it."""
    what = t(HAPPENED[one.event])
    return t("{at} {what}（台帳の {place} 番、{leaf}）", at=told(one.at), what=what, place=one.place, leaf=one.leaf)


def _about(asked: Asked | None, store: str) -> str:
    """Where and when, as far as the person knew; all that anybody looked by."""
    if asked is None:
        return store
    hour = "" if asked.hour is None else f"{asked.hour}:00"
    return " ".join(filter(None, (store, str(asked.day or ""), hour)))
