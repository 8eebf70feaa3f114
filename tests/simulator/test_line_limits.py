"""Every limit of the facts sheet: just within it LINE accepts, one beyond it refuses and names the property."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from linebot.v3.messaging import ApiException, MessagingApi, PushMessageRequest, TextMessage

from simulator.line_lengths import graphemes, units
from simulator.line_limits import check_request
from tests.world.simulated import SimulatedTown

FAMILY = "👨‍👩‍👧‍👦"
POSTBACK = {"type": "postback", "label": "はい", "data": "b1", "displayText": "はい"}


BUTTON = {"type": "button", "action": POSTBACK}
ICON = {"type": "icon", "url": "https://a.jp/1.png"}


def text(content: str = "はい", **rest: Any) -> dict[str, Any]:
    return {"type": "text", "text": content, **rest}


def quick(count: int = 1, **action: Any) -> dict[str, Any]:
    item = {"type": "action", "action": POSTBACK | action}
    return text(quickReply={"items": [item] * count})


def bubble(*contents: dict[str, Any], **rest: Any) -> dict[str, Any]:
    return {"type": "bubble", "body": box("vertical", *contents), **rest}


def box(layout: str, *contents: dict[str, Any]) -> dict[str, Any]:
    return {"type": "box", "layout": layout, "contents": list(contents)}


def flex(contents: dict[str, Any], alt: str = "お知らせ") -> dict[str, Any]:
    return {"type": "flex", "altText": alt, "contents": contents}


def button(**action: Any) -> dict[str, Any]:
    return flex(bubble({"type": "button", "action": POSTBACK | action}))


def link(uri: str) -> dict[str, Any]:
    return flex(bubble({"type": "button", "action": {"type": "uri", "label": "開く", "uri": uri}}))


def words(content: str, **rest: Any) -> dict[str, Any]:
    return flex(bubble({"type": "text", "text": content, **rest}))


def carousel(*bubbles: dict[str, Any]) -> dict[str, Any]:
    return flex({"type": "carousel", "contents": list(bubbles)})


FILLED = bubble({"type": "text", "text": "あ" * 8000})
SMALL = bubble({"type": "text", "text": "あ"}, size="kilo")
WITHIN_AND_BEYOND = {
    "text of 5,000 UTF-16 units": (text("あ" * 5000), text("あ" * 5001)),
    "an emoji counts as two units": (text("🔔" * 2500), text("🔔" * 2501)),
    "a text is not empty": (text("。"), text(" \n")),
    "alternative text of 1,500": (flex(SMALL, "あ" * 1500), flex(SMALL, "あ" * 1501)),
    "13 quick replies": (quick(13), quick(14)),
    "at least one quick reply": (quick(1), quick(0)),
    "quick reply label of 20": (quick(label="あ" * 20), quick(label="あ" * 21)),
    "a label counts graphemes": (quick(label=FAMILY * 20), quick(label=FAMILY * 21)),
    "a quick reply has a label": (quick(label="x"), quick(label="")),
    "button label of 40": (button(label="あ" * 40), button(label="あ" * 41)),
    "a button has a label": (button(label="x"), button(label=" ")),
    "postback data of 300": (button(data="x" * 300), button(data="x" * 301)),
    "postback data is not empty": (button(data="x"), button(data="")),
    "displayText of 300": (button(displayText="あ" * 300), button(displayText="あ" * 301)),
    "uri of 1,000": (link("https://a.jp/" + "x" * 987), link("https://a.jp/" + "x" * 988)),
    "uri schemes": (link("tel:110"), link("javascript:alert(1)")),
    "bubble of 30 KB": (flex(FILLED), words("あ" * 10_240)),
    "carousel of 12": (carousel(*[SMALL] * 12), carousel(*[SMALL] * 13)),
    "carousel of 50 KB": (carousel(FILLED, FILLED), carousel(FILLED, FILLED, FILLED)),
    "carousel of one size": (carousel(SMALL, SMALL), carousel(SMALL, {**SMALL, "size": "mega"})),
    "colours": (words("あ", color="#AABBCC"), words("あ", color="red")),
    "text sizes": (words("あ", size="xxl"), words("あ", size="huge")),
    "margins": (words("あ", margin="12px"), words("あ", margin="12")),
    "no button on a baseline": (words("あ"), flex(bubble(box("baseline", BUTTON)))),
    "icons on a baseline only": (flex(bubble(box("baseline", ICON))), flex(bubble(ICON))),
    "no empty flex text": (words("あ"), words("")),
    "a bubble has a block": (flex(SMALL), flex({"type": "bubble"})),
    "known properties only": (text(), text(colour="red")),
    "known properties deep inside": (words("あ", wrap=True), words("あ", wrapping=True)),
    "right types": (words("あ", wrap=True), words("あ", wrap="yes")),
    "known layouts": (words("あ"), flex({"type": "bubble", "body": {"type": "box", "layout": "grid", "contents": []}})),
    "known message types": (text(), {"type": "hologram"}),
    "sender name of 20": (text(sender={"name": "a" * 20}), text(sender={"name": "a" * 21})),
    "picture addresses are https": (
        {"type": "image", "originalContentUrl": "https://a.jp/1", "previewImageUrl": "https://a.jp/2"},
        {"type": "image", "originalContentUrl": "http://a.jp/1", "previewImageUrl": "https://a.jp/2"},
    ),
}


@pytest.mark.parametrize("case", WITHIN_AND_BEYOND)
def test_within_is_accepted_and_beyond_is_refused(case: str) -> None:
    """The same request, once just within the limit and once beyond."""
    within, beyond = copy.deepcopy(WITHIN_AND_BEYOND[case])

    assert check_request("push", {"to": "U1", "messages": [within]}) == []
    assert check_request("push", {"to": "U1", "messages": [beyond]})


@pytest.mark.parametrize(("count", "accepted"), [(0, False), (1, True), (5, True), (6, False)])
def test_a_request_has_one_to_five_messages(count: int, accepted: bool) -> None:
    """Five bubbles in one push count as one."""
    assert accepted is (check_request("push", {"to": "U1", "messages": [text()] * count}) == [])


@pytest.mark.parametrize(("count", "accepted"), [(0, False), (500, True), (501, False)])
def test_a_multicast_has_up_to_500_recipients(count: int, accepted: bool) -> None:
    """No groups, at most 500 users."""
    assert accepted is (check_request("multicast", {"to": ["U1"] * count, "messages": [text()]}) == [])


def test_a_request_that_is_no_object_is_refused() -> None:
    """A list is not a request."""
    assert check_request("push", [])
    assert check_request("push", {"to": "U1", "messages": ["はい"]})


def test_lengths_are_counted_as_line_counts_them() -> None:
    """Texts in UTF-16 units; labels in what a person sees as one sign: joined families, flags, marks, skin tones."""
    assert [units("あ"), units("🔔"), units("🇯")] == [1, 2, 2]
    assert [graphemes(s) for s in (FAMILY, "🇯🇵", "か\u3099", "👍🏽", "🇯🇵🇯🇵")] == [1, 1, 1, 1, 2]


def test_the_client_learns_which_property_is_wrong(town: SimulatedTown, line: MessagingApi) -> None:
    """The error body reads as LINE's."""
    too_long = TextMessage(text="あ" * 5001)
    with pytest.raises(ApiException) as refused:
        line.push_message(PushMessageRequest(to=town.phone("P01").user_id, messages=[too_long]))

    assert refused.value.status == 400
    assert "messages[0].text" in refused.value.body
    assert town.phone("P01").inbox() == []
