"""How people reach us: chat accounts, enrolment codes, browsers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.tables.base import Table, new_id, only_where
from storage.tables.town import Member


class Account(Table):
    """A LINE or Slack identity of a member; enrolling again after a revocation makes a new row, so the record stays."""

    __tablename__ = "accounts"
    __table_args__ = (
        Index("uq_accounts_in_use", "platform", "external_id", unique=True, **only_where("revoked_at IS NULL")),
    )
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"), index=True)
    platform: Mapped[str] = mapped_column(String(10))
    external_id: Mapped[str]
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    blocked_at: Mapped[datetime | None]
    member: Mapped[Member] = relationship(back_populates="accounts", lazy="joined")


class Enrolment(Table):
    """A one-time code by which a person ties a chat account to their membership; only its hash is kept."""

    __tablename__ = "enrolments"
    code_hash: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Browser(Table):
    """A browser that may open an account's links; a second one waits for a yes in the chat."""

    __tablename__ = "browsers"
    __table_args__ = (UniqueConstraint("account_id", "browser_hash"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    browser_hash: Mapped[str]
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
