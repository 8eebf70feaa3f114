"""``stores.csv``: businesses and their stores."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select

from policy.distance import distance_km
from policy.forms.names import Choice
from policy.likeness import (
    SAME_PLACE_KM,
    BusinessSketch,
    Likeness,
    Pair,
    StoreSketch,
    alike_businesses,
    alike_stores,
    same_name,
)
from policy.notices.lines import HOURS_ALONE, is_hours
from policy.verdict import N_
from storage.imports import standing, twins
from storage.imports.rows import Row, RowError, Settles, read
from storage.imports.standing import CAMERAS, DESK, OF_BUSINESS, OF_STORE, TELEPHONE, Cells, Change, changed
from storage.statements import insert_many
from storage.tables import Business, Network, Store, new_id
from storage.unit_of_work import UnitOfWork

COLUMNS = (
    "business_code",
    "business_name",
    "agreed_on",
    "store_code",
    "store_name",
    "latitude",
    "longitude",
    "facility",
    "notice_posted_on",
)
LATER = (TELEPHONE, CAMERAS, *DESK)
"""Columns that older files don't have."""

EVERY = (*COLUMNS, *LATER)
"""What a row may say: the columns of an empty table, and of the form for one store."""

YES_NO = (Choice.YES.value, Choice.NO.value)

NUMBER = re.compile(r"\+?[0-9][0-9-]{5,18}")
"""As it is dialled, hyphens between; a link on a phone needs no more."""


_TWINS = {
    Likeness.CODE: N_(
        "「{other}」と先頭の 0 や記号しか違いません（Excel は先頭の 0 を消します）。"
        "同じものなら「{other}」と書いてください。"
        "別のものなら「別のもの」と指定して取り込んでください（--confirm-new {code}）。"
    ),
    Likeness.NAME: N_(
        "「{other}」と同じ名前です。同じものなら「{other}」と書いてください。"
        "別のものなら「別のもの」と指定して取り込んでください（--confirm-new {code}）。"
    ),
    Likeness.PLACE: N_(
        "同じ事業者の「{other}」と同じ場所です。同じ店舗なら「{other}」と書いてください。"
        "別の店舗なら「別のもの」と指定して取り込んでください（--confirm-new {code}）。"
    ),
}


@dataclass(frozen=True)
class StoreLine:
    """One store, as its row says."""

    row: Row
    business_code: str
    business_name: str
    agreed_on: date | None
    code: str
    name: str
    latitude: float
    longitude: float
    facility: str | None
    notice_posted_on: date | None
    telephone: str | None
    cameras: bool
    desk_telephone: str | None
    desk_hours: str | None


class Checked(NamedTuple):
    """The stores of the file; every fault, by line; the pairs that the operator vouches for; what it changes."""

    lines: list[StoreLine]
    errors: list[RowError]
    vouched: dict[Pair, Likeness]
    changes: list[Change]


def checked(uow: UnitOfWork, data: bytes | str, confirmed: twins.Confirmed, now: datetime) -> Checked:
    """The stores of the file.

    Args:
        uow: Where the stores are that are known already.
        data: UTF-8 with or without BOM, or Shift_JIS; columns as in ``COLUMNS``.
        confirmed: What the operator says of codes in it.
        now: Dates up to today (in Japan) count as done (R-009, R-122).
    """
    errors: list[RowError] = []
    rows = read(data, COLUMNS, errors, optional=LATER)
    stores, businesses = standing.stores(uow), standing.businesses(uow)
    standing.keep_standing(rows, "store_code", [*OF_STORE], stores)
    standing.keep_standing(rows, "business_code", [*OF_BUSINESS], businesses)
    lines = [_parse(row, now) for row in rows]
    _check_together(lines)
    _check_against(uow, lines)
    vouched = _check_twins(uow, lines, confirmed)
    changes = [] if errors else [*dict.fromkeys(_changes(lines, stores, businesses))]
    return Checked(lines, sorted(errors, key=lambda error: error.line), vouched, changes)


def _changes(lines: list[StoreLine], stores: Mapping[str, Cells], businesses: Mapping[str, Cells]) -> Iterator[Change]:
    for line in lines:
        own = {column: getattr(line, name) for column, name in OF_STORE.items()}
        yield from changed(line.code, own, stores)
        yield from changed(line.business_code, {column: getattr(line, column) for column in OF_BUSINESS}, businesses)


def keep(uow: UnitOfWork, network: Network, lines: Sequence[StoreLine], joins_at: datetime) -> list[tuple[str, bool]]:
    """These stores as the file has them: the id of each, and whether it is new; new ones take part from then on.

    No object is made of a new one: a town that moves in is tens of thousands, and on SQLite nobody else writes then.
    """
    businesses = _keep_businesses(uow, network, lines)
    wanted = select(Store).join(Store.business).where(Business.network_id == network.id)
    codes = wanted.where(Store.code.in_([line.code for line in lines]))
    known = {store.code: store for store in uow.session.scalars(codes)}
    kept, new = list[tuple[str, bool]](), list[dict[str, object]]()
    for line in lines:
        said = {name: getattr(line, name) for name in OF_STORE.values()}
        store, own = known.get(line.code), new_id()
        if store is None:
            belongs = {"id": own, "business_id": businesses[line.business_code].id, "joined_at": joins_at}
            new.append({"code": line.code, **belongs, **said})
        else:
            for column, value in said.items():
                setattr(store, column, value)
        kept.append((store.id if store else own, store is None))
    insert_many(uow.session, Store, new)
    return kept


