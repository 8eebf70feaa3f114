"""From what people type and choose to the answers that the rules judge."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from handlers.forms.choices import MINUTES_AGO
from handlers.forms.form import Field, Form, Option
from handlers.forms.times import event_time
from handlers.recipient import Sentences
from policy.forms.names import FieldName
from policy.spelling import clean, letters, plain

LEAST: Final = 3
"""Letters of what people call a choice, for a longer answer to begin with: 「した」 begins many a word."""

_NUMBER = re.compile("([0-9]{1,2})(?:番目|番|つ目|つめ)?")
_KANJI = "一二三四五六七八九"
_KANJI_NUMBER = re.compile(f"[{_KANJI}](?=(?:番目|番|つ目|つめ)?$)")
_POLITE = re.compile(
    "(?:で|で(?:す|した)(?:ね|よ)?|でお願いします|でいい(?:です)?|する|します|にします|だ?と思(?:う|います)|かな|かも)$"
    "|^(?:by|on|a|the)(?= )"
)
"""What is said around an answer and changes nothing of it: 「自転車です」, "by car"."""

_IN_DOUBT: Final = re.compile("ない|ません|なく|ず|no|never|違|ちが|かも|たら|れば|なら|^ら|か$|ほう|べき|迷")
"""After the beginning of an answer: it may say that it was not so, or only if."""

_MARKS: Final = dict.fromkeys("○◯〇⭕✅☑✔🙆", "はい") | dict.fromkeys("×✕✖❌❎🙅", "いいえ")
"""A tick and a cross are a yes and a no to whoever draws them; a thumb may just greet."""

_FIRST = re.compile("[、。,.!！ \\n]")
"""Where the first word of an answer such as 「はい、見ました」 ends."""


def chosen(field: Field, typed: str, english: Sentences) -> str | None:
    """The value of the choice that somebody typed; None if it is none, or may be several.

    Taken are its label in either language, in any width and kana; what else people call it; its number in the list;
    the beginning of one label alone; of a question that takes no other words, an answer that begins with a label, with
    or without a comma, since nobody dictates one: 「はい確認しました」, 「自転車で逃げました」.
    """
    typed = _MARKS.get(typed.strip().rstrip("\ufe0f"), typed)
    said, bare = letters(typed), letters(_POLITE.sub("", plain(typed).strip(" .、。!")))
    if not said or not field.choices:
        return None
    number = _NUMBER.fullmatch(_KANJI_NUMBER.sub(_figure, _POLITE.sub("", plain(typed).strip(" .、。()"))))
    if said.isdecimal() and (number is None or field.name == FieldName.WHEN):
        return None  # no place in the list; of times 「12」 is as well twelve o'clock
    if number:
        return next((one.value for n, one in enumerate(field.choices, start=1) if n == int(number[1])), None)
    names = {one.value: _names(one, english) for one in field.choices}
    first = letters(_FIRST.split(clean(typed))[0])
    tries = (
        [value for value, called in names.items() if said in called],
        [value for value, called in names.items() if any(name.startswith(said) for name in called)],
        [value for value, called in names.items() if bare in called],
        [value for value, called in names.items() if first in called and not field.in_words],
        []
        if field.in_words
        else _begins_with(said, names, {part for one in field.choices for part in _labels(one, english)}),
    )
    return next((found[0] for found in tries if len(found) == 1), None)


def _begins_with(said: str, names: Mapping[str, set[str]], labels: set[str]) -> list[str]:
    """The choices with a name of which the answer begins, and then says neither another nor that it isn't so.

    What comes after it may be another name of the same: 「いいえしていません」.
    """
    found = []
    for value, called in names.items():
        begun = {name for name in called if said.startswith(name) and (len(name) >= LEAST or name in labels)}
        rests = {said[len(name) :] for name in begun if len(name) > 1}
        others = {name for other, those in names.items() if other != value for name in those if len(name) > 1}
        if any(rest in called or not (_IN_DOUBT.search(rest) or any(o in rest for o in others)) for rest in rests):
            found.append(value)
    return found


def _figure(kanji: re.Match[str]) -> str:
    return str(_KANJI.index(kanji[0]) + 1)


def _names(one: Option, english: Sentences) -> set[str]:
    """Labels, and what else people call it."""
    return {*_labels(one, english), *(letters(name) for name in one.also.split())} - {""}


def _labels(one: Option, english: Sentences) -> set[str]:
    """Whole labels, and each of two that share one, such as 赤・ピンク or "Red, pink"."""
    labels = (one.label, english(one.label))
    parts = (part for label in labels for part in re.split("[・,/]", re.sub("（.*）", "", label)))
    return {letters(name) for name in (*labels, *parts)}


def _moment(answer: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """One of the offered minutes ago, or a time as people say it."""
    if answer in {option.value for option in MINUTES_AGO}:
        return now - timedelta(minutes=int(answer))
    return event_time(answer, now, zone)


def read(field: Field, value: str, now: datetime, zone: ZoneInfo) -> str:
    """An answer as it is judged and kept: cleaned text, the value of a choice, a time in ISO form if it can be read."""
    if field.name == FieldName.WHEN:
        moment = _moment(clean(value), now, zone)
        return moment.isoformat() if moment else value
    return value if field.options else clean(value)


def read_all(form: Form, raw: dict[str, str], now: datetime, zone: ZoneInfo) -> dict[str, str]:
    """Every answer that was given or goes without saying; nothing else that came along."""
    given = {field.name: field.default for field in form.fields if field.default} | raw
    return {field.name: read(field, given[field.name], now, zone) for field in form.fields if field.name in given}
