"""A case and what people decided, received and saw."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from policy.access import Purpose
from policy.drift import Goods, Told
from policy.facts import AlertForm, Ground
from policy.forms.names import DoubtReason
from policy.hold import HoldReason
from policy.states import DeliveryAnswer, DeliveryState, Ending, State
from storage.tables.base import Table, new_id, only_where
from storage.tables.network import Store
from storage.tables.people import Account, Member
from storage.tables.picture_state import PictureState, PictureStateColumn
from storage.tables.words import Word


class Case(Table):
    """One incident from report to erasure. No column says who the suspect is or what they look like."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_by_time", "network_id", "created_at", "id"),
        Index("ix_cases_by_state", "network_id", "state", "created_at", "id"),
        Index("ix_cases_of_store", "store_id", "state", "created_at", "id"),
        Index("ix_cases_held", "hold_until", **only_where("hold_until IS NOT NULL")),
    )
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    network_id: Mapped[str] = mapped_column(ForeignKey("networks.id"))
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"))
    reporter_id: Mapped[str] = mapped_column(ForeignKey("members.id"))
    reporter_account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    rewritten_by: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    """Member ids of others who wrote the report; they are its reporters as well (R-114)."""
    offered_at: Mapped[datetime | None]
    """When somebody responsible was asked to complete the report."""
    taken_by: Mapped[str | None] = mapped_column(String(36))
    """The member who does; one of ``rewritten_by``."""
    state: Mapped[State] = mapped_column(Word(State, 20), index=True)
    state_since: Mapped[datetime]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    """Never null (R-043): end of the draft, then of the alert, then of the record."""
    rule_version: Mapped[str] = mapped_column(String(12))
    form: Mapped[AlertForm | None] = mapped_column(Word(AlertForm, 10))
    event_at: Mapped[datetime | None]
    goods: Mapped[Goods | None] = mapped_column(Word(Goods, 12))
    """What kind of goods, never which; null in cases from before it was kept."""
    ground: Mapped[Ground | None] = mapped_column(Word(Ground, 12))
    vulnerable: Mapped[bool] = mapped_column(default=False)
    radius_km: Mapped[int]
    reach_m: Mapped[int | None]
    """Metres within which the reporter wants to warn, where that is less than ``radius_km`` (R-124)."""
    left_out: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    """Ids of stores within reach that the reporter does not want to warn."""
    life_hours: Mapped[int]
    photo_reference: Mapped[str | None] = mapped_column(String(300))
    """Where the platform keeps the photo."""
    photo_account_id: Mapped[str | None]
    """Who sent it, on which account: there it can be deleted too."""
    masked_sha256: Mapped[str | None] = mapped_column(String(64))
    mask_confirmed_at: Mapped[datetime | None]
    picture: Mapped[PictureState] = mapped_column(
        "picture_state", PictureStateColumn, default=PictureState, nullable=True
    )
    evidence: Mapped[dict[str, Any] | None]
    """What masking measured, filled and re-checked in the masked picture; boxes and hashes, no pixels."""
    binding: Mapped[str | None] = mapped_column(String(64))
    audience: Mapped[list[Any]] = mapped_column(default=list)
    """Store ids, nearest first; frozen when the case goes to its approvers."""
    sent_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    """Which one is out (``Version``)."""
    narrowed: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    """``policy.forms.names.Wrong``: what turned out wrong since then, and is told no longer."""
    paused_at: Mapped[datetime | None]
    """Since when doubts keep back what shows a person; None: they don't."""
    doubts_answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ending: Mapped[Ending | None] = mapped_column(Word(Ending, 20))
    denied: Mapped[bool] = mapped_column(default=False, server_default=false())
    """It was refused, or it lapsed or was withdrawn while it lay with its approvers (R-112)."""
    hold_until: Mapped[datetime | None]
    """Until when nothing is erased; who decided so, and why, stands in ``Hold``."""
    held_by: Mapped[str | None] = mapped_column(ForeignKey("members.id"))
    """Who asked last."""
    store: Mapped[Store] = relationship(lazy="joined")
    reporter: Mapped[Member] = relationship(foreign_keys=[reporter_id], lazy="joined")

    @property
    def told(self) -> Told | None:
        """R-081: the event without anything about a person; None while or where it isn't known."""
        if self.goods is None or self.ground is None or self.event_at is None:
            return None
        return Told(self.store.business_id, self.store_id, self.goods, self.ground, self.event_at)

    @property
    def reporters(self) -> frozenset[str]:
        """Member ids of whoever wrote the report (R-114)."""
        return frozenset({self.reporter_id, *self.rewritten_by})


