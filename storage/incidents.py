"""Incidents: found by number, with their steps, calls and alerts; their words sealed (R-064, R-097, R-135)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from policy.incidents.kinds import Part
from policy.incidents.playbooks import Outcome, Step
from storage.key_directory import KeyDirectory
from storage.keyring import Keyring
from storage.sealed_words import SealedWords
from storage.statements import insert_once, one
from storage.tables import Incident, IncidentCall, IncidentCase, IncidentStep, IncidentWords


class Incidents(SealedWords[Incident, IncidentWords]):
    """Every query about them."""

    def __init__(self, session: Session, keyring: Keyring, folder: KeyDirectory) -> None:
        super().__init__(session, keyring, folder, Incident, IncidentWords)

    # --- one incident ---

    def begin(self, **row: Any) -> Incident:
        """A new one."""
        incident = Incident(key_id=self.new_key(), **row)
        self._session.add(incident)
        self._session.flush()
        return incident

    def get(self, incident_id: str) -> Incident:
        """One of them, for this unit to change alone: calls, acknowledgements and ends come one after the other.

        Raises:
            LookupError: no such row.
        """
        return one(self._session, Incident, incident_id, lock=True)

    def by_number(self, number: str) -> Incident | None:
        """The incident of this number, to look at."""
        return self._session.scalars(select(Incident).where(Incident.number == number)).one_or_none()

    def opened_by_press(self, once: str) -> Incident | None:
        """What this press has opened already."""
        return self._session.scalars(select(Incident).where(Incident.once == once)).one_or_none()

    # --- what belongs to it ---

    def close_step(
        self, incident: Incident, step: Step, outcome: Outcome, closed_by: str | None, now: datetime
    ) -> None:
        """This step is done, or skipped; what was done stays so, what was skipped may still be done."""
        row = self._session.get(IncidentStep, (incident.id, step))
        if row is None:
            row = IncidentStep(incident_id=incident.id, step=step, outcome=outcome)
            self._session.add(row)
        elif row.outcome is Outcome.DONE:
            return
        row.outcome, row.closed_by, row.closed_at = outcome, closed_by, now
        self._session.flush()

    def steps(self, incident: Incident) -> dict[Step, IncidentStep]:
        """What is closed."""
        wanted = select(IncidentStep).where(IncidentStep.incident_id == incident.id)
        return {row.step: row for row in self._session.scalars(wanted)}

    def call(self, incident: Incident, member_id: str, account_id: str, turn: int, now: datetime) -> bool:
        """Somebody is called; False: they were before."""
        return insert_once(
            self._session,
            IncidentCall,
            incident_id=incident.id,
            member_id=member_id,
            account_id=account_id,
            turn=turn,
            called_at=now,
        )

    def calls(self, incident: Incident) -> list[IncidentCall]:
        """Who was called, in order."""
        wanted = select(IncidentCall).where(IncidentCall.incident_id == incident.id)
        return [*self._session.scalars(wanted.order_by(IncidentCall.called_at, IncidentCall.member_id))]

    def forget_calls(self, incident: Incident) -> None:
        """All of them may be called anew; the ledger knows who was."""
        self._session.execute(delete(IncidentCall).where(IncidentCall.incident_id == incident.id))

    def name_case(self, incident: Incident, case_id: str, now: datetime) -> IncidentCase:
        """The incident is about this alert."""
        row = {"incident_id": incident.id, "case_id": case_id}
        insert_once(self._session, IncidentCase, **row, named_at=now, recalled_at=None)
        return self._session.get_one(IncidentCase, (incident.id, case_id))

    def cases(self, incident: Incident) -> list[IncidentCase]:
        """The alerts that it is about."""
        wanted = select(IncidentCase).where(IncidentCase.incident_id == incident.id)
        return [*self._session.scalars(wanted.order_by(IncidentCase.named_at, IncidentCase.case_id))]

    # --- lists ---

    def listed(self, network_id: str, *, closed: bool, most: int) -> list[Incident]:
        """Open ones, the oldest first; or closed ones, the newest first."""
        wanted = select(Incident).where(Incident.network_id == network_id)
        if closed:
            wanted = wanted.where(Incident.closed_at.is_not(None)).order_by(Incident.closed_at.desc())
        else:
            wanted = wanted.where(Incident.closed_at.is_(None)).order_by(Incident.known_at)
        return [*self._session.scalars(wanted.limit(most))]

    def with_part(self, network_id: str, part: Part, since: datetime) -> list[Incident]:
        """Incidents of which something was written in this part since then."""
        written = select(IncidentWords.owner_id).where(IncidentWords.part == part, IncidentWords.at >= since)
        wanted = select(Incident).where(Incident.network_id == network_id, Incident.id.in_(written))
        return [*self._session.scalars(wanted)]

    def newest_at(self, network_id: str) -> datetime | None:
        """When there last was one, drills among them."""
        return self._session.scalar(select(func.max(Incident.known_at)).where(Incident.network_id == network_id))
