"""What LINE's events mean."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.line.commands import command, enrolment_code, reply_token
from handlers.commands.chat import Command, LoseTouch, Press, Say, SendPhoto, UnsendPhoto

ME = "account"


def message(**content: Any) -> dict[str, Any]:
    return {"type": "message", "message": content}


MEANINGS: dict[str, tuple[dict[str, Any], Command | None]] = {
    "a word": (message(type="text", text="通報"), Say(ME, "通報")),
    "a word without quoteToken, which the SDK drops": (message(type="text", id="1", text="状況"), Say(ME, "状況")),
    "half an emoji": (message(type="text", text="a\ud83d"), Say(ME, "a\ufffd")),
    "a photo": (message(type="image", id="77", contentProvider={"type": "line"}), SendPhoto(ME, "77")),
    "a photo kept elsewhere": (message(type="image", id="77", contentProvider={"type": "external"}), Say(ME, "")),
    "a video": (message(type="video", id="77", contentProvider={"type": "line"}), SendPhoto(ME, "77", video=True)),
    "a video kept elsewhere": (message(type="video", id="77", contentProvider={"type": "external"}), Say(ME, "")),
    "a voice": (message(type="audio", id="77"), Say(ME, "")),
    "a file": (message(type="file", id="77"), SendPhoto(ME, "77")),
    "a sticker": (message(type="sticker", stickerId="1"), Say(ME, "")),
    "a place": (message(type="location", address="…"), Say(ME, "")),
    "a kind invented tomorrow": (message(type="hologram"), Say(ME, "")),
    "a button": ({"type": "postback", "postback": {"data": "b-1"}}, Press(ME, "b-1")),
    "a button without data": ({"type": "postback"}, Press(ME, "")),
    "an unsend": ({"type": "unsend", "unsend": {"messageId": "77"}}, UnsendPhoto(ME, "77")),
    "a block": ({"type": "unfollow"}, LoseTouch(ME, blocked=True)),
    "an unblock": ({"type": "follow", "follow": {"isUnblocked": True}}, LoseTouch(ME, blocked=False)),
    "an edit": ({"type": "messageEdited", "message": {"type": "text", "text": "x"}}, None),
    "an event invented tomorrow": ({"type": "telepathy"}, None),
}


@pytest.mark.parametrize(("event", "meaning"), MEANINGS.values(), ids=MEANINGS.keys())
def test_an_event_means(event: dict[str, Any], meaning: Command | None) -> None:
    """No message is ignored: what we can't use becomes an empty sentence, which brings help."""
    assert command(json.dumps(event).encode(), ME) == meaning


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
names = ["type", "message", "postback", "unsend", "replyToken", "source"]
types = ["message", "postback", "unsend", "follow", "unfollow", "other"]


@given(st.dictionaries(st.sampled_from(names), json_values), st.sampled_from(types))
def test_no_event_of_whatever_shape_raises(event: dict[str, Any], kind: str) -> None:
    """Bad input: unknown event types and shapes."""
    body = json.dumps({"type": kind, **event}).encode()
    command(body, ME)
    enrolment_code(body)
    reply_token(body)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("登録 ABCD-EFGH", "ABCD-EFGH"),
        ("登録ABCDEFGH", "ABCD-EFGH"),
        ("登録　ａｂｃｄ－ｅｆｇｈ", "ABCD-EFGH"),
        ("登録 コード ABCD-2345", "ABCD-2345"),
        ("登録:abcd efgh", "ABCD-EFGH"),
        ("「登録 ABCDーEFGH」", "ABCD-EFGH"),
        ("とうろく ABCD‐EFGH。", "ABCD-EFGH"),
        ("register abcd-efgh", "ABCD-EFGH"),
        ("Register: ABCD–EFGH", "ABCD-EFGH"),
        ("\n登録\nABCD-EFGH\n", "ABCD-EFGH"),
        ("登録 ABC", "ABC"),
        ("登録", None),
        ("登録してください", None),
        ("ABCD-EFGH", None),
        ("通報", None),
        ("", None),
    ],
)
def test_a_code_is_read_however_it_is_typed(text: str, code: str | None) -> None:
    """R-061: enrolment by a one-time code; one of the wrong length is handed on, to be told so."""
    assert enrolment_code(json.dumps(message(type="text", text=text)).encode()) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("ABCD-EFGH", "ABCD-EFGH"), ("ａｂｃｄ ｅｆｇｈ", "ABCD-EFGH"), ("「abcd2fgh」", "ABCD-2FGH"), ("ABCDEFGH", None)],
)
def test_a_stranger_may_send_the_code_alone(text: str, code: str | None) -> None:
    """R-061: as it is printed, or without its dash where it can't be a word; who is enrolled says other things so."""
    body = json.dumps(message(type="text", text=text)).encode()
    assert enrolment_code(body, bare=True) == code
    assert enrolment_code(body) is None


def test_the_reply_token_is_found_where_there_is_one() -> None:
    """Replies are free; an unsend or a block brings no token."""
    assert reply_token(b'{"type":"message","replyToken":"abc"}') == "abc"
    assert reply_token(b'{"type":"unsend"}') is None
