"""Every table. Personal text and pictures live only in the vault; these columns hold ids, times and choices."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, LargeBinary, String, Text, TypeDecorator, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Utc(TypeDecorator[datetime]):
    """Aware UTC in and out, on SQLite too; a naive time is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone can't be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Table(DeclarativeBase):
    """Base of all rows; JSON and time types are fixed here."""

    type_annotation_map = {datetime: Utc, dict[str, Any]: JSON, list[Any]: JSON, bytes: LargeBinary, str: String(200)}


def new_id() -> str:
    """A random row id (128 bits, hex)."""
    return uuid.uuid4().hex


class Network(Table):
    """Businesses of one area under one rule set and one secretariat."""

    __tablename__ = "networks"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    timezone: Mapped[str] = mapped_column(default="Asia/Tokyo")
    rules: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]


class Business(Table):
    """A legal entity (R-002); takes part from ``agreed_on`` on (R-009)."""

    __tablename__ = "businesses"
    __table_args__ = (UniqueConstraint("network_id", "code"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    network_id: Mapped[str] = mapped_column(ForeignKey("networks.id"))
    code: Mapped[str]
    name: Mapped[str]
    agreed_on: Mapped[date | None]


class Store(Table):
    """A shop: position, facility, and whether its in-store notice is up (R-122)."""

    __tablename__ = "stores"
    __table_args__ = (UniqueConstraint("business_id", "code"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    business_id: Mapped[str] = mapped_column(ForeignKey("businesses.id"), index=True)
    code: Mapped[str]
    name: Mapped[str]
    latitude: Mapped[float]
    longitude: Mapped[float]
    facility: Mapped[str | None]
    notice_posted_on: Mapped[date | None]
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    suspended_at: Mapped[datetime | None]
    business: Mapped[Business] = relationship(lazy="joined")


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
    roles: Mapped[list[MemberRole]] = relationship(back_populates="member", lazy="selectin")
    accounts: Mapped[list[Account]] = relationship(back_populates="member", lazy="selectin")


class MemberRole(Table):
    """One role of one person, at one store or (store_id null) network-wide."""

    __tablename__ = "member_roles"
    __table_args__ = (UniqueConstraint("member_id", "role", "store_id"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    store_id: Mapped[str | None] = mapped_column(ForeignKey("stores.id"), index=True)
    member: Mapped[Member] = relationship(back_populates="roles")


class Account(Table):
    """A LINE or Slack identity of a member."""

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("platform", "external_id"),)
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


class Case(Table):
    """One incident from report to erasure. No column says who the suspect is or what they look like."""

    __tablename__ = "cases"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    network_id: Mapped[str] = mapped_column(ForeignKey("networks.id"))
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"))
    reporter_id: Mapped[str] = mapped_column(ForeignKey("members.id"))
    reporter_account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    state: Mapped[str] = mapped_column(String(20), index=True)
    state_since: Mapped[datetime]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    """Never null (R-043): end of the draft, then of the alert, then of the record."""
    rule_version: Mapped[str] = mapped_column(String(12))
    form: Mapped[str | None] = mapped_column(String(10))
    event_at: Mapped[datetime | None]
    vulnerable: Mapped[bool] = mapped_column(default=False)
    radius_km: Mapped[int]
    life_hours: Mapped[int]
    photo_reference: Mapped[str | None] = mapped_column(String(300))
    """Where the platform keeps the photo until it is fetched."""
    masked_sha256: Mapped[str | None] = mapped_column(String(64))
    mask_confirmed_at: Mapped[datetime | None]
    evidence: Mapped[dict[str, Any] | None]
    """What masking found, filled and re-checked; boxes and hashes, no pixels."""
    binding: Mapped[str | None] = mapped_column(String(64))
    audience: Mapped[list[Any]] = mapped_column(default=list)
    """Store ids, nearest first; frozen when the case goes to its approvers."""
    sent_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ending: Mapped[str | None] = mapped_column(String(20))
    """all_clear, recall, expiry, and for closed drafts the state's name."""
    hold_until: Mapped[datetime | None]
    held_by: Mapped[str | None] = mapped_column(ForeignKey("members.id"))
    store: Mapped[Store] = relationship(lazy="joined")
    reporter: Mapped[Member] = relationship(foreign_keys=[reporter_id], lazy="joined")


class FarStore(Table):
    """A store beyond the area that the sender added, with a reason in the vault (R-030)."""

    __tablename__ = "far_stores"
    __table_args__ = (UniqueConstraint("case_id", "store_id"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"))


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
    present_danger: Mapped[bool]
    subsidiarity: Mapped[bool]
    proportionality: Mapped[bool]
    consent_difficulty: Mapped[bool]
    answered_at: Mapped[datetime]
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
    state: Mapped[str] = mapped_column(String(10), default="queued")
    """queued, sent, failed, withheld."""
    sent_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(String(15))
    """acknowledged, sighting, doubt."""
    answered_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    stop_confirmed_at: Mapped[datetime | None]
    store: Mapped[Store] = relationship(lazy="joined")
    account: Mapped[Account] = relationship(lazy="joined")


class View(Table):
    """Somebody looked at a picture (R-095)."""

    __tablename__ = "views"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"))
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    purpose: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]


class Link(Table):
    """A page for one account and one purpose; the address carries the id and a signature."""

    __tablename__ = "links"
    id: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(10))
    """mask (pick and confirm), preview (approver), alert (neighbour)."""
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class ButtonMeaning(Table):
    """What a button's opaque id stands for; kept after use so that no click is ignored."""

    __tablename__ = "buttons"
    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    action: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[str | None] = mapped_column(ForeignKey("cases.id"), index=True)
    arguments: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]


class Conversation(Table):
    """The form an account is filling in, question by question."""

    __tablename__ = "conversations"
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    form: Mapped[str] = mapped_column(String(20))
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    asking: Mapped[str] = mapped_column(String(40))
    updated_at: Mapped[datetime]
    """The answers so far lie in the vault under kind ``text``, name ``conversation:<account id>``."""


class InboxEvent(Table):
    """A webhook event, stored once before it is acknowledged; the body is sealed and dropped when done."""

    __tablename__ = "inbox"
    __table_args__ = (UniqueConstraint("platform", "event_id"), Index("inbox_open", "state", "next_at"))
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    platform: Mapped[str] = mapped_column(String(10))
    event_id: Mapped[str]
    sender: Mapped[str]
    """The platform's user id: events of one person are handled in order, one at a time."""
    happened_at: Mapped[datetime]
    received_at: Mapped[datetime]
    body: Mapped[bytes | None]
    state: Mapped[str] = mapped_column(String(10), default="new")
    """new, done, dead."""
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    error_id: Mapped[str | None] = mapped_column(String(12))


class OutboxMessage(Table):
    """A card for one account; the body is sealed and dropped once sent."""

    __tablename__ = "outbox"
    __table_args__ = (Index("outbox_open", "state", "next_at"),)
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    case_id: Mapped[str | None] = mapped_column(ForeignKey("cases.id"), index=True)
    delivery_id: Mapped[str | None] = mapped_column(ForeignKey("deliveries.id"))
    """Set on the alert itself: before each send policy is asked again."""
    topic: Mapped[str] = mapped_column(String(60))
    """Cards of one topic to one account replace each other where the platform can (Slack update)."""
    body: Mapped[bytes | None]
    retry_key: Mapped[str] = mapped_column(String(36), default=lambda: str(uuid.uuid4()))
    reply_token: Mapped[str | None]
    reply_until: Mapped[datetime | None]
    urgent: Mapped[bool] = mapped_column(default=False)
    """Recalls and corrections go first and may use the quota's reserve."""
    state: Mapped[str] = mapped_column(String(10), default="pending")
    """pending, sent, failed, withheld."""
    attempts: Mapped[int] = mapped_column(default=0)
    attempted_at: Mapped[datetime | None]
    next_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    receipt: Mapped[dict[str, Any] | None]
    """Slack: channel and ts of the message; LINE: request id."""
    failure: Mapped[str | None] = mapped_column(String(40))
    account: Mapped[Account] = relationship(lazy="joined")


class DueWork(Table):
    """Something that must happen at a time; the scheduler only asks what is due."""

    __tablename__ = "due_work"
    __table_args__ = (UniqueConstraint("kind", "subject"), Index("due_open", "done_at", "due_at"))
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str]
    """What it is about and the round of it, so that planning twice plans once."""
    case_id: Mapped[str | None] = mapped_column(ForeignKey("cases.id"), index=True)
    arguments: Mapped[dict[str, Any]] = mapped_column(default=dict)
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    failure: Mapped[str | None] = mapped_column(String(40))


class CaseKey(Table):
    """The wrapped data key of one case and one kind (original, masked, text). No row, no content."""

    __tablename__ = "case_keys"
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    master_id: Mapped[str] = mapped_column(String(20))
    wrapped: Mapped[bytes]
    created_at: Mapped[datetime]


class VaultObject(Table):
    """Ciphertext (AES-256-GCM) under a case key."""

    __tablename__ = "vault"
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]
    created_at: Mapped[datetime]


class LedgerEntry(Table):
    """One canonical event (RFC 8785) and its Merkle leaf hash (RFC 6962)."""

    __tablename__ = "ledger"
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event: Mapped[str] = mapped_column(Text)
    leaf: Mapped[str] = mapped_column(String(64))
    case_id: Mapped[str | None] = mapped_column(index=True)


class LedgerHead(Table):
    """The single row that orders appends: tree size and the frontier of the Merkle tree."""

    __tablename__ = "ledger_head"
    id: Mapped[int] = mapped_column(primary_key=True)
    size: Mapped[int]
    frontier: Mapped[list[Any]]


class Quota(Table):
    """LINE's monthly message quota as last asked."""

    __tablename__ = "quotas"
    platform: Mapped[str] = mapped_column(String(10), primary_key=True)
    allowed: Mapped[int | None]
    used: Mapped[int]
    checked_at: Mapped[datetime]


class Heartbeat(Table):
    """When each loop of each process last came round (``/healthz`` reads it)."""

    __tablename__ = "heartbeats"
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    at: Mapped[datetime]
