"""Forms as modals, there and back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.slack import modal
from bot.slack.form_view import PHOTO, FormView, Submission
from handlers.forms.definitions import ASSESS, FORMS, REPORT
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

    told = submitted(view, {"被害": "化粧品 約20点", "時刻": "15分前", "面識": "いいえ", "写真か動画": ["F9"]})

    assert told.form == "report"
    assert told.case_id == "case-1"
    unsaid = dict.fromkeys(("vulnerable", *LOOK), "unknown")
    assert told.answers == {"goods": "化粧品 約20点", "when": "15", "known_person": "no"} | unsaid
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
    unsaid = dict.fromkeys(LOOK, "unknown")
    assert submitted(view, {}).answers == {"goods": "化粧品", "vulnerable": "no"} | unsaid


def test_each_reason_names_its_test() -> None:
    """Four fields called 「理由」 in one modal would be four riddles (R-112)."""
    labels = [block["label"]["text"] for block in opened(ASSESS)["blocks"]]

    assert len(labels) == len(set(labels))
    assert labels[1] == f"{labels[0]}：理由"


def test_a_conditional_question_says_when_it_wants_an_answer() -> None:
    """All stand in one modal, so it is optional there and names its condition."""
    blocks = {block["block_id"]: block for block in opened(REPORT)["blocks"]}

    assert blocks["field:features"]["optional"]
    assert blocks["field:features"]["hint"]["text"].startswith(
        "「伝え方」が「特徴を文字で・画像つき（顔と周りの人は隠します）」のときだけお答えください。"
    )
    assert not blocks["field:goods"]["optional"]


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
