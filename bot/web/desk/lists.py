"""Whole lists from a table program: what a file would do, shown before anything comes in (R-001, R-005, R-113)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.web.authentication import Unknown
from bot.web.desk.forms import MEMBER, STORE, Asked
from handlers.cards import Sentence, Text, t
from handlers.commands.office import Listing, Table
from handlers.context import Context
from handlers.network.imports import ImportResult
from handlers.network.lists import Foreseen, foresee
from handlers.wording.labels import ROLES
from policy.desk import Room
from policy.verdict import N_
from storage.imports import members, stores
from storage.imports.rows import RowError, Settles, text_of
from storage.imports.standing import Change

MOST_FAULTS: Final = 50
"""Of a page; whoever mends so many looks again anyway."""

MOST_CHANGES: Final = 100
"""Of a page, those that take something away first; the others are counted."""


@dataclass(frozen=True)
class Sheet:
    """One kind of list: its title and back link (msgids), its room, and its columns as (name, label, may be empty)."""

    listing: Listing
    title: str
    back: str
    room: Room
    columns: tuple[tuple[str, str, bool], ...]
    words: tuple[tuple[str, str], ...] = ()
    """What its column of roles may say, and what that means."""


_IDS: Final = (
    Asked("line_user_id", N_("LINEのユーザーID（空欄なら登録コードで登録）"), optional=True),
    Asked("slack_user_id", N_("SlackのメンバーID（空欄なら登録コードで登録）"), optional=True),
)

_EVERY: Final = frozenset(one.column for one in (*STORE, *MEMBER, *_IDS))


def _columns(names: Sequence[str], asked: Sequence[Asked]) -> tuple[tuple[str, str, bool], ...]:
    """As the form for one such row calls them; a store's code means another thing for a person than for a store."""
    known = {one.column: (one.label, one.optional) for one in asked}
    return tuple((name, *known[name]) for name in names)


SHEETS: Final[Mapping[str, Sheet]] = {
    "stores": Sheet(
        Listing.STORES,
        N_("店舗の一覧を取り込む"),
        N_("店舗の一覧へ"),
        Room.STORES,
        _columns(stores.EVERY, STORE),
    ),
    "people": Sheet(
        Listing.MEMBERS,
        N_("会員の一覧を取り込む"),
        N_("会員の一覧へ"),
        Room.PEOPLE,
        _columns(members.COLUMNS, (*MEMBER, *_IDS)),
        tuple((role.value, name) for role, name in ROLES.items()),
    ),
}
"""By the last part of the address, which is that of its room too."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where, and what would be right; ``code``: of what ``settles`` would be said."""

    line: int
    column: str
    says: Text
    settles: Settles | None
    code: str
    other: str


@dataclass(frozen=True)
class Tried:
    """What became of looking at a file: its faults, or what it would do.

    Attributes:
        more: Faults, or changes, that are not shown.
        ends: How many alerts that are out end with it.
    """

    table: Table
    against: str
    result: ImportResult
    faults: tuple[Fault, ...]
    changes: tuple[Change, ...]
    more: int
    ends: int


@dataclass(frozen=True)
class ListPage:
    """The page; ``name``: the last part of its address."""

    name: str
    sheet: Sheet
    tried: Tried | None = None


def tried(table: Table, data: bytes | None, ctx: Context) -> Tried:
    """R-001, R-005, R-113: a file as it came, or (None) the table that an earlier page has read from one."""
    seen: Foreseen = foresee(table, table.text if data is None else data, ctx)
    errors, changes = seen.result.errors, seen.changes
    return Tried(
        table,
        seen.against,
        seen.result,
        tuple(map(_fault, errors[:MOST_FAULTS])),
        changes[:MOST_CHANGES],
        len(errors[MOST_FAULTS:]) + len(changes[MOST_CHANGES:]),
        seen.ends,
    )


def named(name: str) -> Sheet:
    """The list of this address.

    Raises:
        Unknown: there is none.
    """
    if name not in SHEETS:
        raise Unknown
    return SHEETS[name]


def read(data: bytes) -> str:
    """The file's text, to be sent back by the page; empty if nobody can read it, which the check says."""
    return text_of(data) or ""


def _fault(error: RowError) -> Fault:
    said: Text = Sentence(error.sentence, dict(error.values))
    values = {name: str(value) for name, value in error.values.items()}
    column = error.column if error.column in _EVERY else ""
    return Fault(error.line, column, said, error.settles, values.get("code", ""), values.get("other", ""))


def settled(fault: Fault) -> Text:
    """What one says of the code, in words."""
    if fault.settles is Settles.NEW:
        return t("「{code}」は「{other}」とは別のもの", code=fault.code, other=fault.other)
    return t("「{code}」は前と同じもの（名前や場所が変わった）", code=fault.code)
