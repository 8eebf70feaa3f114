"""Rules: the document in force, every version before it, and what one changed of another (R-126, R-127)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from difflib import ndiff
from typing import Any
from zoneinfo import ZoneInfo

from bot.web.authentication import Unknown
from bot.web.desk.reception import Guest
from handlers.cards import Text
from handlers.context import Context
from handlers.network.rule_versions import readable
from handlers.network.rules import decided_ahead
from handlers.twofold.acts import MEANINGS
from handlers.wording.twofold import Fact, said
from policy.forms.rules import answer_of
from policy.references import in_force
from policy.rule_names import RULE_NAMES
from policy.twofold import Act
from storage.tables import DueKind, RuleSet

Line = tuple[str, str]
"""What it is (``h``eading, ``p``aragraph) or was done to it (``+``, ``-``), and its words."""


@dataclass(frozen=True)
class Period:
    """One version: from when to when (None: it still is) it was in force."""

    version: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class Change:
    """One number or switch that differs, by its name (msgid)."""

    name: str
    before: Text
    now: Text


@dataclass(frozen=True)
class Ahead:
    """What two people decided that has not begun: from when on, and each difference to now."""

    at: datetime
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Shown:
    """A version to read; ``against``: the one it is compared with, else empty."""

    periods: tuple[Period, ...]
    version: str
    against: str
    document: tuple[Line, ...]
    changes: tuple[Change, ...]
    lines: tuple[Line, ...]
    ahead: tuple[Ahead, ...]


def shown(guest: Guest, version: str, against: str, ctx: Context) -> Shown:
    """R-126: what is in force, or a version of the record, and its difference to another one.

    Raises:
        Unknown: no such version is on record.
    """
    history = [row for row in ctx.uow.rule_sets.history() if row.network_id == guest.network_id]
    periods = tuple(Period(row.version, row.in_force_since, row.replaced_at) for row in reversed(history))
    by_version = {row.version: row for row in history}
    if any(asked and asked not in by_version for asked in (version, against)):
        raise Unknown
    rules = ctx.uow.stores.rules(guest.network_id)
    one = by_version.get(version)
    document, settings = (_wording(one, guest.language), one.settings) if one else (_now(guest, ctx), asdict(rules))
    name = version or rules.version
    if not against:
        return Shown(periods, name, "", tuple(map(_line, document)), (), (), tuple(_ahead(ctx)))
    earlier = by_version[against]
    changes, lines = _changes(earlier.settings, settings), _differ(_wording(earlier, guest.language), document)
    return Shown(periods, name, against, tuple(map(_line, document)), changes, lines, tuple(_ahead(ctx)))


def _now(guest: Guest, ctx: Context) -> list[str]:
    today = ctx.now.astimezone(ZoneInfo(ctx.uow.stores.network(guest.network_id).timezone)).date()
    rules, t = ctx.uow.stores.rules(guest.network_id), ctx.ports.sentences(guest.language)
    return _lines(readable(rules, in_force(today), t))


def _wording(row: RuleSet, language: str) -> list[str]:
    """As people could read it then."""
    return _lines(row.wording.get(language, ""))


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


def _line(line: str) -> Line:
    kind, words = line.split(" ", 1)
    return ("h" if kind == "##" else "p"), words


def _changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[Change, ...]:
    names = sorted({*before, *now})
    return tuple(
        Change(RULE_NAMES.get(name, name), _said(before, name), _said(now, name))
        for name in names
        if before.get(name) != now.get(name)
    )


def _said(settings: Mapping[str, Any], name: str) -> Text:
    return said(answer_of(settings[name])) if name in settings else "–"


def _ahead(ctx: Context) -> Iterator[Ahead]:
    for work in ctx.uow.today.planned(DueKind.START_RULES):
        changes = decided_ahead(work.arguments, ctx)
        if changes:
            yield Ahead(work.due_at, MEANINGS[Act.RULES].facts({"changes": changes}, ctx)[:-1])


def _differ(before: Sequence[str], now: Sequence[str]) -> tuple[Line, ...]:
    return tuple((line[0], _line(line[2:])[1]) for line in ndiff(before, now) if line[0] in "+-")
