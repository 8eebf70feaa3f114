"""Who or what may be the same under two codes (R-113, R-063, L221, L137): a person is a person, not a code in a file.

Two codes of one person would be two approvers. Nothing here decides that they are one: it finds the pairs about which
somebody has to say so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Final, TypeVar

from policy.distance import distance_km
from policy.spelling import letters, plain

SAME_PLACE_KM: Final = 0.03
"""Two shops of one business don't stand within a shop's width; four decimals of a degree are about ten metres."""

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

    def keys(person: PersonSketch) -> list[Hashable]:
        return [(Likeness.CODE, code_key(person.code)), (Likeness.NAME, name_key(person.name)), *person.accounts]

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
        named = (Likeness.NAME, name_key(store.name))
        return [(Likeness.CODE, code_key(store.code)), named, (Likeness.PLACE, code_key(store.business))]

    def likeness(one: StoreSketch, other: StoreSketch) -> Likeness | None:
        if code_key(one.code) == code_key(other.code):
            return Likeness.CODE
        ours = code_key(one.business) == code_key(other.business)
        near = distance_km(one, other) <= SAME_PLACE_KM
        if same_name(one.name, other.name) and (ours or near):
            return Likeness.NAME
        return Likeness.PLACE if ours and near else None

    return _alike(stores, keys, likeness)


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
