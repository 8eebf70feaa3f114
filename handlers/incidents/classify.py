"""What the law makes of an incident: a short form, and a second person where it says that nothing got out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from audit.event import Event
from handlers.case.record import require
from handlers.commands.decided import ConfirmNoLeak
from handlers.commands.incidents import ClassifyIncident
from handlers.context import Context
from handlers.errors import NotAllowed
from handlers.incidents.clocks import plan_reminders
from handlers.incidents.record import OVER, in_hand, numbered, packed, reportable_of, unpacked
from handlers.incidents.write import write
from handlers.twofold.ask import propose
from policy.duties import Task
from policy.incidents.classification import Sure, check_answers
from policy.incidents.kinds import Part
from policy.spelling import clean
from policy.twofold import Act
from policy.verdict import N_, Deny


def classify(cmd: ClassifyIncident, ctx: Context) -> None:
    """R-130, R-132, R-137, L237–248: the newest form counts; "nothing got out" only once a second person agrees.

    Raises:
        NotAllowed: not their task, it is over, an answer won't do, or nobody else could agree.
        AlreadyAsked: a second person is being asked already.
    """
    account, incident = in_hand(Task.CLASSIFY_INCIDENT, cmd, ctx)
    proof = clean(cmd.proof)
    require(check_answers(incident.what, cmd.answers, proof))
    claimed = cmd.answers.happened is Sure.NO
    incident.answers = packed(replace(cmd.answers, happened=Sure.MAYBE) if claimed else cmd.answers)
    incident.answered_by, incident.answered_at, incident.confirmed_by = account.member_id, ctx.now, None
    ctx.note(
        Event.INCIDENT_CLASSIFY,
        None,
        account,
        incident=incident.id,
        kind=cmd.answers.kind,
        happened=cmd.answers.happened,
        days=reportable_of(incident).days or 0,
    )
    if claimed:
        write(incident, account, Part.PROOF, proof, ctx)
        asked = {"number": incident.number, "answered_at": ctx.now.isoformat()}
        propose(Act.NO_LEAK, asked, account, ctx)
    plan_reminders(incident, ctx)


def confirm_no_leak(cmd: ConfirmNoLeak, ctx: Context) -> None:
    """R-130, L237: two people have seen the proof; its clocks stop.

    Raises:
        NotFound: no such incident.
        NotAllowed: it is over, or was classified anew since.
    """
    network = ctx.uow.stores.the_network()
    incident = numbered(cmd.number, network.id, ctx)
    if incident.closed_at is not None:
        require(OVER)
    if incident.answers is None or incident.answered_at != datetime.fromisoformat(cmd.answered_at):
        raise NotAllowed(Deny("R-130", N_("この事故は、そのあと分類し直されました。何も変わりません。")))
    decider = ctx.uow.people.by_code(network.id, cmd.by)
    incident.answers = packed(replace(unpacked(incident.answers), happened=Sure.NO))
    incident.confirmed_by = decider.id if decider else None
    ctx.note(Event.INCIDENT_CONFIRM, None, decider, incident=incident.id)
