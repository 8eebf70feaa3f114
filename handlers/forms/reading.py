"""From what people type and choose to the answers that the rules judge."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.forms.choices import MINUTES_AGO
from handlers.forms.form import Field, Form
from handlers.forms.times import event_time
from policy.forms.names import FieldName
from policy.spelling import clean


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
