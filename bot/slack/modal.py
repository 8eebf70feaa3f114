"""A form as a Slack modal, and a submitted modal as answers.

Limits: Slack's references of modals and of the input, radio button, select and text input elements.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bot.inbound import plain_id, read_json, whole_text
from bot.shorten import shorten, told_apart, units
from bot.slack.form_view import PHOTO, FormView, Submission
from bot.slack.render import facts_and_link
from handlers.forms.form import Field, Form
from handlers.recipient import Sentences
from policy.forms.fields import Condition
from policy.forms.names import FormName

CALLBACK_ID = "form"
TITLE_LIMIT = 24
LABEL_LIMIT = 2000
OPTION_LIMIT = 75
OPTIONS = 100
ANSWER_LIMIT = 3000
RADIO_BUTTONS = 10
"""More options than this need a select menu; so do questions in a row, lest the modal grow too long."""

_FIELD = "field:"
_PICTURES = ["jpg", "jpeg", "png", "heic", "heif", "webp", "mp4", "mov", "m4v", "3gp", "webm"]


def render(view: FormView) -> dict[str, Any]:
    """The modal, as ``views.open`` takes it."""
    t, form = view.sentences, view.form
    known = {**view.hidden, **view.given}
    asked = [field for field in form.fields if field.name not in view.hidden and field.applies(known)]
    questions = (_input(form, field, known.get(field.name, ""), t) for field in asked)
    blocks = [*facts_and_link(view.facts, view.link), *questions]
    if form.photo:
        blocks.append(_photo(t))
    return {
        "type": "modal",
        "callback_id": CALLBACK_ID,
        "private_metadata": json.dumps({"form": form.name, "case": view.case_id, "hidden": dict(view.hidden)}),
        "title": _plain(t(form.title), TITLE_LIMIT),
        "submit": _plain(t(form.submit), TITLE_LIMIT),
        "close": _plain(t("やめる"), TITLE_LIMIT),
        "blocks": blocks,
    }


def read(view: dict[str, Any]) -> Submission | None:
    """The answers of a submitted modal; None if it is none of ours."""
    try:
        told = read_json(view["private_metadata"].encode())
        form, case_id, hidden = told["form"], told["case"], told["hidden"]
        values = view["state"]["values"]
    except (KeyError, ValueError, AttributeError):
        return None
    if not (plain_id(form) and isinstance(hidden, dict) and (case_id is None or plain_id(case_id))):
        return None
    answers = {b.removeprefix(_FIELD): _answer(values[b].get(b, {})) for b in values if b.startswith(_FIELD)}
    return Submission(
        form=form,
        case_id=case_id,
        answers={**hidden, **{name: text for name, text in answers.items() if text}},
        photo=_file(values.get(PHOTO, {}).get(PHOTO, {})),
    )


def is_open(view: object) -> bool:
    """Whether what was pressed stands in a modal."""
    return isinstance(view, dict) and view.get("type") == "modal"


def asks(view: dict[str, Any]) -> set[str]:
    """The names of the questions in a modal, ours or as Slack has it."""
    blocks = (block.get("block_id", "") for block in view["blocks"] if block.get("type") == "input")
    return {block.removeprefix(_FIELD) for block in blocks}


def errors(view: dict[str, Any], sentences: dict[str, str]) -> dict[str, str]:
    """Sentences by field or upload, as Slack wants them: by block; one about nothing visible goes to the first."""
    blocks = list(view["state"]["values"])
    told: dict[str, str] = {}
    for name, sentence in sentences.items():
        block = next((block for block in (f"{_FIELD}{name}", name) if block in blocks), blocks[0])
        told[block] = shorten(f"{told[block]} {sentence}" if block in told else sentence, LABEL_LIMIT)
    return told


def _input(form: Form, field: Field, given: str, t: Sentences) -> dict[str, Any]:
    term = field.label if form.name == FormName.ASSESS and field.options else ""
    hints = [t(text) for text in (term, field.hint) if text]
    if field.example:
        hints.append(t("例：{example}", example=t(field.example)))
    block = {
        "type": "input",
        "block_id": f"{_FIELD}{field.name}",
        "label": _plain(t(field.question or field.label), LABEL_LIMIT),
        "optional": form.may_leave_out(field),
        "element": _element(field, given, t),
        **({"dispatch_action": True} if field.name in _deciding(form) else {}),
    }
    return {**block, "hint": _plain("\n".join(hints), LABEL_LIMIT)} if hints else block


def _deciding(form: Form) -> set[str]:
    """The fields on whose answer it depends whether others are asked: Slack tells us of each choice there."""
    conditions = [field.only_if for field in form.fields if field.only_if]
    return {name for condition in conditions for name in _fields_of(condition)}


def _fields_of(condition: Condition | None) -> Iterator[str]:
    while condition is not None:
        yield condition.field
        condition = condition.before


def _element(field: Field, given: str, t: Sentences) -> dict[str, Any]:
    """With what was answered before, so that nobody answers twice."""
    if not field.options:
        return {
            "type": "plain_text_input",
            "action_id": f"{_FIELD}{field.name}",
            "multiline": field.multiline,
            "max_length": ANSWER_LIMIT,
            **({"initial_value": given} if given and units(given) <= ANSWER_LIMIT else {}),
        }
    labels = told_apart([t(option.label) for option in field.options], OPTION_LIMIT)
    options = [
        {"text": _plain(label, OPTION_LIMIT), "value": option.value}
        for option, label in zip(field.options, labels, strict=True)
    ]
    many = field.in_words or len(options) > RADIO_BUTTONS
    kind = "static_select" if many else "radio_buttons"
    chosen = [option for option in options if option["value"] == (given or field.default)]
    element = {"type": kind, "action_id": f"{_FIELD}{field.name}", **_grouped(options)}
    return element | ({"initial_option": chosen[0]} if chosen else {})


def _grouped(options: list[dict[str, Any]]) -> dict[str, Any]:
    """A select menu holds 100 options, or 100 groups of as many; it lets people type to find one."""
    if len(options) <= OPTIONS:
        return {"options": options}
    groups = [options[start : start + OPTIONS] for start in range(0, len(options), OPTIONS)]
    return {
        "option_groups": [
            {"label": _plain(f"{number * OPTIONS + 1}–{number * OPTIONS + len(group)}", OPTION_LIMIT), "options": group}
            for number, group in enumerate(groups)
        ]
    }


def _photo(t: Sentences) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": PHOTO,
        "label": _plain(t("写真か動画"), LABEL_LIMIT),
        "hint": _plain(
            t("なくても通報できます。動画は60秒までです。対象者以外の人は、送る前に自動で隠します。"), LABEL_LIMIT
        ),
        "optional": True,
        "element": {"type": "file_input", "action_id": PHOTO, "filetypes": _PICTURES, "max_files": 1},
    }


def _answer(given: dict[str, Any]) -> str:
    chosen = given.get("selected_option") or {}
    return whole_text(chosen.get("value") or given.get("value")).strip()


def _file(given: dict[str, Any]) -> str | None:
    files = given.get("files") or []
    return plain_id(files[0].get("id")) or None if files else None


def _plain(text: str, limit: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": shorten(text, limit), "emoji": False}
