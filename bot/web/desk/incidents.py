"""Incidents: what is open and until when; and one of them: clocks, calls, steps and words (R-130, R-135, R-136)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from bot.web.authentication import Unknown
from bot.web.desk.paging import MOST
from bot.web.desk.reception import Guest
from bot.web.desk.words import role_at
from handlers.cards import Text, Until, denial, t
from handlers.case.involved import member_facts
from handlers.context import Context
from handlers.incidents.known import known_of, notice_since
from handlers.incidents.record import (
    answers_of,
    closed_steps,
    dues,
    on_record,
    reportable_of,
    silent,
    written,
    zone_of,
)
from handlers.network.as_shown import of_incident
from handlers.wording import nine, outside
from handlers.wording.incident_names import LIGHTS, PARTS, REPORTS, STEPS, WHATS, end_of, outcome_of
from handlers.wording.labels import state_name
from policy.duties import Task, has_task
from policy.facts import MemberFacts, Role
from policy.incidents.classification import Answers, may_be_published
from policy.incidents.clocks import Due, Light, Report
from policy.incidents.kinds import BY_HAND, Part, What
from policy.incidents.on_record import OnRecord, check_records
from policy.incidents.playbooks import PLAYBOOKS, RESPONSIBLE, Outcome, may_close, playbook_of
from policy.incidents.playbooks import Task as Job
from policy.verdict import Deny
from storage.tables import Incident

CLASSES: Final = {Light.CALM: "good", Light.AMBER: "care", Light.RED: "bad", Light.DONE: "good"}
"""How a clock looks (``desk.css``)."""


@dataclass(frozen=True)
class Clock:
    """One report's: until when, how it looks, and when it was made."""

    report: Report
    name: str
    last_day: date
    light: str
    says: str
    made: datetime | None


@dataclass(frozen=True)
class Row:
    """One incident of the list; ``taken``: by whom, as a role."""

    number: str
    what: str
    drill: bool
    at: datetime
    taken: Text
    clocks: tuple[Clock, ...]
    closed_at: datetime | None


@dataclass(frozen=True)
class Incidents:
    """What is open, the oldest first; what is over, the newest first; what a press can open; the reader's tasks."""

    rows: tuple[Row, ...]
    over: tuple[Row, ...]
    whats: tuple[tuple[str, str], ...]
    tasks: frozenset[Task]


@dataclass(frozen=True)
class Step:
    """A row of the playbook; ``whose`` "": by itself.

    ``said``: how it was closed; "": it is open. ``ends``: how the reader may close it, with what the button says;
    ``why``: what stands in the way of that. ``asks``: what has to be written for it; ``is_written``: it is already.
    """

    step: str
    name: str
    whose: str
    clauses: str
    said: str
    done_at: datetime | None
    ends: tuple[tuple[Outcome, str], ...]
    why: Text | None
    asks: str
    is_written: bool


@dataclass(frozen=True)
class Alert:
    """An alert that it is about, in numbers; ``silent``: stores that have not confirmed its recall.

    ``held_until``: until when nothing of it is erased; None: it is as always.
    """

    number: str
    state: Text
    stores: int
    people: int
    looked: int
    recalled_at: datetime | None
    silent: tuple[str, ...]
    held_until: Until | None


@dataclass(frozen=True)
class One:
    """One incident; ``tasks``: what of it is the reader's (``policy.duties.Task``).

    ``is_asked``: whether they may say that it goes on or has stopped.
    """

    row: Row
    open: bool
    seen: str
    going_on: bool | None
    is_asked: bool
    calls: tuple[tuple[Text, int, datetime], ...]
    steps: tuple[Step, ...]
    answers: Answers
    is_classified: bool
    days: int | None
    alerts: tuple[Alert, ...]
    said: tuple[tuple[str, datetime, Text, str], ...]
    parts: tuple[tuple[str, str], ...]
    notice_since: datetime | None
    notice: outside.Draft
    press: outside.Draft | None
    reviewed_at: datetime | None
    tasks: frozenset[Task]


def listed(guest: Guest, ctx: Context) -> Incidents:
    """R-130, R-135: open and closed ones; nothing of what was written."""
    open_, over = (
        tuple(_row(one, ctx) for one in ctx.uow.incidents.listed(guest.network_id, closed=closed, most=MOST))
        for closed in (False, True)
    )
    return Incidents(open_, over, tuple((what.value, WHATS[what]) for what in What), tasks_of(guest, ctx))


def found(guest: Guest, number: str, ctx: Context) -> Incident:
    """The incident of that number.

    Raises:
        Unknown: none of this reader's network.
    """
    incident = ctx.uow.incidents.by_number(number)
    if incident is None or incident.network_id != guest.network_id:
        raise Unknown
    return incident


