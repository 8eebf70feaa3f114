"""When a report may go to its approvers, and what of it an alert shows."""

from __future__ import annotations

import unicodedata
from dataclasses import fields, replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.content import alert_text, check_text, what_remains
from policy.facts import AlertForm
from policy.forms.names import Wrong
from policy.forms.report import check_report
from policy.look import Look
from policy.picture import may_leave, may_take
from policy.rules import Rules
from policy.spelling import clean
from policy.verdict import Deny, Verdict
from tests.world.facts import NOW, RULES, picture, report

TEXT_ONLY = replace(RULES, text_only=True)


def clause(verdict: Verdict) -> str | None:
    return verdict.clause if isinstance(verdict, Deny) else None


def test_a_text_only_network_takes_no_pictures() -> None:
    """R-003: refused at intake, in the report and at the door."""
    photo_report = report(form=AlertForm.PICTURE)

    assert may_take(RULES)
    assert clause(may_take(TEXT_ONLY)) == "R-003"
    assert check_report(photo_report, RULES, NOW)
    assert clause(check_report(photo_report, TEXT_ONLY, NOW)) == "R-003"
    assert clause(may_leave(picture(), photo_report, TEXT_ONLY)) == "R-003"


@pytest.mark.parametrize(
    ("changes", "refused_by"),
    [
        ({}, None),
        ({"verified": False}, "R-119"),
        ({"confirmed_by_reporter": False}, "R-117"),
        ({"sha256": ""}, "R-118"),
        ({"sha256": "A" * 64}, "R-118"),
    ],
)
def test_only_a_masked_checked_and_confirmed_picture_leaves(changes: dict[str, Any], refused_by: str | None) -> None:
    """R-117, R-118, R-119: machine and reporter both looked at exactly these bytes."""
    assert clause(may_leave(picture(**changes), report(form=AlertForm.PICTURE), RULES)) == refused_by


@pytest.mark.parametrize("name", [field.name for field in fields(Rules) if field.type == "bool"])
def test_no_switch_of_a_network_lets_an_unchecked_picture_out(name: str) -> None:
    """R-120: there is nothing that a store or a network could set to turn the mask off."""
    for value in (True, False):
        rules = replace(RULES, **{name: value})  # type: ignore[arg-type]
        assert not may_leave(picture(verified=False), report(form=AlertForm.PICTURE), rules)


def test_a_picture_leaves_only_with_a_picture_alert() -> None:
    """R-117: text alerts carry none, picture alerts must, vulnerable people's never do."""
    photo_report = report(form=AlertForm.PICTURE)

    assert may_leave(None, report(), RULES)
    assert clause(may_leave(picture(), report(), RULES)) == "R-117"
    assert may_leave(picture(), photo_report, RULES)
    assert clause(may_leave(None, photo_report, RULES)) == "R-118"
    assert clause(may_leave(picture(), replace(photo_report, vulnerable=True), RULES)) == "R-117"


def test_an_alert_shows_the_allowed_fields_and_no_others() -> None:
    """R-085, R-086: what only the approvers need (ground, police, whether known) never goes out."""
    shown = alert_text(report())

    assert set(shown) == {"goods", "event_at", "direction", "travel", "features"}
    assert shown["event_at"] == "2026-11-23T04:00+00:00"
    assert set(shown) < {field.name for field in fields(report())}


def test_features_go_out_from_their_form_up() -> None:
    """R-116: a warning without a person carries no features, even if some were typed."""
    assert "features" not in alert_text(report(form=AlertForm.WARNING))
    assert "features" in alert_text(report(form=AlertForm.FEATURES))
    assert "features" in alert_text(report(form=AlertForm.PICTURE))
    assert "features" not in alert_text(report(form=AlertForm.PICTURE, features=" "))


def test_the_time_of_the_event_is_the_same_from_every_zone() -> None:
    """R-111: the same moment binds to the same hash, however it was written."""
    tokyo = datetime(2026, 11, 23, 13, 0, tzinfo=timezone(timedelta(hours=9)))

    assert alert_text(report(event_at=tokyo)) == alert_text(report())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  黒い　キャップ \t", "黒い キャップ"),
        ("一行目\r\n\r\n二行目", "一行目\n二行目"),
        ("ＡＢＣ ｱｲｳ", "ＡＢＣ ｱｲｳ"),
        ("が", "が"),
        ("黒\u202e帽\u200b子\x00", "黒帽子"),
        ("Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A", "Z̴̙A"),
        ("👨‍👩‍👧", "👨👩👧"),
    ],
)
def test_cleaning_keeps_what_can_be_read(typed: str, kept: str) -> None:
    """R-127: hidden characters, stacked marks and odd spaces go; letters stay as they were typed."""
    assert clean(typed) == kept


@given(st.text(max_size=200))
def test_cleaned_text_is_clean(text: str) -> None:
    """R-127: cleaning is done after once, and leaves nothing that ``check_text`` calls hidden."""
    cleaned = clean(text)

    assert clean(cleaned) == cleaned
    assert not any(unicodedata.category(c) in {"Cf", "Co", "Cs", "Cn"} for c in cleaned)
    verdict = check_text(cleaned, RULES)
    assert not isinstance(verdict, Deny) or "見えない" not in verdict.reason


@given(st.text(max_size=400))
def test_any_text_gets_an_answer(text: str) -> None:
    """R-127: no input breaks the check, and every refusal can be shown."""
    verdict = check_text(text, RULES)

    assert verdict or verdict.reason.format(**verdict.values)  # type: ignore[union-attr]


def test_what_turned_out_wrong_takes_all_of_its_kind_along() -> None:
    """R-049, R-111: features go with everything that was chosen about the look; the rest stays as it was approved."""
    sent = alert_text(report(form=AlertForm.FEATURES, look=Look(top_colour="black", bag="backpack")))
    assert {"top_colour", "bag", "features"} <= set(sent)
    assert set(what_remains(sent, [Wrong.FEATURES])) == {"goods", "event_at", "direction", "travel"}
    assert set(sent) - set(what_remains(sent, [Wrong.TRAVEL, Wrong.GOODS])) == {"travel", "goods"}
    assert what_remains(sent, []) == sent
