"""The vault: nothing readable without the keys, nothing at all after destruction, nothing resurrected."""

from __future__ import annotations

import base64
import re
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import make_url, update

from storage.keyring import Damaged, Keyring
from storage.tables import CaseKey, InboxEvent, OutboxMessage, VaultObject
from storage.unit_of_work import Database
from storage.vault import Erased
from tests.world.rows import Rows, build, comes_in, is_kept

SECOND = b"a key of the folder"
PICTURE = b"the very recognisable plaintext of a picture " * 40


def key(name: str, letter: str) -> str:
    """A master key for tests."""
    return f"{name}:{base64.b64encode(letter.encode() * 32).decode()}"


def bytes_on_disk(url: str) -> bytes:
    """Everything SQLite keeps in files: the database, its log and its index."""
    path = Path(make_url(url).database or "")
    return b"".join(p.read_bytes() for p in sorted(path.parent.glob(path.name + "*")))


def test_what_is_put_can_be_read_until_it_is_destroyed(database: Database, town: Rows, now: datetime) -> None:
    """R-040, R-064: destroying one kind leaves the others."""
    with database.unit_of_work() as uow:
        uow.vault.put(town.case, "original", "upright", PICTURE, now)
        uow.vault.put(town.case, "text", "report", b"words", now)
        uow.commit()
    with database.unit_of_work() as uow:
        assert uow.vault.get(town.case, "original", "upright") == PICTURE
        assert uow.vault.destroy(town.case, "original", now)
        assert not uow.vault.destroy(town.case, "original", now)
        uow.commit()

    with database.unit_of_work() as uow:
        with pytest.raises(Erased):
            uow.vault.get(town.case, "original", "upright")
        kept = [
            (is_kept(uow, town.case, k, n), uow.vault.has_key(town.case, k))
            for k, n in (("original", "upright"), ("text", "report"))
        ]
        assert kept == [(False, False), (True, True)]
        assert uow.vault.get(town.case, "text", "report") == b"words"


@pytest.mark.parametrize("kept_before", [True, False])
def test_nothing_is_resurrected(database: Database, town: Rows, now: datetime, *, kept_before: bool) -> None:
    """R-082, R-141: a slow worker that still wants to keep a picture of an erased kind is refused."""
    with database.unit_of_work() as uow:
        if kept_before:
            uow.vault.put(town.case, "masked", "picture", PICTURE, now)
        uow.vault.destroy(town.case, "masked", now)
        uow.commit()

    with database.unit_of_work() as uow:
        with pytest.raises(Erased):
            uow.vault.put(town.case, "masked", "picture", PICTURE, now)
        assert not is_kept(uow, town.case, "masked", "picture")


def test_putting_again_replaces(database: Database, town: Rows, now: datetime) -> None:
    """One name, one content."""
    with database.unit_of_work() as uow:
        uow.vault.put(town.case, "masked", "picture", b"first", now)
        uow.vault.put(town.case, "masked", "picture", b"second", now)

        assert uow.vault.get(town.case, "masked", "picture") == b"second"


def test_one_object_can_be_removed(database: Database, town: Rows, now: datetime) -> None:
    """The rest of its kind stays, and the name can be used again."""
    with database.unit_of_work() as uow:
        uow.vault.put(town.case, "text", "a", b"1", now)
        uow.vault.put(town.case, "text", "b", b"2", now)
        uow.vault.remove(town.case, "text", "a")

        assert [is_kept(uow, town.case, "text", n) for n in "ab"] == [False, True]
        with pytest.raises(Erased):
            uow.vault.get(town.case, "text", "a")
        uow.vault.put(town.case, "text", "a", b"3", now)
        assert uow.vault.get(town.case, "text", "a") == b"3"


def test_a_kind_that_no_rule_erases_is_refused(database: Database, town: Rows, now: datetime) -> None:
    """A spelling mistake must not make a key that lives for ever."""
    with database.unit_of_work() as uow, pytest.raises(ValueError, match="the vault knows no kind"):
        uow.vault.put(town.case, "orignal", "upright", PICTURE, now)


