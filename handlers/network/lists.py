"""A list of stores or people that comes in at the desk: what it would do is shown before it does it (R-001, R-005)."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from functools import partial

from handlers.case.record import require, rules_of
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
from policy.audience import lost_ground
from policy.desk import is_as_shown
from policy.notices.posting import Kind
from storage.imports import twins
from storage.imports.seen import mark
from storage.imports.standing import AGREEMENT, NOTICE, Change
from storage.imports.twins import Confirmed
from storage.tables import Case


@dataclass(frozen=True)
class Foreseen:
    """What an import of a list would do, and the word for all it was checked against.

    Attributes:
        changes: Cell by cell of what is known; what takes something away comes first.
        ends: How many alerts that are out it would call back.
    """

    against: str
    result: ImportResult
    changes: tuple[Change, ...] = ()
    ends: int = 0


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
    lines, errors, vouched, changes = seen.found
    if errors:
        return Foreseen(seen.against, ImportResult(errors=tuple(errors)))
    network = ctx.uow.stores.the_network()
    rows, known = [line.code for line in lines], twins.ids(ctx.uow, network).stores
    counted = _counted(rows, len(rows), known, unsettled_twins(STORES, vouched, ctx), ())
    return Foreseen(seen.against, counted, _gravest_first(changes), ends(changes, ctx))


def _gravest_first(changes: Sequence[Change]) -> tuple[Change, ...]:
    return tuple(sorted(changes, key=lambda change: not change.takes_away))


def ends(changes: Sequence[Change], ctx: Context) -> int:
    """R-005, R-009, R-122: alerts that are out whose ground the file takes away; a photograph keeps a notice up."""
    gone = {(change.column, change.code) for change in changes if change.takes_away}
    live = ctx.uow.cases.live_in(ctx.uow.stores.the_network().id) if gone else []
    return sum(_loses_ground(case, gone, ctx) for case in live)


def _loses_ground(case: Case, gone: Container[tuple[str, str]], ctx: Context) -> bool:
    facts, store = ctx.uow.stores.store_facts(case.store), case.store
    shown = (store.id, Kind.POSTER) in ctx.uow.notices.shown([store.id])
    then = replace(
        facts,
        business_agreed=facts.business_agreed and (AGREEMENT, store.business.code) not in gone,
        notice_posted=shown or (facts.notice_posted and (NOTICE, store.code) not in gone),
    )
    return lost_ground(then, case.form, rules_of(case, ctx), ctx.now) is not None


def _members(data: bytes | str, confirmed: Confirmed, ctx: Context) -> Foreseen:
    seen = look_at_members(data, ctx, confirmed=confirmed)
    people, errors, vouched, changes = seen.found
    if errors:
        return Foreseen(seen.against, ImportResult(errors=tuple(errors)))
    network = ctx.uow.stores.the_network()
    overseers = tuple(sorted({code for code, _ in new_overseers(network, people, ctx)}))
    known, rows = twins.ids(ctx.uow, network).members, sum(map(len, people.values()))
    counted = _counted([*people], rows, known, unsettled_twins(MEMBERS, vouched, ctx), overseers)
    return Foreseen(seen.against, counted, _gravest_first(changes))


def _counted(
    codes: Sequence[str],
    rows: int,
    known: dict[str, str],
    unsettled: tuple[tuple[str, str], ...],
    overseers: tuple[str, ...],
) -> ImportResult:
    created = sum(code not in known for code in codes)
    return ImportResult(rows, created, len(codes) - created, twins=unsettled, overseers=overseers)
