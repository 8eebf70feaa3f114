"""How stories begin: what many of them do first is done once per test process, and later only put in place.

A step is known by all it depends on: its words and the whole town, that is the bytes of its database, its clock and its
chats. Whoever begins differently plays the step for real, and so does everybody after a rule was taken out of the code,
since nothing is kept beyond the process.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

MOST = 150
"""Beginnings kept per process; each is a database of about a megabyte."""

P = ParamSpec("P")


@dataclass(frozen=True)
class Moment:
    """A whole town: ``key`` tells it from every other one, ``content`` is what it takes to be there again."""

    key: Hashable
    content: Any


class Rewindable(Protocol):
    """A town that can be put where another one was."""

    def moment(self) -> Moment | None:
        """Where it is; None if that is more than can be put down, such as a chat that was told to fail."""

    def resume(self, moment: Moment) -> None:
        """Be there."""


T = TypeVar("T", bound=Rewindable)
_led_to: OrderedDict[Hashable, Moment] = OrderedDict()


def remembered(step: Callable[Concatenate[T, P], None]) -> Callable[Concatenate[T, P], None]:
    """A step that is played the first time, and afterwards leads where it led then."""

    @wraps(step)
    def play(town: T, *args: P.args, **kwargs: P.kwargs) -> None:
        start = town.moment()
        key = (step.__qualname__, args, tuple(sorted(kwargs.items())), start and start.key)
        if start is not None and key in _led_to:
            _led_to.move_to_end(key)
            town.resume(_led_to[key])
            return
        step(town, *args, **kwargs)
        end = town.moment() if start else None
        if end is not None:
            _led_to[key] = end
        if len(_led_to) > MOST:
            _led_to.popitem(last=False)

    return play
