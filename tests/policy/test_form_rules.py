"""The rules of forms: one table, field by field and as a whole, and which field a "no" asks for again."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.facts import AlertForm, Ground, Report
from policy.forms.assess import ASSESS, answers_of_assessment, assessment_from
from policy.forms.fields import Answers, Asked, faults, judge, judge_all
from policy.forms.names import Choice, FieldName, FormName
from policy.forms.report import CLOCK_LEAD, REPORT, answers_of_report, check_report, report_from
from policy.forms.table import FORM_RULES, reach_m
from policy.verdict import Deny, Verdict
from tests.world.facts import APPROVER, HOUR, NOW, RULES, answers, report

ASKED = Asked(RULES, NOW, has_photo=True)


def named(verdict: Verdict) -> str | None:
    """The field that a Deny wants answered again."""
    return verdict.field if isinstance(verdict, Deny) else None


def told(**changes: Any) -> dict[str, str]:
    """A complete report's answers, with some changed."""
    return answers_of_report(report()) | changes


REPORTS: dict[str, tuple[dict[str, Any], str | None, str | None]] = {
    "complete: allowed": ({}, None, None),
    "just now by a phone that runs ahead: allowed": ({"event_at": NOW + CLOCK_LEAD}, None, None),
    "tomorrow: refused": ({"event_at": NOW + 24 * HOUR}, "R-115", "when"),
    "exactly at the age limit: allowed": ({"event_at": NOW - 24 * HOUR}, None, None),
    "a minute over the age limit: refused": ({"event_at": NOW - 24 * HOUR - HOUR / 60}, "R-115", "when"),
    "payment not checked: refused": ({"payment_checked": False}, "R-047", "payment_checked"),
    "nothing missing: refused": ({"goods": " "}, "R-086", "goods"),
    "direction left out: refused": ({"direction": ""}, "R-115", "direction"),
    "way of travel left out: refused": ({"travel": ""}, "R-127", "travel"),
    "direction unknown but said so: allowed": ({"direction": "不明", "travel": "unknown"}, None, None),
    "features chosen but not given: refused": ({"features": ""}, "R-086", "features"),
    "a warning without features or reason: allowed": (
        {"form": AlertForm.WARNING, "features": "", "step_up_reason": ""},
        None,
        None,
    ),
    "features without a reason why: refused": ({"step_up_reason": ""}, "R-110", "step_up_reason"),
    "features with a set phrase as reason: refused": (
        {"step_up_reason": "必要だから必要です、はい"},
        "R-110",
        "step_up_reason",
    ),
    "a picture with a reason: allowed": ({"form": AlertForm.PICTURE}, None, None),
    "a picture without features in words: allowed": ({"form": AlertForm.PICTURE, "features": ""}, None, None),
    "a picture of somebody vulnerable: refused": ({"form": AlertForm.PICTURE, "vulnerable": True}, "R-117", "form"),
    "features of somebody vulnerable: allowed": ({"vulnerable": True}, None, None),
    "a name in the goods: refused": ({"goods": "田中さんが米を"}, "R-087", "goods"),
    "a number in the direction: refused": ({"direction": "090-1234-5678へ"}, "R-087", "direction"),
    "a label in the features: refused": ({"features": "外国人風の男性"}, "R-086", "features"),
    "a hidden character: refused": ({"features": "黒い\u202eキャップ"}, "R-127", "features"),
    "too long: refused": ({"goods": "米" * 301}, "R-127", "goods"),
    "features of a pupil, said not to be young: refused": ({"features": "中学生くらい、紺の制服"}, "R-117", "features"),
    "features of a fifteen-year-old, said not to be young: refused": (
        {"features": "１５歳くらい"},
        "R-117",
        "features",
    ),
    "features of a pupil, said to be young: allowed": ({"features": "中学生くらい", "vulnerable": True}, None, None),
    "a comic for boys: allowed": ({"features": "少年ジャンプの袋を持つ40代の男性"}, None, None),
    "a minor in features that are not sent: allowed": (
        {"form": AlertForm.WARNING, "features": "中学生くらい"},
        None,
        None,
    ),
    "goods for children: allowed": ({"features": "子供服の袋を持つ40代の女性"}, None, None),
    "somebody of 45: allowed": ({"features": "45歳くらい、黒い上着"}, None, None),
    "a member of the public known to the store: allowed": ({"known_person": True}, None, None),
    "a travel nobody offered: refused": ({"travel": "徒歩"}, "R-127", "travel"),
    "guilt and acts in the reason: allowed": (
        {"step_up_reason": "犯人の名前も住所もわからず、逮捕を待てないため"},
        None,
        None,
    ),
    "a name in the reason: refused": (
        {"step_up_reason": "店長の田中さんと相談して、決めたため"},
        "R-087",
        "step_up_reason",
    ),
    "seen on the footage: allowed": ({"ground": Ground.FOOTAGE}, None, None),
}


