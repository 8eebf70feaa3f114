"""The report to the commission: drafted from records, kept version by version; and the notice for the person."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from audit.event import Event
from handlers.case.involved import who
from handlers.case.record import require
from handlers.commands.incidents import KeepReport, PublishNotice, WithdrawNotice
from handlers.context import Context
from handlers.incidents.known import known_of, newest_words, notice_since
from handlers.incidents.record import in_hand, numbered, require_task, written
from handlers.incidents.write import write
from handlers.wording import nine, outside
from policy.duties import Task
from policy.incidents.clocks import Report
from policy.incidents.kinds import NOTICE_STANDS, Part
from policy.incidents.nine import Entry, Item, Source, check_notice, check_report, entry
from policy.spelling import clean
from policy.verdict import N_, Deny
from storage.tables import Incident

PARTS = {Report.FIRST: Part.FIRST_REPORT, Report.FINAL: Part.FINAL_REPORT}
"""Where each lies, sealed as the words of the incident are."""


@dataclass(frozen=True)
class Version:
    """A report as somebody kept it; ``entries`` empty: erased."""

    report: Report
    at: datetime
    by: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Notice:
    """What stands in public in somebody's stead; ``english`` may be empty."""

    since: datetime
    japanese: str
    english: str


def draft(incident: Incident, ctx: Context) -> tuple[Entry, ...]:
    """R-130, R-136, L237, L247: from records as they are now; what they don't say is to be asked."""
    said = _said(incident, ctx)
    return tuple(entry(item, said[item], said[item]) for item in Item)


def keep_report(cmd: KeepReport, ctx: Context) -> None:
    """R-130, L237: one more version; the earlier ones stay as they are.

    Raises:
        NotAllowed: not their task, it is over, or something is missing.
    """
    account, incident = in_hand(Task.WRITE_INCIDENT, cmd, ctx)
    words = {item: clean(cmd.words.get(item, "")) for item in Item}
    require(check_report(cmd.report, words))
    said = _said(incident, ctx)
    entries = [entry(item, words[item], said[item]) for item in Item]
    kept = json.dumps([[one.item, one.words, one.source] for one in entries], ensure_ascii=False)
    ctx.uow.incidents.write(incident, PARTS[cmd.report], kept.encode(), ctx.now, by=account.member_id)
    missing = sum(one.source is Source.ASK for one in entries)
    ctx.note(Event.INCIDENT_DRAFT, None, account, incident=incident.id, report=cmd.report, missing=missing)


def versions(incident: Incident, ctx: Context) -> list[Version]:
    """R-130: all that were kept, the newest first."""
    of_part = {part: report for report, part in PARTS.items()}
    found = [
        Version(of_part[part], at, by, _entries(words))
        for part, at, by, words in written(incident, ctx)
        if part in of_part
    ]
    return found[::-1]


def publish_notice(cmd: PublishNotice, ctx: Context) -> None:
    """R-131, L238: in the person's stead, everybody can read it, and why the person can't be told is on record.

    Raises:
        NotAllowed: not their task, it is over, a drill, the reason is missing, or words that name or condemn somebody.
    """
    account, incident = in_hand(Task.TELL_PERSON, cmd, ctx)
    words, english = clean(cmd.words), clean(cmd.english)
    own = outside.own_words(known_of(incident, ctx), ctx.uow.stores.rules(incident.network_id))
    require(check_notice(words, english, own, drill=incident.drill))
    write(incident, account, Part.PERSON, cmd.reason, ctx)
    write(incident, account, Part.NOTICE, words, ctx)
    ctx.uow.incidents.write(incident, Part.NOTICE_ENGLISH, english.encode(), ctx.now, by=account.member_id)
    ctx.note(Event.INCIDENT_PUBLISH, None, account, incident=incident.id)


def withdraw_notice(cmd: WithdrawNotice, ctx: Context) -> None:
    """R-096, R-131, L206, L238: nobody reads it any more; also when the incident is over.

    Raises:
        NotAllowed: not their task, or none stands.
        NotFound: no such incident.
    """
    account = who(cmd.account_id, ctx)
    require_task(Task.TELL_PERSON, account, ctx)
    incident = numbered(cmd.number, account.member.network_id, ctx)
    if notice_since(incident, ctx) is None:
        require(Deny("R-131", N_("公開している知らせはありません。")))
    for part in (Part.NOTICE, Part.NOTICE_ENGLISH):
        ctx.uow.incidents.write(incident, part, b"", ctx.now, by=account.member_id)
    ctx.note(Event.INCIDENT_UNPUBLISH, None, account, incident=incident.id)


def notices(network_id: str, ctx: Context) -> list[Notice]:
    """R-131: all that stand in public at this moment; the newest first."""
    found = []
    for incident in ctx.uow.incidents.with_part(network_id, Part.NOTICE, ctx.now - NOTICE_STANDS):
        since, words = notice_since(incident, ctx), newest_words(incident, ctx)
        if since is not None:
            found.append(Notice(since, words[Part.NOTICE], words.get(Part.NOTICE_ENGLISH, "")))
    return sorted(found, key=lambda one: one.since, reverse=True)


def _said(incident: Incident, ctx: Context) -> dict[Item, str]:
    return {item: clean(words) for item, words in nine.drafted(known_of(incident, ctx)).items()}


def _entries(kept: str) -> tuple[Entry, ...]:
    return tuple(Entry(Item(item), words, Source(source)) for item, words, source in json.loads(kept or "[]"))
