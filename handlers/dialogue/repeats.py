"""Whoever hears nothing presses again, and asks how things stand: once is enough (R-123)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import Final

from handlers.commands.chat import Command, Press, Say
from handlers.dialogue.status import show_status
from handlers.dialogue.words import MEANT, heard

_OF_COMMAND: Final = frozenset(word for words, _ in MEANT for word in words)

_ASKS_ONLY: Final = frozenset(word for words, do in MEANT if do is show_status for word in words)
"""「状況」 changes nothing, so that it stands between two presses as if it were not there."""


def said_again(first: Command | None, behind: Sequence[Command | None]) -> list[int]:
    """R-123, L231: which of what waits behind a press or a word is the very same, and has been said by it.

    All that follow at once. Among other presses and words of command, which mean the same wherever they stand, all but
    the last: whichever of several pressed in turn was to win, first or last, does. Up to an answer or anything else,
    since after it the same may mean another thing: positions in ``behind``.
    """
    if not isinstance(first, Press | Say):
        return []

    def same(stands_between: Callable[[Command | None], bool]) -> list[int]:
        run = takewhile(lambda nth: nth[1] == first or stands_between(nth[1]), enumerate(behind))
        return [position for position, command in run if command == first]

    in_turn = same(_means_one_thing) if _means_one_thing(first) else []
    return sorted({*same(_asks_only), *in_turn[:-1]})


def _asks_only(command: Command | None) -> bool:
    return isinstance(command, Say) and heard(command.text) in _ASKS_ONLY


def _means_one_thing(command: Command | None) -> bool:
    return isinstance(command, Press) or (isinstance(command, Say) and heard(command.text) in _OF_COMMAND)
