"""Incidents: what happened, who took it and what was done, in closed words; what people wrote lies sealed beside it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from policy.incidents.kinds import Part, What
from policy.incidents.playbooks import Outcome, Step
from storage.tables.base import Table, new_id
from storage.tables.words import Word


class Incident(Table):
    """One incident. Without its words it says of nobody who they are.

    ``known_at``: the first tap, day 1 of its clocks. ``going_on`` null: not answered. ``answers``: the newest
    ``policy.incidents.classification.Answers``, or null; what a second person has yet to confirm is not in there.
    """

    __tablename__ = "incidents"
    __table_args__ = (Index("ix_incidents_open", "network_id", "closed_at", "known_at"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(String(12), unique=True)
    once: Mapped[str] = mapped_column(String(64), unique=True)
    """Of the card or page that asked, so that the same press twice opens one."""
    network_id: Mapped[str] = mapped_column(ForeignKey("networks.id"))
    what: Mapped[What] = mapped_column(Word(What, 24))
    drill: Mapped[bool]
    known_at: Mapped[datetime]
    opened_by: Mapped[str] = mapped_column(ForeignKey("members.id"))
    opened_from: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    going_on: Mapped[bool | None]
    taken_by: Mapped[str | None] = mapped_column(ForeignKey("members.id"))
    taken_at: Mapped[datetime | None]
    answers: Mapped[dict[str, Any] | None]
    answered_by: Mapped[str | None] = mapped_column(ForeignKey("members.id"))
    answered_at: Mapped[datetime | None]
    confirmed_by: Mapped[str | None] = mapped_column(ForeignKey("members.id"))
    """The second person who agreed that nothing got out."""
    first_report_at: Mapped[datetime | None]
    final_report_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(ForeignKey("members.id"))
    rule_change: Mapped[bool | None]
    training_change: Mapped[bool | None]
    reviewed_at: Mapped[datetime | None]
    key_id: Mapped[str | None] = mapped_column(String(32))
    """The key of ``storage.key_directory`` that its words lie under; None once they are erased."""


class IncidentWords(Table):
    """What was written, in which part, by whom and when; ``sealed`` None once it is erased."""

    __tablename__ = "incident_words"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    owner_id: Mapped[str] = mapped_column("incident_id", ForeignKey("incidents.id", ondelete="CASCADE"), index=True)
    part: Mapped[Part] = mapped_column(Word(Part, 24))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(ForeignKey("members.id"))
    sealed: Mapped[bytes | None]


class IncidentStep(Table):
    """A step of its playbook that is closed; ``closed_by`` null: by itself."""

    __tablename__ = "incident_steps"
    incident_id: Mapped[str] = mapped_column(ForeignKey("incidents.id", ondelete="CASCADE"), primary_key=True)
    step: Mapped[Step] = mapped_column(Word(Step, 24), primary_key=True)
    outcome: Mapped[Outcome] = mapped_column(Word(Outcome, 24))
    closed_by: Mapped[str | None] = mapped_column(ForeignKey("members.id"))
    closed_at: Mapped[datetime]


class IncidentCase(Table):
    """An alert that it is about; ``recalled_at``: when it was called back for it."""

    __tablename__ = "incident_cases"
    incident_id: Mapped[str] = mapped_column(ForeignKey("incidents.id", ondelete="CASCADE"), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True, index=True)
    named_at: Mapped[datetime]
    recalled_at: Mapped[datetime | None]


class IncidentCall(Table):
    """Somebody who was called, once, and in which turn (``policy.incidents.calls.TURNS``)."""

    __tablename__ = "incident_calls"
    incident_id: Mapped[str] = mapped_column(ForeignKey("incidents.id", ondelete="CASCADE"), primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    turn: Mapped[int]
    called_at: Mapped[datetime]
