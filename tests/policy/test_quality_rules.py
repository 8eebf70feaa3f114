"""R-041: flawed pictures are named with their numbers and leave only with a reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from policy.facts import AlertForm, QualityFacts
from policy.picture import may_leave
from policy.quality import LEAST_BRIGHTNESS, LEAST_SIZE, MOST_BLUR, check_override, flaws
from policy.verdict import Deny, Verdict
from tests.world.facts import RULES, picture, report

CLEAR = QualityFacts(size=LEAST_SIZE, brightness=LEAST_BRIGHTNESS, blur=MOST_BLUR, texts=0)
REASON = "ほかのカメラには写っておらず、赤い上着で見分けられるため"


def clause(verdict: Verdict) -> str | None:
    return verdict.clause if isinstance(verdict, Deny) else None


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({}, []),
        ({"size": LEAST_SIZE - 1}, ["small"]),
        ({"size": 0}, ["small"]),
        ({"brightness": LEAST_BRIGHTNESS - 1}, ["dark"]),
        ({"blur": MOST_BLUR + 1}, ["blurred"]),
        ({"texts": 1}, ["text"]),
        ({"size": 1, "brightness": 0, "blur": 100, "texts": 9}, ["small", "dark", "blurred", "text"]),
    ],
)
def test_each_limit_is_met_or_named(changes: dict[str, int], named: list[str]) -> None:
    """R-041: small, dark, blurred, letters; what just meets the limit is no flaw."""
    assert [flaw.name for flaw in flaws(replace(CLEAR, **changes))] == named


def test_a_flaw_says_its_number_and_what_would_do() -> None:
    """R-041: 48 pixels, 120 or more are recommended; the sentence is complete."""
    flaw = flaws(replace(CLEAR, size=48))[0]

    assert flaw.sentence.format(**flaw.values).startswith(
        "対象者が小さく写っています（48ピクセル、120以上ならよく見えます）。"
    )
    for other in flaws(QualityFacts(1, 1, 99, 3)):
        said = other.sentence.format(**other.values)
        assert all(str(value) in said for value in other.values.values())


@pytest.mark.parametrize(
    ("reason", "refused_by"),
    [
        (REASON, None),
        ("", "R-041"),
        (" \n　", "R-041"),
        ("はい", "R-110"),
        ("問題ありません。よろしくお願いします。", "R-110"),
        ("あああああああああああああ", "R-110"),
        ("赤い上着の田中さんだと全員わかるため", "R-087"),
    ],
)
def test_a_flawed_picture_takes_a_reason_of_ones_own(reason: str, refused_by: str | None) -> None:
    """R-041: checked as every other reason: not empty, no set phrase, no name; a clear picture needs none."""
    assert clause(check_override(replace(CLEAR, blur=90), reason, RULES)) == refused_by
    assert check_override(CLEAR, reason, RULES)
    assert check_override(None, reason, RULES)


@pytest.mark.parametrize(
    ("changes", "refused_by"),
    [
        ({"quality": CLEAR}, None),
        ({"quality": replace(CLEAR, size=60)}, "R-041"),
        ({"quality": replace(CLEAR, size=60), "overridden": True}, None),
        ({"quality": replace(CLEAR, size=60), "overridden": True, "verified": False}, "R-119"),
    ],
)
def test_a_flawed_picture_leaves_only_when_overridden(changes: dict[str, Any], refused_by: str | None) -> None:
    """R-041: asked again at the moment of sending; a reason never replaces the second search."""
    assert clause(may_leave(picture(**changes), report(form=AlertForm.PICTURE), RULES)) == refused_by
