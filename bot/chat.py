"""What LINE and Slack both are to the rest of the bot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol
from urllib.parse import quote

from handlers.cards import Message
from handlers.commands.chat import Command
from handlers.home import Home
from policy.rules import CEILINGS
from storage.leases import LeaseLost
from storage.retry import NOTHING, Retry
from storage.tables import Amiss, Failure


class Unwanted(Exception):
    """Between the claim and the call a card became needless."""


@dataclass(frozen=True)
class Outgoing:
    """One card on its way out.

    Attributes:
        id: Outbox row id; Slack messages carry it in their metadata.
        to: The platform's user id.
        more: What leaves behind it in the same call (LINE).
        retry_key: UUID, the same at every attempt (LINE ``X-Line-Retry-Key``).
        reply_token: LINE reply token, if the card answers an event and the token is still fresh.
        previous: Receipt of the card this one replaces, where the platform can (Slack ``chat.update``).
        thread: Receipt of the first card about the same case, where its reader has many cases at once.
        in_place: It redraws ``previous`` or, where that is gone, does nothing.
        in_doubt: An earlier attempt was never answered: look before sending again.
        free: It may not cost one of the month's messages: it leaves with its reply token, or not at all.
        is_ours: Whether a call begun now ends within our lease; if not, another worker sends the card.
        is_wanted: Whether it is still to be sent, asked again in the moment before the call.
    """

    id: str
    to: str
    card: Message
    retry_key: str
    reply_token: str | None = None
    previous: dict[str, Any] | None = None
    thread: dict[str, Any] | None = None
    in_place: bool = False
    in_doubt: bool = False
    free: bool = False
    more: tuple[Message, ...] = ()
    is_ours: Callable[[], bool] = lambda: True
    is_wanted: Callable[[], bool] = lambda: True

    def begin(self) -> None:
        """Asked before each call that others would see.

        Raises:
            LeaseLost: we were away too long, and another worker does it.
            Unwanted: what it asks for was done by somebody meanwhile.
        """
        if not self.is_ours():
            raise LeaseLost
        if not self.is_wanted():
            raise Unwanted


def is_charged(receipt: Mapping[str, Any]) -> bool:
    """Whether a card that left with this receipt cost one of the month's messages, where they are counted."""
    return receipt.get("by") == "push"


@dataclass(frozen=True)
class Meaning:
    """What a failure means, and what follows.

    Attributes:
        answer: The platform refused, so that this attempt surely did not arrive.
        retry: For how long a card is tried again.
        lasting: The same for alerts, recalls and corrections; policy or their end stops them.
        urgent: The same for what else somebody has to act on, where it isn't ``retry``.
        at_once: It doesn't pass in a moment, so that people are told to telephone now, not in ``LATE``.
    """

    answer: bool
    retry: Retry
    lasting: Retry
    urgent: Retry | None = None
    at_once: bool = False


NAMES: Final = {"line": "LINE", "slack": "Slack"}
"""What people call each platform."""

LATE = timedelta(minutes=1)
"""A card about a danger that is still there has not left for so long: telephone. It is longer than most hiccups of a
network; and since the card is tried on, being early costs a call and no card."""

ONCE = Retry(most=1)
UNTIL_IT_ENDS = Retry(within=timedelta(hours=CEILINGS["life_hours"].greatest), longest=timedelta(seconds=30))
"""As long as an alert can live: an answer that comes later helps nobody."""
AS_LONG_AS_IT_LIVES = Retry(longest=timedelta(seconds=30))
"""The danger is acute, so once the trouble is over no card waits longer than half a minute."""
FOUR_MINUTES = Retry(within=timedelta(minutes=4))
"""Longer than a restart or a hiccup of the network."""
IMMEDIATELY = Retry(first=NOTHING)

