"""Lists page by page: where the next one begins stands in its address, so that nothing is counted or skipped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, TypeVar
from urllib.parse import urlencode

from bot.web.authentication import Unknown
from storage.queries.desk import Place

MOST: Final = 25
"""Rows of a page: a screen of a desktop. Of so many stores all people are looked at, some hundreds."""

Row = TypeVar("Row")


def place_in(asked: str, key: Callable[[str], datetime | str] = str) -> Place | None:
    """What ``after=`` says; none at the beginning.

    Raises:
        Unknown: no list of ours goes on there.
    """
    if not asked:
        return None
    began, tilde, row_id = asked.rpartition("~")
    try:
        return Place(key(began), row_id) if tilde else _unknown()
    except ValueError as error:
        raise Unknown from error


def cut(rows: Sequence[Row], address: str, place: Callable[[Row], Place], **kept: str) -> tuple[Sequence[Row], str]:
    """The page's rows of one more than it takes, and the address of the next page, or nothing."""
    if len(rows) <= MOST:
        return rows, ""
    key, row_id = place(rows[MOST - 1])
    at = key.isoformat() if isinstance(key, datetime) else key
    asked = urlencode({**{name: value for name, value in kept.items() if value}, "after": f"{at}~{row_id}"})
    return rows[:MOST], f"{address}?{asked}"


def _unknown() -> Place:
    raise Unknown
