"""When each kind of data dies."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.retention import Kind, due_at, may_erase
from policy.rules import CEILINGS, Rules
from tests.world.facts import DAY, HOUR, NOW, RULES


def due(kind: Kind, *, sent: datetime | None = None, ended: datetime | None = None, rules: Rules = RULES) -> datetime:
    return due_at(kind, created_at=NOW, sent_at=sent, ended_at=ended, rules=rules)


SENT, ENDED = NOW + HOUR, NOW + 5 * HOUR


@pytest.mark.parametrize(
    ("kind", "sent", "ended", "expected"),
    [
        ("original", None, None, NOW + 24 * HOUR),
        ("original", SENT, None, SENT),
        ("original", SENT, ENDED, SENT),
        ("original", None, ENDED, ENDED),
        ("masked", None, None, NOW + 24 * HOUR),
        ("masked", SENT, None, SENT + 24 * HOUR),
        ("masked", SENT, ENDED, ENDED),
        ("text", SENT, ENDED, ENDED + 30 * DAY),
        ("text", None, ENDED, ENDED),
        ("reasons", SENT, ENDED, ENDED + 30 * DAY),
        ("reasons", None, ENDED, ENDED + 24 * HOUR),
        ("text", SENT, None, SENT + 24 * HOUR + 30 * DAY),
        ("record", SENT, ENDED, ENDED + 1095 * DAY),
        ("record", None, None, NOW + 24 * HOUR + 1095 * DAY),
    ],
)
def test_the_retention_table(kind: str, sent: datetime | None, ended: datetime | None, expected: datetime) -> None:
    """R-040, R-043, R-082: the original dies at sending, the mask at the end, text and record their days later."""
    assert due(Kind(kind), sent=sent, ended=ended) == expected
    assert due_at(kind, created_at=NOW, sent_at=sent, ended_at=ended, rules=RULES) == expected


def test_an_unknown_kind_is_an_error() -> None:
    """R-043: nothing is kept under a name without an end."""
    with pytest.raises(ValueError, match="thumbnail"):
        due_at("thumbnail", created_at=NOW, sent_at=None, ended_at=None, rules=RULES)


hours = st.integers(0, 24 * 7).map(lambda h: timedelta(hours=h))
numbers = st.integers(-5, 10_000)
any_rules = st.builds(
    replace,
    st.just(RULES),
    original_hours=numbers,
    max_event_age_hours=numbers,
    life_hours=numbers,
    text_days=numbers,
    record_days=numbers,
)


@given(any_rules, st.none() | hours, st.none() | hours, st.sampled_from(Kind))
def test_nothing_outlives_the_ceilings(
    rules: Rules, sent: timedelta | None, life: timedelta | None, kind: Kind
) -> None:
    """R-043, R-044: whatever a rule set says, every kind ends, and no later than the ceilings allow."""
    sent_at = None if sent is None else NOW + sent
    ended_at = None if life is None else (sent_at or NOW) + life
    end = ended_at or (sent_at or NOW) + timedelta(hours=72)
    latest = {
        Kind.ORIGINAL: NOW + 24 * HOUR,
        Kind.MASKED: end,
        Kind.TEXT: end + CEILINGS["text_days"].greatest * DAY,
        Kind.REASONS: end + CEILINGS["text_days"].greatest * DAY,
        Kind.RECORD: end + CEILINGS["record_days"].greatest * DAY,
    }

    assert due(kind, sent=sent_at, ended=ended_at, rules=rules) <= latest[kind]


@given(hours, hours, st.sampled_from(Kind))
def test_events_only_bring_the_end_closer(sent: timedelta, life: timedelta, kind: Kind) -> None:
    """R-040: ending early never makes anything live longer."""
    sent_at = NOW + min(sent, 24 * HOUR)
    ended_at = sent_at + min(life, 24 * HOUR)

    assert due(kind, sent=sent_at, ended=ended_at) <= due(kind, sent=sent_at)


def test_pictures_die_before_texts_and_texts_before_records() -> None:
    """R-040, R-082: the more a thing shows, the shorter it lives; masking makes a picture no less personal."""
    ends = [due(kind, sent=SENT, ended=ENDED) for kind in Kind]

    assert ends == sorted(ends)
    assert list(Kind) == [Kind.ORIGINAL, Kind.MASKED, Kind.TEXT, Kind.REASONS, Kind.RECORD]


def test_a_hold_stops_erasure_until_its_end() -> None:
    """R-142: held until its date, and erased at that very moment."""
    assert may_erase(None, NOW)
    assert not may_erase(NOW + HOUR, NOW)
    assert may_erase(NOW, NOW)
    assert may_erase(NOW - HOUR, NOW)
