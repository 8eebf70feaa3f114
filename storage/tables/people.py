"""The people of a network, and how they reach us: chat accounts, enrolment codes, browsers."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.tables.base import Table, new_id, only_where
from storage.tables.words import Machine, Program, Word
from storage.tables.workspaces import gate


class Member(Table):
    """A person, once, however many accounts and roles they have (R-113)."""

    __tablename__ = "members"
    __table_args__ = (UniqueConstraint("network_id", "code"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    network_id: Mapped[str] = mapped_column(ForeignKey("networks.id"))
    code: Mapped[str]
    name: Mapped[str]
    language: Mapped[str] = mapped_column(String(5), default="ja")
    trained_until: Mapped[date | None]
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    training_told: Mapped[str | None]
    """The last reminder: until which day the training holds, and how many days before that."""
    erased_at: Mapped[datetime | None]
    """A year after leaving (R-043): from then on the row is an id that records and the ledger name."""
    roles: Mapped[list[MemberRole]] = relationship(back_populates="member")
    accounts: Mapped[list[Account]] = relationship(back_populates="member")
    """Read when somebody is written to; who writes to many loads them in one look (``storage.prepared.WHOLE``)."""


class MemberRole(Table):
    """One role of one person, at one store or (store_id null) network-wide."""

    __tablename__ = "member_roles"
    __table_args__ = (
        UniqueConstraint("member_id", "role", "store_id"),
        # A unique constraint holds null different from null: a network-wide role needs its own.
        Index("uq_member_roles_network_wide", "member_id", "role", unique=True, **only_where("store_id IS NULL")),
    )
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    store_id: Mapped[str | None] = mapped_column(ForeignKey("stores.id"), index=True)
    member: Mapped[Member] = relationship(back_populates="roles")


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
    """Who that is on the platform, ``within`` the workspace where there are several."""
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    blocked_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    home: Mapped[str | None] = mapped_column(String(80))
    """What stands on the phone all the time, as far as we know (``handlers.home``); null: nothing of ours yet."""
    notice_asked_at: Mapped[datetime | None]
    """When its owner said that the next photo is of a poster (R-023)."""
    member: Mapped[Member] = relationship(back_populates="accounts", lazy="joined")

    @property
    def gate(self) -> str:
        """Through which its cards leave: the platform, and there the workspace, whose token opens no other."""
        return gate(self.platform, self.external_id)


class Enrolment(Table):
    """A one-time code by which a person ties a chat account to their membership; only its hash is kept."""

    __tablename__ = "enrolments"
    code_hash: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"), index=True)
    expires_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    """When its page was first opened; nobody knows by whom."""
    used_at: Mapped[datetime | None]


class Applicant(Table):
    """A chat account that came with the code of somebody who has one: no account of ours before a yes."""

    __tablename__ = "applicants"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"), index=True)
    platform: Mapped[str] = mapped_column(String(10))
    external_id: Mapped[str]
    created_at: Mapped[datetime]
    member: Mapped[Member] = relationship(lazy="joined")


class RefusedCode(Table):
    """Somebody came with a code that is none; ``sender`` is a keyed hash of who it was, for as long as we count."""

    __tablename__ = "refused_codes"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    sender: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime]


class Browser(Table):
    """A browser that may open an account's links, or (``confirmed_at`` null) whose owner is asked in the chat.

    One that ended has no row: what became of it stands in the ledger.
    """

    __tablename__ = "browsers"
    __table_args__ = (
        UniqueConstraint("account_id", "browser_hash"),
        Index("ix_browsers_browser_hash", "browser_hash"),
    )
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    browser_hash: Mapped[str]
    came_as: Mapped[str | None]
    """The cookie it came with, until the one it got has come back: a press may be repeated, an answer get lost."""
    machine: Mapped[Machine] = mapped_column(Word(Machine, 20))
    program: Mapped[Program] = mapped_column(Word(Program, 20))
    number: Mapped[int]
    """Two digits, on the page and in the chat, by which the owner sees that both speak of one browser."""
    number_read_at: Mapped[datetime | None]
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
