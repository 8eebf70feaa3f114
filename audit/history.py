"""R-097: every checkpoint that was signed, in a file beside the database; nothing is signed that does not continue it.

A line is a JSON object: ``note``, the signed checkpoint, and ``frontier``, the roots of the perfect subtrees it stands
for (``audit.merkle``). From the newest line's frontier on, the entries that were added since have to lead to the root
that the database claims (``audit.growth``). Whoever rewrites the ledger in the database gets no signature for it. What
lies before the newest line is read again in turns (``audit.turns``).
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit import checkpoint, merkle
from audit.growth import Doubt, Growing, InDoubt, Mark, grown
from audit.turns import Turns

OWNER_ONLY = 0o600


@dataclass(frozen=True)
class Signed:
    """A checkpoint; ``begun``: the first one of a new file."""

    size: int
    root: str
    note: str
    begun: bool = False


class Lines:
    """The file: a line is a signed checkpoint and its frontier.

    Args:
        file: Where it is.
        key: Whose lines count.
    """

    def __init__(self, file: Path, key: checkpoint.PublicKey) -> None:
        self._file = file
        self._key = key

    def sizes(self) -> list[int]:
        """As the lines say."""
        with _ours():
            return [int(json.loads(line)["note"].split("\n")[1]) for line in self._whole()]

    def mark(self, place: int) -> Mark:
        """What a line stands for.

        Raises:
            InDoubt: it is not signed by our key under our name.
        """
        with _ours():
            kept = json.loads(self._whole()[place])
            said = checkpoint.verify(kept["note"], self._key)
            mark = Mark(said.size, tuple(map(bytes.fromhex, kept["frontier"])))
            if merkle.root(mark.frontier, mark.size) != said.root:
                raise InDoubt(Doubt.NOT_OURS)
            return mark

    def newest(self, ledger: Growing) -> Mark:
        """The last one; before the first there is nothing to continue.

        Raises:
            InDoubt: it is not ours, or the file is gone.
        """
        if self._whole():
            return self.mark(-1)
        if ledger.has_history():
            raise InDoubt(Doubt.MISSING)
        return Mark()

    def _whole(self) -> list[bytes]:
        """Without what a power cut left of one."""
        return self._file.read_bytes().split(b"\n")[:-1] if self._file.exists() else []


@contextmanager
def _ours() -> Iterator[None]:
    """What can't be read is not ours."""
    try:
        yield
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise InDoubt(Doubt.NOT_OURS) from error


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
        self._lines = Lines(file, checkpoint.public_key(origin, key))
        self._turns = Turns(file.with_name(f"{file.name}.turn"), self._lines)

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
                return self._proven(ledger, self._checked(ledger, whole=whole))
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
            return self._proven(ledger, Mark())

    def doubt(self, ledger: Growing, *, whole: bool = False) -> Doubt | None:
        """What ``sign`` would say."""
        try:
            grown(self._checked(ledger, whole=whole), ledger)
        except InDoubt as found:
            return found.why
        return None

    def reread(self, ledger: Growing) -> Doubt | None:
        """R-097: the next turn of old entries; what is amiss there stays in ``doubt`` until it is right.

        Without it an entry could be changed that was signed long ago: the head, which is looked at, stays the same.
        """
        with self._locked():
            try:
                self._turns.take(ledger)
            except InDoubt as found:
                return found.why
        return None

    def _checked(self, ledger: Growing, *, whole: bool) -> Mark:
        """What was signed last, once nothing before it is known to be amiss."""
        mark = self._lines.newest(ledger)
        self._turns.check(ledger)
        if whole:
            grown(Mark(), ledger)
        return mark

    def _proven(self, ledger: Growing, mark: Mark) -> Signed:
        new, root = grown(mark, ledger)
        note = checkpoint.sign(self._origin, new.size, root, self._key)
        begun = not self.file.exists()
        if begun or new.size > mark.size:
            self._append(note, new.frontier)
        return Signed(new.size, root.hex(), note, begun)

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
