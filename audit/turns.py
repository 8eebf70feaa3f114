"""R-097: old entries read again, one turn after the other, so that a change is found that left the head alone.

A turn goes from one signed checkpoint to a later one. How far it has come stands in a small file beside theirs,
outside the database; a turn that was amiss is taken again and again, until it is right.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

from audit.growth import Growing, InDoubt, Mark, leads

TURNS = 40
"""In how many all is read again: with one each half hour that is a day, and eight may be missed."""


class Marks(Protocol):
    """What was signed, in order."""

    def sizes(self) -> Sequence[int]:
        """Of each checkpoint."""

    def mark(self, place: int) -> Mark:
        """One of them, its signature checked; ``InDoubt`` if that isn't ours."""


@dataclass(frozen=True)
class _Turn:
    """The entry to begin with, and whether it was amiss there."""

    start: int = 0
    amiss: bool = False


class Turns:
    """Where rereading stands.

    Args:
        file: Made by the first turn; what can't be read in it begins anew, since it only says where to go on.
        marks: What was signed.
    """

    def __init__(self, file: Path, marks: Marks) -> None:
        self._file = file
        self._marks = marks

    def take(self, ledger: Growing) -> None:
        """Read a turn, and go on to the next one.

        Raises:
            InDoubt: it isn't what was signed; it is taken again.
        """
        start = self._stand().start
        try:
            end, size = self._read(ledger, start)
        except InDoubt:
            self._keep(_Turn(start, amiss=True))
            raise
        self._keep(_Turn(end if end < size else 0))

    def check(self, ledger: Growing) -> None:
        """Read a turn again that was amiss; else nothing.

        Raises:
            InDoubt: it still is.
        """
        if (stand := self._stand()).amiss:
            self._read(ledger, stand.start)

    def _read(self, ledger: Growing, start: int) -> tuple[int, int]:
        """Where it ended, and how much was signed."""
        sizes = self._marks.sizes()
        if not sizes:
            return 0, 0
        wanted = min(start + -(-sizes[-1] // TURNS), sizes[-1])
        first = max((place for place, size in enumerate(sizes) if size <= start), default=None)
        last = next(place for place, size in enumerate(sizes) if size >= wanted)
        leads(Mark() if first is None else self._marks.mark(first), self._marks.mark(last), ledger)
        return sizes[last], sizes[-1]

    def _stand(self) -> _Turn:
        try:
            kept = json.loads(self._file.read_bytes())
            return _Turn(int(kept["start"]), bool(kept["amiss"]))
        except (OSError, ValueError, KeyError, TypeError):
            return _Turn()

    def _keep(self, turn: _Turn) -> None:
        """All of it or nothing, and its owner's alone."""
        new = self._file.with_name(f"{self._file.name}.new")
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(asdict(turn), file)
        new.replace(self._file)
