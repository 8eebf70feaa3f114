"""The nine items at the desk: drafted from records, 速報 beside 確報, ready to be pasted (R-130, R-136)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.paper.report import report_pdf
from bot.web.authentication import Unknown
from bot.web.desk.acts import Wrong
from bot.web.desk.incidents import found, tasks_of
from bot.web.desk.reception import Guest
from bot.web.desk.words import role_at
from handlers.cards import Text, t
from handlers.context import Context
from handlers.errors import NotAllowed
from handlers.incidents.known import known_of
from handlers.incidents.record import zone_of
from handlers.incidents.report import Version, draft, versions
from handlers.network.as_shown import of_incident
from handlers.wording import nine
from handlers.wording.incident_names import REPORTS, WHATS
from policy.duties import Task
from policy.incidents.clocks import Report
from policy.incidents.nine import LONGEST_ITEM, Entry, Item, Source

CLASSES: Final = {Source.RECORDS: "good", Source.WRITTEN: "good", Source.ASK: "bad"}

KEEP: Final = "keep"
"""The form of the nine items, by the last part of its address."""


@dataclass(frozen=True)
class Asked:
    """One item of the form: its number and name there, what stands in it, where that comes from, and what to ask."""

    item: str
    number: int
    name: str
    words: str
    source: str
    light: str
    hint: str


@dataclass(frozen=True)
class Kept:
    """A version: of which report, when and by whom, its items, and all of it as one text."""

    report: str
    name: str
    at: datetime
    by: Text
    entries: tuple[tuple[str, str, str, str], ...]
    block: str


@dataclass(frozen=True)
class Sheet:
    """The page; ``field``: where something is wrong with what was just typed."""

    number: str
    what: str
    drill: bool
    open: bool
    seen: str
    report: str
    reports: tuple[tuple[str, str], ...]
    asked: tuple[Asked, ...]
    missing: int
    block: str
    newest: tuple[Kept, ...]
    earlier: tuple[Kept, ...]
    longest: int
    field: str
    tasks: frozenset[Task]


def sheet(
    guest: Guest,
    number: str,
    report: Report,
    ctx: Context,
    wrong: Wrong | None = None,
) -> Sheet:
    """R-130, L237: the newest version, else the draft; what was typed into it and refused is not lost.

    Raises:
        Unknown: no such incident for this reader.
    """
    incident = found(guest, number, ctx)
    kept = versions(incident, ctx)
    entries = _begun(report, kept, draft(incident, ctx), wrong)
    newest = [next((one for one in kept if one.report is which), None) for which in Report]
    return Sheet(
        incident.number,
        WHATS[incident.what],
        incident.drill,
        incident.closed_at is None,
        of_incident(incident, ctx),
        report,
        tuple((one.value, REPORTS[one]) for one in Report),
        tuple(_asked(place, one) for place, one in enumerate(entries, start=1)),
        sum(one.source is Source.ASK for one in entries),
        nine.block([(one.item, one.words) for one in entries], drill=incident.drill),
        tuple(_kept(one, ctx, drill=incident.drill) for one in newest if one),
        tuple(_kept(one, ctx, drill=incident.drill) for one in kept if one not in newest),
        LONGEST_ITEM,
        wrong.error.deny.field if wrong and isinstance(wrong.error, NotAllowed) else "",
        tasks_of(guest, ctx),
    )


def pdf(guest: Guest, number: str, report: Report, ctx: Context) -> bytes:
    """R-134, L242: the newest version of this report.

    Raises:
        Unknown: no such incident for this reader, or no such version, or it is erased.
    """
    incident = found(guest, number, ctx)
    kept = next((one for one in versions(incident, ctx) if one.report is report and one.entries), None)
    if kept is None:
        raise Unknown
    at, rules = kept.at.astimezone(zone_of(incident, ctx)), ctx.uow.stores.rules(incident.network_id)
    return report_pdf(kept, incident.number, known_of(incident, ctx), at, rules)


def _begun(
    report: Report, kept: Sequence[Version], drafted: tuple[Entry, ...], wrong: Wrong | None
) -> tuple[Entry, ...]:
    """What to go on from: what was typed just now, else the newest version of this report, the first one, the draft.

    What nobody had said by then and the records say now is filled in.
    """
    if wrong and wrong.how == KEEP:
        typed = ((item, wrong.given.get(item, "")) for item in Item)
        return tuple(Entry(item, words, Source.WRITTEN if words else Source.ASK) for item, words in typed)
    before = [one for one in kept if one.report is report and one.entries] or [one for one in kept if one.entries]
    if not before:
        return drafted
    return tuple(old if old.words else new for old, new in zip(before[0].entries, drafted, strict=True))


def _asked(place: int, one: Entry) -> Asked:
    name, source = nine.ITEMS[one.item], nine.SOURCES[one.source]
    return Asked(one.item, place, name, one.words, source, CLASSES[one.source], nine.HINTS[one.item])


def _kept(version: Version, ctx: Context, *, drill: bool) -> Kept:
    entries = tuple(
        (nine.ITEMS[one.item], one.words or nine.MISSING, nine.SOURCES[one.source], CLASSES[one.source])
        for one in version.entries
    )
    block = nine.block([(one.item, one.words) for one in version.entries], drill=drill)
    return Kept(
        version.report,
        REPORTS[version.report],
        version.at,
        t(role_at(ctx.uow.people.member(version.by))),
        entries,
        block,
    )
