"""Cards as Block Kit, checked by the simulator's limits."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from bot.slack.render import LINK, notice, render
from handlers.cards import Message, Tone
from simulator.slack_limits import check_blocks
from tests.bot.cards import ALERT, QUESTION, cards, texts


def elements(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [element for block in blocks if block["type"] == "actions" for element in block["elements"]]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(cards)
def test_slack_takes_every_card(card: Message) -> None:
    """Bad input: 5,000 characters, emoji, right-to-left text, empty words; each limit of the reference holds."""
    blocks = render(card)

    assert check_blocks(blocks) == []
    assert len(notice(card)) <= 3000
    assert [e["value"] for e in elements(blocks) if "value" in e] == [b.id for b in (*card.buttons, *card.choices)]
    assert sum("url" in e for e in elements(blocks)) == (card.link is not None)
    ids = [e["action_id"] for e in elements(blocks)]
    assert len(ids) == len(set(ids))


@settings(max_examples=150, deadline=None)
@given(texts)
def test_what_a_person_typed_is_never_read_as_markup(text: str) -> None:
    """`<!channel>` in an answer calls nobody; an escape is never cut in two."""
    card = Message(title=text, notice=text, lines=(text,), facts=((text, text),))

    fields = [field for block in render(card) for field in block.get("fields", [])]
    for written in [notice(card), *(field["text"] for field in fields)]:
        assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", written)
    assert all(field["verbatim"] for field in fields)
    assert {block["text"]["type"] for block in render(card) if "text" in block} == {"plain_text"}


def test_an_alert_reads_well() -> None:
    """Title, both sentences, facts in two columns, link and three buttons in a row."""
    header, first, second, facts, actions = render(ALERT)

    assert header["text"]["text"] == "⚠ 近くの店で万引きの疑い"
    assert [first["text"]["text"], second["text"]["text"]] == list(ALERT.lines)
    assert [html.unescape(field["text"]) for field in facts["fields"]] == [f"*{k}*\n{v}" for k, v in ALERT.facts]
    assert [(e["action_id"], e["text"]["text"], e.get("style")) for e in actions["elements"]] == [
        (LINK, "内容を見る", None),
        ("press:0", "確認しました", "primary"),
        ("press:1", "見かけた", None),
        ("press:2", "誤りでは？", "danger"),
    ]


def test_choices_stand_in_a_row_of_their_own() -> None:
    """On Slack a quick reply is a button."""
    assert [e["value"] for e in elements(render(QUESTION))] == ["c-yes", "c-no"]


@pytest.mark.parametrize("tone", Tone)
def test_every_tone_has_a_sign_beside_its_colour(tone: Tone) -> None:
    """For those who can't tell red from green."""
    header = render(Message("題", "題", tone=tone))[0]["text"]["text"]

    assert re.fullmatch(r"\S+ 題", header)
