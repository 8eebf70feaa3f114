"""Who or what may be the same under two codes (R-113, R-063, L221, L137): a person is a person, not a code in a file.

Two codes of one person would be two approvers. Nothing here decides that they are one: it finds the pairs about which
somebody has to say so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import cos, floor, isfinite, radians
from typing import Final, TypeVar

from policy.distance import Position, box_around, distance_km
from policy.spelling import letters, plain

SAME_PLACE_KM: Final = 0.03
"""Two shops of one business don't stand within a shop's width; four decimals of a degree are about ten metres."""

SQUARE_DEGREES: Final = 0.0025
"""Some 280 m: wide enough that the neighbourhood of most places lies in one square, and of none in more than a few."""

_VARIANTS = str.maketrans(
    "髙﨑嵜𠮷濵濱邊邉齋齊斉櫻澤廣國嶋嶌瀨德眞惠榮靜龍藏萬與圓學實壽條淺緖黑橫增彌禮祿冨淵渊槙桒舘峯冝曻翆凉會來團圖鷗鄕敎淸靑步戶關豐縣劍劔剣釼鐵鹽龜",
    "高崎崎吉浜浜辺辺斎斎斎桜沢広国島島瀬徳真恵栄静竜蔵万与円学実寿条浅緒黒横増弥礼禄富渕渕槇桑館峰宜昇翠涼会来団図鴎郷教清青歩戸関豊県剣剣剣剣鉄塩亀",
)
"""Letters that one person's name is written with today and in the family register; NFKC knows only some of them."""

Pair = tuple[str, str]
"""Two codes, the lesser first."""


class Likeness(StrEnum):
    """In what two are alike."""

    CODE = "like_code"
    """But for leading zeros, separators and case: Excel drops zeros without a word."""
    NAME = "like_name"
    ACCOUNT = "like_account"
    PLACE = "like_place"


@dataclass(frozen=True)
class PersonSketch:
    """A person as two codes are compared: where they hold roles (None: for the whole network), all accounts ever."""

    code: str
    name: str
    places: frozenset[str | None]
    accounts: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class StoreSketch:
    """A store as two codes are compared; ``business``: its code."""

    code: str
    name: str
    business: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class BusinessSketch:
    """A business as two codes are compared."""

    code: str
    name: str


def code_key(code: str) -> str:
    """What is left of a code after Excel and people: 0101, 101 and ０１０１ are one, and so are A-01 and a1."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", re.sub(r"[\W_]", "", plain(code)))


def name_key(name: str) -> str:
    """A name without width, spaces, kind of kana and older letters; Latin ones in whatever order."""
    words = [letters(word) for word in name.split()]
    return "".join(sorted(words) if name.isascii() else words).translate(_VARIANTS)


def same_name(one: str, other: str) -> bool:
    """Whether two names are one; a name that was erased is nobody's."""
    return bool(name_key(one)) and name_key(one) == name_key(other)


def alike_people(people: Iterable[PersonSketch]) -> dict[Pair, Likeness]:
    """R-113: alike in code or account, or of one name where both could answer for the same store."""
    people = list(people)
    everywhere = {name_key(person.name) for person in people if None in person.places}

    def keys(person: PersonSketch) -> list[Hashable]:
        name = name_key(person.name)
        named = [(Likeness.NAME, name)] if name in everywhere else [(Likeness.NAME, name, at) for at in person.places]
        return [(Likeness.CODE, code_key(person.code)), *(named if name else ()), *person.accounts]

    def likeness(one: PersonSketch, other: PersonSketch) -> Likeness | None:
        if code_key(one.code) == code_key(other.code):
            return Likeness.CODE
        if one.accounts & other.accounts:
            return Likeness.ACCOUNT
        meet = one.places & other.places or None in one.places | other.places
        return Likeness.NAME if meet and same_name(one.name, other.name) else None

    return _alike(people, keys, likeness)


def alike_stores(stores: Iterable[StoreSketch]) -> dict[Pair, Likeness]:
    """R-113: alike in code, of one name or place within a business, or of one name and place."""

    def keys(store: StoreSketch) -> list[Hashable]:
        name, business, squares = name_key(store.name), code_key(store.business), list(_squares(store))
        named = [(Likeness.NAME, name, where) for where in (business, *squares)]
        placed = [(Likeness.PLACE, business, where) for where in squares]
        return [(Likeness.CODE, code_key(store.code)), *(named if name else ()), *placed]

    def likeness(one: StoreSketch, other: StoreSketch) -> Likeness | None:
        if code_key(one.code) == code_key(other.code):
            return Likeness.CODE
        ours = code_key(one.business) == code_key(other.business)
        near = distance_km(one, other) <= SAME_PLACE_KM
        if same_name(one.name, other.name) and (ours or near):
            return Likeness.NAME
        return Likeness.PLACE if ours and near else None

    return _alike(stores, keys, likeness)


def _squares(place: Position) -> Iterator[tuple[int, int]]:
    """Of a net over the globe those that ``SAME_PLACE_KM`` around the place touches: who stands so near shares one.

    A place that a file gives in no numbers is nowhere; its row says so.
    """
    if not isfinite(place.latitude + place.longitude):
        return
    box = box_around(place, SAME_PLACE_KM)
    for row in range(floor(box.south / SQUARE_DEGREES), floor(box.north / SQUARE_DEGREES) + 1):
        shrunk = cos(radians(min(90, (abs(row) + 1) * SQUARE_DEGREES)))
        width = min(360, SQUARE_DEGREES / max(shrunk, SQUARE_DEGREES / 360))
        for west, east in box.spans:
            yield from ((row, column) for column in range(floor(west / width), floor(east / width) + 1))


def alike_businesses(businesses: Iterable[BusinessSketch]) -> dict[Pair, Likeness]:
    """R-113: alike in code or name; the agreement of one would not be the other's."""

    def keys(business: BusinessSketch) -> list[Hashable]:
        return [(Likeness.CODE, code_key(business.code)), (Likeness.NAME, name_key(business.name))]

    def likeness(one: BusinessSketch, other: BusinessSketch) -> Likeness | None:
        if code_key(one.code) == code_key(other.code):
            return Likeness.CODE
        return Likeness.NAME if same_name(one.name, other.name) else None

    return _alike(businesses, keys, likeness)


Sketch = TypeVar("Sketch", PersonSketch, StoreSketch, BusinessSketch)


def _alike(
    sketches: Iterable[Sketch],
    keys: Callable[[Sketch], list[Hashable]],
    likeness: Callable[[Sketch, Sketch], Likeness | None],
) -> dict[Pair, Likeness]:
    """Only those with a key in common are compared, so that a thousand people don't take a million looks."""
    groups: dict[Hashable, list[Sketch]] = defaultdict(list)
    for sketch in sketches:
        for key in keys(sketch):
            groups[key].append(sketch)
    found: dict[Pair, Likeness] = {}
    for group in groups.values():
        for one, other in combinations(group, 2):
            alike_in = likeness(one, other)
            if alike_in is not None:
                found[min(one.code, other.code), max(one.code, other.code)] = alike_in
    return found
