"""What is asked about notices: to publish them, and to note what a photograph of one shows."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.commands.chat import Command
from policy.notices.posting import Unread


@dataclass(frozen=True)
class PublishNotices(Command):
    """The secretariat publishes what is in force."""


@dataclass(frozen=True)
class NotePoster(Command):
    """A photograph was read.

    Attributes:
        account_id: Who sent it.
        business, store: Codes of whose poster it shows.
        version: Of the poster.
        unread: Why it shows none; else None.
        deleted: The photo is gone from the chat too.
    """

    account_id: str
    business: str = ""
    store: str = ""
    version: str = ""
    unread: Unread | None = None
    deleted: bool = False
