"""Erasure: the key first, then the bytes, then the ledger (R-040, R-064); a hold stops it (R-142)."""

from __future__ import annotations

from datetime import datetime

from audit.event import Event
from handlers.case.record import move, note, require
from handlers.commands.chat import Ring
from handlers.ports import Ports
from policy import access
from policy.retention import Kind, may_erase
from policy.states import CLOSED, State
from storage.tables import Case, Member
from storage.unit_of_work import UnitOfWork

EVENTS = {
    Kind.ORIGINAL: Event.ORIGINAL_ERASE,
    Kind.MASKED: Event.MASKED_ERASE,
    Kind.TEXT: Event.TEXT_ERASE,
    Kind.RECORD: Event.RECORD_ERASE,
}


def erase(case: Case, kind: Kind, uow: UnitOfWork, now: datetime) -> None:
    """R-040, R-142: destroy one kind of content now, or when the hold on the case ends.

    Where the photo lies on the platform is forgotten together with our own copy.
    """
    if case.hold_until is not None and not may_erase(hold_until=case.hold_until, now=now):
        uow.due.plan(
            f"erase_{kind.value}", f"{case.id}:{case.hold_until.isoformat()}", case.hold_until, case_id=case.id
        )
        return
    if case.hold_until is not None:
        case.hold_until = None
        note(uow, Event.HOLD_END, case, None, now)
    if kind is Kind.ORIGINAL:
        case.photo_reference = None
    if kind is Kind.RECORD:
        note(uow, EVENTS[kind], case, None, now)
        uow.cases.remove(case.id)
        return
    if uow.vault.destroy(case.id, kind.value, now):
        note(uow, EVENTS[kind], case, None, now)


def erase_original(cmd: Ring, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-065: the raw original dies after its hours at the latest, whatever became of the case."""
    erase(uow.cases.locked(cmd.case_id or ""), Kind.ORIGINAL, uow, now)


def erase_masked(cmd: Ring, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-040: the masked picture dies with the alert; here after a hold."""
    erase(uow.cases.locked(cmd.case_id or ""), Kind.MASKED, uow, now)


def erase_text(cmd: Ring, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-040: free text and reasons die some days after the end; the case is then erased but for its record."""
    case = uow.cases.locked(cmd.case_id or "")
    erase(case, Kind.TEXT, uow, now)
    if not uow.vault.has_key(case.id, "text") and case.state in CLOSED and case.state != State.ERASED:
        move(case, State.ERASED, now)


def erase_record(cmd: Ring, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-043: the decision record without picture or text dies after its years."""
    erase(uow.cases.locked(cmd.case_id or ""), Kind.RECORD, uow, now)


def hold(case: Case, by: Member, until: datetime, uow: UnitOfWork, now: datetime) -> None:
    """R-142: the secretariat stops erasure for a while; a hold has an end and a name.

    Raises:
        NotAllowed: not of the secretariat, or no sensible end.
    """
    require(access.may_hold(uow.people.facts(by), network_id=case.network_id, until=until, now=now))
    case.hold_until, case.held_by = until, by.id
    uow.ledger.append(Event.HOLD_SET, at=now, case_id=case.id, actor=by.id, details={"until": f"{until:%Y%m%dT%H%M%S}"})
