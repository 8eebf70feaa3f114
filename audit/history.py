"""R-097: every checkpoint that was signed, in a file beside the database; nothing is signed that does not continue it.

A line is a JSON object: ``note``, the signed checkpoint, and ``frontier``, the roots of the perfect subtrees it stands
for (``audit.merkle``). From the newest line's frontier on, the entries that were added since have to lead to the root
that the database claims: then the new tree has the old one as its beginning, which is what a consistency proof of
RFC 6962 section 2.1.2 shows. Whoever rewrites the ledger in the database gets no signature for it.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit import checkpoint, merkle

OWNER_ONLY = 0o600


class Growing(Protocol):
    """The ledger as the database has it."""

    def head(self) -> tuple[int, str]:
        """Number of entries, and the root in hex."""

    def since(self, first: int, size: int) -> Iterable[bytes]:
        """The canonical entries from place ``first`` up to ``size``."""

    def has_history(self) -> bool:
        """Whether it says of itself that a file like this was begun for it."""


class Doubt(StrEnum):
    """Why nothing is signed."""

    MISSING = "missing"
    """There was a file once."""
    NOT_OURS = "not_ours"
    """The newest line is not signed by our key under our name."""
    SHORTER = "shorter"
    """Entries that were signed are gone."""
    REWRITTEN = "rewritten"
    """The entries don't lead from what was signed to what the database claims."""


class InDoubt(Exception):
    """The ledger is not what was signed before; attribute ``why``."""

    def __init__(self, why: Doubt) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Signed:
    """A checkpoint; ``begun``: the first one of a new file."""

    size: int
    root: str
    note: str
    begun: bool = False


@dataclass(frozen=True)
class _Mark:
    size: int = 0
    frontier: tuple[bytes, ...] = ()


class History:
    """The file, and the key that signs.

    Args:
        file: Where the checkpoints are; made when the first one is signed.
        origin: Name of the ledger.
        key: The ledger's key.
        alarm: Told at each refusal, by what the caller can't pass over.
    """

    def __init__(self, file: Path, origin: str, key: Ed25519PrivateKey, alarm: Callable[[Doubt], object]) -> None:
        self.file = file
        self._origin = origin
        self._key = key
        self._alarm = alarm

    def sign(self, ledger: Growing, *, whole: bool = False) -> Signed:
        """R-097: prove that the ledger continues what was signed last, then sign it and keep that.

        Args:
            ledger: As the database has it.
            whole: Every entry from the first on has to add up too, which takes seconds in an old ledger.

        Raises:
            InDoubt: it does not; nothing was signed.
        """
        with self._locked():
            try:
                mark = self._newest(ledger)
                if whole:
                    _grown(_Mark(), ledger)
                return self._proven(ledger, mark)
            except InDoubt as doubt:
                self._alarm(doubt.why)
                raise

    def begin(self, ledger: Growing) -> Signed:
        """Put the file aside, under its size, and begin a new one; for a new key or name, and after a restore.

        Raises:
            InDoubt: the entries don't add up to what the database claims.
        """
        with self._locked():
            if self.file.exists():
                self.file.rename(self.file.with_name(f"{self.file.name}.{self.file.stat().st_size}"))
            return self._proven(ledger, _Mark())

    def doubt(self, ledger: Growing, *, whole: bool = False) -> Doubt | None:
        """What ``sign`` would say."""
        try:
            mark = self._newest(ledger)
            _grown(mark, ledger)
            if whole:
                _grown(_Mark(), ledger)
        except InDoubt as found:
            return found.why
        return None

    def _proven(self, ledger: Growing, mark: _Mark) -> Signed:
        size, root, frontier = _grown(mark, ledger)
        note = checkpoint.sign(self._origin, size, root, self._key)
        begun = not self.file.exists()
        if begun or size > mark.size:
            self._append(note, frontier)
        return Signed(size, root.hex(), note, begun)

    def _newest(self, ledger: Growing) -> _Mark:
        lines = self.file.read_bytes().split(b"\n")[:-1] if self.file.exists() else []
        if not lines:
            if ledger.has_history():
                raise InDoubt(Doubt.MISSING)
            return _Mark()
        try:
            kept = json.loads(lines[-1])
            said = checkpoint.verify(kept["note"], checkpoint.public_key(self._origin, self._key))
            mark = _Mark(said.size, tuple(map(bytes.fromhex, kept["frontier"])))
            if merkle.root(mark.frontier, mark.size) != said.root:
                raise InDoubt(Doubt.NOT_OURS)
        except (ValueError, KeyError, TypeError) as error:
            raise InDoubt(Doubt.NOT_OURS) from error
        return mark

    def _append(self, note: str, frontier: Sequence[bytes]) -> None:
        line = json.dumps({"note": note, "frontier": [part.hex() for part in frontier]}, ensure_ascii=False)
        with os.fdopen(os.open(self.file, os.O_RDWR | os.O_CREAT | os.O_APPEND, OWNER_ONLY), "r+b") as file:
            if file.seek(0, os.SEEK_END) and (file.seek(-1, os.SEEK_END), file.read(1))[1] != b"\n":
                file.write(b"\n")  # a power cut in the middle of a line
            file.write(line.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One process at a time; by a file of its own, since this one may be put aside."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(self.file.with_name(f"{self.file.name}.lock"), os.O_RDWR | os.O_CREAT, OWNER_ONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)


def _grown(mark: _Mark, ledger: Growing) -> tuple[int, bytes, list[bytes]]:
    """Size, root and frontier of the database's tree, if it has the marked one as its beginning."""
    size, root = ledger.head()
    if size < mark.size:
        raise InDoubt(Doubt.SHORTER)
    reached, frontier = mark.size, list(mark.frontier)
    for entry in ledger.since(mark.size, size):
        frontier = merkle.append(frontier, reached, merkle.leaf_hash(entry))
        reached += 1
    if reached != size or merkle.root(frontier, size).hex() != root:
        raise InDoubt(Doubt.REWRITTEN)
    return size, bytes.fromhex(root), frontier
