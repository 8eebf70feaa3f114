"""One card in a sender's hand: what is done with it, how that went, and whether it is tried again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.chat import Meaning, Outgoing, SendFailed
from handlers.topics import is_stop
from storage.retry import Retry
from storage.tables import Failure, OutboxMessage
from storage.tidy import KEPT

LOOKING = timedelta(seconds=30)
"""Between two looks for a card that may have arrived."""


@dataclass(frozen=True)
class Errand:
    """One card in hand; without ``outgoing`` it is only looked for, and given up for ``reason`` if it isn't there.

    ``over``: nothing is done any more but to let it go for that reason.
    """

    message: OutboxMessage
    outgoing: Outgoing | None
    reason: Failure | None = None
    over: bool = False


@dataclass(frozen=True)
class Result:
    """How one attempt went; nothing at all: another worker has taken it over.

    ``unwanted``: no call was made, since nobody wants the card any more.
    """

    errand: Errand
    receipt: dict[str, Any] | None = None
    failure: SendFailed | None = None
    absent: bool = False
    unwanted: bool = False

    @property
    def message(self) -> OutboxMessage:
        """The card."""
        return self.errand.message


def lasts(message: OutboxMessage) -> bool:
    """R-078: tried as long as it lives; thanks for a confirmation, which answer somebody, don't."""
    answers = message.reply_until is not None and not message.urgent
    return message.delivery_id is not None or (is_stop(message.topic) and not answers)


def can_reply(message: OutboxMessage, now: datetime) -> bool:
    """Whether it can still leave as the answer to an event, for nothing."""
    return message.reply_token is not None and message.reply_until is not None and now < message.reply_until


def _patience(message: OutboxMessage, meaning: Meaning) -> Retry:
    if lasts(message):
        return meaning.lasting
    return (meaning.urgent if message.urgent else None) or meaning.retry


def pause_after(errand: Errand, failure: SendFailed, now: datetime) -> timedelta | None:
    """Refusals and silences each count by themselves, so that hours of one leave all patience for the other."""
    message, asked = errand.message, failure.asked
    if errand.outgoing is None:
        return max(LOOKING, asked) if now - message.created_at < KEPT else None
    retry = _patience(message, failure.traits)
    if failure.traits.answer:
        return retry.decide(message.answered, now - message.created_at, asked)
    return retry.decide(message.attempts - message.answered, now - (message.unanswered_since or now), asked)
