"""Whoever hears nothing presses again, and asks how things stand: once is enough (R-123)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from handlers.commands.chat import Command, Press, Say
from handlers.dialogue.status import show_status
from handlers.dialogue.words import MEANT, heard

_ASKS_ONLY: Final = frozenset(word for words, do in MEANT if do is show_status for word in words)
"""「状況」 changes nothing, so that it stands between two presses as if it were not there."""


def said_again(first: Command | None, behind: Sequence[Command | None]) -> list[int]:
    """R-123, L231: which of what waits behind a press or a word is the very same, and has been said by it.

    Up to the first that is something else, since after it the same may mean another thing: positions in ``behind``.
    """
    if not isinstance(first, Press | Say):
        return []
    run = takewhile(lambda nth: nth[1] == first or _asks_only(nth[1]), enumerate(behind))
    return [position for position, command in run if command == first]


def _asks_only(command: Command | None) -> bool:
    return isinstance(command, Say) and heard(command.text) in _ASKS_ONLY
