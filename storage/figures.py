"""Rows for the weekly digest: ids, times and choices, no texts but as salted hashes."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from policy.assessment import TESTS
from policy.digest import CaseRow, ErasureRow
from policy.signs import AnswerRow
from policy.spelling import letters
from policy.states import MAY_BE_THERE, Ending
from storage.reasons import reasons_given
from storage.tables import ERASURES, Assessment, Case, Delivery, DueWork, FarStore, LedgerEntry
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
        rows = self._session.scalars(select(Case).where(Case.created_at > since)).all()
        reach, far = self._reach(since), self._far(since)
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
                reached=reach.get(case.id, (0, 0))[0],
                confirmed=reach.get(case.id, (0, 0))[1],
                overridden=bool(case.picture.overridden) or case.id in far,
            )
            for case in rows
        ]

    def answers(self, since: datetime) -> list[AnswerRow]:
        """Assessments given since then, oldest first; the salt of the reasons' hashes is thrown away with this call."""
        salt = secrets.token_bytes(16)
        given = select(Assessment).where(Assessment.answered_at > since).order_by(Assessment.answered_at, Assessment.id)
        rows = self._session.scalars(given)
        return [
            AnswerRow(
                case_id=row.case_id,
                member_id=row.member_id,
                answered_at=row.answered_at,
                reasons=self._hashed(row, salt),
                hasty=_hasty(row),
                refused=next((test.name for test in TESTS if not getattr(row, test.name)), ""),
            )
            for row in rows
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

    def _reach(self, since: datetime) -> dict[str, tuple[int, int]]:
        """R-096: case → how many stores may have its alert, and how many of them answered."""
        of_store = (
            select(Delivery.case_id, func.max(Delivery.answered_at).label("last_answer"))
            .join(Case, Case.id == Delivery.case_id)
            .where(Case.created_at > since, Delivery.state.in_(MAY_BE_THERE))
            .group_by(Delivery.case_id, Delivery.store_id)
            .subquery()
        )
        counted = select(of_store.c.case_id, func.count(), func.count(of_store.c.last_answer))
        rows = self._session.execute(counted.group_by(of_store.c.case_id))
        return {case_id: (stores, answered) for case_id, stores, answered in rows}

    def _far(self, since: datetime) -> set[str]:
        """R-124: cases with a store beyond the area that an approver agreed to."""
        ticked = select(FarStore.case_id).join(Case, Case.id == FarStore.case_id)
        return {*self._session.scalars(ticked.where(Case.created_at > since, FarStore.ticked_by.is_not(None)))}

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
        # Width, spaces and punctuation make no other sentence of it.
        return tuple(hashlib.sha256(salt + letters(reason).encode()).hexdigest() for reason in reasons.values())


def _hasty(row: Assessment) -> bool | None:
    if row.looked_seconds is None or row.reading_seconds is None:
        return None
    return row.looked_seconds < row.reading_seconds
