"""Block Kit's limits: just within them Slack accepts, one beyond it refuses."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from simulator.slack_limits import check_blocks, check_view
from tests.world.simulated import SimulatedTown


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def marked(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "本文", **rest: Any) -> dict[str, Any]:
    return {"type": "section", "text": marked(text), **rest}


def fields(*texts: str) -> dict[str, Any]:
    return {"type": "section", "fields": [marked(text) for text in texts]}


def button(**rest: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain("はい"), **rest}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def select(kind: str = "static_select", count: int = 1, text: str = "東", value: str = "e") -> dict[str, Any]:
    return actions({"type": kind, "options": [{"text": plain(text), "value": value}] * count})


def field(element: dict[str, Any] | None = None, label: str = "何が") -> dict[str, Any]:
    return {"type": "input", "label": plain(label), "element": element or {"type": "plain_text_input"}}


def modal(*blocks: dict[str, Any], **rest: Any) -> dict[str, Any]:
    return {"type": "modal", "title": plain("通報"), "submit": plain("送る"), "blocks": list(blocks), **rest}


HEADER = {"type": "header", "text": plain("あ" * 150)}
BLOCKS = {
    "50 blocks": ([section()] * 50, [section()] * 51),
    "header of 150": ([HEADER], [{"type": "header", "text": plain("あ" * 151)}]),
    "header is plain": ([HEADER], [{"type": "header", "text": marked("あ")}]),
    "section of 3,000": ([section("あ" * 3000)], [section("あ" * 3001)]),
    "section has a text": ([section()], [{"type": "section"}]),
    "section is not empty": ([section("。")], [section("")]),
    "10 fields": ([fields(*["あ"] * 10)], [fields(*["あ"] * 11)]),
    "field of 2,000": ([fields("あ" * 2000)], [fields("あ" * 2001)]),
    "button text of 75": ([actions(button(text=plain("あ" * 75)))], [actions(button(text=plain("あ" * 76)))]),
    "button text is plain": ([actions(button())], [actions(button(text=marked("はい")))]),
    "button value of 2,000": ([actions(button(value="x" * 2000))], [actions(button(value="x" * 2001))]),
    "button address": ([actions(button(url="https://a.jp"))], [actions(button(url="line://a"))]),
    "button styles": ([actions(button(style="danger"))], [actions(button(style="plain"))]),
    "25 actions": ([actions(*[button()] * 25)], [actions(*[button()] * 26)]),
    "at least one action": ([actions(button())], [actions()]),
    "action id of 255": ([actions(button(action_id="x" * 255))], [actions(button(action_id="x" * 256))]),
    "action ids differ": (
        [actions(button(action_id="a"), button(action_id="b"))],
        [actions(button(action_id="a"), button(action_id="a"))],
    ),
    "block id of 255": ([section(block_id="x" * 255)], [section(block_id="x" * 256)]),
    "block ids differ": ([section(block_id="a"), section(block_id="b")], [section(block_id="a")] * 2),
    "option value of 75": ([select(value="x" * 75)], [select(value="x" * 76)]),
    "option text of 75": ([select(text="あ" * 75)], [select(text="あ" * 76)]),
    "100 options": ([select(count=100)], [select(count=101)]),
    "5 overflow options": ([select("overflow", count=5)], [select("overflow", count=6)]),
    "10 context elements": (
        [{"type": "context", "elements": [marked("あ")] * 10}],
        [{"type": "context", "elements": [marked("あ")] * 11}],
    ),
    "known blocks": ([{"type": "divider"}], [{"type": "hologram"}]),
    "known elements": ([actions(button())], [actions({"type": "lever"})]),
    "known text properties": ([section()], [{"type": "section", "text": marked("あ") | {"size": 3}}]),
    "blocks are a list": ([section()], {"type": "section"}),
    "files only in modals": ([field()], [field({"type": "file_input"})]),
}
VIEWS = {
    "100 blocks": (modal(*[section()] * 100), modal(*[section()] * 101)),
    "title of 24": (modal(title=plain("あ" * 24)), modal(title=plain("あ" * 25))),
    "a title": (modal(), {"type": "modal", "blocks": []}),
    "submit of 24": (modal(submit=plain("あ" * 24)), modal(submit=plain("あ" * 25))),
    "close of 24": (modal(close=plain("あ" * 24)), modal(close=plain("あ" * 25))),
    "private metadata of 3,000": (modal(private_metadata="x" * 3000), modal(private_metadata="x" * 3001)),
    "callback id of 255": (modal(callback_id="x" * 255), modal(callback_id="x" * 256)),
    "label of 2,000": (modal(field(label="あ" * 2000)), modal(field(label="あ" * 2001))),
    "a submit button for inputs": (modal(field()), {"type": "modal", "title": plain("通報"), "blocks": [field()]}),
    "10 files": (
        modal(field({"type": "file_input", "max_files": 10})),
        modal(field({"type": "file_input", "max_files": 11})),
    ),
    "text lengths in order": (
        modal(field({"type": "plain_text_input", "min_length": 5, "max_length": 9})),
        modal(field({"type": "plain_text_input", "min_length": 9, "max_length": 5})),
    ),
    "inputs take inputs": (modal(field()), modal(field(button()))),
    "known surfaces": (modal(), {"type": "billboard", "blocks": []}),
}


@pytest.mark.parametrize("case", BLOCKS)
def test_blocks_within_are_accepted_and_beyond_refused(case: str) -> None:
    """The same blocks, once just within the limit and once beyond."""
    within, beyond = BLOCKS[case]

    assert check_blocks(within) == []
    assert check_blocks(beyond)


@pytest.mark.parametrize("case", VIEWS)
def test_views_within_are_accepted_and_beyond_refused(case: str) -> None:
    """The same view, once just within the limit and once beyond."""
    within, beyond = VIEWS[case]

    assert check_view(within) == []
    assert check_view(beyond)


def test_the_client_learns_which_block_is_wrong(town: SimulatedTown, slack: WebClient) -> None:
    """invalid_blocks with a JSON pointer."""
    with pytest.raises(SlackApiError) as refused:
        slack.chat_postMessage(channel=town.phone("P03").user_id, text="?", blocks=[section(), section("")])

    assert "[json-pointer:/blocks/1]" in refused.value.response["response_metadata"]["messages"][0]
    assert town.phone("P03").inbox() == []