def one(guest: Guest, number: str, ctx: Context) -> One:
    """R-130–R-145: all of one incident; that its words are read is on record before.

    Raises:
        Unknown: no such incident for this reader.
    """
    incident, member = found(guest, number, ctx), _reader(guest, ctx)
    vacant, answers, known = ctx.uow.people.vacant(guest.network_id), answers_of(incident), known_of(incident, ctx)
    rules = ctx.uow.stores.rules(guest.network_id)
    return One(
        _row(incident, ctx),
        incident.closed_at is None,
        of_incident(incident, ctx),
        incident.going_on,
        incident.opened_by == member.id or has_task(Task.TAKE_INCIDENT, member, vacant),
        tuple(_calls(incident, ctx)),
        tuple(_steps(incident, member, vacant, ctx)),
        answers,
        incident.answers is not None,
        reportable_of(incident).days,
        tuple(_alerts(incident, known, ctx)),
        tuple(_said(incident, ctx)),
        tuple((part.value, PARTS[part]) for part in BY_HAND),
        notice_since(incident, ctx),
        outside.notice(known, rules),
        outside.press(known, rules) if may_be_published(answers) else None,
        incident.reviewed_at,
        tasks_of(guest, ctx),
    )


def tasks_of(guest: Guest, ctx: Context) -> frozenset[Task]:
    """R-061, R-136: what is theirs to do."""
    member, vacant = _reader(guest, ctx), ctx.uow.people.vacant(guest.network_id)
    return frozenset(task for task in Task if has_task(task, member, vacant))


def _reader(guest: Guest, ctx: Context) -> MemberFacts:
    return member_facts(ctx.uow.people.account_by_id(guest.account_id).member, ctx)


def _row(incident: Incident, ctx: Context) -> Row:
    taken = role_at(ctx.uow.people.member(incident.taken_by)) if incident.taken_by else ""
    return Row(
        incident.number,
        WHATS[incident.what],
        incident.drill,
        incident.known_at,
        t(taken) if taken else "",
        tuple(_clock(due, made, incident, ctx) for due, made in dues(incident, ctx)),
        incident.closed_at,
    )


def _clock(due: Due, made: datetime | None, incident: Incident, ctx: Context) -> Clock:
    light = due.light(ctx.now.astimezone(zone_of(incident, ctx)).date(), made=made is not None)
    return Clock(due.report, REPORTS[due.report], due.last_day, CLASSES[light], LIGHTS[light], made)


def _calls(incident: Incident, ctx: Context) -> Iterator[tuple[Text, int, datetime]]:
    """R-121, R-135: people by what they are."""
    for call in ctx.uow.incidents.calls(incident):
        yield t(role_at(ctx.uow.people.member(call.member_id))), call.turn + 1, call.called_at


def _steps(incident: Incident, member: MemberFacts, vacant: list[Role], ctx: Context) -> Iterator[Step]:
    rows, done, known = ctx.uow.incidents.steps(incident), closed_steps(incident, ctx), on_record(incident, ctx)
    stores = {ctx.uow.cases.get(row.case_id).store_id for row in ctx.uow.incidents.cases(incident)}
    of_store = any(store_id in stores for _, store_id in member.roles)
    said = {part for part, _, _, words in written(incident, ctx) if words}
    for job in PLAYBOOKS[playbook_of(answers_of(incident).kind)]:
        ends, why = _ends(job, known) if may_close(job, member, vacant, of_store=of_store) else ((), None)
        closed = rows[job.step].outcome if job.step in rows else Outcome.DONE
        yield Step(
            job.step,
            STEPS[job.step],
            RESPONSIBLE.get(job.step, ""),
            "・".join(job.clauses),
            outcome_of(job.step, closed) if job.step in done else "",
            done.get(job.step),
            ends,
            why,
            PARTS[job.needs] if job.needs else "",
            job.needs in said,
        )


def _ends(job: Job, known: OnRecord) -> tuple[tuple[tuple[Outcome, str], ...], Text | None]:
    """The ways in which it can be closed, as the records are; and what closing it as done waits for."""
    offered = (Outcome.DONE, Outcome.NOT_NEEDED) if job.may_skip else (Outcome.DONE,)
    said = {outcome: check_records(job, outcome, known) for outcome in offered}
    ends = tuple((outcome, end_of(job.step, outcome)) for outcome, verdict in said.items() if verdict)
    done = said[Outcome.DONE]
    return ends, denial(done) if isinstance(done, Deny) else None


def _alerts(incident: Incident, known: nine.Known, ctx: Context) -> Iterator[Alert]:
    cases = {
        case.number: case for case in (ctx.uow.cases.get(row.case_id) for row in ctx.uow.incidents.cases(incident))
    }
    for one in known.alerts:
        case = cases[one.number]
        quiet = silent(case, ctx) if one.recalled_at else ()
        held = Until(case.hold_until) if case.hold_until and case.hold_until > ctx.now else None
        state = state_name(case.state)
        yield Alert(one.number, state, one.stores, one.people, one.looked, one.recalled_at, quiet, held)


def _said(incident: Incident, ctx: Context) -> Iterator[tuple[str, datetime, Text, str]]:
    for part, at, by, words in written(incident, ctx):
        if part not in (Part.FIRST_REPORT, Part.FINAL_REPORT):
            yield PARTS[part], at, t(role_at(ctx.uow.people.member(by))), words
