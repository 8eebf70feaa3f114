"""What a neighbour answers to an alert, in the chat or on its page."""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.commands.chat import CaseCommand


@dataclass(frozen=True)
class NeighbourCommand(CaseCommand):
    """What a neighbour answers; ``on_page``: below the alert, where they read what comes next, so that no card does."""

    on_page: bool = field(default=False, kw_only=True)


@dataclass(frozen=True)
class Acknowledge(NeighbourCommand):
    """A neighbour has read the alert."""


@dataclass(frozen=True)
class SayInShop(NeighbourCommand):
    """Whether the neighbour who has read it is in the shop now."""

    here: bool


@dataclass(frozen=True)
class ReportSighting(NeighbourCommand):
    """A neighbour saw somebody alike; ``where`` is in_store, left or empty."""

    where: str = ""


@dataclass(frozen=True)
class DoubtAlert(NeighbourCommand):
    """A neighbour thinks the alert is wrong; ``reason`` is a ``DoubtReason`` or empty."""

    reason: str = ""
