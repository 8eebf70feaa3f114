"""What LINE and Slack both are to the rest of the bot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from handlers.cards import Message
from handlers.commands.chat import Command
from policy.rules import CEILINGS
from storage.retry import NOTHING, Retry
from storage.tables import Failure


@dataclass(frozen=True)
class Outgoing:
    """One card on its way out.

    Attributes:
        id: Outbox row id; Slack messages carry it in their metadata.
        to: The platform's user id.
        retry_key: UUID, the same at every attempt (LINE ``X-Line-Retry-Key``).
        reply_token: LINE reply token, if the card answers an event and the token is still fresh.
        previous: Receipt of the card this one replaces, where the platform can (Slack ``chat.update``).
        in_place: It redraws ``previous`` or, where that is gone, does nothing.
        in_doubt: An earlier attempt was never answered: look before sending again.
        free: It may not cost one of the month's messages: it leaves with its reply token, or not at all.
    """

    id: str
    to: str
    card: Message
    retry_key: str
    reply_token: str | None = None
    previous: dict[str, Any] | None = None
    in_place: bool = False
    in_doubt: bool = False
    free: bool = False


def is_charged(receipt: Mapping[str, Any]) -> bool:
    """Whether a card that left with this receipt cost one of the month's messages, where they are counted."""
    return receipt.get("by") == "push"


@dataclass(frozen=True)
class Meaning:
    """What a failure means: whether it was an ``answer``, so that the card surely did not arrive, and what to do."""

    answer: bool
    retry: Retry


ONCE = Retry(most=1)
UNTIL_IT_ENDS = Retry(within=timedelta(hours=CEILINGS["life_hours"].greatest), longest=timedelta(seconds=30))
"""As long as an alert can live; one that ends earlier is held back by policy. The danger is acute, so once the trouble
is over no card waits longer than half a minute."""
FOUR_MINUTES = Retry(within=timedelta(minutes=4))
"""Longer than a restart or a hiccup of the network; then the store's second contact is called."""

MEANINGS = {
    Failure.QUOTA: Meaning(answer=True, retry=ONCE),
    Failure.BLOCKED: Meaning(answer=True, retry=ONCE),
    Failure.REFUSED: Meaning(answer=True, retry=ONCE),
    Failure.RATE: Meaning(answer=True, retry=UNTIL_IT_ENDS),
    Failure.TOKEN: Meaning(answer=True, retry=UNTIL_IT_ENDS),
    Failure.UNREACHABLE: Meaning(answer=False, retry=FOUR_MINUTES),
    Failure.FAULT: Meaning(answer=False, retry=FOUR_MINUTES),
}


class SendFailed(Exception):
    """The platform did not take the card; ``asked`` is the pause that it asks for."""

    def __init__(self, reason: Failure, asked: timedelta = NOTHING) -> None:
        super().__init__(reason)
        self.reason = reason
        self.traits = MEANINGS[reason]
        self.asked = asked


def retry_after(headers: Mapping[str, str] | None) -> timedelta:
    """The pause that an answer with status 429 asks for; without a number of seconds one, since LINE names none."""
    named = (headers or {}).get("Retry-After", "")
    return timedelta(seconds=int(named) if named.isdecimal() else 1)


class ContentNotReady(Exception):
    """The platform can't give us the file yet: ask again, after the pause it ``asked`` for."""

    def __init__(self, asked: timedelta = NOTHING) -> None:
        super().__init__()
        self.asked = asked


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

    def delete(self, reference: str) -> bool:
        """Delete a file somebody sent; False if the platform doesn't let us. Raises SendFailed."""

    def allowance(self) -> Allowance | None:
        """The message quota, where there is one."""
