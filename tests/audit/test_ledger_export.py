"""Whoever changes one byte of the ledger is found out (R-097, R-121)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.checkpoint import public_key, sign, signing_key
from audit.event import Event, canonical, entry
from audit.export import Broken, Head, Intact, UnusableError, examine, line
from audit.merkle import leaf_hash, root_of
from audit.sentences import (
    BAD_NOTE,
    CHANGED,
    OTHER_ROOT,
    OTHER_SIZE,
    REWRITTEN,
    SHORTER,
    UNKNOWN_FORM,
    UNREADABLE,
    WRONG_PLACE,
)
from tests.world.ledgers import ORIGIN, PUBLIC, START, entries, export, head, lines

SIZE = 6
SOUND = export(SIZE)
PLACES = st.integers(0, SIZE - 1)


def broken(data: bytes) -> Broken:
    """What is found in a file that someone touched."""
    found = examine(data, key=PUBLIC)
    assert isinstance(found, Broken)
    return found


def sealed(row: bytes) -> bytes:
    """A line with the hash that fits it, whatever it says."""
    return line(row.decode(), leaf_hash(row).hex()).encode()


@pytest.mark.parametrize("count", [0, 1, 2, 7, 64])
def test_an_untouched_export_is_intact(count: int) -> None:
    """R-121: an outside auditor checks the export offline, with or without the key."""
    found = examine(export(count), key=PUBLIC)

    assert isinstance(found, Intact)
    assert found.head.size == count
    assert (found.first_at != "") == (count > 0)
    assert examine(export(count)) == found


@given(st.integers(0, len(SOUND) - 1), st.integers(1, 255))
def test_any_flipped_byte_is_found_on_its_line(at: int, mask: int) -> None:
    """R-097: wherever one byte is changed, the line is named; a change of the checkpoint names its first line."""
    touched = SOUND[:at] + bytes([SOUND[at] ^ mask]) + SOUND[at + 1 :]

    assert broken(touched).line == min(SOUND[:at].count(b"\n"), SIZE) + 1


@given(PLACES)
def test_a_dropped_line_is_found(place: int) -> None:
    """R-097: the line after the gap is named."""
    rows = SOUND.splitlines(keepends=True)

    found = broken(b"".join(rows[:place] + rows[place + 1 :]))

    assert (found.line, found.what) == ((place + 1, WRONG_PLACE) if place < SIZE - 1 else (SIZE + 1, OTHER_SIZE))


@given(PLACES, PLACES)
def test_swapped_lines_are_found(one: int, other: int) -> None:
    """R-097: the first of the two is named."""
    rows = SOUND.splitlines(keepends=True)
    rows[one], rows[other] = rows[other], rows[one]

    if one == other:
        assert isinstance(examine(b"".join(rows), key=PUBLIC), Intact)
    else:
        found = broken(b"".join(rows))
        assert (found.line, found.what) == (min(one, other) + 1, WRONG_PLACE)


@given(st.integers(0, SIZE), st.integers(0, SIZE + 3))
def test_an_inserted_line_is_found(place: int, copied: int) -> None:
    """R-097: also a line that is sound in itself."""
    rows = SOUND.splitlines(keepends=True)

    found = broken(b"".join([*rows[:place], rows[copied], *rows[place:]]))

    assert place + 1 <= found.line <= SIZE + 3


@pytest.mark.parametrize("cut", [1, 30, 120, 300, 600])
def test_a_file_that_was_cut_off_is_found(cut: int) -> None:
    """A broken download is not an intact ledger."""
    assert broken(SOUND[:-cut]).line <= SIZE + 1


def test_a_rewritten_entry_is_named() -> None:
    """R-097: another actor, the old hash."""
    rows = entries(SIZE)
    touched = rows[2].replace(b'"views":2', b'"views":9')

    found = broken(SOUND.replace(rows[2], touched))

    assert (found.line, found.what) == (3, CHANGED)


def test_an_entry_rewritten_with_its_hash_is_found_by_the_signed_root() -> None:
    """R-097: nobody without the key can make the whole fit."""
    rows = entries(SIZE)
    rewritten = lines([*rows[:2], rows[2].replace(b'"views":2', b'"views":9'), *rows[3:]])

    found = broken(("".join(rewritten) + head(rows)).encode())

    assert found.what == OTHER_ROOT


def test_a_rewritten_ledger_signed_anew_is_found_by_an_earlier_head() -> None:
    """R-097: not even who holds the key can rewrite what a digest has told."""
    rows = entries(SIZE)
    earlier = Head(4, root_of([leaf_hash(row) for row in rows[:4]]))
    rewritten = [*rows[:2], rows[2].replace(b'"views":2', b'"views":9'), *rows[3:]]
    anew = ("".join(lines(rewritten)) + head(rewritten)).encode()

    assert isinstance(examine(SOUND, key=PUBLIC, earlier=earlier), Intact)
    assert isinstance(examine(anew, key=PUBLIC), Intact)
    found = examine(anew, key=PUBLIC, earlier=earlier)
    assert isinstance(found, Broken)
    assert found.what == REWRITTEN.filled(earlier=4)
    shorter = examine(export(3), key=PUBLIC, earlier=earlier)
    assert isinstance(shorter, Broken)
    assert shorter.what == SHORTER.filled(earlier=4, size=3)


def test_a_ledger_signed_by_somebody_else_is_found() -> None:
    """R-121: the auditor's key decides, not the file."""
    somebody = signing_key("c29tZWJvZHkgZWxzZSdzIGtleSwgMzIgYnl0ZXMuLi4=")
    rows = entries(SIZE)
    theirs = sign(ORIGIN, SIZE, root_of([leaf_hash(row) for row in rows]), somebody)
    data = ("".join(lines(rows)) + theirs).encode()

    assert isinstance(examine(data, key=public_key(ORIGIN, somebody)), Intact)
    assert broken(data).what == BAD_NOTE


