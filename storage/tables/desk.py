"""Who sits at the desk (one-time links that the chat gives, the sessions behind them), and the weeks they read of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Table, new_id
from storage.tables.network import Network
from storage.tables.people import Account, Browser


class DeskLink(Table):
    """A way in, for one account and for the first browser of theirs that takes it."""

    __tablename__ = "desk_links"
    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey(Account.id), index=True)
    expires_at: Mapped[datetime]
    browser_id: Mapped[str | None]
    """Which one took it: a second press of theirs is no second person."""


class DeskSession(Table):
    """An account at the desk, in one of its browsers; one that ended has no row."""

    __tablename__ = "desk_sessions"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(ForeignKey(Account.id), index=True)
    browser_id: Mapped[str] = mapped_column(ForeignKey(Browser.id, ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """Of the cookie, which was made when the session began."""
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    proven_at: Mapped[datetime | None]
    """When whoever sits there last showed, by a key or an app's code, that it is they."""
    challenge: Mapped[str | None] = mapped_column(String(100))
    """What the next key has to sign; once."""


class DeskPost(Table):
    """A form of the desk that was sent; its second press is none."""

    __tablename__ = "desk_posts"
    id: Mapped[str] = mapped_column(primary_key=True)
    session_id: Mapped[str] = mapped_column(ForeignKey(DeskSession.id, ondelete="CASCADE"), index=True)


class WeekFigures(Table):
    """What one weekly digest said in numbers and signs (``policy.digest.Digest``), without a text or a name."""

    __tablename__ = "week_figures"
    network_id: Mapped[str] = mapped_column(ForeignKey(Network.id), primary_key=True)
    until: Mapped[datetime] = mapped_column(primary_key=True)
    """The end of the week."""
    figures: Mapped[dict[str, Any]]
