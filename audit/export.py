"""The export that auditors get, one line per entry and then the signed checkpoint; and the check of such a file.

A line is the RFC 8785 form of ``{"entry": …, "leaf": "<hex>"}``. The sequence inside each entry shows dropped, added
and swapped lines, the leaf hash a changed one, and the signed root a change made in both places.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from audit import checkpoint, merkle
from audit.checkpoint import Checkpoint, CheckpointError, PublicKey
from audit.event import canonical, check
from audit.sentences import (
    BAD_NOTE,
    CHANGED,
    NOT_AN_EXPORT,
    OTHER_ROOT,
    OTHER_SIZE,
    REWRITTEN,
    SHORTER,
    UNKNOWN_FORM,
    UNREADABLE,
    WRONG_PLACE,
    Sentence,
)


class UnusableError(Exception):
    """The input can't be checked at all.

    Attributes:
        what: What is the matter with it.
    """

    def __init__(self, what: Sentence) -> None:
        super().__init__(what.en)
        self.what = what


@dataclass(frozen=True)
class Broken:
    """The first thing that is wrong.

    Attributes:
        line: Line number in the file, from 1.
        what: What is wrong with it.
        detail: The technical reason, in English.
    """

    line: int
    what: Sentence
    detail: str = ""


@dataclass(frozen=True)
class Intact:
    """Everything fits.

    Attributes:
        head: The checkpoint that closes the file.
        first_at: Time of the first entry; empty in an empty ledger.
        last_at: Time of the last entry.
    """

    head: Checkpoint
    first_at: str = ""
    last_at: str = ""


@dataclass(frozen=True)
class Head:
    """How long the ledger was at some time, and its Merkle root then."""

    size: int
    root: bytes


@dataclass(frozen=True)
class _Entry:
    at: str
    leaf: bytes


def line(event: str, leaf: str) -> str:
    """One line of the export.

    Args:
        event: The canonical entry as it was stored.
        leaf: Its leaf hash as it was stored, in hex.
    """
    return f'{{"entry":{event},"leaf":"{leaf}"}}\n'


def examine(data: bytes, *, key: PublicKey | None = None, earlier: Head | None = None) -> Intact | Broken:
    """Check a whole export, offline.

    Steps: (1) each line is canonical, (2) its entry matches its leaf hash, (3) is of the known form, so that it holds
    nothing personal, and (4) stands in its place; (5) the checkpoint is signed by ``key`` and (6) covers exactly these
    lines; (7) the lines up to an earlier head are those that it stood for.

    Args:
        data: The file.
        key: Whose signature to ask for; without it, nobody's signature is checked.
        earlier: Size and root received before, in a digest; without them, step 7 is left out.

    Raises:
        UnusableError: the data is nothing that can be checked.
    """
    rows = data.split(b"\n")
    count = next((place for place, row in enumerate(rows) if not row.startswith(b"{")), len(rows))
    entries: list[_Entry] = []
    for place, row in enumerate(rows[:count]):
        entry = _entry(row, place)
        if isinstance(entry, Broken):
            return entry
        entries.append(entry)
    try:
        head = _read_note(b"\n".join(rows[count:]), key)
    except CheckpointError as error:
        if not entries and b'{"entry":' not in data:
            raise UnusableError(NOT_AN_EXPORT) from None
        return Broken(count + 1, BAD_NOTE, str(error))
    return _compare(entries, head, earlier)


def _entry(row: bytes, place: int) -> _Entry | Broken:
    """Steps 1 to 4."""
    number = place + 1
    try:
        read = json.loads(row)
        if canonical(read) != row or read.keys() != {"entry", "leaf"}:
            return Broken(number, UNREADABLE)
    except (ValueError, RecursionError):
        return Broken(number, UNREADABLE)
    leaf = merkle.leaf_hash(canonical(read["entry"]))
    if read["leaf"] != leaf.hex():
        return Broken(number, CHANGED)
    try:
        check(read["entry"])
    except ValueError as error:
        return Broken(number, UNKNOWN_FORM, str(error))
    if read["entry"]["sequence"] != place:
        return Broken(number, WRONG_PLACE)
    return _Entry(read["entry"]["at"], leaf)


def _compare(entries: Sequence[_Entry], head: Checkpoint, earlier: Head | None) -> Intact | Broken:
    """Steps 6 and 7."""
    leaves = [entry.leaf for entry in entries]
    size_line = len(entries) + 2  # the checkpoint's lines are origin, size, root
    if head.size != len(entries):
        return Broken(size_line, OTHER_SIZE)
    if merkle.root_of(leaves) != head.root:
        return Broken(size_line + 1, OTHER_ROOT)
    if earlier and earlier.size > head.size:
        return Broken(size_line, SHORTER.filled(earlier=earlier.size, size=head.size))
    if earlier and merkle.root_of(leaves[: earlier.size]) != earlier.root:
        return Broken(1, REWRITTEN.filled(earlier=earlier.size))
    return Intact(head, entries[0].at, entries[-1].at) if entries else Intact(head)


def _read_note(note: bytes, key: PublicKey | None) -> Checkpoint:
    """Step 5."""
    try:
        text = note.decode()
    except UnicodeDecodeError:
        raise CheckpointError("not UTF-8") from None
    return checkpoint.verify(text, key) if key else checkpoint.read(text)
