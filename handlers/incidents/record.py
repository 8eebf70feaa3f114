"""One incident as cards and the desk see it: its facts, answers, clocks, and what of its playbook is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.alert.stop import received
from handlers.case.involved import member_facts, who
from handlers.case.record import require
from handlers.commands.incidents import IncidentCommand
from handlers.context import Context
from handlers.errors import NotFound
from handlers.wording.facts import IncidentFacts
from handlers.wording.labels import ROLES
from policy.duties import Task, acts_as
from policy.facts import Role
from policy.incidents.classification import Answers, Reportable, Sure, reportable, unanswered
from policy.incidents.clocks import FINAL_DAYS, Due, final_report, first_report
from policy.incidents.kinds import Kind, Part
from policy.incidents.on_record import OnRecord, is_needed
from policy.incidents.permits import may_do
from policy.incidents.playbooks import Outcome, Step
from policy.verdict import N_, Deny
from storage.tables import Account, Case, Incident
from storage.vault import Erased

OVER = Deny("R-135", N_("この事故はもう終わっています。何も変わりません。"))


def numbered(number: str, network_id: str, ctx: Context) -> Incident:
    """The incident of this number, for this unit to change alone.

    Raises:
        NotFound: no such incident of this network.
    """
    found = ctx.uow.incidents.by_number(number)
    if found is None or found.network_id != network_id:
        raise NotFound
    return ctx.uow.incidents.get(found.id)


def in_hand(task: Task, cmd: IncidentCommand, ctx: Context) -> tuple[Account, Incident]:
    """Whoever has this task, and the incident they mean, which is open.

    Raises:
        NotFound: no such incident of this network.
        NotAllowed: not their task, or it is over.
    """
    account = who(cmd.account_id, ctx)
    require_task(task, account, ctx)
    incident = numbered(cmd.number, account.member.network_id, ctx)
    if incident.closed_at is not None:
        require(OVER)
    return account, incident


def require_task(task: Task, account: Account, ctx: Context) -> None:
    """R-135, R-136: whose task it is.

    Raises:
        NotAllowed: somebody else's.
    """
    facts = member_facts(account.member, ctx)
    vacant = ctx.uow.people.vacant(facts.network_id)
    require(may_do(task, facts, vacant=vacant, network_id=facts.network_id, now=ctx.now))


# --- what is known of it ---


def facts_of(incident: Incident, ctx: Context) -> IncidentFacts:
    """As cards speak of it: nothing of what anybody wrote."""
    finder = ctx.uow.people.member(incident.opened_by)
    at = sorted({role.store_id for role in finder.roles if role.store_id})
    return IncidentFacts(
        incident.number,
        incident.what,
        incident.known_at,
        incident.going_on,
        incident.drill,
        bool(ctx.uow.incidents.calls(incident)),
        "、".join(ctx.uow.stores.get(store_id).full_name for store_id in at),
        _taken_as(incident, ctx),
        incident.taken_at,
        incident.closed_at,
    )


def _taken_as(incident: Incident, ctx: Context) -> Role | None:
    """By the weightiest duty that they have in it."""
    if incident.taken_by is None:
        return None
    member = member_facts(ctx.uow.people.member(incident.taken_by), ctx)
    held = acts_as(member, ())
    order = (Role.INCIDENT_MANAGER, Role.SECURITY_OFFICER, Role.INCIDENT_DEPUTY, *ROLES)
    return next((role for role in order if role in held), Role.SECRETARIAT)


def answers_of(incident: Incident) -> Answers:
    """R-132: the newest classification, or what has to be assumed without one."""
    return unpacked(incident.answers) if incident.answers else unanswered(incident.what)


def packed(answers: Answers) -> dict[str, Any]:
    """As a row keeps them: closed words and a number."""
    return asdict(answers)


def unpacked(kept: Mapping[str, Any]) -> Answers:
    """What ``packed`` was given."""
    sure = {name: Sure(kept.get(name, Sure.MAYBE)) for name in SURE}
    return Answers(kind=Kind(kept["kind"]), people=kept["people"], **sure)


SURE = ("happened", "sensitive", "property_risk", "malice", "encrypted", "grave", "unmasked")
"""The answers between yes and no; one that was not asked yet is between them."""


def reportable_of(incident: Incident) -> Reportable:
    """R-130: what the law makes of it, as far as it is known."""
    return reportable(incident.what, answers_of(incident))


# --- its clocks ---


def zone_of(incident: Incident, ctx: Context) -> ZoneInfo:
    """The time zone of its network."""
    return ZoneInfo(ctx.uow.stores.network(incident.network_id).timezone)


def known_on(incident: Incident, ctx: Context) -> date:
    """R-130: day 1 of its clocks."""
    return incident.known_at.astimezone(zone_of(incident, ctx)).date()


def dues(incident: Incident, ctx: Context) -> tuple[tuple[Due, datetime | None], ...]:
    """R-130: its reports, and when each was made; none for a drill, or once it is clear that none is due.

    Until it is classified they run: nobody has said yet that the law wants none.
    """
    law = reportable_of(incident)
    if incident.drill or (incident.answers is not None and not law):
        return ()
    day = known_on(incident, ctx)
    long = law.days is not None and law.days > FINAL_DAYS
    return (
        (first_report(day), incident.first_report_at),
        (final_report(day, malice=long), incident.final_report_at),
    )


def on_record(incident: Incident, ctx: Context) -> OnRecord:
    """R-130–R-142: what is classified, reported and named of it, for whoever closes a step or all of it."""
    due = dues(incident, ctx)
    return OnRecord(
        answers_of(incident),
        frozenset(one.report for one, _ in due),
        frozenset(one.report for one, made in due if made is None),
        bool(ctx.uow.incidents.cases(incident)),
    )


# --- what is done ---


def closed_steps(incident: Incident, ctx: Context) -> dict[Step, datetime | None]:
    """R-078, R-135–R-145: what of its playbook is done, and since when; None: by itself, seen now.

    What was skipped counts as long as it is classified so that it may be.
    """
    known = on_record(incident, ctx)
    found: dict[Step, datetime | None] = {
        step: row.closed_at
        for step, row in ctx.uow.incidents.steps(incident).items()
        if row.outcome is Outcome.DONE or not is_needed(step, known)
    }
    if Step.RECALLED in found and all_confirmed(incident, ctx):
        found[Step.ALL_STORES] = None
    return found


def all_confirmed(incident: Incident, ctx: Context) -> bool:
    """R-078: whether everybody who got an alert that was called back for it has confirmed that."""
    recalled = [row.case_id for row in ctx.uow.incidents.cases(incident) if row.recalled_at is not None]
    return not any(silent(ctx.uow.cases.get(case_id), ctx) for case_id in recalled)


def silent(case: Case, ctx: Context) -> tuple[str, ...]:
    """R-078: the stores that got an alert which was called back, and have not confirmed that; by name."""
    rows = [row for row in received(case, ctx) if row.stop_confirmed_at is None]
    return tuple(sorted({ctx.uow.stores.get(row.store_id).full_name for row in rows}))


def recalled_at(incident: Incident, ctx: Context) -> datetime | None:
    """When the last of its alerts was called back; None: none was."""
    return max((row.recalled_at for row in ctx.uow.incidents.cases(incident) if row.recalled_at), default=None)


def written(incident: Incident, ctx: Context) -> list[tuple[Part, datetime, str, str]]:
    """Part, time, member id and words, by time; what is erased has no words."""
    found = []
    for row in ctx.uow.incidents.parts(incident):
        try:
            words = ctx.uow.incidents.read(incident, row).decode()
        except Erased:
            words = ""
        found.append((row.part, row.at, row.by, words))
    return found
