"""A network's numbers: their ceilings, their version, and the document they make."""

from __future__ import annotations

import re
import string
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.clauses import CLAUSES, GUIDELINE_VERSION
from policy.guideline import document
from policy.references import REFERENCES, Reference, in_force
from policy.rule_names import RULE_NAMES
from policy.rules import CEILINGS, Rules, check_rules, rules_from
from policy.verdict import Deny
from tests.world.facts import RULES

GUIDELINE = Path(__file__).parents[3] / "shared" / "guideline"


def test_the_defaults_are_within_the_ceilings() -> None:
    """R-044: what a network gets without setting anything is lawful."""
    assert check_rules(Rules())
    assert set(CEILINGS) == {f.name for f in fields(Rules) if f.type == "int"}


@pytest.mark.parametrize("name", CEILINGS)
def test_no_number_leaves_its_bounds(name: str) -> None:
    """R-044: one below the least and one above the greatest are refused, by the name that the form has for it."""
    bounds = CEILINGS[name]
    for value in (bounds.least - 1, bounds.greatest + 1):
        refused = check_rules(replace(RULES, **{name: value}))
        assert isinstance(refused, Deny)
        assert refused.clause == "R-044"
        assert refused.values["name"] == RULE_NAMES[name]


@pytest.mark.parametrize(
    "waits",
    [{"reminder_minutes": 10}, {"stand_in_minutes": 5}, {"lapse_minutes": 10}],
)
def test_the_waits_come_in_their_order(waits: dict[str, int]) -> None:
    """R-127: reminder, stand-in, lapse; two at the same time make no sense."""
    refused = check_rules(replace(RULES, **waits))  # type: ignore[arg-type]

    assert isinstance(refused, Deny)
    assert refused.clause == "R-127"


def test_a_network_sets_its_own_numbers_by_name() -> None:
    """R-127: known names only; a typing error is an error."""
    assert rules_from({"radius_km": 2, "text_only": True}) == replace(RULES, radius_km=2, text_only=True)
    with pytest.raises(KeyError, match="radius"):
        rules_from({"radius": 2})


@given(st.sampled_from(sorted(CEILINGS)), st.integers(0, 5000))
def test_every_change_makes_a_new_version(name: str, value: int) -> None:
    """R-126: cases keep the version, so equal versions mean equal rules."""
    changed = replace(RULES, **{name: value})  # type: ignore[arg-type]

    assert (changed.version == RULES.version) == (changed == RULES)


@pytest.mark.parametrize(
    "rules", [RULES, replace(RULES, text_only=True), replace(RULES, reporter_counts=True)], ids=str
)
def test_the_document_is_complete_and_has_its_numbers(rules: Rules) -> None:
    """R-126, R-127: it names its version, every place is filled, every paragraph cites clauses with their lines."""
    assert any(
        p.values.get("version") == rules.version for _, paragraphs in document(rules, REFERENCES) for p in paragraphs
    )
    for heading, paragraphs in document(rules, REFERENCES):
        assert heading
        assert paragraphs
        for paragraph in paragraphs:
            assert paragraph.clauses
            assert set(paragraph.clauses) <= set(CLAUSES)
            assert set(paragraph.lines) == {CLAUSES[c].line for c in paragraph.clauses}
            places = {name for _, name, _, _ in string.Formatter().parse(paragraph.sentence) if name}
            assert places == set(paragraph.values)


@pytest.mark.parametrize("name", sorted(CEILINGS))
def test_every_number_of_the_rules_stands_in_the_document(name: str) -> None:
    """R-127: nothing is ruled that can't be read."""
    before, after = (
        [p.values for _, paragraphs in document(rules, REFERENCES) for p in paragraphs]
        for rules in (RULES, replace(RULES, **{name: 54321}))  # type: ignore[arg-type]
    )

    assert any(54321 in values.values() for values in after)
    assert not any(54321 in values.values() for values in before)


def test_switches_change_the_words() -> None:
    """R-003, R-114: a text-only network and one that counts reporters read differently."""

    def words(rules: Rules) -> str:
        return "".join(p.sentence for _, paragraphs in document(rules, REFERENCES) for p in paragraphs)

    assert "画像を使いません。" in words(replace(RULES, text_only=True))
    assert "通報者は承認者に数えません。" in words(RULES)
    assert "通報者も承認者の一人に数えます。" in words(replace(RULES, reporter_counts=True))


@pytest.mark.parametrize("number", sorted(CLAUSES))
def test_each_clause_is_short_and_in_both_languages(number: str) -> None:
    """R-127: a paraphrase, not a quotation: short, and free of quotation marks."""
    clause = CLAUSES[number]

    assert 1 <= clause.line <= 265
    assert re.fullmatch('[^「」『』"]{5,40}。', clause.ja)
    assert re.fullmatch(r"[A-Z][^\"“”]{5,70}\.", clause.en)


def test_of_each_text_the_newest_edition_in_force_counts() -> None:
    """R-008: a new edition is one more entry; it counts from its day on, and until then the earlier one does."""
    known = (
        Reference("statute", "旧法", "old", date(2022, 4, 1)),
        Reference("statute", "新法", "new", date(2027, 4, 1)),
    )
    assert [r.en for r in in_force(date(2027, 3, 31), known)] == ["old"]
    assert [r.en for r in in_force(date(2027, 4, 1), known)] == ["new"]
    assert {r.name for r in in_force(date(2026, 1, 1))} == {"guideline", "statute"}
    cited = [p.values["ja"] for _, paragraphs in document(RULES, known[1:]) for p in paragraphs if "R-008" in p.clauses]
    assert cited == ["新法"]


def test_the_lines_point_into_the_guideline() -> None:
    """R-008: the lines are those of the edition the rules were written for."""
    files = sorted(GUIDELINE.glob("*.txt"))
    if not files:
        pytest.skip("the guideline's text is not part of this repository; its lines were checked where it is at hand")
    lines = files[0].read_text(encoding="utf-8").splitlines()

    assert date.fromisoformat(GUIDELINE_VERSION) in {r.in_force_from for r in REFERENCES if r.name == "guideline"}
    for number, words in {
        "R-030": "遠方の店舗",
        "R-047": "被害届",
        "R-062": "研修",
        "R-087": "氏名、住所、電話番号",
        "R-110": "同意を得ることが困難",
        "R-113": "店舗責任者を含む複数人",
        "R-115": "現在の危難",
        "R-116": "補充性",
        "R-117": "法益権衡",
        "R-118": "マスク処理",
        "R-121": "第三者機関による監査",
        "R-124": "業界の枠",
        "R-142": "現状",
    }.items():
        assert words in lines[CLAUSES[number].line - 1]
