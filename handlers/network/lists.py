"""A list of stores or people that comes in at the desk: what it would do is shown before it does it (R-001, R-005)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from handlers.case.record import require
from handlers.commands.office import BringIn, Listing, Table
from handlers.context import Context
from handlers.errors import Faulty
from handlers.network.imports import (
    MEMBERS,
    STORES,
    ImportResult,
    import_members,
    import_stores,
    look_at_members,
    look_at_stores,
    new_overseers,
)
from handlers.twofold.ask import unsettled_twins
from policy.desk import is_as_shown
from storage.imports import twins
from storage.imports.seen import mark
from storage.imports.twins import Confirmed


@dataclass(frozen=True)
class Foreseen:
    """What an import of a list would do, and the word for all it was checked against."""

    against: str
    result: ImportResult


def foresee(table: Table, data: bytes | str, ctx: Context) -> Foreseen:
    """R-001, R-005, R-113: the checks of the import itself, and nothing is kept.

    ``data``: the file as it came, or the table's text.
    """
    look = _stores if table.listing is Listing.STORES else _members
    return look(data, Confirmed(table.new, table.same), ctx)


def bring_in(cmd: BringIn, ctx: Context) -> None:
    """R-001, R-005, R-097: the list comes in by the terminal's own import, as it was shown.

    Raises:
        NotAllowed: something has changed since that it was checked against.
        Faulty: a row is wrong.
    """
    ctx.uow.take_time()
    require(is_as_shown(cmd.against, mark(ctx.uow)))
    bring = (
        partial(import_stores, joins_at=cmd.joins_at)
        if cmd.table.listing is Listing.STORES
        else partial(import_members, with_codes=False)
    )
    result = bring(cmd.table.text, ctx, confirmed=Confirmed(cmd.table.new, cmd.table.same))
    if result.errors:
        raise Faulty(result.errors)


def _stores(data: bytes | str, confirmed: Confirmed, ctx: Context) -> Foreseen:
    seen = look_at_stores(data, ctx, confirmed=confirmed)
    lines, errors, vouched = seen.found
    if errors:
        return Foreseen(seen.against, ImportResult(errors=tuple(errors)))
    network = ctx.uow.stores.the_network()
    rows, known = [line.code for line in lines], twins.ids(ctx.uow, network).stores
    return Foreseen(seen.against, _counted(rows, len(rows), known, unsettled_twins(STORES, vouched, ctx), ()))


def _members(data: bytes | str, confirmed: Confirmed, ctx: Context) -> Foreseen:
    seen = look_at_members(data, ctx, confirmed=confirmed)
    people, errors, vouched = seen.found
    if errors:
        return Foreseen(seen.against, ImportResult(errors=tuple(errors)))
    network = ctx.uow.stores.the_network()
    overseers = tuple(sorted({code for code, _ in new_overseers(network, people, ctx)}))
    known, rows = twins.ids(ctx.uow, network).members, sum(map(len, people.values()))
    return Foreseen(seen.against, _counted([*people], rows, known, unsettled_twins(MEMBERS, vouched, ctx), overseers))


def _counted(
    codes: Sequence[str],
    rows: int,
    known: dict[str, str],
    unsettled: tuple[tuple[str, str], ...],
    overseers: tuple[str, ...],
) -> ImportResult:
    created = sum(code not in known for code in codes)
    return ImportResult(rows, created, len(codes) - created, twins=unsettled, overseers=overseers)
