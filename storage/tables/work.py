"""Work that must not be lost, and what the loops know of themselves."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from policy.caps import Use
from policy.lanes import Lane
from storage.tables.base import Table, new_id
from storage.tables.cases import Delivery
from storage.tables.people import Account
from storage.tables.words import DueKind, Word


class InboxState(StrEnum):
    """How far an event is."""

    NEW = "new"
    DONE = "done"
    TOLD = "told"
    """Done, and its sender was told how to get an account, or that they are too fast."""
    DEAD = "dead"


class OutboxState(StrEnum):
    """How far a card is; ``bot.chat.MEANINGS`` and ``docs/decisions/0025`` say what leads from one to the other."""

    PENDING = "pending"
    """Planned, or on its way; later cards of its account wait for it."""
    LATE = "late"
    """Still tried, as long as it lives; people are told to telephone, and other cards pass it."""
    UNCLEAR = "unclear"
    """To be sent no more, but an attempt was never answered: it is looked for until that is known."""
    SENT = "sent"
    FAILED = "failed"
    WITHHELD = "withheld"


OPEN = (OutboxState.PENDING, OutboxState.LATE, OutboxState.UNCLEAR)
"""Something is still to be done."""


class Failure(StrEnum):
    """Why a card did not leave: what the platform said, or we; the ledger keeps these words too."""

    QUOTA = "quota"
    BLOCKED = "blocked"
    """The platform says of this person that we can't write to them."""
    NOT_FOUND = "not_found"
    """It doesn't know the person or their chat: for a moment, for good, or because our token is of elsewhere."""
    REFUSED = "refused"
    REPLY = "reply"
    """The reply token is no good; a push must do (LINE)."""
    RATE = "rate"
    TOKEN = "token"  # noqa: S105 - a word
    """Wrong, expired, or without a scope that is needed."""
    UNREACHABLE = "unreachable"
    FAULT = "fault"
    """Ours."""
    POLICY = "policy"
    """A rule said no, just before it left."""
    UNREADABLE = "unreadable"
    """Its sealed body can't be opened."""


class InboxEvent(Table):
    """A webhook event, stored once before it is acknowledged; the body is sealed and dropped when done."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("platform", "event_id"),
        Index("inbox_open", "state", "next_at"),
        Index("inbox_sender", "platform", "sender", "state"),
        Index("inbox_recent", "platform", "sender", "received_at"),
        Index("inbox_lane", "lane", "state"),
    )
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    platform: Mapped[str] = mapped_column(String(10))
    event_id: Mapped[str]
    sender: Mapped[str]
    """The platform's user id: events of one person are handled in order, one at a time."""
    happened_at: Mapped[datetime]
    received_at: Mapped[datetime]
    position: Mapped[int]
    """Order within one unit of work, where times are equal."""
    body: Mapped[bytes | None]
    lane: Mapped[Lane] = mapped_column(Word(Lane, 10), default=Lane.PROMPT)
    state: Mapped[InboxState] = mapped_column(Word(InboxState, 10), default=InboxState.NEW)
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    error_id: Mapped[str | None] = mapped_column(String(12))


class OutboxMessage(Table):
    """A card for one account; the body is sealed and dropped once sent."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("outbox_open", "state", "next_at"),
        Index("outbox_account", "account_id", "state"),
        Index("outbox_owing", "owing_to", "sent_at"),
    )
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    case_id: Mapped[str | None] = mapped_column(ForeignKey("cases.id"), index=True)
    cards: Mapped[int] = mapped_column(default=1)
    """How many leave in this one call."""
    delivery_id: Mapped[str | None] = mapped_column(ForeignKey("deliveries.id"))
    """Set on the alert itself: before each send policy is asked again."""
    topic: Mapped[str] = mapped_column(String(60))
    """Cards of one topic to one account replace each other where the platform can (Slack update)."""
    body: Mapped[bytes | None]
    retry_key: Mapped[str] = mapped_column(String(36), default=lambda: str(uuid.uuid4()))
    reply_token: Mapped[str | None]
    """As long as it stands here, every attempt so far was a reply."""
    reply_until: Mapped[datetime | None]
    urgent: Mapped[bool] = mapped_column(default=False)
    """Recalls and corrections go first and may use the quota's reserve."""
    owing_to: Mapped[str | None]
    """R-123: id of the member whose doing it is that this card leaves, if it is anybody's; counted for a day."""
    state: Mapped[OutboxState] = mapped_column(Word(OutboxState, 10), default=OutboxState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    """Begun; one more than answered while one is on its way."""
    answered: Mapped[int] = mapped_column(default=0)
    """Attempts that the platform refused."""
    unanswered_since: Mapped[datetime | None]
    """When the first attempt after the last answer began."""
    next_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    position: Mapped[int]
    """Order within one unit of work, where times are equal."""
    sent_at: Mapped[datetime | None]
    receipt: Mapped[dict[str, Any] | None]
    """Slack: channel and ts of the message; LINE: request id."""
    failure: Mapped[Failure | None] = mapped_column(Word(Failure, 40))
    """Why the last attempt failed, or why no further one is made."""
    overtaken: Mapped[bool] = mapped_column(default=False)
    """Its case has ended since: once it is there, it is redrawn (R-040)."""
    replaces: Mapped[dict[str, Any] | None]
    """Receipt of the overtaken message that this one redraws; if that is gone, nothing is posted."""
    account: Mapped[Account] = relationship(lazy="joined")
    delivery: Mapped[Delivery | None] = relationship(lazy="selectin")

    @property
    def in_doubt(self) -> bool:
        """R-078: an attempt was never answered, so the card may be on the phone, whatever the later ones were told."""
        return self.attempts > self.answered


class DueWork(Table):
    """Something that must happen at a time; the clock only asks what is due."""

    __tablename__ = "due_work"
    __table_args__ = (UniqueConstraint("kind", "subject"), Index("due_open", "done_at", "due_at"))
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[DueKind] = mapped_column(Word(DueKind, 40))
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


class Quota(Table):
    """LINE's monthly message quota as last asked."""

    __tablename__ = "quotas"
    platform: Mapped[str] = mapped_column(String(10), primary_key=True)
    allowed: Mapped[int | None]
    used: Mapped[int]
    checked_at: Mapped[datetime]


class ChatAccess(Table):
    """How a platform lets us in, as last asked; ``workspace`` empty where there is one only.

    ``amiss``: ``storage.tables.Amiss`` → a number or names. ``door``: what opens the chat, empty if not known;
    ``door_ready``: whether words can be put behind it.
    """

    __tablename__ = "chat_access"
    platform: Mapped[str] = mapped_column(String(10), primary_key=True)
    workspace: Mapped[str] = mapped_column(String(40), primary_key=True)
    checked_at: Mapped[datetime]
    amiss: Mapped[dict[str, Any]]
    door: Mapped[str] = mapped_column(String(300))
    door_ready: Mapped[bool]


class Usage(Table):
    """How often somebody did, in this hour and for this store, what the network's rules bound."""

    __tablename__ = "usage"
    use: Mapped[Use] = mapped_column(Word(Use, 10), primary_key=True)
    member_id: Mapped[str] = mapped_column(ForeignKey("members.id"), primary_key=True)
    store_id: Mapped[str] = mapped_column(ForeignKey("stores.id"), primary_key=True)
    hour: Mapped[datetime] = mapped_column(primary_key=True, index=True)
    times: Mapped[int]


class Heartbeat(Table):
    """When each loop of each process last came round (``/healthz`` reads it)."""

    __tablename__ = "heartbeats"
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    at: Mapped[datetime]
