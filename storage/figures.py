"""Rows for the weekly digest: ids, times and choices, no texts but as salted hashes."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from policy.digest import AnswerRow, CaseRow, ErasureRow
from policy.states import MAY_BE_THERE, Ending
from storage.reasons import reasons_given
from storage.tables import ERASURES, ApprovalRequest, Assessment, Case, Delivery, DueWork, LedgerEntry
from storage.vault import Erased, Vault

ERASED = ':erase"'
"""How the event of an erasure ends in its canonical line."""

RECALLED = ':recall"'
"""How that of a recall does."""


class Figures:
    """Reads what happened in a period, as the rules of the digest want it."""

    def __init__(self, session: Session, vault: Vault) -> None:
        self._session = session
        self._vault = vault

    def cases(self, since: datetime) -> list[CaseRow]:
        """Cases opened since then."""
        rows = self._session.scalars(select(Case).where(Case.created_at > since))
        return [
            CaseRow(
                case.id,
                case.store_id,
                case.state,
                case.created_at,
                case.sent_at,
                case.ending == Ending.RECALL,
                case.event_at,
                case.ended_at,
                denied=case.denied,
                told=case.told,
                recall_minutes=self._recall_minutes(case.id) if case.ending == Ending.RECALL else None,
            )
            for case in rows
        ]

    def answers(self, since: datetime) -> list[AnswerRow]:
        """Assessments given since then; the salt of the reasons' hashes is thrown away with this call."""
        salt = secrets.token_bytes(16)
        asked = (ApprovalRequest.case_id == Assessment.case_id) & (ApprovalRequest.member_id == Assessment.member_id)
        rows = self._session.execute(
            select(Assessment, ApprovalRequest.asked_at)
            .outerjoin(ApprovalRequest, asked)
            .where(Assessment.answered_at > since)
            .order_by(Assessment.answered_at, Assessment.id)
        )
        return [
            AnswerRow(
                case_id=row.case_id,
                member_id=row.member_id,
                asked_at=asked_at or row.answered_at,
                answered_at=row.answered_at,
                yes=all((row.present_danger, row.subsidiarity, row.proportionality, row.consent_difficulty)),
                reasons=self._hashed(row, salt),
                hasty=(row.looked_seconds or 0) < (row.reading_seconds or 0),
            )
            for row, asked_at in rows
        ]

    def erasures(self, since: datetime, now: datetime) -> list[ErasureRow]:
        """What the ledger says was erased between then and now, and what is planned, due and not done."""
        done = self._session.scalars(select(LedgerEntry.event).where(LedgerEntry.event.contains(ERASED)))
        erased = [
            ErasureRow(entry.get("case", ""), entry["event"].split(":")[1], at, at)
            for entry in map(json.loads, done)
            if (at := datetime.fromisoformat(entry["at"])) > since
        ]
        waiting = select(DueWork).where(DueWork.kind.in_(ERASURES), DueWork.due_at <= now, DueWork.done_at.is_(None))
        late = [
            ErasureRow(row.case_id or "", row.kind.removeprefix("erase_"), row.due_at, None)
            for row in self._session.scalars(waiting)
        ]
        return erased + late

    def _recall_minutes(self, case_id: str) -> float | None:
        """R-096: from the recall, which may come after the end, to the last confirmation of who may have the alert."""
        recalls = (LedgerEntry.case_id == case_id, LedgerEntry.event.contains(RECALLED))
        called = self._session.scalars(select(LedgerEntry.event).where(*recalls)).first()
        theirs = (Delivery.case_id == case_id, Delivery.state.in_(MAY_BE_THERE))
        confirmed = [*self._session.scalars(select(Delivery.stop_confirmed_at).where(*theirs))]
        if called is None or None in confirmed:
            return None
        began = datetime.fromisoformat(json.loads(called)["at"])
        took: timedelta = max([began, *filter(None, confirmed)]) - began
        return took / timedelta(minutes=1)

    def _hashed(self, row: Assessment, salt: bytes) -> tuple[str, ...]:
        try:
            reasons = reasons_given(self._vault, row)
        except Erased:
            return ()
        return tuple(hashlib.sha256(salt + reason.encode()).hexdigest() for reason in reasons.values())
