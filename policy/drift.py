"""Alike events across the stores of a chain, told by what stands for no person: goods, ground, hour (L169).

A category of goods, how the store was sure, and the time of day say nothing of anybody; that they come back again and
again says that the same thing is being told again and again, which is joint use and no exception any more.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from policy.facts import Ground
from policy.spelling import folded, kana


class Goods(StrEnum):
    """What kind of goods was taken; so coarse that it tells neither a case nor a person."""

    COSMETICS = "cosmetics"
    MEDICINE = "medicine"
    DRINKS = "drinks"
    CLOTHING = "clothing"
    ELECTRONICS = "electronics"
    PLAYTHINGS = "playthings"
    TOOLS = "tools"
    FOODS = "foods"
    SUNDRIES = "sundries"


_WORDS = {
    Goods.COSMETICS: "化粧|コスメ|口紅|香水|ファンデーション|美容|シャンプー|cosmetic|perfume|makeup|shampoo",
    Goods.MEDICINE: "薬|サプリ|湿布|マスク|medicine|drug|tablets|supplement|vitamin",
    Goods.DRINKS: "酒|ビール|ワイン|ウイスキー|焼酎|飲料|飲み物|ジュース|コーヒー|beer|wine|whisk|drink|alcohol",
    Goods.CLOTHING: (
        "衣料|衣類|服|シャツ|ズボン|ジャケット|コート|靴|バッグ(?![にへ])|鞄|財布|時計|アクセサリー"
        "|cloth|shirt|jacket|shoe|handbag|wallet|watch"
    ),
    Goods.ELECTRONICS: (
        "家電|電池|イヤホン|充電|スマートフォン|スマホ|カメラ|パソコン|インク|phone|battery|charger|camera|laptop"
    ),
    Goods.PLAYTHINGS: (
        "ゲーム|玩具|おもちゃ|カード|漫画|コミック|(?<![0-9数])本|雑誌|フィギュア|game|toy|book|comic|figure"
    ),
    Goods.TOOLS: "工具|ドリル|ねじ|建材|電線|自転車|タイヤ|釣|tool|drill|cable|bicycle|fishing",
    Goods.FOODS: (
        "食|肉|魚|米|弁当|惣菜|菓子|パン|野菜|果物|牛乳|粉ミルク|チョコ|food|meat|fish|bread|snack|fruit|chocolate|milk"
    ),
}
_KINDS = {kind: re.compile(kana(words)) for kind, words in _WORDS.items()}

SAME_HOUR = timedelta(hours=2)
"""How far two times of day may lie apart: within it the same people are at work and the same customers come."""

ONE_EVENT = timedelta(hours=1)
"""Two alerts of one store about moments so close tell one event, in two reports."""

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """An event of which neighbours were told, without anything about a person. ``event_at``: aware UTC."""

    business_id: str
    store_id: str
    goods: Goods
    ground: Ground
    event_at: datetime


def goods_of(text: str) -> Goods:
    """The kind of what was taken; the first that fits, and SUNDRIES for all that none fits."""
    words = folded(text)
    return next((kind for kind, pattern in _KINDS.items() if pattern.search(words)), Goods.SUNDRIES)


def alike_events(one: Told, told: Iterable[Told]) -> tuple[Told, ...]:
    """R-081, L169: events at stores of the same business, same goods, same ground, about the same hour, each once.

    ``one`` itself is among them if it is in ``told``.
    """
    found: list[Told] = []
    for other in sorted(told, key=lambda event: event.event_at):
        if _alike(one, other) and not any(_same_event(other, known) for known in found):
            found.append(other)
    return tuple(found)


def chains(told: Collection[Told], least: int) -> dict[str, tuple[Told, ...]]:
    """R-081, L169: by business, its largest group of ``least`` or more alike events at two or more stores."""
    largest: dict[str, tuple[Told, ...]] = {}
    for one in told:
        events = alike_events(one, told)
        several = len({event.store_id for event in events}) > 1
        if several and len(events) >= max(least, len(largest.get(one.business_id, ())) + 1):
            largest[one.business_id] = events
    return largest


def _alike(one: Told, other: Told) -> bool:
    apart = abs(one.event_at - other.event_at) % DAY
    return (one.business_id, one.goods, one.ground) == (other.business_id, other.goods, other.ground) and min(
        apart, DAY - apart
    ) <= SAME_HOUR


def _same_event(one: Told, other: Told) -> bool:
    return one.store_id == other.store_id and abs(one.event_at - other.event_at) <= ONE_EVENT
