"""Cards as LINE messages, checked by the simulator's limits and by the SDK's own models."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from linebot.v3.messaging import Message as LineMessage

from bot.line.looks import ACCENT, INK, LINK, MUTED, PAPER, QUIET, WARY, WHITE
from bot.line.render import render
from handlers.cards import Button, Message, PageLink, Tone
from simulator.line_limits import check_request
from tests.bot.cards import ALERT, QUESTION, cards


def found(value: Any, kind: str) -> list[dict[str, Any]]:
    """Every component of a kind, wherever it is nested."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    here = [value] if isinstance(value, dict) and value.get("type") == kind else []
    return here + [component for child in inner for component in found(child, kind)]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cards)
def test_line_takes_every_card_and_every_button_can_be_pressed(card: Message) -> None:
    """Bad input: 5,000 characters, emoji, right-to-left text, empty words; each limit of the reference holds.

    No choice is dropped for want of room: the fourteenth quick reply becomes a button.
    """
    messages = render(card)
    assert check_request("push", {"to": "U" + "1" * 32, "messages": messages}) == []
    assert [LineMessage.from_dict(m).to_dict() for m in messages] == messages

    [message] = messages
    if message["type"] == "flex":
        assert {action["data"] for action in found(message, "postback")} == {
            b.id for b in (*card.buttons, *card.choices)
        }
        assert len(found(message, "uri")) == (card.link is not None)


def test_a_stores_name_beside_what_it_did_has_half_of_the_row() -> None:
    """R-078: a tally is read store by store; the usual short labels leave their values the room."""
    tally = (("事案", "1123-7K2MP"), ("衣料のみどり屋 商店街店", "届いた"))
    for facts, wide in ((tally, [5, 5]), (ALERT.facts, [3, 7])):
        [message] = render(replace(ALERT, facts=facts))
        rows = message["contents"]["body"]["contents"][-1]["contents"]
        assert [[part["flex"] for part in row["contents"]] for row in rows] == [wide] * len(facts)


def test_an_alert_reads_well() -> None:
    """The card that matters most: title, both sentences, facts as rows, link first, three large buttons."""
    [message] = render(ALERT)
    bubble = message["contents"]

    assert message["altText"] == ALERT.notice
    assert bubble["header"]["backgroundColor"] == ACCENT[Tone.ALERT]
    texts = [text["text"] for text in found(bubble["body"], "text")]
    assert texts == [*ALERT.lines, *(word for fact in ALERT.facts for word in fact)]
    labels = [button["action"]["label"] for button in bubble["footer"]["contents"]]
    assert labels == ["内容を見る", "確認しました", "見かけた", "誤りでは？"]
    styles = [button["style"] for button in bubble["footer"]["contents"]]
    assert styles == ["secondary", "primary", "secondary", "secondary"]
    assert {button["height"] for button in found(bubble, "button")} == {"md"}


def test_choices_become_quick_replies() -> None:
    """A question is answered by one tap, and the tap is shown as what the person said."""
    [message] = render(QUESTION)

    actions = [item["action"] for item in message["quickReply"]["items"]]
    assert actions == [
        {"type": "postback", "label": "はい", "data": "c-yes", "displayText": "はい"},
        {"type": "postback", "label": "いいえ", "data": "c-no", "displayText": "いいえ"},
    ]


def test_what_does_not_fit_a_bubble_goes_as_plain_text() -> None:
    """30 KB are passed by long answers in Japanese; words, address and buttons still arrive."""
    card = Message("長い通報", "長い通報", lines=("万引き" * 1700,), buttons=ALERT.buttons, link=ALERT.link)

    [message] = render(card)

    assert message["type"] == "text"
    assert message["text"].startswith("長い通報\n\n万引き")
    assert message["text"].endswith("…\n\n内容を見る\nhttp://127.0.0.1:8080/p/abc.def")
    assert [item["action"]["data"] for item in message["quickReply"]["items"]] == ["b-ok", "b-seen", "b-doubt"]


def test_a_message_names_no_state_and_no_picture() -> None:
    """D12: nothing but opaque ids travels in a button, and no picture in a message."""
    text = json.dumps(render(ALERT))

    assert '"type": "image"' not in text
    assert (
        render(Message("x", "x", buttons=(Button("押す", "b-1"),)))[0]["contents"]["footer"]["contents"][0]["action"][
            "data"
        ]
        == "b-1"
    )


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *((WHITE, accent) for accent in ACCENT.values()),
        (INK, WHITE),
        (INK, PAPER),
        (MUTED, PAPER),
        (INK, QUIET),
        (INK, LINK),
        (INK, WARY),
    ],
)
def test_every_text_can_be_read_in_sunlight(ink: str, ground: str) -> None:
    """WCAG 2.2, 1.4.3: at least 4.5 to 1."""
    light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)

    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_the_desk_opens_in_the_phone_s_own_browser() -> None:
    """R-064: LINE's may offer no passkeys; pages of a case open where they always did."""
    for url, opens in (
        ("https://h.example/desk/in/a.b", "https://h.example/desk/in/a.b?openExternalBrowser=1"),
        ("https://h.example/p/a.b", "https://h.example/p/a.b"),
        ("https://h.example/p/desk/x", "https://h.example/p/desk/x"),
    ):
        assert f'"{opens}"' in json.dumps(render(Message("t", "t", link=PageLink("open", url))))
