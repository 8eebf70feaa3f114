"""Workspaces of a chat platform that each have a token of their own, and who may bring one in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Table, new_id

BETWEEN = "/"
"""No id of LINE or Slack has one."""


def within(workspace: str, plain: str) -> str:
    """An id as rows keep it: ``T…/U…``, since two workspaces may know different people by one id.

    Where there is one workspace only, or none, it is the platform's own id.
    """
    return f"{workspace}{BETWEEN}{plain}" if workspace else plain


def apart(given: str) -> tuple[str, str]:
    """Workspace ("": the only one) and the platform's own id, as ``within`` put them together."""
    workspace, _, plain = given.rpartition(BETWEEN)
    return workspace, plain


def gate(platform: str, external_id: str) -> str:
    """``line``, ``slack`` or ``slack/T…``: where the cards for somebody leave."""
    return f"{platform}{BETWEEN}{apart(external_id)[0]}".rstrip(BETWEEN)


class Installation(Table):
    """A workspace, or (``E…``) an organisation with all of its workspaces, that let our app in; once, however often."""

    __tablename__ = "installations"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    workspace: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str]
    """The business's own, as the platform tells it."""
    bot_user: Mapped[str]
    """Who the bot is there; by it a revocation tells whether our token is meant."""
    sealed: Mapped[bytes | None]
    """``storage.installations.Tokens``, under ``key_id`` and a master key; none once it has ended."""
    key_id: Mapped[str | None]
    expires_at: Mapped[datetime | None]
    """When the token dies unless it is renewed; None: it stands until it is revoked."""
    installed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    failing_since: Mapped[datetime | None]
    """The platform refuses to renew the token, and people know."""


class Invitation(Table):
    """A link by which one workspace may let us in; only the code's keyed hash is kept."""

    __tablename__ = "invitations"
    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    code_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
