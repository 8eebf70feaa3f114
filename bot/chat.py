"""What LINE and Slack both are to the rest of the bot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from handlers.cards import Message
from handlers.commands.chat import Command


@dataclass(frozen=True)
class Outgoing:
    """One card on its way out.

    Attributes:
        id: Outbox row id; Slack messages carry it in their metadata.
        to: The platform's user id.
        retry_key: UUID, the same at every attempt (LINE ``X-Line-Retry-Key``).
        reply_token: LINE reply token, if the card answers an event and the token is still fresh.
        previous: Receipt of the card this one replaces, where the platform can (Slack ``chat.update``).
        attempted: An earlier attempt has an unknown outcome: look before sending again.
    """

    id: str
    to: str
    card: Message
    retry_key: str
    reply_token: str | None = None
    previous: dict[str, Any] | None = None
    attempted: bool = False


class SendFailed(Exception):
    """The platform did not take the card. ``reason``: quota, blocked, rate, refused, unreachable, fault (ours)."""

    def __init__(self, reason: str, *, again: bool, after_seconds: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.again = again
        self.after_seconds = after_seconds

    def lost(self, attempts: int) -> bool:
        """Whether the card, given up after so many attempts, may have arrived: one was not answered, or may not be.

        A refusal for good is about the card or the person, so it holds for the earlier attempts as well.
        """
        final = not self.again and self.reason != "quota"
        return self.reason in {"unreachable", "fault"} or (attempts > 1 and not final)


class ContentNotReady(Exception):
    """The platform is still preparing the file: ask again shortly."""


class ContentGone(Exception):
    """The file can't be had any more (unsent, deleted)."""


class ContentTooLarge(Exception):
    """The file is larger than we take."""


@dataclass(frozen=True)
class Allowance:
    """Monthly message quota: ``allowed`` None means unlimited."""

    allowed: int | None
    used: int


class ChatPlatform(Protocol):
    """A chat platform, synchronous; called from worker threads."""

    name: str

    def command(self, body: bytes, account_id: str) -> Command | None:
        """The command an inbox body of an enrolled account stands for; None if there is nothing to do."""

    def enrolment_code(self, body: bytes) -> str | None:
        """The code in a 「登録 CODE」 message of somebody not enrolled."""

    def reply_token(self, body: bytes) -> str | None:
        """The single-use token with which the answer is free."""

    def send(self, message: Outgoing) -> dict[str, Any]:
        """Send or update; returns a receipt. Raises SendFailed."""

    def at_work(self, to: str) -> None:
        """Show a person that the bot is working, where that costs no message; whether it worked doesn't matter."""

    def fetch(self, reference: str) -> bytes:
        """A file somebody sent. Raises ContentNotReady, ContentGone or ContentTooLarge."""

    def allowance(self) -> Allowance | None:
        """The message quota, where there is one."""
