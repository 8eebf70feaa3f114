"""What a person sees of a message: its words, buttons and links, whichever platform it came over."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from simulator.world import Bubble, Impossible

Button = dict[str, Any]
"""``label``, ``key`` (unique within its message), ``url`` if it is a link, ``action`` as the platform has it."""

CHOOSERS = {"static_select", "radio_buttons", "overflow"}

MARKS = re.compile(r"<(?:[^>|\s]+\|)?([^>]+)>|(?<!\w)([*_~`])(?=\S)(.+?)(?<=\S)\2(?!\w)")
"""Of mrkdwn: Slack draws them and shows what they hold."""


def find_button(
    bubbles: list[Bubble], label: str, message_id: str | None = None, key: str | None = None
) -> tuple[Bubble, Button]:
    """The newest button that says ``label`` (else: whose label contains it), or the one with that key."""
    standing = [b for b in bubbles if not b.removed]
    offered = [
        (bubble, button)
        for bubble in reversed(standing)
        if message_id in {None, bubble.id} and not bubble.mine
        for button in buttons(bubble, last=bubble is standing[-1])
    ]
    same = [(bubble, b) for bubble, b in offered if (b["key"] == key if key else b["label"] == label)]
    alike = [(bubble, b) for bubble, b in offered if not key and label in b["label"]]
    if same or alike:
        return (same or alike)[0]
    raise Impossible(f"no button {label!r}; there are {[b['label'] for _, b in offered]}")


def buttons(bubble: Bubble, *, last: bool) -> list[Button]:
    """Everything to press, in reading order; LINE shows quick replies only under the last message."""
    if "blocks" in bubble.raw or "ts" in bubble.raw:
        return list(_slack_buttons(bubble.raw.get("blocks") or []))
    found = list(_line_buttons(bubble.raw.get("contents") or {}))
    if last:
        items = (bubble.raw.get("quickReply") or {}).get("items") or []
        found += [_line_button(item["action"]) | {"choice": True} for item in items]
    return found


def chat(bubbles: list[Bubble]) -> list[dict[str, Any]]:
    """A whole chat as the phones get it, oldest message first."""
    standing = [b for b in bubbles if not b.removed]
    return [_show(bubble, last=bubble is standing[-1]) for bubble in standing]


def words(raw: dict[str, Any]) -> str:
    """The message as plain text, a line for each line shown."""
    if raw.get("blocks"):
        return "\n".join(filter(None, _slack_words(raw["blocks"])))
    if raw.get("type") == "flex":
        return "\n".join(filter(None, _flex_words(raw["contents"])))
    return str(raw.get("text", ""))


def block_words(block: dict[str, Any]) -> list[str]:
    """Every text of a Slack block, its buttons' labels too."""
    parts = [block.get("text"), *(block.get("fields") or []), *(e.get("text") for e in block.get("elements") or [])]
    return [part["text"] for part in parts if part]


def _show(bubble: Bubble, *, last: bool) -> dict[str, Any]:
    offered = [] if bubble.mine else buttons(bubble, last=last)
    return {
        "id": bubble.id,
        "mine": bubble.mine,
        "at": bubble.at,
        "revision": bubble.revision,
        "text": words(bubble.raw),
        "buttons": [{name: b.get(name) for name in ("label", "key", "url", "choice")} for b in offered],
        "raw": bubble.raw,
    }


def _line_button(action: dict[str, Any]) -> Button:
    key = action.get("data") or action.get("uri") or action.get("text") or action["type"]
    return {"label": action.get("label") or "", "key": key, "url": action.get("uri"), "action": action}


def _line_buttons(component: dict[str, Any]) -> Iterator[Button]:
    if component.get("action"):
        yield _line_button(component["action"])
    parts = [component.get(part) for part in ("header", "hero", "body", "footer")]
    for child in [*filter(None, parts), *(component.get("contents") or [])]:
        yield from _line_buttons(child)


def _flex_words(component: dict[str, Any]) -> Iterator[str]:
    if component["type"] == "text":
        spans = "".join(span.get("text") or "" for span in component.get("contents") or [])
        yield component.get("text") or spans
    inner = component.get("contents") or []
    if component["type"] == "box" and component["layout"] != "vertical":
        yield " ".join(word for child in inner for word in _flex_words(child))
        return
    parts = [component.get(part) for part in ("header", "hero", "body", "footer")]
    for child in [*filter(None, parts), *inner]:
        yield from _flex_words(child)


def _slack_elements(block: dict[str, Any]) -> list[dict[str, Any]]:
    accessory = block.get("accessory")
    elements = list(block.get("elements") or []) if block["type"] == "actions" else []
    return [accessory, *elements] if accessory else elements


def _slack_buttons(blocks: list[dict[str, Any]]) -> Iterator[Button]:
    for block in blocks:
        for element in _slack_elements(block):
            place = f"{block['block_id']}/{element['action_id']}"
            bare = {**element, "block_id": block["block_id"]}
            if element["type"] == "button":
                yield {"label": element["text"]["text"], "key": place, "url": element.get("url"), "action": bare}
            elif element["type"] in CHOOSERS:
                for option in element.get("options") or []:
                    chosen = {**bare, "selected_option": option}
                    yield {"label": option["text"]["text"], "key": f"{place}/{option['value']}", "action": chosen}


def _slack_words(blocks: list[dict[str, Any]]) -> Iterator[str]:
    for block in blocks:
        if block["type"] in {"header", "section"} and block.get("text"):
            yield _drawn(block["text"])
        for part in block.get("fields") or []:
            yield _drawn(part).replace("\n", " ")
        if block["type"] == "context":
            yield " ".join(_drawn(e) for e in block["elements"] if "text" in e)
        if block["type"] == "rich_text":
            yield _rich(block)


def _drawn(part: dict[str, Any]) -> str:
    """A text object as a person sees it."""
    if part["type"] != "mrkdwn":
        return str(part["text"])
    return html.unescape(MARKS.sub(lambda found: found[1] or found[3], part["text"]))


def _rich(part: dict[str, Any]) -> str:
    return str(part.get("text", "")) + "".join(_rich(inner) for inner in part.get("elements") or [])
