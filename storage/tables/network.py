"""Who takes part: networks, businesses and their stores."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.tables.base import Table, new_id, only_where


class Network(Table):
    """Businesses of one area under one rule set and one secretariat."""

    __tablename__ = "networks"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    timezone: Mapped[str] = mapped_column(default="Asia/Tokyo")
    rules: Mapped[dict[str, Any]] = mapped_column(default=dict)
    office_decided_on: Mapped[date | None]
    """When the network decided in writing that people of the secretariat may approve for a store (R-113)."""
    office_reference: Mapped[str | None]
    """Where that is written: a code, no text."""
    created_at: Mapped[datetime]
    notices_since: Mapped[datetime | None]
    """Since when a published notice is asked of it, if not from its beginning (R-023)."""
    notices_told: Mapped[str | None] = mapped_column(String(64))
    """Hash of the contradictions that its secretariat heard of last."""
    rules_reviewed_at: Mapped[datetime | None]
    """When its rules were last gone through as a whole (R-145)."""


class RuleSet(Table):
    """A network's rules in full while they were in force (R-126, R-127); never deleted, since cases cite the version.

    ``settings``: every number and switch by its name. ``citations``: each text the rules rested on and the first day of
    its edition. ``wording``: the document as people could read it then, by language; empty where it was not kept.
    ``changed_by``: whom the ledger names; null where new software brought the change.
    """

    __tablename__ = "rule_sets"
    __table_args__ = (
        Index("uq_rule_sets_in_force", "network_id", unique=True, **only_where("replaced_at IS NULL")),
        Index("ix_rule_sets_version", "version"),
    )
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    network_id: Mapped[str] = mapped_column(ForeignKey("networks.id"))
    version: Mapped[str] = mapped_column(String(12))
    settings: Mapped[dict[str, Any]]
    citations: Mapped[dict[str, Any]]
    wording: Mapped[dict[str, Any]]
    in_force_since: Mapped[datetime]
    replaced_at: Mapped[datetime | None]
    changed_by: Mapped[str | None]


class Business(Table):
    """A legal entity (R-002); takes part from ``agreed_on`` on (R-009)."""

    __tablename__ = "businesses"
    __table_args__ = (UniqueConstraint("network_id", "code"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    network_id: Mapped[str] = mapped_column(ForeignKey("networks.id"))
    code: Mapped[str]
    name: Mapped[str]
    agreed_on: Mapped[date | None]
    left_at: Mapped[datetime | None]
    """When all its stores leave; may lie ahead."""
    desk_telephone: Mapped[str | None] = mapped_column(String(40))
    desk_hours: Mapped[str | None] = mapped_column(String(100))
    """Its own desk for whoever has a question (R-076); None: the network's answers for it."""

    @property
    def desk(self) -> str:
        """As people read it; empty where it has none."""
        return " ".join(filter(None, (self.name, self.desk_telephone, self.desk_hours))) if self.desk_telephone else ""


class Store(Table):
    """A shop: position, facility, whether its notice is up (R-122), and whether cameras run there (R-031)."""

    __tablename__ = "stores"
    __table_args__ = (
        UniqueConstraint("business_id", "code"),
        Index("ix_stores_position", "latitude", "longitude"),
        Index("ix_stores_by_code", "code", "id"),
    )
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    business_id: Mapped[str] = mapped_column(ForeignKey("businesses.id"), index=True)
    code: Mapped[str]
    name: Mapped[str]
    latitude: Mapped[float]
    longitude: Mapped[float]
    facility: Mapped[str | None]
    telephone: Mapped[str | None] = mapped_column(String(20))
    """Of the shop, for approvers who want to ask whoever reported."""
    notice_posted_on: Mapped[date | None]
    cameras: Mapped[bool] = mapped_column(default=True)
    """Taken for granted until somebody says that there are none."""
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    suspended_at: Mapped[datetime | None]
    suspended_until: Mapped[datetime | None]
    business: Mapped[Business] = relationship(lazy="joined")

    @property
    def full_name(self) -> str:
        """Business and store, as people in town call it."""
        return f"{self.business.name} {self.name}"
