"""Steps of a playbook are closed by whoever they belong to; the reports are noted; at the end something was learnt."""

from __future__ import annotations

from audit.event import Event
from handlers import wording
from handlers.case.involved import member_facts, who
from handlers.case.record import require
from handlers.commands.incidents import CloseIncident, CloseStep, NoteReport, ReviewIncident
from handlers.context import Context
from handlers.errors import NotFound
from handlers.incidents.call import involved, stop_calls
from handlers.incidents.clocks import plan_review
from handlers.incidents.record import (
    OVER,
    answers_of,
    closed_steps,
    facts_of,
    in_hand,
    numbered,
    on_record,
    recalled_at,
    require_task,
)
from handlers.incidents.report import PARTS
from handlers.incidents.write import plan_erasure, write
from policy.access import present
from policy.duties import Task
from policy.incidents.clocks import Report
from policy.incidents.kinds import Part
from policy.incidents.on_record import check_records
from policy.incidents.playbooks import Step, check_end, check_step, may_close, may_stop_waiting, task_of
from policy.spelling import clean
from policy.verdict import N_, Deny
from storage.tables import Incident


def close_step(cmd: CloseStep, ctx: Context) -> None:
    """R-135–R-145, L246–265: by its role alone, and not before what it needs is written.

    Raises:
        NotFound: no such incident, or its playbook has no such step.
        NotAllowed: somebody else's step, it is over, closed before, or something is missing.
    """
    account = who(cmd.account_id, ctx)
    incident = numbered(cmd.number, account.member.network_id, ctx)
    task = task_of(answers_of(incident).kind, cmd.step)
    if task is None:
        raise NotFound
    member, vacant = member_facts(account.member, ctx), ctx.uow.people.vacant(incident.network_id)
    require(present(member, ctx.now))
    stores = {ctx.uow.cases.get(row.case_id).store_id for row in ctx.uow.incidents.cases(incident)}
    of_store = any(store_id in stores for _, store_id in member.roles)
    require(may_close(task, member, vacant, of_store=of_store))
    if incident.closed_at is not None:
        require(OVER)
    if cmd.step in closed_steps(incident, ctx):
        require(Deny("R-136", N_("この手順はもう完了しています。")))
    if cmd.step is Step.ALL_STORES:
        require(may_stop_waiting(recalled_at(incident, ctx), ctx.now))
    if clean(cmd.words) and task.needs is not None:
        write(incident, account, task.needs, cmd.words, ctx)
    require(check_step(task, cmd.outcome, _parts(incident, ctx)))
    require(check_records(task, cmd.outcome, on_record(incident, ctx)))
    ctx.uow.incidents.close_step(incident, cmd.step, cmd.outcome, account.member_id, ctx.now)
    ctx.note(Event.INCIDENT_STEP, None, account, incident=incident.id, step=cmd.step, outcome=cmd.outcome)


def note_report(cmd: NoteReport, ctx: Context) -> None:
    """R-130, R-138, L237, L249: the commission's form was sent by somebody; its clock stops.

    Raises:
        NotAllowed: not their task, it is over, a drill, noted before, or nobody kept what was sent.
    """
    account, incident = in_hand(Task.REPORT_INCIDENT, cmd, ctx)
    if incident.drill:
        require(Deny("R-138", N_("訓練では、どこにも報告しません。記録するものはありません。")))
    made = incident.first_report_at if cmd.report is Report.FIRST else incident.final_report_at
    if made is not None:
        require(Deny("R-130", N_("この報告はもう記録されています。")))
    if not ctx.uow.incidents.parts(incident, PARTS[cmd.report]):
        require(Deny("R-130", N_("先に、出した文章を「この版を残す」で残してください。")))
    if cmd.report is Report.FIRST:
        incident.first_report_at = ctx.now
    else:
        incident.final_report_at = ctx.now
    ctx.note(Event.INCIDENT_REPORT, None, account, incident=incident.id, report=cmd.report)


def close_incident(cmd: CloseIncident, ctx: Context) -> None:
    """R-130, R-140, R-145, L237, L254, L265: only with everything done, cause and measures written, and two answers.

    Raises:
        NotAllowed: not their task, it is over, or something is missing.
    """
    account, incident = in_hand(Task.END_INCIDENT, cmd, ctx)
    known, closed = on_record(incident, ctx), closed_steps(incident, ctx)
    require(
        check_end(
            known.answers.kind,
            closed,
            _parts(incident, ctx),
            classified=incident.answers is not None,
            has_stopped=incident.going_on is False,
            reports_open=known.reports_open,
            changes=cmd.rule_change or cmd.training_change,
        )
    )
    incident.closed_at, incident.closed_by = ctx.now, account.member_id
    incident.rule_change, incident.training_change = cmd.rule_change, cmd.training_change
    changes = {"rule_change": cmd.rule_change, "training_change": cmd.training_change}
    ctx.note(Event.INCIDENT_CLOSE, None, account, incident=incident.id, **changes)
    stop_calls(incident, ctx)
    plan_review(incident, ctx)
    plan_erasure(incident, ctx)
    for reader in involved(incident, ctx):
        ctx.tell(reader, None, wording.incidents.ended(facts_of(incident, ctx)))


def review(cmd: ReviewIncident, ctx: Context) -> None:
    """R-145, L263–265: looked at again after a month.

    Raises:
        NotAllowed: not their task, or not closed yet.
    """
    account = who(cmd.account_id, ctx)
    require_task(Task.END_INCIDENT, account, ctx)
    incident = numbered(cmd.number, account.member.network_id, ctx)
    if incident.closed_at is None:
        require(Deny("R-145", N_("まだ終わっていない事故は見直せません。")))
    incident.reviewed_at = incident.reviewed_at or ctx.now
    ctx.note(Event.INCIDENT_REVIEW, None, account, incident=incident.id)


def _parts(incident: Incident, ctx: Context) -> set[Part]:
    """What is written, erased words not among it."""
    return {row.part for row in ctx.uow.incidents.parts(incident) if row.sealed is not None}
