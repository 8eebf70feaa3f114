"""What a page offers to tap where a chat asks for words: this shop's usual goods and ways, the moment of the photo."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from handlers.case.picture import bytes_of
from handlers.case.record import zone_of
from handlers.case.sealed import load_report
from handlers.context import Context
from handlers.recipient import Sentences
from policy.drift import Goods
from policy.forms.names import FieldName, Travel
from policy.look import Colour, Lower
from policy.verdict import N_
from storage.places import COLOURS
from storage.tables import Case

LOOKED_AT: Final = 20
"""Reports; a shop has a few in the thirty days that their words live, and each is opened with its own key."""

WAYS: Final = 4
LONGEST: Final = 12
"""So many ways of so many characters fill two rows of a phone 360 px wide."""

GOODS: Final = {
    Goods.COSMETICS: N_("化粧品"),
    Goods.MEDICINE: N_("医薬品"),
    Goods.FOODS: N_("食品"),
    Goods.DRINKS: N_("酒・飲料"),
    Goods.CLOTHING: N_("衣料品"),
    Goods.ELECTRONICS: N_("家電・電池"),
    Goods.PLAYTHINGS: N_("ゲーム・本"),
    Goods.TOOLS: N_("工具"),
    Goods.SUNDRIES: N_("日用品"),
}
"""R-081: what ``policy.drift.goods_of`` tells apart, as a shop calls it."""

UNKNOWN_WAY: Final = N_("不明")

Chips = tuple[tuple[str, str], ...]
"""Value and label, in the reader's language."""


def suggested(field: str, answers: Mapping[str, str], case: Case, t: Sentences, ctx: Context) -> Chips:
    """R-086, R-115: what can be tapped for this field beside its own choices, the likeliest first."""
    if field == FieldName.GOODS:
        counted = Counter(one.goods for one in _earlier(case, ctx))
        usual = sorted(GOODS, key=lambda kind: -counted[kind])
        return tuple((t(GOODS[kind]), t(GOODS[kind])) for kind in usual)
    if field == FieldName.DIRECTION:
        return (*((way, way) for way in _ways(case, ctx)), (t(UNKNOWN_WAY), t(UNKNOWN_WAY)))
    return _moments(answers.get(field, ""), case, t, ctx) if field == FieldName.WHEN else ()


_BELOW: Final = {
    Colour.BLACK: (Lower.BLACK_TROUSERS,),
    Colour.WHITE: (Lower.WHITE_TROUSERS,),
    Colour.GREY: (Lower.GREY_TROUSERS,),
    Colour.NAVY: (Lower.NAVY_TROUSERS, Lower.JEANS),
    Colour.BLUE: (Lower.JEANS,),
}
"""By what masking calls a colour (above, ``Colour`` has the same words); brown legs may be bare."""


def seen_in_picture(field: str, case: Case, ctx: Context) -> tuple[str, ...]:
    """R-086, R-117: what the masked picture itself says of a feature; offered, and never chosen beforehand."""
    if case.masked_sha256 is None or field not in (FieldName.TOP_COLOUR, FieldName.LOWER):
        return ()
    above, below = json.loads(bytes_of(case.id, COLOURS, ctx) or b'["", ""]')
    if field == FieldName.TOP_COLOUR:
        return (above,) if above in {*Colour} else ()
    return _BELOW.get(below, ())


def at_first(field: str, case: Case, t: Sentences, ctx: Context) -> str:
    """R-115: what is chosen beforehand: that it happened when it was reported, and nobody saw where and how they went.

    Never anything that could be wrong of a person.
    """
    if field == FieldName.WHEN:
        return _clock(case.created_at, case, ctx)
    if field == FieldName.DIRECTION:
        return t(UNKNOWN_WAY)
    return Travel.UNKNOWN if field == FieldName.TRAVEL else ""


def typed_time(answer: str, case: Case, ctx: Context) -> str:
    """A kept time as somebody would type it; what can't be read stays as it was typed."""
    try:
        return _clock(datetime.fromisoformat(answer), case, ctx)
    except ValueError:
        return answer


def _moments(answer: str, case: Case, t: Sentences, ctx: Context) -> Chips:
    first = _clock(case.created_at, case, ctx)
    kept = typed_time(answer, case, ctx) if answer else ""
    return ((first, t("{time}（通報したとき）", time=first)), *(((kept, kept),) if kept not in ("", first) else ()))


def _clock(moment: datetime, case: Case, ctx: Context) -> str:
    """「14:20」, or 「昨日 23:50」: both can be read back (``handlers.forms.times``)."""
    zone = zone_of(case, ctx)
    local = moment.astimezone(zone)
    return f"{local:%H:%M}" if local.date() == ctx.now.astimezone(zone).date() else f"昨日 {local:%H:%M}"


def _earlier(case: Case, ctx: Context) -> list[Case]:
    """The store's own reports before this one, newest first."""
    return [one for one in ctx.uow.cases.last_of_store(case.store_id, LOOKED_AT) if one.id != case.id]


def _ways(case: Case, ctx: Context) -> list[str]:
    """The ways of the store's earlier reports as long as their words live, the most frequent first."""
    reports = (load_report(one, ctx) for one in _earlier(case, ctx))
    ways = Counter(report.direction for report in reports if report and len(report.direction) <= LONGEST)
    return [way for way, _ in ways.most_common() if way != UNKNOWN_WAY][:WAYS]
