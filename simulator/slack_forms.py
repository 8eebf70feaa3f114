"""A modal being filled in: answers by label become ``view.state.values`` as Slack's client builds them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simulator.world import Impossible

Answers = dict[str, Any]
"""Block id or label → text, option label or value, list of them, or file ids."""

SINGLE = {"static_select", "radio_buttons"}
MULTIPLE = {"checkboxes", "multi_static_select"}
PICKED = {"datepicker": "selected_date", "timepicker": "selected_time", "datetimepicker": "selected_date_time"}
Describe = Callable[[str], dict[str, Any]]


def fill(view: dict[str, Any], answers: Answers, describe: Describe) -> dict[str, dict[str, Any]]:
    """The state's values; raises Impossible for a label or option that isn't there."""
    inputs = [b for b in view["blocks"] if b["type"] == "input"]
    left = dict(answers)
    values = {}
    for block in inputs:
        given = left.pop(block["block_id"], left.pop(block["label"]["text"], None))
        values[block["block_id"]] = {block["element"]["action_id"]: _value(block["element"], given, describe)}
    if left:
        raise Impossible(f"no field {sorted(left)}; there are {[b['label']['text'] for b in inputs]}")
    return values


def missing(view: dict[str, Any], values: dict[str, dict[str, Any]]) -> dict[str, str]:
    """What Slack's own client complains about before it sends anything, by block id."""
    wrong = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        given = _plain(next(iter(values[block["block_id"]].values())))
        if not given and not block.get("optional"):
            wrong[block["block_id"]] = "Please complete this required field."
        elif isinstance(given, str) and len(given) > block["element"].get("max_length", 3000):
            wrong[block["block_id"]] = "This is too long."
        elif isinstance(given, str) and given and len(given) < block["element"].get("min_length", 0):
            wrong[block["block_id"]] = "This is too short."
    return wrong


def _plain(value: dict[str, Any]) -> Any:
    return next((inner for name, inner in value.items() if name != "type"), None)


def _value(element: dict[str, Any], given: Any, describe: Describe) -> dict[str, Any]:
    kind = element["type"]
    if kind in SINGLE:
        chosen = _option(element, given) if given else element.get("initial_option")
        return {"type": kind, "selected_option": chosen}
    if kind in MULTIPLE:
        several = [_option(element, one) for one in given] if given else element.get("initial_options", [])
        return {"type": kind, "selected_options": several}
    if kind in PICKED:
        name = PICKED[kind]
        initial = element.get(name.replace("selected", "initial"))
        return {"type": kind, name: given or initial}
    if kind == "file_input":
        return {"type": kind, "files": [describe(file_id) for file_id in given or []]}
    return {"type": kind, "value": given or element.get("initial_value")}


def _option(element: dict[str, Any], given: Any) -> dict[str, Any]:
    groups = element.get("option_groups") or [element]
    options: list[dict[str, Any]] = [option for group in groups for option in group["options"]]
    for option in options:
        if given in {option["value"], option["text"]["text"]}:
            return option
    raise Impossible(f"no option {given!r}; there are {[o['text']['text'] for o in options]}")
