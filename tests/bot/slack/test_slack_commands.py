"""What Slack's bodies mean."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.slack.commands import command, enrolment_code
from handlers.commands.chat import Command, OpenHome, Press, Say, SendPhoto, SubmitForm, UnsendPhoto

ME = "account"
PHOTO = {"id": "F1", "mimetype": "image/jpeg", "mode": "hosted"}
VIDEO = {"id": "F4", "mimetype": "video/quicktime", "mode": "hosted"}
PDF = {"id": "F2", "mimetype": "application/pdf"}


def message(**content: Any) -> dict[str, Any]:
    return {"type": "event_callback", "event": {"type": "message", "channel_type": "im", **content}}


def modal(**values: dict[str, Any]) -> dict[str, Any]:
    told = json.dumps({"form": "report", "case": None, "hidden": {"binding": "b"}})
    return {"type": "view_submission", "view": {"private_metadata": told, "state": {"values": values}}}


MEANINGS: dict[str, tuple[dict[str, Any], Command | None]] = {
    "a word": (message(text="通報"), Say(ME, "通報")),
    "signs that Slack escapes": (message(text="A &amp; B &lt;3 &amp;lt;"), Say(ME, "A & B <3 &lt;")),
    "a link and a mention": (
        message(text="<https://example.com|example.com> <@U1> <#C1|general> <!here> <tel:03-1234-5678>"),
        Say(ME, "example.com  general  tel:03-1234-5678"),
    ),
    "a photo": (message(text="これ", files=[PDF, PHOTO]), SendPhoto(ME, "F1", words="これ")),
    "a photo of a shared channel": (
        message(files=[{"id": "F3", "file_access": "check_file_info"}]),
        SendPhoto(ME, "F3"),
    ),
    "a video": (message(text="これ", files=[PDF, VIDEO]), SendPhoto(ME, "F4", video=True, words="これ")),
    "a deleted video": (
        message(subtype="message_deleted", previous_message={"files": [VIDEO]}),
        UnsendPhoto(ME, "F4"),
    ),
    "a document": (message(text="読んで", files=[PDF]), Say(ME, "")),
    "a deleted photo": (
        message(subtype="message_deleted", previous_message={"files": [PHOTO]}),
        UnsendPhoto(ME, "F1"),
    ),
    "a deleted file": (
        message(subtype="message_changed", message={"files": [{"id": "F1", "mode": "tombstone"}]}),
        UnsendPhoto(ME, "F1"),
    ),
    "a button": ({"type": "block_actions", "actions": [{"value": "b-1"}]}, Press(ME, "b-1")),
    "a click on something else": ({"type": "block_actions", "actions": [{"type": "datepicker"}]}, Press(ME, "")),
    "a modal": (
        modal(
            **{
                "field:goods": {"field:goods": {"type": "plain_text_input", "value": " 化粧品 "}},
                "field:when": {"field:when": {"type": "radio_buttons", "selected_option": {"value": "15"}}},
                "field:features": {"field:features": {"type": "plain_text_input", "value": None}},
                "field:police": {"field:police": {"type": "radio_buttons", "selected_option": None}},
                "photo": {"photo": {"type": "file_input", "files": [PHOTO]}},
            }
        ),
        SubmitForm(ME, "report", None, {"binding": "b", "goods": "化粧品", "when": "15"}, "F1"),
    ),
    "a modal without a photo": (modal(), SubmitForm(ME, "report", None, {"binding": "b"}, None)),
    "somebody else's modal": ({"type": "view_submission", "view": {"private_metadata": "", "state": {}}}, None),
    "the shortcut": ({"type": "shortcut"}, Say(ME, "通報")),
    "/hansho": ({"command": "/hansho", "text": " "}, Say(ME, "通報")),
    "/hansho 状況": ({"command": "/hansho", "text": "状況"}, Say(ME, "状況")),
    "the shortcut for incidents": ({"type": "shortcut", "callback_id": "incident"}, Say(ME, "事故")),
    "the shortcut of a message with a photo": (
        {"type": "message_action", "files": [{"id": "F1", "mimetype": "image/jpeg"}]},
        SendPhoto(ME, "F1"),
    ),
    "of one with a film": (
        {"type": "message_action", "files": [{"id": "F2", "mimetype": "video/mp4"}]},
        SendPhoto(ME, "F2", video=True),
    ),
    "of one without": ({"type": "message_action", "files": []}, Say(ME, "通報")),
    "a look at the Home tab": (
        {"type": "event_callback", "event": {"type": "app_home_opened", "tab": "home"}},
        OpenHome(ME),
    ),
    "a body invented tomorrow": ({"type": "telepathy"}, None),
}


@pytest.mark.parametrize(("body", "meaning"), MEANINGS.values(), ids=MEANINGS.keys())
def test_a_body_means(body: dict[str, Any], meaning: Command | None) -> None:
    """No click and no message is ignored."""
    assert command(json.dumps(body).encode(), ME) == meaning


def test_files_that_are_none_are_no_fault() -> None:
    """Bad input: an event that can't be read would hold up its sender's next ones."""
    for files in (5, True, "F1", {"id": "F1"}):
        assert command(json.dumps(message(text="通報", files=files)).encode(), ME) == Say(ME, "通報")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (message(text="登録 abcd-efgh"), "ABCD-EFGH"),
        ({"command": "/hansho", "text": "register ABCD-EFGH"}, "ABCD-EFGH"),
        (message(text="通報"), None),
        (message(files=[PHOTO]), None),
        ({"type": "block_actions", "actions": [{"value": "b-1"}]}, None),
        (message(text="登録 abcd-efgh", files=5), "ABCD-EFGH"),
    ],
)
def test_a_code_is_read_from_a_message_or_a_command(body: dict[str, Any], code: str | None) -> None:
    """R-061: enrolment by a one-time code."""
    assert enrolment_code(json.dumps(body).encode()) == code
