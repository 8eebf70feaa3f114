"""What LINE refuses in a message: unknown properties and everything beyond the Messaging API's limits.

Source: Messaging API reference, https://developers.line.biz/en/reference/messaging-api/.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from linebot.v3.messaging.models import Message, MulticastRequest, PushMessageRequest, ReplyMessageRequest

Problem = dict[str, str]
"""``message`` and ``property``, as in LINE's error details."""

REQUESTS = {"reply": ReplyMessageRequest, "push": PushMessageRequest, "multicast": MulticastRequest}
MESSAGES = 5
TEXT_UNITS = 5000
ALT_UNITS = 1500
QUICK_REPLIES = 13
QUICK_LABEL = 20
BUTTON_LABEL = 40
DISPLAY_TEXT = 300
POSTBACK_DATA = 300
URI = 1000
URL = 2000
BUBBLE_BYTES = 30 * 1024
CAROUSEL_BYTES = 50 * 1024
CAROUSEL_BUBBLES = 12
RECIPIENTS = 500
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})?\Z")
JOINER, KEYCAP = "\u200d", "\u20e3"


def units(text: str) -> int:
    """Length in UTF-16 code units, as LINE counts texts."""
    return len(text.encode("utf-16-le")) // 2


def graphemes(text: str) -> int:
    """Length in user-perceived characters, as LINE counts labels: marks, joined emoji and flags count once."""
    count, joined, flag_open = 0, False, False
    for letter in text:
        flag = "\U0001f1e6" <= letter <= "\U0001f1ff"
        extends = unicodedata.combining(letter) or unicodedata.category(letter) in {"Mn", "Me", "Mc"}
        extends = extends or letter in {JOINER, KEYCAP} or "\U0001f3fb" <= letter <= "\U0001f3ff"
        if not (extends or joined or (flag and flag_open)):
            count += 1
        flag_open = flag and not flag_open
        joined = letter == JOINER
    return count


def check_request(kind: str, body: Any) -> list[Problem]:
    """Everything LINE would refuse in a reply, push or multicast request; empty if it is fine."""
    if not isinstance(body, dict):
        return [_problem("The request body must be a JSON object", "")]
    messages = body.get("messages")
    if not isinstance(messages, list) or not 1 <= len(messages) <= MESSAGES:
        return [_problem(f"Size must be between 1 and {MESSAGES}", "messages")]
    problems = _unmodelled(body, REQUESTS[kind].from_dict)
    for number, message in enumerate(messages):
        problems += list(check_message(message, f"messages[{number}]"))
    if kind == "multicast" and not 1 <= len(body.get("to") or []) <= RECIPIENTS:
        problems.append(_problem(f"Size must be between 1 and {RECIPIENTS}", "to"))
    return problems


def check_message(message: Any, at: str) -> Iterator[Problem]:
    """Problems of one message object."""
    unmodelled = _unmodelled(message, Message.from_dict, at)
    if unmodelled:
        yield from unmodelled
        return
    yield from _quick_replies(message.get("quickReply"), f"{at}.quickReply")
    if message["type"] == "text":
        yield from _text(message["text"], TEXT_UNITS, f"{at}.text")
    elif message["type"] == "flex":
        yield from _text(message["altText"], ALT_UNITS, f"{at}.altText")
        yield from _flex(message["contents"], f"{at}.contents")
    for path, value in _strings(message, at):
        if path.endswith("Url") and (len(value) > URL or not value.startswith("https://")):
            yield _problem("Must be a valid HTTPS URL", path)


def _problem(message: str, path: str) -> Problem:
    return {"message": message, "property": path}


def _unmodelled(given: Any, from_dict: Callable[[dict[str, Any]], Any], at: str = "") -> list[Problem]:
    """What the SDK's own model refuses, or would lose on the way through it."""
    if not isinstance(given, dict):
        return [_problem("Must be an object", at)]
    try:
        through = from_dict(given).to_dict()
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        # The generated models raise all of these, for a wrong type deep inside as for a missing `type`.
        return [_problem(f"Invalid: {str(error).splitlines()[0]}", at)]
    return [_problem("Unknown property", path) for path in _lost(given, through, at)]


