"""Cards as Block Kit, checked by the simulator's limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from bot.slack.render import LINK, notice, render
from handlers.cards import Button, Message, PageLink, Tone
from simulator.slack_limits import check_blocks
from tests.bot.cards import ALERT, QUESTION, cards, texts


def elements(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [element for block in blocks if block["type"] == "actions" for element in block["elements"]]


def texts_in(part: Any) -> Iterator[dict[str, Any]]:
    """Every text object, however deep."""
    if isinstance(part, list):
        for inner in part:
            yield from texts_in(inner)
    elif isinstance(part, dict):
        if part.get("type") in {"plain_text", "mrkdwn"}:
            yield part
        else:
            yield from texts_in(list(part.values()))


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
    """R-064: `<!channel>` calls nobody, asterisks make no official line, `:bell:` is no bell: every text of every block
    is plain, and in the notification, which Slack always reads as mrkdwn, nothing is left to be read so.
    """
    button = Button(text, "b")
    card = Message(text, text, (text,), ((text, text),), (button,), (button,), PageLink(text, "https://x"))
    for hostile in (text, "<!channel>*公式*\n_x_ `y` ~z~ <@U1> <http://x|y> & :bell: 14:05"):
        card = replace(card, notice=hostile)
        assert not re.search(r"[<>*_~`]|&(?!amp;|lt;|gt;)|:[a-z0-9_+'-]+:", notice(card))
    shown = list(texts_in(render(card)))
    assert len(shown) >= 5
    assert all(part["type"] == "plain_text" and part["emoji"] is False for part in shown)


def test_an_alert_reads_well() -> None:
    """Title, both sentences, facts in two columns, link and three buttons in a row."""
    header, first, second, facts, actions = render(ALERT)

    assert header["text"]["text"] == "⚠ 近くの店で万引きの疑い"
    assert [first["text"]["text"], second["text"]["text"]] == list(ALERT.lines)
    assert [field["text"] for field in facts["fields"]] == [f"{label}\n{value}" for label, value in ALERT.facts]
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
