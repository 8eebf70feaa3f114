"""What lies behind links, buttons and open questions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from policy.access import Purpose
from storage.tables.base import Table
from storage.tables.words import Word


class Link(Table):
    """A page for one account and one purpose; the address carries the id and a signature."""

    __tablename__ = "links"
    id: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[Purpose] = mapped_column(Word(Purpose, 10))
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class ButtonMeaning(Table):
    """What a button's opaque id stands for; kept after use so that no click is ignored."""

    __tablename__ = "buttons"
    __table_args__ = (Index("ix_buttons_account_id", "account_id", "created_at"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    action: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[str | None] = mapped_column(ForeignKey("cases.id"), index=True)
    arguments: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    label: Mapped[str] = mapped_column(String(100), default="", server_default="")
    """Msgid of what stands on it, where that is a sentence of ours; typed, it is pressed."""


class Conversation(Table):
    """The form an account is filling in, question by question."""

    __tablename__ = "conversations"
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    form: Mapped[str] = mapped_column(String(20))
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    asking: Mapped[str] = mapped_column(String(40))
    updated_at: Mapped[datetime]
    """The answers so far lie in the vault under kind ``text``, ``storage.places.conversation_of``."""