def _lost(given: Any, through: Any, at: str) -> Iterator[str]:
    if isinstance(given, dict) and isinstance(through, dict):
        for name, value in given.items():
            path = f"{at}.{name}".lstrip(".")
            if value is None:
                continue
            if name not in through:
                yield path
            else:
                yield from _lost(value, through[name], path)
    elif isinstance(given, list) and isinstance(through, list):
        for number, (left, right) in enumerate(zip(given, through, strict=False)):
            yield from _lost(left, right, f"{at}[{number}]")


def _text(text: str, most: int, at: str) -> Iterator[Problem]:
    if not text.strip():
        yield _problem("May not be empty", at)
    if units(text) > most:
        yield _problem(f"Length must be between 0 and {most}", at)


def _quick_replies(quick: dict[str, Any] | None, at: str) -> Iterator[Problem]:
    if quick is None:
        return
    items = quick.get("items") or []
    if not 1 <= len(items) <= QUICK_REPLIES:
        yield _problem(f"Size must be between 1 and {QUICK_REPLIES}", f"{at}.items")
    for number, item in enumerate(items):
        yield from _action(item.get("action") or {}, QUICK_LABEL, f"{at}.items[{number}].action", labelled=True)


def _flex(contents: dict[str, Any], at: str) -> Iterator[Problem]:
    carousel = contents["type"] == "carousel"
    bubbles = contents["contents"] if carousel else [contents]
    if _size(contents) > (CAROUSEL_BYTES if carousel else BUBBLE_BYTES):
        yield _problem("The flex message is too large", at)
    if carousel and not 1 <= len(bubbles) <= CAROUSEL_BUBBLES:
        yield _problem(f"Size must be between 1 and {CAROUSEL_BUBBLES}", at)
    if len({bubble.get("size", "mega") for bubble in bubbles}) > 1:
        yield _problem("All bubbles of a carousel must have the same size", at)
    for number, bubble in enumerate(bubbles):
        if _size(bubble) > BUBBLE_BYTES:
            yield _problem("The bubble is too large", f"{at}[{number}]")
        if not any(bubble.get(part) for part in ("header", "hero", "body", "footer")):
            yield _problem("At least one block is required", at)
        for part in ("header", "hero", "body", "footer"):
            yield from _component(bubble.get(part), f"{at}.{part}")


def _size(contents: dict[str, Any]) -> int:
    return len(json.dumps(contents, ensure_ascii=False, separators=(",", ":")).encode())


def _component(component: dict[str, Any] | None, at: str) -> Iterator[Problem]:
    if component is None:
        return
    kind = component["type"]
    if kind == "text" and not component.get("text") and not component.get("contents"):
        yield _problem("Must be non-empty text", f"{at}.text")
    for name in ("color", "backgroundColor", "borderColor"):
        if name in component and kind != "button" and not COLOUR.match(component[name]):
            yield _problem("Must be a colour like #RRGGBB", f"{at}.{name}")
    if "action" in component:
        yield from _action(component["action"], BUTTON_LABEL, f"{at}.action", labelled=kind == "button")
    if isinstance(component.get("contents"), list):
        for number, child in enumerate(component["contents"]):
            yield from _component(child, f"{at}.contents[{number}]")


def _action(action: dict[str, Any], most: int, at: str, *, labelled: bool) -> Iterator[Problem]:
    label = action.get("label") or ""
    if labelled and not label.strip():
        yield _problem("May not be empty", f"{at}.label")
    if graphemes(label) > most:
        yield _problem(f"Length must be between 0 and {most}", f"{at}.label")
    kind = action.get("type")
    if kind in {"postback", "datetimepicker"} and not 1 <= len(action.get("data") or "") <= POSTBACK_DATA:
        yield _problem(f"Length must be between 1 and {POSTBACK_DATA}", f"{at}.data")
    if graphemes(action.get("displayText") or "") > DISPLAY_TEXT:
        yield _problem(f"Length must be between 0 and {DISPLAY_TEXT}", f"{at}.displayText")
    if kind == "message" and not 1 <= graphemes(action.get("text") or "") <= DISPLAY_TEXT:
        yield _problem(f"Length must be between 1 and {DISPLAY_TEXT}", f"{at}.text")
    if kind == "uri":
        uri = action.get("uri") or ""
        if len(uri) > URI or urlsplit(uri).scheme not in {"http", "https", "line", "tel"}:
            yield _problem("Invalid action URI", f"{at}.uri")


def _strings(value: Any, at: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _strings(inner, f"{at}.{name}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _strings(inner, f"{at}[{number}]")
    elif isinstance(value, str):
        yield at, value
