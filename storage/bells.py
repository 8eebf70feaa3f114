"""Who looks for work is woken by the commit that left some, and by no other: a look costs a statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Final

from sqlalchemy.orm import Session

OUTBOX: Final = "outbox"
"""The bell for cards; due work has its kind (``DueKind``) for a bell, the inbox its lanes (``Lane``)."""

_LEFT: Final = "bells"


def leave(session: Session, *bells: str) -> None:
    """This unit of work leaves work behind; these bells ring at its commit."""
    session.info.setdefault(_LEFT, set()).update(bells)


class Bells:
    """Of one process, and of the one it may pass them on to (``bot.worker_process``). What others leave, or falls due,
    is found by one look for all (``bot.worker``).
    """

    def __init__(self) -> None:
        self._ringers: defaultdict[str, list[Callable[[], None]]] = defaultdict(list)
        self._pass_on: Callable[[Collection[str]], None] = lambda _: None

    def listen(self, bells: Collection[str], ring: Callable[[], None]) -> None:
        """From now on ``ring`` is called, by the thread that commits, when one of these bells rings."""
        for bell in bells:
            self._ringers[bell].append(ring)

    def pass_on(self, to: Callable[[Collection[str]], None]) -> None:
        """From now on ``to`` is called too, with the names of those that ring: it must not wait."""
        self._pass_on = to

    def ring(self, session: Session) -> None:
        """For what was left in this session, now that it is committed."""
        left = session.info.pop(_LEFT, ())
        if left:
            self._pass_on(left)
            self.sound(left)

    def sound(self, bells: Collection[str]) -> None:
        """For what was found waiting."""
        for ring in {ring for bell in bells for ring in self._ringers[bell]}:
            ring()
