"""Who goes first when much comes in at once, and what of strangers is not even kept (guideline L135, L231). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final


class Lane(StrEnum):
    """Where an event waits. Each sender's events stay in their order, whatever lanes they are in."""

    PROMPT = "prompt"
    """From somebody enrolled."""
    HASTY = "hasty"
    """From somebody enrolled, faster than anybody reads: done like any other, after the prompt ones, unanswered."""
    STRANGER = "stranger"
    """From anybody else."""


MEMBERS: Final = (Lane.PROMPT, Lane.HASTY)

ANSWERS_A_MINUTE: Final = 20
"""A report is a dozen answers, and nobody reads a card in less than three seconds. Beyond that it is a stuck key, a
script or a lost phone, and every answer may cost one of the month's messages."""

TOO_FAST_AGAIN: Final = timedelta(minutes=10)
"""Who goes on sending is not told more often."""

MEMBER_AN_HOUR: Final = 1000
"""Kept of one enrolled account: a bound for a script on a stolen phone, far beyond what a person's thumb can do."""

STRANGER_AN_HOUR: Final = 20
"""Kept of one account that isn't enrolled; whoever mistypes a code needs three or four."""

STRANGER_BYTES: Final = 8_000
"""All that can be of use from a stranger is a code of eight letters; Slack wraps it in two kilobytes."""

STRANGERS_WAITING: Final = 200
"""In all. Their lane does so many in twenty seconds, so a first morning with a hundred newcomers fits, and what is kept
is answered while an answer is free."""

STRANGERS_KEPT: Final = 10_000
"""In all, done ones included: some five megabytes."""

STRANGER_ROWS: Final = timedelta(hours=24)
"""R-043, R-064: how long a stranger's handled event is remembered: a day, in which nobody is told twice how to enrol,
and after which LINE's events are refused for their age, so that none can be sent to us again.
"""


@dataclass
class Crowd:
    """What came lately, counted on with every event that is let in.

    Attributes:
        enrolled: Whether the sender has an account in use.
        last_minute: Events of this sender.
        last_hour: The same.
        waiting: Strangers' events that nobody has handled yet, in all.
        kept: Strangers' events that are remembered, in all.
    """

    enrolled: bool
    last_minute: int
    last_hour: int
    waiting: int
    kept: int


def lane_for(size: int, crowd: Crowd) -> Lane | None:
    """R-061, R-123, L135, L231: enrolled people first; None: a stranger's, or a flood's, that is not kept.

    ``size`` in bytes.
    """
    if crowd.enrolled:
        if crowd.last_hour >= MEMBER_AN_HOUR:
            return None
        return Lane.HASTY if crowd.last_minute >= ANSWERS_A_MINUTE else Lane.PROMPT
    full = (
        crowd.last_hour >= STRANGER_AN_HOUR,
        crowd.waiting >= STRANGERS_WAITING,
        crowd.kept >= STRANGERS_KEPT,
        size > STRANGER_BYTES,
    )
    return None if any(full) else Lane.STRANGER