class Hold(Table):
    """Somebody asked that nothing of a case be erased for some days; another person confirms (R-142)."""

    __tablename__ = "holds"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    reason: Mapped[HoldReason] = mapped_column(Word(HoldReason, 20))
    days: Mapped[int]
    asked_by: Mapped[str] = mapped_column(ForeignKey("members.id"))
    asked_at: Mapped[datetime]
    confirmed_by: Mapped[str | None] = mapped_column(ForeignKey("members.id"))
    confirmed_at: Mapped[datetime | None]


class FarStore(Table):
    """A store beyond the area that the sender wants to warn, with a reason in the vault (R-030)."""

    __tablename__ = "far_stores"
    __table_args__ = (UniqueConstraint("case_id", "store_id"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"))
    ticked_by: Mapped[str | None] = mapped_column(ForeignKey("members.id"))
    """The approver who read the reason and agrees; without one the store is not warned."""


class ApprovalRequest(Table):
    """A person who was asked to assess a case."""

    __tablename__ = "approval_requests"
    __table_args__ = (UniqueConstraint("case_id", "member_id"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"))
    stand_in: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]


class Assessment(Table):
    """One person's yes or no to the three tests and the consent limb, for one binding hash; reasons in the vault."""

    __tablename__ = "assessments"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"))
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    binding: Mapped[str] = mapped_column(String(64))
    present_danger: Mapped[bool | None]
    subsidiarity: Mapped[bool | None]
    proportionality: Mapped[bool | None]
    consent_difficulty: Mapped[bool | None]
    """Null where a "no" before it ended the questions."""
    answered_at: Mapped[datetime]
    looked_seconds: Mapped[int | None]
    reading_seconds: Mapped[int | None]
    """From opening the page to the answer, and what it takes at least to read it (R-110)."""
    withdrawn_at: Mapped[datetime | None]
    member: Mapped[Member] = relationship(lazy="joined")


class Delivery(Table):
    """The alert to one account of one person of one store, and what came back."""

    __tablename__ = "deliveries"
    __table_args__ = (UniqueConstraint("case_id", "account_id"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"))
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"))
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    second: Mapped[bool] = mapped_column(default=False)
    state: Mapped[DeliveryState] = mapped_column(Word(DeliveryState, 10), default=DeliveryState.QUEUED)
    sent_at: Mapped[datetime | None]
    answer: Mapped[DeliveryAnswer | None] = mapped_column(Word(DeliveryAnswer, 15))
    answered_at: Mapped[datetime | None]
    doubt: Mapped[DoubtReason | None] = mapped_column(Word(DoubtReason, 20))
    doubted_at: Mapped[datetime | None]
    passed_on: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    """What was told to the store in charge already, so that it hears it once: "sighting:left", "doubt:unsaid"."""
    opened_at: Mapped[datetime | None]
    stop_confirmed_at: Mapped[datetime | None]
    store: Mapped[Store] = relationship(lazy="joined")
    account: Mapped[Account] = relationship(lazy="joined")


class View(Table):
    """Somebody looked at a page of the case, or at the picture on it (R-095)."""

    __tablename__ = "views"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"))
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    purpose: Mapped[Purpose] = mapped_column(Word(Purpose, 10))
    picture: Mapped[bool]
    at: Mapped[datetime]
