"""What LINE refuses in a message: unknown properties and everything beyond the Messaging API's limits.

Source: Messaging API reference, https://developers.line.biz/en/reference/messaging-api/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from linebot.v3.messaging.models import Message, MulticastRequest, PushMessageRequest, ReplyMessageRequest
from pydantic.v1 import BaseModel

from simulator.line_flex import check_action, check_flex
from simulator.line_lengths import Problem, problem, units

REQUESTS = {"reply": ReplyMessageRequest, "push": PushMessageRequest, "multicast": MulticastRequest}
MESSAGES = 5
TEXT_UNITS = 5000
ALT_UNITS = 1500
QUICK_REPLIES = 13
QUICK_LABEL = 20
URL = 2000
RECIPIENTS = 500


def check_request(kind: str, body: Any) -> list[Problem]:
    """Everything LINE would refuse in a reply, push or multicast request; empty if it is fine."""
    if not isinstance(body, dict):
        return [problem("The request body must be a JSON object", "")]
    messages = body.get("messages")
    if not isinstance(messages, list) or not 1 <= len(messages) <= MESSAGES:
        return [problem(f"Size must be between 1 and {MESSAGES}", "messages")]
    envelope = {**body, "messages": [{"type": "text", "text": "one message stands for all"}]}
    problems = unmodelled(envelope, REQUESTS[kind].from_dict)
    for number, message in enumerate(messages):
        problems += list(check_message(message, f"messages[{number}]"))
    if kind == "multicast" and not 1 <= len(body.get("to") or []) <= RECIPIENTS:
        problems.append(problem(f"Size must be between 1 and {RECIPIENTS}", "to"))
    return problems


def check_message(message: Any, at: str) -> Iterator[Problem]:
    """Problems of one message object."""
    wrong = unmodelled(message, Message.from_dict, at)
    if wrong:
        yield from wrong
        return
    yield from _quick_replies(message.get("quickReply"), f"{at}.quickReply")
    if message["type"] == "text":
        yield from _text(message["text"], TEXT_UNITS, f"{at}.text")
    elif message["type"] == "flex":
        yield from _text(message["altText"], ALT_UNITS, f"{at}.altText")
        yield from check_flex(message["contents"], f"{at}.contents")
    for path, value in _strings(message, at):
        if path.endswith("Url") and (len(value) > URL or not value.startswith("https://")):
            yield problem("Must be a valid HTTPS URL", path)


def unmodelled(given: Any, from_dict: Callable[[dict[str, Any]], Any], at: str = "") -> list[Problem]:
    """What the SDK's own model refuses, and the properties it doesn't know and would silently drop."""
    if not isinstance(given, dict):
        return [problem("Must be an object", at)]
    try:
        model = from_dict(given)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        # The generated models raise all of these, for a wrong type deep inside as for a missing `type`.
        return [problem(f"Invalid: {str(error).splitlines()[0]}", at)]
    return [problem("Unknown property", path) for path in _lost(given, model, at)]


def _lost(given: Any, model: Any, at: str) -> Iterator[str]:
    if isinstance(given, dict) and isinstance(model, BaseModel):
        names = _names(type(model))
        for name, value in given.items():
            path = f"{at}.{name}".lstrip(".")
            if name in names:
                yield from _lost(value, getattr(model, names[name]), path)
            elif value is not None:
                yield path
    elif isinstance(given, list) and isinstance(model, list):
        for number, (value, inner) in enumerate(zip(given, model, strict=True)):
            yield from _lost(value, inner, f"{at}[{number}]")


@cache
def _names(model: type[BaseModel]) -> dict[str, str]:
    """JSON name → attribute of a model."""
    return {field.alias: name for name, field in model.__fields__.items()}


def _text(text: str, most: int, at: str) -> Iterator[Problem]:
    if not text.strip():
        yield problem("May not be empty", at)
    if units(text) > most:
        yield problem(f"Length must be between 0 and {most}", at)


def _quick_replies(quick: dict[str, Any] | None, at: str) -> Iterator[Problem]:
    if quick is None:
        return
    items = quick.get("items") or []
    if not 1 <= len(items) <= QUICK_REPLIES:
        yield problem(f"Size must be between 1 and {QUICK_REPLIES}", f"{at}.items")
    for number, item in enumerate(items):
        yield from check_action(item.get("action") or {}, QUICK_LABEL, f"{at}.items[{number}].action", labelled=True)


def _strings(value: Any, at: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _strings(inner, f"{at}.{name}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _strings(inner, f"{at}[{number}]")
    elif isinstance(value, str):
        yield at, value