def test_ciphertext_cannot_be_moved_to_another_place(database: Database, town: Rows, now: datetime) -> None:
    """Each object is bound to its case, kind and name."""
    with database.unit_of_work() as uow:
        uow.vault.put(town.case, "text", "a", b"1", now)
        uow.vault.put(town.case, "text", "b", b"2", now)
        moved = uow.session.get_one(VaultObject, (town.case, "text", "a")).sealed
        uow.session.execute(update(VaultObject).where(VaultObject.name == "b").values(sealed=moved))
        with pytest.raises(Damaged):
            uow.vault.get(town.case, "text", "b")


def test_a_wrapped_key_cannot_be_moved_to_another_kind(database: Database, town: Rows, now: datetime) -> None:
    """Else a text that has to die could be kept alive under the key of another kind."""
    with database.unit_of_work() as uow:
        uow.vault.put(town.case, "text", "a", b"1", now)
        uow.vault.put(town.case, "masked", "a", b"2", now)
        moved = uow.session.get_one(CaseKey, (town.case, "masked")).wrapped
        uow.session.execute(update(CaseKey).where(CaseKey.kind == "text").values(wrapped=moved))
        uow.commit()
    with database.unit_of_work() as uow, pytest.raises(Damaged):
        uow.vault.get(town.case, "text", "a")


def test_nothing_can_be_read_with_another_master_key(
    database: Database, database_url: str, town: Rows, now: datetime
) -> None:
    """R-064: a stolen database is unreadable."""
    with database.unit_of_work() as uow:
        uow.vault.put(town.case, "text", "a", b"1", now)
        uow.commit()

    for stranger in (key("test", "x"), key("other", "x")):
        thief = Database(database_url, master_keys=stranger, key_folder=database.keys.folder)
        with thief.unit_of_work() as uow, pytest.raises(Damaged):
            uow.vault.get(town.case, "text", "a")
        thief.close()


def test_files_hold_no_plaintext_and_after_destruction_not_even_the_key(
    sqlite_url: str, master_keys: str, now: datetime
) -> None:
    """R-064: grep over the file, its log and its index, before and after."""
    database = Database(sqlite_url, master_keys=master_keys)
    town = build(database, now)
    with database.unit_of_work() as uow:
        uow.vault.put(town.case, "original", "upright", PICTURE, now)
        comes_in(uow, "e1", "anna", now, b"recognisable words")
        uow.commit()
    with database.unit_of_work(read_only=True) as uow:
        wrapped = uow.session.get_one(CaseKey, (town.case, "original")).wrapped or b""
        sealed = uow.session.get_one(VaultObject, (town.case, "original", "upright")).sealed
    before = bytes_on_disk(sqlite_url)
    assert PICTURE[:40] not in before
    assert b"recognisable words" not in before
    assert wrapped in before

    with database.unit_of_work() as uow:
        uow.vault.destroy(town.case, "original", now)
        uow.commit()

    after = bytes_on_disk(sqlite_url)
    assert wrapped not in after
    # A picture spans pages, so look for pieces of it that fit into one.
    assert not [start for start in range(0, len(sealed) - 32, 32) if sealed[start : start + 32] in after]
    database.close()


def test_a_reader_in_the_way_only_delays_the_cleaning(sqlite_url: str, master_keys: str, now: datetime) -> None:
    """R-064: the log is cut at the next commit after the reader is gone; the erasure itself never waits for ever."""
    database = Database(f"{sqlite_url}?timeout=0.1", master_keys=master_keys)
    town = build(database, now)
    with database.unit_of_work() as uow:
        uow.vault.put(town.case, "original", "upright", PICTURE, now)
        uow.commit()
    with database.unit_of_work(read_only=True) as reader:
        wrapped = reader.session.get_one(CaseKey, (town.case, "original")).wrapped or b""
        with database.unit_of_work() as uow:
            uow.vault.destroy(town.case, "original", now)
            uow.commit()
        assert database.log_holds_erased
        assert wrapped in bytes_on_disk(sqlite_url)

    with database.unit_of_work() as uow:
        uow.heartbeats.set("loop", now)
        uow.commit()

    assert not database.log_holds_erased
    assert wrapped not in bytes_on_disk(sqlite_url)
    database.close()