def _keep_businesses(uow: UnitOfWork, network: Network, lines: Sequence[StoreLine]) -> dict[str, Business]:
    wanted = select(Business).where(Business.network_id == network.id)
    codes = wanted.where(Business.code.in_({line.business_code for line in lines}))
    found = {business.code: business for business in uow.session.scalars(codes)}
    for line in lines:
        business = found.get(line.business_code) or Business(network_id=network.id, code=line.business_code)
        for column, name in OF_BUSINESS.items():
            setattr(business, name, getattr(line, column))
        found[business.code] = business
    uow.session.add_all(found.values())
    uow.session.flush()
    return found


def _parse(row: Row, now: datetime) -> StoreLine:
    latitude = row.degrees("latitude", 90, N_("緯度は −90 から 90 の小数で書いてください（例: 35.7034）。"))
    longitude = row.degrees("longitude", 180, N_("経度は −180 から 180 の小数で書いてください（例: 139.5799）。"))
    if 90 < latitude <= 180 and -90 <= longitude <= 90:  # noqa: PLR2004 - degrees
        row.wrong("longitude", N_("緯度と経度が逆になっているようです。入れ替えてください。"))
    desk_telephone, desk_hours = _desk(row)
    return StoreLine(
        row=row,
        business_code=row.code("business_code"),
        business_name=row.text("business_name"),
        agreed_on=row.past_day("agreed_on", now),
        code=row.code("store_code"),
        name=row.text("store_name"),
        latitude=latitude,
        longitude=longitude,
        facility=row.optional("facility"),
        notice_posted_on=row.past_day("notice_posted_on", now),
        telephone=_telephone(row, TELEPHONE),
        cameras=row.choice(CAMERAS, YES_NO, Choice.YES) == Choice.YES,
        desk_telephone=desk_telephone,
        desk_hours=desk_hours,
    )


def _desk(row: Row) -> tuple[str | None, str | None]:
    """R-076, L157: whoever asks needs to know when somebody answers."""
    telephone, hours = DESK
    known = _telephone(row, telephone), row.optional(hours)
    if (known[0] is None) != (known[1] is None):
        row.wrong(telephone, N_("事業者の窓口は、電話番号と受付時間の両方を書くか、両方を空欄にしてください。"))
    if known[1] is not None and not is_hours(known[1]):
        row.wrong(hours, HOURS_ALONE)
    return known


def _telephone(row: Row, column: str) -> str | None:
    return row.matching(column, NUMBER, N_("電話番号は半角の数字とハイフンで書いてください（例: 0422-00-0000）。"))


def _check_together(lines: list[StoreLine]) -> None:
    """Rows that contradict each other."""
    stores: dict[str, int] = {}
    businesses: dict[str, StoreLine] = {}
    for line in lines:
        if stores.setdefault(line.code, line.row.line) != line.row.line:
            line.row.wrong(
                "store_code",
                N_("{other} 行目と同じ店舗コードです。店舗ごとに別のコードにしてください。"),
                other=stores[line.code],
            )
        first = businesses.setdefault(line.business_code, line)
        for column in OF_BUSINESS:
            if getattr(line, column) != getattr(first, column):
                line.row.wrong(
                    column,
                    N_("同じ事業者の {other} 行目と違います。同じ内容にそろえてください。"),
                    other=first.row.line,
                )


def _check_against(uow: UnitOfWork, lines: list[StoreLine]) -> None:
    """A store's code is its name in every other file, so it can't move to another business."""
    owned = select(Store.code, Business.code).join(Business, Business.id == Store.business_id)
    owners = {code: business for code, business in uow.session.execute(owned)}  # noqa: C416 - rows are no pairs to mypy
    for line in lines:
        if owners.get(line.code, line.business_code) != line.business_code:
            line.row.wrong("store_code", N_("この店舗コードは別の事業者が使っています。別のコードにしてください。"))


def _check_twins(uow: UnitOfWork, lines: list[StoreLine], confirmed: twins.Confirmed) -> dict[Pair, Likeness]:
    """R-113: a store under two codes would be two stores with one door; a business would have two agreements."""
    network = uow.stores.the_network() if uow.stores.has_network() else None
    before = twins.stores(uow, network) if network else {}
    ours = {line.code: _sketch(line) for line in lines}
    found = twins.added(alike_stores(before.values()), alike_stores((before | ours).values()), confirmed)
    twins.refuse(found.open, {line.code: line.row for line in lines}, before, "store_code", _TWINS)
    _check_codes(lines, before, confirmed)
    owners = twins.businesses(uow, network) if network else {}
    theirs = {line.business_code: BusinessSketch(line.business_code, line.business_name) for line in lines}
    firms = twins.added(alike_businesses(owners.values()), alike_businesses((owners | theirs).values()), confirmed)
    first = {line.business_code: line.row for line in reversed(lines)}
    twins.refuse(firms.open, first, owners, "business_code", _TWINS)
    return found.vouched | firms.vouched


def _check_codes(lines: list[StoreLine], before: dict[str, StoreSketch], confirmed: twins.Confirmed) -> None:
    """A code of its own for whoever comes after: another name at another place is another store."""
    for line in lines:
        known = before.get(line.code)
        if known is None or known.business != line.business_code or line.code in confirmed.same:
            continue
        if same_name(known.name, line.name):
            continue
        if not distance_km(known, line) <= SAME_PLACE_KM:
            line.row.wrong(
                "store_code",
                N_(
                    "「{code}」は名前も場所も登録と違います。別の店舗なら新しい店舗コードを付けてください。"
                    "同じ店舗が移ったのなら「同じもの」と指定して取り込んでください（--confirm-same {code}）。"
                ),
                settles=Settles.SAME,
                code=line.code,
            )


def _sketch(line: StoreLine) -> StoreSketch:
    return StoreSketch(line.code, line.name, line.business_code, line.latitude, line.longitude)
