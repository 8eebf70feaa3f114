"""What is written about an incident, sealed under its own key; and its end (R-043, R-064, R-097)."""

from __future__ import annotations

from audit.event import Event
from handlers.case.involved import who
from handlers.case.record import require
from handlers.commands.incidents import LookAtIncident, WriteIncident
from handlers.commands.worker import DueCommand
from handlers.context import Context
from handlers.errors import NotFound
from handlers.incidents.record import in_hand, numbered, require_task
from policy.duties import Task
from policy.incidents.kinds import BY_HAND, FEWEST_WORDS, KEPT, LONGEST_WORDS, Part
from policy.spelling import clean
from policy.verdict import N_, Deny
from storage.tables import Account, DueKind, Incident


def write_incident(cmd: WriteIncident, ctx: Context) -> None:
    """R-140, R-145: cause, measures and the course of things; nothing that was written is written over.

    Raises:
        NotAllowed: not their task, it is over, or nothing or too much is written.
        NotFound: no such incident, or no part that is written by hand.
    """
    account, incident = in_hand(Task.WRITE_INCIDENT, cmd, ctx)
    if cmd.part not in BY_HAND:
        raise NotFound
    write(incident, account, cmd.part, cmd.words, ctx)


def write(incident: Incident, account: Account, part: Part, words: str, ctx: Context) -> None:
    """R-064: sealed; the ledger knows who, when and in which part.

    Raises:
        NotAllowed: nothing, next to nothing or too much is written.
    """
    words = clean(words)
    if not FEWEST_WORDS <= len(words) <= LONGEST_WORDS:
        span: dict[str, str | int] = {"least": FEWEST_WORDS, "most": LONGEST_WORDS}
        require(Deny("R-140", N_("{least} 文字以上 {most} 文字以内で書いてください。"), span))
    if incident.key_id is None:  # a backup brought it back without its words; what follows has a key again
        incident.key_id = ctx.uow.incidents.new_key()
    ctx.uow.incidents.write(incident, part, words.encode(), ctx.now, by=account.member_id)
    ctx.note(Event.INCIDENT_WRITE, None, account, incident=incident.id, part=part)


def look(cmd: LookAtIncident, ctx: Context) -> None:
    """R-007, R-097: who reads what was written is on record before a word is shown.

    Raises:
        NotAllowed: not their task.
        NotFound: no such incident.
    """
    account = who(cmd.account_id, ctx)
    require_task(Task.READ_INCIDENT, account, ctx)
    incident = numbered(cmd.number, account.member.network_id, ctx)
    ctx.note(Event.INCIDENT_VIEW, None, account, incident=incident.id)


def plan_erasure(incident: Incident, ctx: Context) -> None:
    """R-043: five years after its end."""
    about = {"incident": incident.id}
    ctx.uow.due.plan(DueKind.ERASE_INCIDENT, incident.id, ctx.now + KEPT, arguments=about)


def erase_words(cmd: DueCommand, ctx: Context) -> None:
    """R-040, R-043, R-064: the key dies; what, when and how it was dealt with stays, in closed words."""
    incident = ctx.uow.incidents.get(cmd.arguments["incident"])
    ctx.uow.incidents.forget(incident)
    ctx.note(Event.INCIDENT_ERASE, None, incident=incident.id)
