"""What is due for whoever has a seat at the desk, as rows and as the card of them (R-064, R-110)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handlers.cards import Card, DeskPage, Text, Topic, Until, t
from handlers.wording.desk import FOR_ONE
from policy.desk import Room

MOST_ROWS: Final = 10
"""Of a card: a phone's screen or two; whoever has more looks at the desk."""


@dataclass(frozen=True)
class Item:
    """One thing that is due: until when, what, where, what to do.

    Attributes:
        room: Of the desk, where one sees more; None: nowhere.
        key: What follows the room's own address.
    """

    at: datetime | None
    urgent: bool
    what: Text
    where: Text
    say: Text
    room: Room | None = None
    key: str = ""


def when(item: Item, now: datetime) -> Text:
    """Until when there is time, or since when there is none left."""
    if item.at is None:
        return t("期限なし")
    return t("{at} まで", at=Until(item.at)) if item.at > now else t("{at} から", at=item.at)


def board(items: Sequence[Item], now: datetime, *, leads: bool) -> Card:
    """R-064, R-110: the rows of the desk's first page; ``leads``: the card has the way there, for five minutes."""
    more = len(items) - MOST_ROWS
    return Card(
        Topic.BOARD,
        t("今日：{count} 件", count=len(items)),
        lines=(
            *((t("ほか {count} 件は、管理画面で見られます。", count=more),) if more > 0 else ()),
            *((t(FOR_ONE),) if leads else ()),
        ),
        facts=tuple((item.what, _row(item, now)) for item in items[:MOST_ROWS]),
        page=DeskPage(t("管理画面を開く")) if leads else None,
        redraws=True,
    )


def _row(item: Item, now: datetime) -> Text:
    where = (item.where,) if item.where else ()
    return (*where, item.say, when(item, now))
