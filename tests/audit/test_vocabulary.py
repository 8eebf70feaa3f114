"""The ledger has no room for personal data (R-097)."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.event import GREATEST, TOKEN, Event, canonical, check, entry, salted

NOW = datetime(2026, 11, 3, 18, 5, 6, 789_123, tzinfo=timezone(timedelta(hours=9)))


def test_an_entry_says_who_did_what_when_by_ids_alone() -> None:
    """R-097: sequence, time in UTC, event, case, actor, details; canonical bytes by RFC 8785."""
    made = entry(
        Event.ALERT_SEND,
        sequence=7,
        at=NOW,
        case="c1",
        actor="m1",
        details={"stores": ("s2", "s1"), "life_hours": 24, "picture": True, "binding": "ab" * 32},
    )

    assert canonical(made).decode() == (
        '{"actor":"m1","at":"2026-11-03T09:05:06.789Z","case":"c1","details":{"binding":"'
        + "ab" * 32
        + '","life_hours":24,"picture":true,"stores":["s2","s1"]},"event":"case:alert:send","sequence":7}'
    )


def test_the_clock_acts_without_an_actor() -> None:
    """An expiry or erasure has nobody who did it."""
    made = entry(Event.MASKED_ERASE, sequence=0, at=NOW)

    assert made.keys() == {"sequence", "at", "event"}


@pytest.mark.parametrize(
    "value",
    [
        "田中太郎",
        "Taro Tanaka",
        "黒い帽子",
        "taro@example.jp",
        "東京都武蔵野市1-2-3",
        "https://example.jp/p/1",
        "+81 90 1234 5678",
        "090-1234-5678",
        "09012345678",
        "0422-22-1234",
        "０９０１２３４５６７８",
        "U4af4980629ffe0b1c2d3e4f5a6b7c8d9",
        "U012AB3CD9",
        "192.0.2.17",
        "a\n",
        "x" * 81,
        "",
    ],
)
def test_personal_data_has_no_way_in(value: str) -> None:
    """R-097: names, texts, addresses, phone numbers and platforms' ids are refused wherever they stand."""
    for place in ({"case": value}, {"actor": value}, {"details": {"a": value}}, {"details": {"a": ["ok", value]}}):
        with pytest.raises(ValueError, match=r"case|actor|details") as refused:
            entry(Event.REPORT_OPEN, sequence=0, at=NOW, **place)
        assert not value.strip() or value not in str(refused.value)


@pytest.mark.parametrize("value", ["0123456789abcdef" * 2, "01" * 32, "sha256:ab", "h-0001", "all_clear", "v1.2.3"])
def test_ids_and_words_pass(value: str) -> None:
    """Row ids, hashes, case numbers and words of code are what the ledger is made of."""
    made = entry(Event.REPORT_OPEN, sequence=0, at=NOW, case=value, details={"what": value})

    assert made["case"] == value


@given(st.text(max_size=90))
def test_only_tokens_pass(value: str) -> None:
    """R-097: whatever text comes, it either is a token or is refused."""
    try:
        entry(Event.REPORT_OPEN, sequence=0, at=NOW, details={"a": value})
    except ValueError:
        return
    assert TOKEN.fullmatch(value)


@pytest.mark.parametrize(
    ("details", "complaint"),
    [
        ({"Name": 1}, "a name is not of the form"),
        ({"a b": 1}, "a name is not of the form"),
        ({"a": 0.5}, "only ids"),
        ({"a": None}, "only ids"),
        ({"a": 9_012_345_678}, "too great"),
        ({"a": [1, "b"]}, "one kind"),
        ({"a": [["nested"]]}, "only ids"),
    ],
)
def test_details_are_flat_and_whole(details: dict[str, Any], complaint: str) -> None:
    """Numbers are whole and short of a phone number's; lists hold one kind; nothing nests."""
    with pytest.raises(ValueError, match=complaint):
        entry(Event.REPORT_OPEN, sequence=0, at=NOW, details=details)


def test_a_naive_time_is_refused() -> None:
    """A time without a zone could be any of twenty-four."""
    with pytest.raises(ValueError, match="aware"):
        entry(Event.REPORT_OPEN, sequence=0, at=NOW.replace(tzinfo=None))


@pytest.mark.parametrize(
    "change",
    [
        {"sequence": -1},
        {"sequence": True},
        {"sequence": "0"},
        {"sequence": GREATEST + 1},
        {"event": "case:report:burn"},
        {"event": ["case:report:open"]},
        {"at": 5},
        {"at": "2026-11-03T18:05:06.789+09:00"},
        {"at": "2026-13-03T09:05:06.789Z"},
        {"details": ["a"]},
        {"note": "a"},
    ],
)
def test_an_entry_read_back_is_checked_as_strictly(change: dict[str, Any]) -> None:
    """R-097: the verifier refuses what could not have been written."""
    sound = json.loads(canonical(entry(Event.REPORT_OPEN, sequence=0, at=NOW)))

    check(sound)
    with pytest.raises(ValueError, match=r"sequence|event|at:|details"):
        check({**sound, **change})


def test_an_entry_without_its_parts_is_none() -> None:
    """Sequence, time and event always stand."""
    nothing: list[object] = [{}, {"sequence": 0}, [], "entry", None]
    for wrong in nothing:
        with pytest.raises(ValueError, match="sequence, at and event"):
            check(wrong)


def test_the_vocabulary_is_of_one_form() -> None:
    """Each event is ``source:subject:action``, each once."""
    assert all(event.value.count(":") == 2 and TOKEN.fullmatch(event.value) for event in Event)
    assert len({event.value for event in Event}) == len(Event.__members__)


def test_a_salted_hash_tells_nothing_without_its_salt() -> None:
    """R-097: the same text under another salt is another hash; a guessable salt is refused."""
    salt = bytes(16)

    assert salted("黒い帽子".encode(), salt) == salted("黒い帽子".encode(), salt)
    assert salted("黒い帽子".encode(), salt) != salted("黒い帽子".encode(), b"\x01" * 16)
    with pytest.raises(ValueError, match="salt"):
        salted(b"text", b"short")