def test_master_keys_rotate_without_losing_anything(
    database: Database, database_url: str, master_keys: str, town: Rows, now: datetime
) -> None:
    """After rotation the old key can be taken away: pictures, waiting events and waiting cards all open."""
    with database.unit_of_work() as uow:
        uow.vault.put(town.case, "text", "a", b"1", now)
        uow.vault.destroy(town.case, "original", now)
        comes_in(uow, "e1", "anna", now, b"event")
        message = uow.outbox.queue(account_id=town.account, card_json=b"card", topic="t", now=now)
        of_case = uow.outbox.queue(
            account_id=town.account, card_json=b"case card", topic="t", now=now, case_id=town.case
        )
        code = uow.people.new_enrolment(town.reporter, now)
        uow.commit()

    both = Database(database_url, master_keys=f"{key('new', 'n')},{master_keys}", key_folder=database.keys.folder)
    with both.unit_of_work() as uow:
        assert uow.people.redeem(code, "slack", "S1", now) is not None
        assert uow.vault.rotate(now) == 3
        assert uow.vault.rotate(now) == 0
        uow.commit()
    both.close()

    alone = Database(database_url, master_keys=key("new", "n"), key_folder=database.keys.folder)
    with alone.unit_of_work() as uow:
        assert uow.vault.get(town.case, "text", "a") == b"1"
        assert uow.inbox.body(uow.session.query(InboxEvent).one()) == b"event"
        assert uow.outbox.body(uow.session.get_one(OutboxMessage, message.id)) == b"card"
        assert uow.outbox.body(uow.session.get_one(OutboxMessage, of_case.id)) == b"case card"
        with pytest.raises(Erased):
            uow.vault.put(town.case, "original", "upright", PICTURE, now)
    alone.close()


@given(data=st.binary(max_size=200), context=st.text(max_size=20), place=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_any_flipped_bit_is_noticed(data: bytes, context: str, place: int, bit: int) -> None:
    """AES-GCM with the place as associated data: the right bytes in the right place, or nothing."""
    ring = Keyring(key("k", "k"))
    sealed = ring.seal(data, context, SECOND)
    broken = bytearray(sealed)
    broken[place % len(sealed)] ^= 1 << bit

    assert ring.unseal(sealed, context, SECOND) == data
    for other in (
        (bytes(broken), context, SECOND),
        (sealed, context + "x", SECOND),
        (sealed, context, b""),
        (sealed, context, None),
    ):
        with pytest.raises(Damaged):
            ring.unseal(*other)
    assert sealed != ring.seal(data, context, SECOND)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "key 1: write id:base64"),
        ("change-me", "key 1: write id:base64"),
        ("k:???", "key k: not base64"),
        ("k:" + base64.b64encode(b"x" * 16).decode(), "key k: 16 bytes long instead of 32"),
        ("k:" + base64.b64encode(b"x" * 33).decode(), "key k: 33 bytes long instead of 32"),
        (key("k", "x") + "," + key("k", "y"), "two keys are called k"),
        (key("k", "x") + ",", "key 2: write id:base64"),
        (key("a name with spaces", "x"), "key 1: write id:base64"),
    ],
)
def test_a_key_that_is_no_key_is_named_but_not_shown(text: str, message: str) -> None:
    """Each refusal says which key, what is wrong and what prints a good one."""
    with pytest.raises(ValueError, match=re.escape(message)) as refused:
        Keyring(text)

    assert str(refused.value).startswith("HANSHO_MASTER_KEYS")
    assert "eHh4" not in str(refused.value)
