"""Later versions of an alert that lives; their words lie in the vault (``storage.places.report_of``)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from policy.states import VersionState
from storage.tables.base import Table, new_id
from storage.tables.people import Account
from storage.tables.words import Word


class Version(Table):
    """Who wrote it, what the approvers say yes to, and what became of it; the first version is the case itself."""

    __tablename__ = "versions"
    __table_args__ = (UniqueConstraint("case_id", "number"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    number: Mapped[int]
    state: Mapped[VersionState] = mapped_column(Word(VersionState, 10), default=VersionState.PENDING)
    author_id: Mapped[str] = mapped_column(ForeignKey("members.id"))
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    submitted_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    binding: Mapped[str] = mapped_column(String(64))
    narrowed: Mapped[list[Any]] = mapped_column(default=list)
    """What of the version before had been taken back when this one was handed in; bound with the rest."""
    account: Mapped[Account] = relationship(lazy="joined")
