"""Limits of LINE's Flex messages and of the actions behind their buttons.

Source: https://developers.line.biz/en/reference/messaging-api/#flex-message and #action-objects.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from simulator.line_lengths import Problem, graphemes, problem

BUTTON_LABEL = 40
DISPLAY_TEXT = 300
POSTBACK_DATA = 300
URI = 1000
BUBBLE_BYTES = 30 * 1024
CAROUSEL_BYTES = 50 * 1024
CAROUSEL_BUBBLES = 12
PARTS = ("header", "hero", "body", "footer")
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})?")
NUMBER = r"\d+(\.\d+)?"
SPACE = re.compile(rf"none|xs|sm|md|lg|xl|xxl|{NUMBER}px")
SPACE_OR_SHARE = re.compile(rf"none|xs|sm|md|lg|xl|xxl|{NUMBER}(px|%)")
LENGTH = re.compile(rf"{NUMBER}(px|%)")
FORMS: dict[str, re.Pattern[str]] = {
    "margin": SPACE,
    "spacing": SPACE,
    "cornerRadius": SPACE,
    "borderWidth": re.compile(rf"none|light|normal|semi-bold|medium|bold|{NUMBER}px"),
    "lineSpacing": re.compile(rf"{NUMBER}px"),
    **dict.fromkeys(("paddingAll", "paddingTop", "paddingBottom", "paddingStart", "paddingEnd"), SPACE_OR_SHARE),
    **dict.fromkeys(("offsetTop", "offsetBottom", "offsetStart", "offsetEnd"), SPACE_OR_SHARE),
    **dict.fromkeys(("width", "maxWidth", "maxHeight"), LENGTH),
    **dict.fromkeys(("color", "backgroundColor", "borderColor"), COLOUR),
}
"""Property of a component → how its value must read."""
TEXT_SIZE = re.compile(rf"xxs|xs|sm|md|lg|xl|xxl|[345]xl|{NUMBER}px")
ON_A_BASELINE = {"text", "icon", "filler"}


def check_flex(contents: dict[str, Any], at: str) -> Iterator[Problem]:
    """Problems of a bubble or carousel that the SDK's model has already taken."""
    carousel = contents["type"] == "carousel"
    bubbles = contents["contents"] if carousel else [contents]
    if _size(contents) > (CAROUSEL_BYTES if carousel else BUBBLE_BYTES):
        yield problem("The flex message is too large", at)
    if carousel and not 1 <= len(bubbles) <= CAROUSEL_BUBBLES:
        yield problem(f"Size must be between 1 and {CAROUSEL_BUBBLES}", at)
    if len({bubble.get("size", "mega") for bubble in bubbles}) > 1:
        yield problem("All bubbles of a carousel must have the same size", at)
    for number, bubble in enumerate(bubbles):
        if _size(bubble) > BUBBLE_BYTES:
            yield problem("The bubble is too large", f"{at}[{number}]")
        if not any(bubble.get(part) for part in PARTS):
            yield problem("At least one block is required", at)
        for part in PARTS:
            yield from _component(bubble.get(part), f"{at}.{part}")


def _size(contents: dict[str, Any]) -> int:
    return len(json.dumps(contents, ensure_ascii=False, separators=(",", ":")).encode())


def _component(component: dict[str, Any] | None, at: str) -> Iterator[Problem]:
    if component is None:
        return
    kind = component["type"]
    if kind == "text" and not component.get("text") and not component.get("contents"):
        yield problem("Must be non-empty text", f"{at}.text")
    if kind in {"text", "span", "icon"} and not TEXT_SIZE.fullmatch(component.get("size") or "md"):
        yield problem("Invalid size", f"{at}.size")
    for name, form in FORMS.items():
        if component.get(name) is not None and not form.fullmatch(component[name]):
            yield problem("Invalid value", f"{at}.{name}")
    if "action" in component:
        yield from check_action(component["action"], BUTTON_LABEL, f"{at}.action", labelled=kind == "button")
    baseline = component.get("layout") == "baseline"
    for number, child in enumerate(component.get("contents") or []):
        if (baseline and child["type"] not in ON_A_BASELINE) or (not baseline and child["type"] == "icon"):
            yield problem(f"A {child['type']} can't stand here", f"{at}.contents[{number}]")
        yield from _component(child, f"{at}.contents[{number}]")


def check_action(action: dict[str, Any], most: int, at: str, *, labelled: bool) -> Iterator[Problem]:
    """Problems of an action; ``most`` graphemes of label, and ``labelled`` if there must be one."""
    label = action.get("label") or ""
    if labelled and not label.strip():
        yield problem("May not be empty", f"{at}.label")
    if graphemes(label) > most:
        yield problem(f"Length must be between 0 and {most}", f"{at}.label")
    kind = action.get("type")
    if kind in {"postback", "datetimepicker"} and not 1 <= len(action.get("data") or "") <= POSTBACK_DATA:
        yield problem(f"Length must be between 1 and {POSTBACK_DATA}", f"{at}.data")
    if graphemes(action.get("displayText") or "") > DISPLAY_TEXT:
        yield problem(f"Length must be between 0 and {DISPLAY_TEXT}", f"{at}.displayText")
    if kind == "message" and not 1 <= graphemes(action.get("text") or "") <= DISPLAY_TEXT:
        yield problem(f"Length must be between 1 and {DISPLAY_TEXT}", f"{at}.text")
    if kind == "uri":
        uri = action.get("uri") or ""
        if len(uri) > URI or urlsplit(uri).scheme not in {"http", "https", "line", "tel"}:
            yield problem("Invalid action URI", f"{at}.uri")
