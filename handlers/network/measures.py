"""The register of measures: what was received from a body or an authority, and what was done here (R-144, L261)."""

from __future__ import annotations

from contextlib import suppress
from typing import Final
from zoneinfo import ZoneInfo

from audit.event import Entry, Event
from handlers.case.record import require
from handlers.commands.office import RecordMeasure
from handlers.context import Context
from handlers.network.stores import store_of
from handlers.retention.replay import details_of, moment_of
from policy.access import check_decision
from policy.measures import MEASURES, MeasureKind
from policy.verdict import N_

TAKEN: Final = {
    Event.STORE_SUSPEND: N_("店舗の参加を停止した"),
    Event.STORE_RESUME: N_("店舗の参加を再開した"),
    Event.ALERT_RECALL: N_("事務局が警戒情報を回収した"),
    Event.HOLD_SET: N_("事案を保全した"),
    Event.HOLD_HAND_OVER: N_("保全した事案を引き渡した"),
    Event.HOLD_END: N_("保全が終わった"),
}
"""What the secretariat does, as people read it (msgids)."""


def record_measure(cmd: RecordMeasure, ctx: Context) -> None:
    """R-144, L261: that it was received, and where its letter is; what the letter says stays out of the ledger.

    Raises:
        NotAllowed: no letter that came already.
        NotFound: no store has this code.
    """
    today = ctx.now.astimezone(ZoneInfo(ctx.uow.stores.the_network().timezone)).date()
    require(check_decision(cmd.reference, cmd.received_on, today))
    letter = {"kind": cmd.kind, "reference": cmd.reference, "on": cmd.received_on.isoformat()}
    about = {"store": store_of(cmd.store, ctx).id} if cmd.store else {}
    ctx.note(Event.MEASURE_RECORD, None, None, **letter, **about)


def measures(language: str, ctx: Context) -> list[str]:
    """R-144: all that was received and done, oldest first: when, what, about which store or case, and by whom."""
    t = ctx.ports.sentences(language)
    found = ctx.uow.ledger.of_events([Event.MEASURE_RECORD, *TAKEN])
    return [
        f"{moment_of(entry):%Y-%m-%dT%H:%MZ}  {t(_what(entry))}  {_about(entry, ctx)}  {_by(entry, ctx)}"
        for entry in found
        if entry["event"] != Event.ALERT_RECALL or details_of(entry).get("office")
    ]


def _what(entry: Entry) -> str:
    if entry["event"] == Event.MEASURE_RECORD:
        return MEASURES[MeasureKind(details_of(entry)["kind"])]
    return TAKEN[Event(str(entry["event"]))]


def _about(entry: Entry, ctx: Context) -> str:
    """An erased case has no number any more."""
    said, about = details_of(entry), [str(entry.get("case", ""))]
    with suppress(LookupError):
        about = [ctx.uow.cases.get(about[0]).number]
    if "store" in said:
        about.append(ctx.uow.stores.get(said["store"]).code)
    return " ".join(filter(None, [*about, said.get("reference", ""), said.get("on", said.get("at", ""))]))


def _by(entry: Entry, ctx: Context) -> str:
    """A person's code, or who else the ledger says it was."""
    actor = str(entry.get("actor", "-"))
    with suppress(LookupError):
        return ctx.uow.people.member(actor).code
    return actor
