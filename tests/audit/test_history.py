"""The file of checkpoints: what was signed stays signed, and only what continues it is signed next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from audit.checkpoint import signing_key, verify
from audit.growth import Doubt, InDoubt
from audit.history import History
from audit.merkle import leaf_hash, root_of
from audit.turns import TURNS
from tests.world.ledgers import KEY, ORIGIN, PUBLIC, entries

OTHER = signing_key("//////////////////////////////////////////8=")


@dataclass
class Rows:
    """A ledger's entries, as its owner likes them."""

    kept: list[bytes] = field(default_factory=list)
    begun: bool = False
    read: list[tuple[int, int]] = field(default_factory=list)

    def head(self) -> tuple[int, str]:
        return len(self.kept), root_of([leaf_hash(row) for row in self.kept]).hex()

    def since(self, first: int, size: int) -> Iterator[bytes]:
        self.read.append((first, size))
        yield from self.kept[first:size]

    def has_history(self) -> bool:
        return self.begun


@dataclass
class Forged(Rows):
    """An entry is another one, and the head is what it was."""

    true: list[bytes] = field(default_factory=list)

    def head(self) -> tuple[int, str]:
        return Rows(self.true).head()


@pytest.fixture
def alarms() -> list[Doubt]:
    """What the log was told."""
    return []


@pytest.fixture
def history(tmp_path: Path, alarms: list[Doubt]) -> History:
    """A file that isn't there yet."""
    return History(tmp_path / "far" / "checkpoints", ORIGIN, KEY, alarms.append)


def test_each_checkpoint_is_kept_and_continues_the_one_before(history: History) -> None:
    """R-097: nothing new adds no line; the file is its owner's alone."""
    for size in (0, 3, 3, 8):
        signed = history.sign(Rows(entries(size)))
        assert verify(signed.note, PUBLIC).size == signed.size == size
        assert signed.begun == (size == 0)
    assert len(history.file.read_text().splitlines()) == 3
    assert history.file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([*entries(4)[:2], b"{}", *entries(9)[3:]], Doubt.REWRITTEN),
        (entries(5), Doubt.SHORTER),
        ([*entries(5), b"{}"], Doubt.REWRITTEN),
        ([*entries(5), b"{}", *entries(9)[6:]], Doubt.REWRITTEN),
    ],
)
def test_what_does_not_continue_it_is_not_signed(
    history: History, alarms: list[Doubt], rows: list[bytes], why: Doubt
) -> None:
    """R-097: entries changed, dropped or put in; the alarm goes off each time, and the file stays as it is."""
    history.sign(Rows(entries(6)))
    kept = history.file.read_bytes()
    for _ in range(2):
        with pytest.raises(InDoubt):
            history.sign(Rows(rows))
    assert alarms == [why, why]
    assert history.doubt(Rows(rows)) == why
    assert history.file.read_bytes() == kept
    assert history.doubt(Rows(entries(7))) is None


@pytest.mark.parametrize("place", [0, 149, 399, 401])
def test_an_old_entry_that_was_changed_is_read_again_within_a_days_looks(
    history: History, alarms: list[Doubt], place: int
) -> None:
    """R-097, R-139: though the head says what it said; nothing is signed from then on, until it is right again."""
    true = entries(402)
    for size in (100, 250, 400, 402):
        history.sign(Rows(true[:size]))
    forged = Forged([*true[:place], b"{}", *true[place + 1 :]], true=true)
    assert history.doubt(forged) is None
    looks = [history.reread(forged) for _ in range(TURNS)]
    assert Doubt.REWRITTEN in looks
    assert looks[-1] == history.doubt(forged) == Doubt.REWRITTEN
    with pytest.raises(InDoubt):
        history.sign(forged)
    assert alarms == [Doubt.REWRITTEN]
    assert history.doubt(Rows(true)) is None
    assert [history.reread(Rows(true)) for _ in range(TURNS)] == [None] * TURNS


def test_a_look_reads_a_days_share_and_not_the_whole_ledger(history: History) -> None:
    """R-097: from one signed checkpoint to a later one; all of it in turn, and a restart goes on where it was."""
    true = entries(400)
    for size in range(10, 401, 10):
        history.sign(Rows(true[:size]))
    ledger = Rows(true)
    for _ in range(TURNS + 1):
        History(history.file, ORIGIN, KEY, print).reread(ledger)
    assert ledger.read == [*((start, start + 10) for start in range(0, 400, 10)), (0, 10)]
    history.file.with_name("checkpoints.turn").write_text("no json")
    assert history.reread(ledger) is None
    assert ledger.read[-1] == (0, 10)


def test_an_old_checkpoint_that_is_not_ours_is_found_too(history: History) -> None:
    """R-097: whoever changes the file beside the ledger is found as whoever changes the ledger."""
    true = entries(40)
    for size in (20, 40):
        history.sign(Rows(true[:size]))
    first, second = history.file.read_text().splitlines()
    history.file.write_text(first.replace('er": ["', 'er": ["00') + "\n" + second + "\n")
    assert Doubt.NOT_OURS in [history.reread(Rows(true)) for _ in range(TURNS)]
    assert history.doubt(Rows(true)) == Doubt.NOT_OURS


def test_a_line_that_is_not_ours_is_trusted_by_nobody(history: History) -> None:
    """R-097: another key, another name, another root under our signature, or no line at all."""
    ledger = Rows(entries(6))
    history.sign(ledger)
    line = history.file.read_text()
    for other in (History(history.file, ORIGIN, OTHER, print), History(history.file, "else.example", KEY, print)):
        assert other.doubt(ledger) == Doubt.NOT_OURS
    for forged in ("{}", "[]", "no json", line.replace("6\\n", "5\\n").strip(), line.replace('er": ["', 'er": ["00')):
        history.file.write_text(forged.strip() + "\n")
        assert history.doubt(ledger) == Doubt.NOT_OURS


def test_a_power_cut_in_the_middle_of_a_line_loses_that_line_alone(history: History) -> None:
    """R-097: the one before still holds."""
    history.sign(Rows(entries(6)))
    with history.file.open("a") as file:
        file.write('{"note": "hansho')
    assert history.sign(Rows(entries(7))).size == 7
    assert history.doubt(Rows(entries(8))) is None
    assert history.doubt(Rows(entries(6))) == Doubt.SHORTER


def test_a_file_that_is_gone_is_missed_and_can_be_begun_anew(history: History, alarms: list[Doubt]) -> None:
    """R-097: by whoever owns the server; the old one is put aside, not written over."""
    ledger = Rows(entries(6))
    history.sign(ledger)
    ledger.begun = True
    history.file.unlink()
    with pytest.raises(InDoubt):
        history.sign(ledger)
    assert alarms == [Doubt.MISSING]
    for _ in range(2):
        assert history.begin(ledger).begun
    assert len([*history.file.parent.glob("checkpoints.*")]) == 2  # the lock, and the first of the two
