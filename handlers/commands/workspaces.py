"""What becomes of the workspaces of a chat platform in which each business has its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from handlers.commands.chat import Command
from storage.installations import Tokens


@dataclass(frozen=True)
class AdmitWorkspace(Command):
    """A workspace let our app in, by an invitation; or did so again, after it had ended or to mend it."""

    invitation_id: str
    workspace: str
    name: str
    bot_user: str
    tokens: Tokens = field(repr=False)
    expires_at: datetime | None


@dataclass(frozen=True)
class RenewTokens(Command):
    """The platform gave a fresh token in place of one that was about to expire."""

    installation_id: str
    tokens: Tokens = field(repr=False)
    expires_at: datetime | None


@dataclass(frozen=True)
class NoteRefusal(Command):
    """It refuses to; ``reason`` is one of its words, as ``storage.tables.Failure`` has them."""

    installation_id: str
    reason: str


@dataclass(frozen=True)
class EndWorkspace(Command):
    """A workspace took our app out, or our token back, at that moment."""

    workspace: str
    at: datetime
