"""What is asked about notices: to publish them, and to note what a photograph of one shows."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.commands.chat import Command
from policy.notices.posting import Kind, Unread


@dataclass(frozen=True)
class PublishNotices(Command):
    """The secretariat publishes what is in force."""


@dataclass(frozen=True)
class NotePoster(Command):
    """A photograph was read.

    Attributes:
        account_id: Who sent it.
        business, store: Codes of whose notice it shows.
        version: Of what stands on it.
        kind: Which notice.
        unread: Why it shows none; else None.
        deleted: The photo is gone from the chat too.
    """

    account_id: str
    business: str = ""
    store: str = ""
    version: str = ""
    kind: Kind = Kind.POSTER
    unread: Unread | None = None
    deleted: bool = False
