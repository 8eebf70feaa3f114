"""R-097: a ledger that only grows: whether its entries lead from one mark to the next, and why not.

A mark is a tree's size and its frontier (``audit.merkle``). That the entries after one lead to another shows what a
consistency proof of RFC 6962 section 2.1.2 shows: the later tree has the earlier one as its beginning.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from audit import merkle


class Growing(Protocol):
    """The ledger as the database has it."""

    def head(self) -> tuple[int, str]:
        """Number of entries, and the root in hex."""

    def since(self, first: int, size: int) -> Iterable[bytes]:
        """The canonical entries from place ``first`` up to ``size``."""

    def has_history(self) -> bool:
        """Whether it says of itself that a file of checkpoints was begun for it."""


class Doubt(StrEnum):
    """Why nothing is signed."""

    MISSING = "missing"
    """There was a file once."""
    NOT_OURS = "not_ours"
    """The newest line is not signed by our key under our name."""
    SHORTER = "shorter"
    """Entries that were signed are gone."""
    REWRITTEN = "rewritten"
    """The entries don't lead from what was signed to what the database claims, or to what was signed later."""


class InDoubt(Exception):
    """The ledger is not what was signed before; attribute ``why``."""

    def __init__(self, why: Doubt) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Mark:
    """A tree: number of entries, and the roots of its perfect subtrees."""

    size: int = 0
    frontier: tuple[bytes, ...] = ()


def grown(mark: Mark, ledger: Growing) -> tuple[Mark, bytes]:
    """The database's tree and its root, if it has the marked one as its beginning.

    Raises:
        InDoubt: it has not.
    """
    size, root = ledger.head()
    if size < mark.size:
        raise InDoubt(Doubt.SHORTER)
    new = _with_entries(mark, size, ledger)
    if new.size != size or merkle.root(new.frontier, size).hex() != root:
        raise InDoubt(Doubt.REWRITTEN)
    return new, bytes.fromhex(root)


def leads(earlier: Mark, later: Mark, ledger: Growing) -> None:
    """Nothing, if the entries between two marks lead from one to the other.

    Raises:
        InDoubt: they don't.
    """
    if _with_entries(earlier, later.size, ledger) != later:
        raise InDoubt(Doubt.REWRITTEN)


def _with_entries(mark: Mark, size: int, ledger: Growing) -> Mark:
    reached, frontier = mark.size, list(mark.frontier)
    for entry in ledger.since(mark.size, size):
        frontier = merkle.append(frontier, reached, merkle.leaf_hash(entry))
        reached += 1
    return Mark(reached, tuple(frontier))