@pytest.mark.parametrize("name", REPORTS)
def test_the_report_table(name: str) -> None:
    """R-025, R-047, R-086, R-115, R-116, R-117, R-127: fresh, certain, complete, clean, light; else which field."""
    changes, clause, field = REPORTS[name]
    verdict = check_report(report(**changes), RULES, NOW)

    assert name.endswith(": allowed" if verdict else ": refused")
    assert (clause, field) == ((verdict.clause, verdict.field) if isinstance(verdict, Deny) else (None, None))


def test_every_rule_says_on_which_clause_it_stands() -> None:
    """R-127: the table can be read beside the guideline."""
    rules = {rule for form in FORM_RULES.values() for field in form.values() for rule in field.rules}

    assert set(FORM_RULES) == set(FormName)
    assert all(field.rules for form in FORM_RULES.values() for field in form.values())
    assert [rule for rule in rules if not re.match(r"R-\d{3}.* L\d", rule.__doc__ or "")] == []


def test_features_of_a_minor_and_a_no_are_mended_at_either_of_the_two() -> None:
    """R-117: whichever was just answered, the other is asked for again, so that nobody is caught between them."""
    young = told(features="高校生くらいの男性、紺の制服")

    assert named(judge(REPORT, FieldName.FEATURES, young, ASKED)) == FieldName.VULNERABLE
    assert named(judge(REPORT, FieldName.VULNERABLE, young, ASKED)) == FieldName.FEATURES
    assert [deny.field for deny in faults(REPORT, young, ASKED)] == [FieldName.FEATURES, FieldName.VULNERABLE]
    for choice in (Choice.YES, Choice.UNKNOWN):
        assert judge_all(REPORT, young | {FieldName.VULNERABLE: choice}, ASKED)
    assert judge_all(REPORT, young | {FieldName.FEATURES: "紺の上着"}, ASKED)


def test_somebody_vulnerable_and_a_picture_ask_for_the_form_again() -> None:
    """R-117: the later answer gives way; in words, or without a person, it goes on."""
    shown = told(form=AlertForm.PICTURE, vulnerable=Choice.YES)

    assert judge(REPORT, FieldName.VULNERABLE, shown, ASKED)
    assert [deny.field for deny in faults(REPORT, shown, ASKED)] == [FieldName.FORM]
    for form in (AlertForm.FEATURES, AlertForm.WARNING):
        assert judge_all(REPORT, shown | {FieldName.FORM: form}, ASKED)


def test_a_picture_needs_a_photo() -> None:
    """R-117: one that is here or comes along."""
    shown = told(form=AlertForm.PICTURE)

    assert judge_all(REPORT, shown, ASKED)
    assert named(judge_all(REPORT, shown, replace(ASKED, has_photo=False))) == FieldName.FORM
    assert judge_all(REPORT, told(), replace(ASKED, has_photo=False))


@pytest.mark.parametrize(
    "when", ["", "14:20", "きのう", "2026-11-23T13:00", "9999-12-31T23:59-23:59", "0001-01-01T00:00+23:59"]
)
def test_a_time_that_is_none_is_asked_for_again(when: str) -> None:
    """R-115: nothing that was typed breaks the check."""
    assert named(judge(REPORT, FieldName.WHEN, told(when=when), ASKED)) == FieldName.WHEN


def test_of_two_reasons_alike_the_later_is_asked_for_again() -> None:
    """R-110: one at a time, until all four differ."""
    given = answers_of_assessment(answers(APPROVER))
    reasons = [name for name in ASSESS if name.endswith("_reason")]
    same = given | dict.fromkeys(reasons, given[reasons[0]])

    assert [deny.field for deny in faults(ASSESS, same, ASKED)] == reasons[1:]
    assert judge(ASSESS, reasons[0], same, ASKED)
    assert judge_all(ASSESS, given, ASKED)
    assert judge_all(ASSESS, same | {"present_danger": "no"}, ASKED)


