"""Who got an alert and who looked at it is about to be shown, as imperatives."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.commands.chat import Command
from policy.mark import TracePurpose


@dataclass(frozen=True)
class RecordTrace(Command):
    """So many looks that a piece of a watermark may come from."""

    account_id: str
    purpose: TracePurpose
    looks: int


@dataclass(frozen=True)
class RecordScope(Command):
    """So many people whom the case of this number reached."""

    account_id: str
    case_number: str
    purpose: TracePurpose
    people: int
