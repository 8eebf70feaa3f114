"""Forms as modals, there and back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.slack import modal
from bot.slack.form_view import PHOTO, FormView, Submission
from handlers.cards import PageLink
from handlers.forms.definitions import ASSESS, FORMS, REPORT, RETURN
from handlers.forms.form import Field, Form, Option
from policy.forms.report import LOOK
from simulator.slack_forms import fill
from simulator.slack_limits import check_view
from tests.bot.cards import texts


def japanese(sentence: str, /, **values: str | int) -> str:
    return sentence.format(**values) if values else sentence


def opened(form: Form, **hidden: str) -> dict[str, Any]:
    return modal.render(FormView(form, "case-1", japanese, hidden))


def submitted(view: dict[str, Any], answers: dict[str, Any]) -> Submission:
    values = fill(view, answers, lambda file_id: {"id": file_id})
    told = modal.read(json.loads(json.dumps({**view, "state": {"values": values}})))
    assert told is not None
    return told


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_slack_takes_every_form_of_ours(form: Form) -> None:
    """Titles of 24, labels, hints, options: each limit of the reference holds; nothing had to be cut."""
    view = opened(form)

    assert check_view(view) == []
    assert "…" not in view["title"]["text"] + view["submit"]["text"]


some_names = st.lists(st.text("abcdefghij", min_size=1, max_size=12), min_size=1, max_size=12, unique=True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some_names, texts.filter(str.strip), texts, st.sampled_from((0, 1, 11, 101)))
def test_slack_takes_every_form_there_could_be(names: list[str], label: str, hint: str, options: int) -> None:
    """However long a label grows in translation, and though a menu holds a hundred choices."""
    choices = tuple(Option(str(number), label) for number in range(options))
    fields = tuple(Field(name, label, hint, choices, hint) for name in names)

    assert check_view(opened(Form("any", label, label, fields, photo=True))) == []


def test_a_filled_in_report_comes_back_field_by_field() -> None:
    """R-117: what was typed, chosen and uploaded; nothing of what was left empty, but that care is not ruled out."""
    view = opened(REPORT)

    told = submitted(
        view,
        {
            "field:goods": "化粧品 約20点",
            "field:when": "15分前",
            "field:known_person": "いいえ",
            "写真か動画": ["F9"],
        },
    )

    assert told.form == "report"
    assert told.case_id == "case-1"
    assert told.answers == {"goods": "化粧品 約20点", "when": "15", "known_person": "no", "vulnerable": "unknown"}
    assert told.photo == "F9"


def test_known_answers_travel_unseen() -> None:
    """The binding hash of what the approver saw comes back with the answers (R-112)."""
    view = opened(ASSESS, binding="b" * 64)

    assert "b" * 64 not in json.dumps(view["blocks"])
    assert submitted(view, {}).answers == {"binding": "b" * 64}


def test_a_known_answer_is_not_asked_again() -> None:
    """A field that is answered already has no block."""
    view = opened(REPORT, goods="化粧品", vulnerable="no")

    assert not {"field:goods", "field:vulnerable"} & {block["block_id"] for block in view["blocks"]}
    assert submitted(view, {}).answers == {"goods": "化粧品", "vulnerable": "no"}


def test_questions_are_labels_and_what_the_law_calls_them_stands_beside() -> None:
    """R-112: read aloud, each is a question of its own; four fields called 「理由」 would be four riddles."""
    blocks = opened(ASSESS, present_danger="yes", subsidiarity="yes", proportionality="yes")["blocks"]
    labels = [block["label"]["text"] for block in blocks]
    assert len(labels) == len(set(labels))
    assert all(label.endswith("？") for label in labels)
    first = opened(ASSESS)["blocks"][0]
    assert first["hint"]["text"].startswith("現在の危難")


def test_a_question_appears_once_it_applies() -> None:
    """R-112, R-116: features with the form that shows a person, the next test after a "yes"; Slack tells the choice."""

    def asked(of: Form, **given: str) -> set[str]:
        return modal.asks(modal.render(FormView(of, "case-1", japanese, given=given)))

    assert not {"features", "step_up_reason", *LOOK} & asked(REPORT, form="warning")
    assert {"features", "step_up_reason", *LOOK} <= asked(REPORT, form="features")
    assert asked(ASSESS) == {"present_danger", "present_danger_reason"}
    assert asked(ASSESS, present_danger="no") == {"present_danger", "present_danger_reason"}
    assert "subsidiarity" in asked(ASSESS, present_danger="yes")
    blocks = {block["block_id"]: block for block in opened(REPORT)["blocks"]}
    assert [name for name, block in blocks.items() if block.get("dispatch_action")] == ["field:form"]


def test_the_case_and_the_way_to_its_page_stand_above_the_questions() -> None:
    """R-087: what its cards tell, and no word more; pressing the way asks us nothing."""
    link = PageLink("内容を見る", "https://bot.example/a/1")
    view = modal.render(FormView(RETURN, "case-1", japanese, facts=(("店舗", "本店"),), link=link))
    fact, way, _ = view["blocks"]
    assert fact["fields"][0]["text"] == "店舗\n本店"
    assert way["elements"][0]["url"] == link.url
    assert check_view(view) == []


def test_complaints_stand_at_their_fields() -> None:
    """One about no visible field goes to the first, so that it is read at all."""
    view: dict[str, Any] = {"state": {"values": {"field:goods": {}, "field:when": {}}}}

    assert modal.errors(view, {"when": "未来です。", "quota": "本日の上限です。"}) == {
        "field:when": "未来です。",
        "field:goods": "本日の上限です。",
    }
    assert modal.errors(view, {"goods": "A", "x": "B", "": "C"}) == {"field:goods": "A B C"}
    view["state"]["values"]["photo"] = {}
    assert modal.errors(view, {PHOTO: "写真を扱いません。"}) == {"photo": "写真を扱いません。"}


@pytest.mark.parametrize(
    "view",
    [
        {},
        {"private_metadata": ""},
        {"private_metadata": "[]", "state": {"values": {}}},
        {"private_metadata": "{}", "state": {"values": {}}},
        {"private_metadata": None},
        {"private_metadata": '{"form": 1, "case": null, "hidden": {}}', "state": {"values": {}}},
        {"private_metadata": '{"form": "recall", "case": "a\\u0000b", "hidden": {}}', "state": {"values": {}}},
        {"private_metadata": '{"form": "recall", "case": null, "hidden": []}', "state": {"values": {}}},
    ],
)
def test_another_apps_modal_is_none_of_ours(view: dict[str, Any]) -> None:
    """Bad input: unknown views."""
    assert modal.read(view) is None
