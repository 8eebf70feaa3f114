"""Erasure: the key first, then the bytes, then the ledger (R-040, R-064); a hold stops it (R-142)."""

from __future__ import annotations

from audit.event import Event
from handlers.case.picture import forget_masked, forget_original
from handlers.case.record import move
from handlers.commands.worker import DueCommand
from handlers.context import Context
from policy.retention import Kind, may_erase
from policy.states import CLOSED, State
from storage.tables import WHILE_MASKING, Case, DueKind

EVENTS = {
    Kind.ORIGINAL: Event.ORIGINAL_ERASE,
    Kind.MASKED: Event.MASKED_ERASE,
    Kind.TEXT: Event.TEXT_ERASE,
    Kind.REASONS: Event.REASONS_ERASE,
    Kind.RECORD: Event.RECORD_ERASE,
}

WORK = {
    Kind.ORIGINAL: DueKind.ERASE_ORIGINAL,
    Kind.MASKED: DueKind.ERASE_MASKED,
    Kind.TEXT: DueKind.ERASE_TEXT,
    Kind.REASONS: DueKind.ERASE_REASONS,
    Kind.RECORD: DueKind.ERASE_RECORD,
}


def erase(case: Case, kind: Kind, ctx: Context) -> None:
    """R-040, R-142: destroy one kind of content now or when its hold ends, and its traces in rows with it."""
    held = case.hold_until
    if held is not None and not may_erase(hold_until=held, now=ctx.now):
        ctx.uow.due.plan(WORK[kind], f"{case.id}:{held.isoformat()}", held, case_id=case.id)
        return
    if held is not None:
        case.hold_until = None
        ctx.note(Event.HOLD_END, case)
    if kind is Kind.RECORD:
        ctx.note(EVENTS[kind], case)
        ctx.uow.cases.remove(case.id)
        return
    if ctx.uow.vault.destroy(case.id, kind, ctx.now):
        ctx.note(EVENTS[kind], case)
        if kind is Kind.TEXT:
            ctx.uow.outbox.withhold_words(case.id, ctx.now)
    _forget(case, kind, ctx)


def _forget(case: Case, kind: Kind, ctx: Context) -> None:
    if kind is Kind.ORIGINAL:
        forget_original(case, ctx)
        ctx.uow.due.forget(case.id, WHILE_MASKING)  # what was to be masked says where somebody tapped
    elif kind is Kind.MASKED:
        forget_masked(case)
    elif kind is Kind.TEXT:
        ctx.uow.conversations.end_case(case.id)
        ctx.uow.cases.forget_audience(case)
    elif kind is Kind.REASONS:
        ctx.uow.cases.forget_bindings(case.id)


def erase_original(cmd: DueCommand, ctx: Context) -> None:
    """R-065: the raw original dies after its hours at the latest, whatever became of the case."""
    erase(ctx.uow.cases.locked(cmd.case_id or ""), Kind.ORIGINAL, ctx)


def erase_masked(cmd: DueCommand, ctx: Context) -> None:
    """R-040: the masked picture dies with the alert; here after a hold."""
    erase(ctx.uow.cases.locked(cmd.case_id or ""), Kind.MASKED, ctx)


def erase_text(cmd: DueCommand, ctx: Context) -> None:
    """R-040: free text dies some days after the end, and at the end if nothing was sent."""
    _erase_words(cmd, Kind.TEXT, ctx)


def erase_reasons(cmd: DueCommand, ctx: Context) -> None:
    """R-040, R-112: reasons die with the text, or if nothing was sent, once nobody is shown the answer any more."""
    _erase_words(cmd, Kind.REASONS, ctx)


def _erase_words(cmd: DueCommand, kind: Kind, ctx: Context) -> None:
    """Once no words are left, the case is erased but for its record."""
    case = ctx.uow.cases.locked(cmd.case_id or "")
    erase(case, kind, ctx)
    gone = not any(ctx.uow.vault.has_key(case.id, words) for words in (Kind.TEXT, Kind.REASONS))
    if gone and case.state in CLOSED and case.state != State.ERASED:
        move(case, State.ERASED, ctx)


def erase_record(cmd: DueCommand, ctx: Context) -> None:
    """R-043: the decision record without picture or text dies after its years."""
    erase(ctx.uow.cases.locked(cmd.case_id or ""), Kind.RECORD, ctx)