@pytest.mark.parametrize(
    ("row", "what"),
    [
        (b"{\n", UNREADABLE),
        (b"{" * 100_000 + b"\n", UNREADABLE),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"\n", UNREADABLE),
        (b"{}\n", UNREADABLE),
        (b'{"entry":1e400,"leaf":""}\n', UNREADABLE),
        (b'{"entry":"\\ud800","leaf":""}\n', UNREADABLE),
        (b'{ "entry":[],"leaf":""}\n', UNREADABLE),
        (b'{"entry":[],"leaf":"\xff"}\n', UNREADABLE),
        (b'{"entry":[],"leaf":""}\n', CHANGED),
        (sealed(b"[]"), UNKNOWN_FORM),
        (sealed(b'{"at":"2026-11-01T00:00:00.000Z","event":"a:b:c","sequence":0}'), UNKNOWN_FORM),
    ],
)
def test_lines_nobody_could_have_written_are_named(row: bytes, what: object) -> None:
    """Hostile input ends in a sentence, never in a crash."""
    found = broken(row + SOUND)

    assert (found.line, found.what) == (1, what)


def test_personal_data_smuggled_into_the_database_is_found() -> None:
    """R-097: the auditor is told of an entry that could hold personal data, even if everything is signed."""
    row = canonical(entry(Event.REPORT_OPEN, sequence=0, at=START, case="c1")).replace(b'"c1"', '"田中太郎"'.encode())
    data = sealed(row) + head([row]).encode()

    found = broken(data)

    assert (found.line, found.what) == (1, UNKNOWN_FORM)
    assert "田中" not in found.detail


@pytest.mark.parametrize("data", [b"", b"\n", b"hello", b"\xff\xfe", b"%PDF-1.7\n\n", b"a\nb\nc\n\nd\n"])
def test_some_other_file_is_not_called_broken(data: bytes) -> None:
    """A wrong file is told apart from a damaged ledger."""
    with pytest.raises(UnusableError, match="not an export"):
        examine(data)
