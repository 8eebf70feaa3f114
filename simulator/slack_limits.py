"""What Slack refuses in blocks and views.

Source: Block Kit reference, https://docs.slack.dev/reference/block-kit/blocks, and the views reference beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
ID, OPTION_VALUE, OPTION_TEXT, OPTIONS = 255, 75, 75, 100
BUTTON_TEXT, BUTTON_VALUE, URL = 75, 2000, 3000
CONFIRM = {"title": 100, "text": 300, "confirm": 30, "deny": 30}
ACTIONS, CONTEXT, FIELDS = 25, 10, 10
HEADER, SECTION, FIELD, LABEL = 150, 3000, 2000, 2000
VIEW_TITLE, PRIVATE_METADATA = 24, 3000
PLACEHOLDER, FILES, RADIO_OPTIONS, OVERFLOW_OPTIONS = 150, 10, 10, 5
SURFACES = {
    "header": {"message", "modal", "home"},
    "section": {"message", "modal", "home"},
    "divider": {"message", "modal", "home"},
    "context": {"message", "modal", "home"},
    "actions": {"message", "modal", "home"},
    "image": {"message", "modal", "home"},
    "rich_text": {"message", "modal", "home"},
    "input": {"message", "modal", "home"},
    "markdown": {"message"},
}
INPUTS = {
    "plain_text_input", "static_select", "multi_static_select", "radio_buttons", "checkboxes", "datepicker",
    "timepicker", "datetimepicker", "file_input", "number_input", "email_text_input", "url_text_input",
}  # fmt: skip
ACTION_ELEMENTS = {
    "button", "overflow", "static_select", "multi_static_select", "radio_buttons", "checkboxes", "datepicker",
    "timepicker", "datetimepicker",
}  # fmt: skip


def check_blocks(blocks: Any, surface: str = "message") -> list[str]:
    """Every problem, worded as in Slack's ``response_metadata.messages``; empty if Slack takes it."""
    most = MESSAGE_BLOCKS if surface == "message" else VIEW_BLOCKS
    if not isinstance(blocks, list) or not all(isinstance(b, dict) for b in blocks):
        return ["[ERROR] must be an array of objects [json-pointer:/blocks]"]
    problems = [] if len(blocks) <= most else [f"[ERROR] no more than {most} items allowed [json-pointer:/blocks]"]
    for number, block in enumerate(blocks):
        problems += [f"[ERROR] {p} [json-pointer:/blocks/{number}]" for p in _block(block, surface)]
    ids = [b["block_id"] for b in blocks if b.get("block_id")]
    problems += [f"[ERROR] `block_id` {name} is not unique" for name in _twice(ids)]
    return problems


def check_view(view: Any) -> list[str]:
    """Problems of a modal or home view."""
    if not isinstance(view, dict) or view.get("type") not in {"modal", "home"}:
        return ["[ERROR] unsupported type [json-pointer:/view/type]"]
    problems = []
    if view["type"] == "modal":
        problems += [f"{p} [json-pointer:/view/title]" for p in _plain(view.get("title"), VIEW_TITLE)]
        for part in ("submit", "close"):
            if part in view:
                problems += [f"{p} [json-pointer:/view/{part}]" for p in _plain(view[part], VIEW_TITLE)]
        inputs = [b for b in view.get("blocks") or [] if isinstance(b, dict) and b.get("type") == "input"]
        if inputs and "submit" not in view:
            problems.append("missing required field: submit [json-pointer:/view]")
    problems += list(_length(view.get("private_metadata", ""), 0, PRIVATE_METADATA, "private_metadata"))
    problems += list(_length(view.get("callback_id", ""), 0, ID, "callback_id"))
    return [f"[ERROR] {p}" for p in problems] + check_blocks(view.get("blocks"), view["type"])


