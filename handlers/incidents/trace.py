"""The leak finder: from what can be read of a watermark to the looks it may come from (R-095, R-136)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from handlers.case.reader import mark_of
from handlers.case.record import require
from handlers.context import Context
from policy.access import Purpose
from policy.mark import Mark, Piece, check_typed, misread, pieces
from storage.queries.scope import Look
from storage.tables import Account

MOST = 50
"""Looks of a page; whoever finds more has read too little."""


@dataclass(frozen=True)
class Traced:
    """A look that the piece may come from; ``misread``: how many characters differ, each of which looks alike."""

    mark: Mark
    at: datetime
    purpose: Purpose
    picture: bool
    misread: int


@dataclass(frozen=True)
class Found:
    """The surest first, the newest of equals; ``all``: how many there are."""

    looks: tuple[Traced, ...]
    all: int


def trace(typed: str, network_id: str, reported_since: datetime, ctx: Context) -> Found:
    """R-136, L247: looks that everything typed fits, at cases reported since then; never one that it doesn't.

    Raises:
        NotAllowed: too little or too much is typed.
    """
    require(check_typed(typed))
    found = sorted(_traced(pieces(typed), network_id, reported_since, ctx), key=_rank)
    return Found(tuple(found[:MOST]), len(found))


def _rank(one: Traced) -> tuple[int, float]:
    return one.misread, -one.at.timestamp()


def _traced(typed: tuple[Piece, ...], network_id: str, since: datetime, ctx: Context) -> Iterator[Traced]:
    accounts: dict[str, Account] = {}
    for case_id, looks in groupby(ctx.uow.scope.looks(network_id, since), key=lambda look: look.case_id):
        for look, mark in _marked(case_id, looks, accounts, ctx):
            count = misread(typed, mark, picture=look.picture)
            if count is not None:
                yield Traced(mark, look.at, look.purpose, look.picture, count)


def _marked(
    case_id: str, looks: Iterator[Look], accounts: dict[str, Account], ctx: Context
) -> Iterator[tuple[Look, Mark]]:
    """Each look of one case, and what it showed of its reader."""
    case = ctx.uow.cases.get(case_id)
    delivered = {row.account_id: row for row in ctx.uow.deliveries.of_case(case_id)}
    marks: dict[str, Mark] = {}
    for look in looks:
        if look.account_id not in accounts:
            accounts[look.account_id] = ctx.uow.people.account_by_id(look.account_id)
        if look.account_id not in marks:
            reader = accounts[look.account_id]
            marks[look.account_id] = mark_of(reader, case, delivered.get(reader.id), look.at, ctx)
        mark = marks[look.account_id]
        yield look, replace(mark, at=look.at.astimezone(mark.at.tzinfo))