MEANINGS = {
    Failure.RATE: Meaning(answer=True, retry=UNTIL_IT_ENDS, lasting=AS_LONG_AS_IT_LIVES),
    Failure.TOKEN: Meaning(answer=True, retry=UNTIL_IT_ENDS, lasting=AS_LONG_AS_IT_LIVES),
    Failure.QUOTA: Meaning(answer=True, retry=ONCE, lasting=AS_LONG_AS_IT_LIVES, urgent=UNTIL_IT_ENDS, at_once=True),
    Failure.NOT_FOUND: Meaning(answer=True, retry=FOUR_MINUTES, lasting=AS_LONG_AS_IT_LIVES, at_once=True),
    Failure.BLOCKED: Meaning(answer=True, retry=ONCE, lasting=ONCE),
    Failure.REFUSED: Meaning(answer=True, retry=ONCE, lasting=ONCE),
    Failure.REPLY: Meaning(answer=True, retry=IMMEDIATELY, lasting=IMMEDIATELY),
    Failure.UNREACHABLE: Meaning(answer=False, retry=FOUR_MINUTES, lasting=AS_LONG_AS_IT_LIVES, urgent=UNTIL_IT_ENDS),
    Failure.FAULT: Meaning(answer=False, retry=FOUR_MINUTES, lasting=AS_LONG_AS_IT_LIVES),
}
"""What is given up in doubt is looked for where the platform can (``ChatPlatform.find``), and only then settled."""

AT_ONCE = tuple(reason for reason, meaning in MEANINGS.items() if meaning.at_once)


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


@dataclass(frozen=True)
class Door:
    """Where a newcomer finds the bot: an https address, and whether the words are ready to be sent there."""

    url: str
    ready: bool

    def with_words(self, words: str) -> str:
        """The address that opens it, with these words in the field where that can be."""
        return f"{self.url}{quote(words, safe='')}" if self.ready else self.url


@dataclass(frozen=True)
class Access:
    """How a platform lets us in.

    Attributes:
        amiss: What is not as it should be, and how many or which.
        door: As ``ChatPlatform.door``.
        at: What time it is there, where the platform says so.
    """

    amiss: Mapping[Amiss, str]
    door: Door | None = None
    at: datetime | None = None


class ChatPlatform(Protocol):
    """A chat platform, synchronous; called from worker threads."""

    name: str
    finds: bool
    """Whether it can tell by ``find``."""

    def command(self, body: bytes, account_id: str) -> Command | None:
        """The command an inbox body of an enrolled account stands for; None if there is nothing to do."""

    def enrolment_code(self, body: bytes, *, bare: bool = False) -> str | None:
        """The code in a 「登録 CODE」 message; ``bare``: also of a code alone, as from somebody not enrolled."""

    def reply_token(self, body: bytes) -> str | None:
        """The single-use token with which the answer is free."""

    def send(self, message: Outgoing) -> dict[str, Any]:
        """Send or update; returns a receipt. Raises SendFailed, or LeaseLost as ``Outgoing.begin``."""

    def find(self, message_id: str, to: str) -> dict[str, Any] | None:
        """The receipt of what a lost attempt at this outbox row left there; None: nothing. Raises SendFailed."""

    def take_back(self, message_id: str, to: str, keep: dict[str, Any] | None) -> int:
        """Delete what attempts at this outbox row left there besides ``keep``, a receipt; how many. Raises SendFailed.

        Only where the platform ``finds``.
        """

    def workspaces(self) -> Mapping[str, str]:
        """Each that has a token of its own, and its name; ``{"": ""}`` where there is one access for all."""

    def check(self, workspace: str = "") -> Access:
        """How it lets us in. Raises SendFailed."""

    def renew(self, installation_id: str, expires_at: str) -> Command:
        """The command with a fresh token in place of the one that dies then. Raises SendFailed, or NotFound: none."""

    def at_work(self, to: str) -> None:
        """Show a person that the bot is working, where that costs no message; whether it worked doesn't matter."""

    def fetch(self, reference: str) -> bytes:
        """A file somebody sent. Raises ContentNotReady, ContentGone or ContentTooLarge."""

    def delete(self, reference: str) -> bool:
        """Delete a file somebody sent; False if the platform doesn't let us. Raises SendFailed."""

    def door(self) -> Door | None:
        """What opens the chat with the bot; None: not known. Raises SendFailed."""

    def show_home(self, to: Sequence[str], home: Home) -> bool:
        """Put this before these people; False: what it takes was not made there (``furnish``). Raises SendFailed."""

    def furnish(self, relink: Callable[[], None]) -> Iterator[str]:
        """Make what has to stand at the platform, ``relink`` people where it is new; says each. Raises SendFailed."""

    def allowance(self) -> Allowance | None:
        """The message quota, where there is one."""