@pytest.mark.parametrize(
    ("form", "changes", "field"),
    [
        ("return", {}, None),
        ("return", {"reason": "はい"}, "reason"),
        ("return", {"reason": "犯人と決めつける言い方を直してください"}, None),
        ("recall", {"reason": "wrong_person"}, None),
        ("recall", {"reason": "別の人だった"}, "reason"),
        ("correct", {}, None),
        ("correct", {"wrong": "picture"}, "wrong"),
        ("correct", {"wrong": "犯人は黒い上着でした"}, "wrong"),
        ("far_store", {}, None),
        ("far_store", {"store": "elsewhere"}, "store"),
        ("far_store", {"store": ""}, "store"),
        ("far_store", {"reason": "必要です"}, "reason"),
        ("far_store", {"reason": "常習らしく、名前も住所もわからないため"}, None),
        ("audience", {}, None),
        ("audience", {"reach": "500"}, None),
        ("audience", {"reach": "5000"}, "reach"),
        ("audience", {"reach": "near"}, "reach"),
        ("audience", {"leave_out": "elsewhere"}, "leave_out"),
        ("audience", {"leave_out": ""}, "leave_out"),
    ],
)
def test_the_table_of_the_other_forms(form: FormName, changes: dict[str, str], field: str | None) -> None:
    """R-030, R-049, R-110, R-124: each answer alone decides, and is the one to be given again."""
    complete = {
        "reason": "上着の色を映像で確かめてください",
        "wrong": "features",
        "store": "far",
        "reach": "rule",
        "leave_out": "none",
    }
    offered = {
        "wrong": ["features"],
        "store": ["far"],
        "reach": ["rule", "500", "5000"],
        "leave_out": ["none", "back", "next"],
    }
    asked = replace(ASKED, offered=offered, warned=("next",))

    assert named(judge_all(FORM_RULES[form], complete | changes, asked)) == field


def test_somebody_is_left_to_be_warned() -> None:
    """R-124: who leaves out the last store chooses again; where nobody is near, the reach is what has to change."""
    offered = {"reach": ["rule", "300"], "leave_out": ["none", "next"]}
    nobody = replace(ASKED, offered=offered, warned=())
    audience = FORM_RULES[FormName.AUDIENCE]

    assert named(judge_all(audience, {"reach": "300", "leave_out": "next"}, nobody)) == FieldName.LEAVE_OUT
    assert named(judge_all(audience, {"reach": "300", "leave_out": "none"}, nobody)) == FieldName.REACH
    assert (reach_m("rule"), reach_m("300")) == (None, 300)


times = st.integers(-72, 1).map(lambda hours: NOW + timedelta(hours=hours))
reports = st.builds(
    Report,
    goods=st.sampled_from(["化粧品 約20点", "", "田中さんの米"]),
    event_at=times,
    ground=st.sampled_from(Ground),
    payment_checked=st.booleans(),
    police=st.sampled_from(["called", "not_called"]),
    direction=st.sampled_from(["不明", "090-1234-5678"]),
    travel=st.sampled_from(["on_foot", "car"]),
    known_person=st.booleans(),
    vulnerable=st.booleans(),
    form=st.sampled_from(AlertForm),
    features=st.sampled_from(["", "黒いキャップ", "中学生くらい"]),
    step_up_reason=st.sampled_from(["", "似た服装の人が多く、文字では取り違えるため"]),
)


@given(reports)
def test_a_report_and_its_answers_say_the_same(told_of: Report) -> None:
    """R-111: what was approved is what was answered; each fault names a field that is asked in this report."""
    given_answers = answers_of_report(told_of)

    assert report_from(given_answers) == told_of
    for deny in faults(REPORT, given_answers, ASKED):
        condition = REPORT[deny.field].only_if
        assert condition is None or condition.holds(given_answers)


def test_an_assessment_and_its_answers_say_the_same() -> None:
    """R-111: yes, no and reasons, each at its test."""
    one = answers(APPROVER, no_to="subsidiarity")

    assert assessment_from(APPROVER, one.binding, answers_of_assessment(one)) == one


@given(
    st.sampled_from([(form, field) for form in FORM_RULES for field in FORM_RULES[form]]),
    st.text(max_size=60) | st.sampled_from(["yes", "no", "picture", "rule", "none", NOW.isoformat()]),
    st.dictionaries(st.sampled_from(list(REPORT)), st.sampled_from(["", "no", "picture", "小学生"])),
)
def test_whatever_is_answered_gets_an_answer(where: tuple[FormName, str], value: str, others: Answers) -> None:
    """R-127: no input breaks a rule; a "no" can be shown, and names a field of the form."""
    form, field = where
    verdict = judge(
        FORM_RULES[form],
        field,
        {**others, field: value},
        replace(ASKED, now=datetime.fromisoformat("2026-11-23T14:00+09:00")),
    )

    if isinstance(verdict, Deny):
        assert verdict.field in FORM_RULES[form]
        assert verdict.reason.format(**verdict.values)