def _twice(names: list[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def _length(text: Any, least: int, most: int, name: str) -> Iterator[str]:
    if not isinstance(text, str):
        yield f"must be a string: {name}"
    elif not least <= len(text) <= most:
        yield f"must be between {least} and {most} characters: {name}"


def _plain(text: Any, most: int) -> Iterator[str]:
    if not isinstance(text, dict) or text.get("type") != "plain_text":
        yield "must be a plain_text object"
    else:
        yield from _length(text.get("text"), 1, most, "text")


def _text(text: Any, most: int) -> Iterator[str]:
    if not isinstance(text, dict) or text.get("type") not in {"plain_text", "mrkdwn"}:
        yield "must be a text object"
    elif set(text) - {"type", "text", "emoji", "verbatim"}:
        yield "additional property in text object"
    else:
        yield from _length(text.get("text"), 1, most, "text")


def _block(block: dict[str, Any], surface: str) -> Iterator[str]:
    kind = block.get("type")
    if surface not in SURFACES.get(str(kind), set()):
        yield f"unsupported type: {kind}"
        return
    yield from _length(block.get("block_id", ""), 0, ID, "block_id")
    if kind == "header":
        yield from _plain(block.get("text"), HEADER)
    elif kind == "section":
        yield from _section(block)
    elif kind == "context":
        yield from _context(block.get("elements"))
    elif kind == "actions":
        yield from _actions(block.get("elements"))
    elif kind == "input":
        yield from _input(block, surface)


def _section(block: dict[str, Any]) -> Iterator[str]:
    if "text" not in block and not block.get("fields"):
        yield "section needs text or fields"
    if "text" in block:
        yield from _text(block["text"], SECTION)
    fields = block.get("fields", [])
    if len(fields) > FIELDS:
        yield f"no more than {FIELDS} items allowed: fields"
    for field in fields:
        yield from _text(field, FIELD)
    if "accessory" in block:
        yield from _element(block["accessory"], ACTION_ELEMENTS | {"image"})


def _context(elements: Any) -> Iterator[str]:
    if not isinstance(elements, list) or not 1 <= len(elements) <= CONTEXT:
        yield f"must be between 1 and {CONTEXT} items: elements"
        return
    for element in elements:
        if element.get("type") != "image":
            yield from _text(element, SECTION)


def _actions(elements: Any) -> Iterator[str]:
    if not isinstance(elements, list) or not 1 <= len(elements) <= ACTIONS:
        yield f"must be between 1 and {ACTIONS} items: elements"
        return
    for element in elements:
        yield from _element(element, ACTION_ELEMENTS)
    ids = [e["action_id"] for e in elements if e.get("action_id")]
    yield from (f"`action_id` {name} is not unique" for name in _twice(ids))


def _input(block: dict[str, Any], surface: str) -> Iterator[str]:
    yield from _plain(block.get("label"), LABEL)
    if "hint" in block:
        yield from _plain(block["hint"], LABEL)
    yield from _element(block.get("element"), INPUTS)
    if surface != "modal" and (block.get("element") or {}).get("type") == "file_input":
        yield "file_input works in modals only"


def _element(element: Any, allowed: set[str]) -> Iterator[str]:
    kind = element.get("type") if isinstance(element, dict) else None
    if kind not in allowed:
        yield f"unsupported element: {kind}"
        return
    yield from _length(element.get("action_id", ""), 0, ID, "action_id")
    if "placeholder" in element:
        yield from _plain(element["placeholder"], PLACEHOLDER)
    if kind == "button":
        yield from _button(element)
    if kind == "file_input" and not 1 <= element.get("max_files", FILES) <= FILES:
        yield f"max_files must be between 1 and {FILES}"
    if (
        kind == "plain_text_input"
        and not 0 <= element.get("min_length", 0) <= element.get("max_length", SECTION) <= SECTION
    ):
        yield f"lengths must be between 0 and {SECTION}"
    if kind in {"static_select", "multi_static_select", "radio_buttons", "checkboxes", "overflow"}:
        yield from _options(element, kind)


def _confirm(dialogue: Any) -> Iterator[str]:
    """Reference: confirmation dialog object."""
    if not isinstance(dialogue, dict):
        yield "must be an object: confirm"
        return
    for part, most in CONFIRM.items():
        yield from _plain(dialogue.get(part), most)
    if dialogue.get("style", "primary") not in {"primary", "danger"}:
        yield "must be primary or danger: style"


def _button(button: dict[str, Any]) -> Iterator[str]:
    yield from _plain(button.get("text"), BUTTON_TEXT)
    yield from _length(button.get("value", ""), 0, BUTTON_VALUE, "value")
    if "confirm" in button:
        yield from _confirm(button["confirm"])
    if button.get("style", "primary") not in {"primary", "danger"}:
        yield "must be primary or danger: style"
    if "url" in button:
        yield from _length(button["url"], 1, URL, "url")
        if urlsplit(str(button["url"])).scheme not in {"http", "https"}:
            yield "invalid url"


def _options(element: dict[str, Any], kind: str) -> Iterator[str]:
    most = {"radio_buttons": RADIO_OPTIONS, "checkboxes": RADIO_OPTIONS, "overflow": OVERFLOW_OPTIONS}.get(
        kind, OPTIONS
    )
    groups = element.get("option_groups") if kind in {"static_select", "multi_static_select"} else None
    if groups is not None and not 1 <= len(groups) <= OPTIONS:
        yield f"must be between 1 and {OPTIONS} items: option_groups"
    for group in groups or []:
        yield from _plain(group.get("label"), OPTION_TEXT)
    lists = [group.get("options") for group in groups or []] or [element.get("options")]
    if not all(isinstance(some, list) and 1 <= len(some) <= most for some in lists):
        yield f"must be between 1 and {most} items: options"
        return
    options = [option for some in lists for option in some]
    for option in options:
        yield from _text(option.get("text"), OPTION_TEXT)
        yield from _length(option.get("value"), 1, OPTION_VALUE, "value")
    initial = element.get("initial_option")
    if initial and initial not in options:
        yield "initial_option must be one of the options"
