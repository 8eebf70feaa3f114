"""What the secretariat and the auditor take out as a file: for a purpose, on record (R-007, R-097)."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from io import StringIO
from typing import Final

from starlette.responses import Response

from bot.web.authentication import Unknown
from bot.web.desk.reception import Guest
from handlers.audit.export import write_signed
from handlers.commands.office import AskTwofold
from handlers.context import Context
from handlers.network.desk import check_export
from handlers.network.invitations import roster
from policy.desk import may_change
from policy.exports import Content, ExportPurpose, guarded
from policy.twofold import Act

Cell = str | int | datetime | date | None
Row = Mapping[str, Cell]

BOM: Final = "\ufeff"
"""By it Excel knows that the file is UTF-8."""

ALL_WEEKS: Final = 160
"""More than the three years that they are kept."""


class FileForm(StrEnum):
    """As what kind of file."""

    CSV = "csv"
    JSON = "json"


TYPES: Final = {FileForm.CSV: "text/csv; charset=utf-8", FileForm.JSON: "application/json"}


@dataclass(frozen=True)
class Wanted:
    """What was asked for, of the lists alone."""

    content: Content
    purpose: ExportPurpose
    form: FileForm


@dataclass(frozen=True)
class File:
    """What leaves; ``rows``: how many entries it has."""

    name: str
    media_type: str
    body: str
    rows: int


def wanted(content: str, purpose: str, form: str) -> Wanted:
    """The three choices.

    Raises:
        Unknown: one of them is none of ours.
    """
    try:
        return Wanted(Content(content), ExportPurpose(purpose), FileForm(form))
    except ValueError as error:
        raise Unknown from error


def to_ask(asked: Wanted, guest: Guest, ctx: Context) -> AskTwofold | None:
    """R-007: what has to be asked of another person before this file is made; None: nothing.

    Raises:
        Unknown: what has names in it, and is not this reader's to ask for.
    """
    member = ctx.uow.people.account_by_id(guest.account_id).member
    if check_export(member, asked.content, asked.purpose, ctx):
        return None
    if not may_change(guest.seated.seat):
        raise Unknown
    given = {"by": member.id, "content": asked.content.value, "purpose": asked.purpose.value}
    return AskTwofold(guest.account_id, Act.NAMES, given)


def file_of(asked: Wanted, guest: Guest, ctx: Context) -> File:
    """R-007, R-121: the file. The ledger has a form of its own, which its verifier reads."""
    stem = f"hansho-{asked.content.removeprefix('export_')}-{ctx.now:%Y%m%d}"
    if asked.content is Content.LEDGER:
        lines: list[str] = []
        size, _ = write_signed(lines.append, ctx)
        return File(f"{stem}.txt", "text/plain; charset=utf-8", "".join(lines), size)
    ctx.uow.take_time()
    rows = [*ROWS[asked.content](guest.network_id, ctx)]
    body = _csv(rows) if asked.form is FileForm.CSV else _json(rows)
    return File(f"{stem}.{asked.form}", TYPES[asked.form], body, len(rows))


def _alerts(network_id: str, ctx: Context) -> Iterator[Row]:
    for row in ctx.uow.desk.all_cases(network_id):
        yield {str(name): cell for name, cell in row.items()}


def _stores(network_id: str, ctx: Context) -> Iterator[Row]:
    for row in ctx.uow.desk.all_stores(network_id):
        yield {str(name): cell for name, cell in row.items()}


def _figures(network_id: str, ctx: Context) -> Iterator[Row]:
    for week in ctx.uow.weeks.newest(network_id, ALL_WEEKS):
        told = asdict(week.figures)
        numbers = {name: value for name, value in told.items() if isinstance(value, int) or value is None}
        refused = {f"refused_{test}": count for test, count in told["refused_by"].items()}
        yield {"until": week.until, **numbers, **refused, "signs": len(week.figures.warnings)}


def _people(_network_id: str, ctx: Context) -> Iterator[Row]:
    for one in roster(ctx):
        at = (f"{store or 'network'}: {' '.join(role.value for role in roles)}" for store, roles in one.places)
        yield {
            "member_code": one.code,
            "name": one.name,
            "roles": "; ".join(at),
            "platforms": " ".join(one.platforms),
            "trained_until": one.trained_until,
        }


ROWS: Final = {
    Content.ALERTS: _alerts,
    Content.STORES: _stores,
    Content.FIGURES: _figures,
    Content.PEOPLE: _people,
}


def as_file(name: str, rows: Iterable[Row]) -> Response:
    """R-007: these rows as CSV, to be kept under that name."""
    return sent(File(name, TYPES[FileForm.CSV], _csv(rows), 0))


def empty(name: str, columns: Iterable[str]) -> File:
    """A table with nothing but its columns' names, to be filled."""
    return File(name, TYPES[FileForm.CSV], f"{BOM}{','.join(columns)}\r\n", 0)


def sent(file: File) -> Response:
    """It leaves."""
    named = {"content-disposition": f'attachment; filename="{file.name}"'}
    return Response(file.body, media_type=file.media_type, headers=named)


def _csv(rows: Iterable[Row]) -> str:
    rows = [*rows]
    columns = dict.fromkeys(name for row in rows for name in row)
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(columns)
    writer.writerows([guarded(_text(row.get(name))) for name in columns] for row in rows)
    return BOM + file.getvalue()


def _json(rows: Iterable[Row]) -> str:
    return json.dumps([*rows], ensure_ascii=False, indent=1, default=_text) + "\n"


def _text(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return "" if value is None else str(value)
