"""What one person asked for and another has to allow (R-097)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from policy.twofold import Act
from storage.tables.base import Table, new_id
from storage.tables.people import Account, Member
from storage.tables.words import Word


class TwofoldAct(Table):
    """One asking; ``decided_at`` null while it waits, or for ever if nobody decided; without ``decided_by`` it fell.

    ``arguments``: codes, numbers and closed words, as the act's command takes them. ``subject``: what two askings must
    not both be about. ``asked_from``: the account it came from; null at a terminal.
    """

    __tablename__ = "twofold_acts"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    network_id: Mapped[str] = mapped_column(ForeignKey("networks.id"))
    act: Mapped[Act] = mapped_column(Word(Act, 20))
    subject: Mapped[str] = mapped_column(String(200))
    arguments: Mapped[dict[str, Any]]
    asked_by: Mapped[str] = mapped_column(ForeignKey(Member.id))
    asked_from: Mapped[str | None] = mapped_column(ForeignKey(Account.id))
    asked_at: Mapped[datetime] = mapped_column(index=True)
    decided_by: Mapped[str | None] = mapped_column(ForeignKey(Member.id))
    decided_at: Mapped[datetime | None]
    allowed: Mapped[bool | None]
