"""R-141: a backup without content: one zip file of JSON lines a table, whose manifest says what belongs to it.

Keys, vault and inbox stay out, and so does all else that speaks of a person outside or opens a page: cards, forms in
hand, links, buttons, browsers, codes. What is in it are stores, people, decisions and the ledger.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from sqlalchemy import Column, Date, and_, insert, select, text, true
from sqlalchemy.orm import Session

from storage.tables import (
    Applicant,
    Browser,
    ButtonMeaning,
    CaseKey,
    ChatAccess,
    CodeApp,
    Conversation,
    DeskLink,
    DeskPost,
    DeskSession,
    DueWork,
    Enrolment,
    FarStore,
    Heartbeat,
    InboxEvent,
    IncidentWords,
    Installation,
    Invitation,
    KeyFolder,
    Link,
    OutboxMessage,
    Passkey,
    PublicTry,
    Quota,
    RecoveryCode,
    RefusedCode,
    RequestWords,
    Table,
    TwofoldAct,
    Usage,
    Utc,
    VaultObject,
)
from storage.unit_of_work import UnitOfWork

FORMAT: Final = 1

LEFT_OUT: Final = frozenset(
    table.__tablename__
    for table in (
        Browser,
        ButtonMeaning,
        CaseKey,
        Conversation,
        DeskLink,
        DeskPost,
        DeskSession,
        Passkey,
        CodeApp,
        RecoveryCode,
        Applicant,
        Enrolment,
        RefusedCode,
        FarStore,
        Heartbeat,
        InboxEvent,
        Installation,
        Invitation,
        KeyFolder,
        Link,
        OutboxMessage,
        PublicTry,
        Quota,
        ChatAccess,
        TwofoldAct,
        IncidentWords,
        RequestWords,
        Usage,
        VaultObject,
    )
)
"""What can be made anew, dies with its content, or must not come back."""

SOME_ROWS: Final[Mapping[str, Any]] = {"due_work": and_(DueWork.case_id.is_(None), DueWork.done_at.is_(None))}
"""What is planned for a case ends with its content; days on which stores and people leave stay planned."""

BLANKED: Final[Mapping[str, Mapping[str, Any]]] = {
    "cases": {
        "photo_reference": None,
        "masked_sha256": None,
        "mask_confirmed_at": None,
        "picture_state": None,
        "evidence": None,
        "binding": None,
        "left_out": [],
        "narrowed": [],
    },
    "assessments": {"binding": ""},
    "versions": {"binding": "", "narrowed": []},
    "due_work": {"lease_until": None},
    "requests": {"key_id": None},
    "incidents": {"key_id": None},
}
"""What rows know of pictures and texts; it goes with them, and they are not in the backup."""

MANIFEST: Final = "manifest.json"
PAGE: Final = 500
"""Rows in hand at a time."""


DAMAGED: Final = "バックアップが壊れているか、書き換えられています。 / The backup is damaged or was changed."


class Unfit(Exception):
    """The backup, or the database it is for, can't be used; says what to do."""


def tables() -> list[Any]:
    """What a backup has, each after those it refers to."""
    return [table for table in Table.metadata.sorted_tables if table.name not in LEFT_OUT]


def write(uow: UnitOfWork, file: Path, now: datetime) -> int:
    """Write all rows as they are at this moment; returns how many.

    Args:
        uow: ``Database.snapshot``, which sees a single state of the database, whatever is written meanwhile.
        file: Where to; its owner alone should be able to read it, since names and chat ids of staff are in it.
        now: When; aware UTC.
    """
    contents: dict[str, dict[str, Any]] = {}
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        for table in tables():
            rows, digest = 0, hashlib.sha256()
            with packed.open(f"{table.name}.jsonl", "w", force_zip64=True) as out:
                for line in _lines(uow.session, table):
                    out.write(line)
                    digest.update(line)
                    rows += 1
            contents[table.name] = {"rows": rows, "sha256": digest.hexdigest()}
        size, root = uow.ledger.head()
        manifest = {
            "format": FORMAT,
            "schema": revision(uow.session),
            "made_at": now.isoformat(),
            "ledger": {"size": size, "root": root},
            "tables": contents,
        }
        packed.writestr(MANIFEST, json.dumps(manifest, indent=2) + "\n")
    return sum(content["rows"] for content in contents.values())


def revision(session: Session) -> str:
    """Which migration the tables are at."""
    return str(session.scalar(text("SELECT version_num FROM alembic_version")))


class Backup:
    """A backup to read; whole and unchanged, as its manifest says.

    Attributes:
        manifest: When it was made, how long its ledger is, which version of the tables, and a hash of each.

    Raises:
        Unfit: no backup, damaged, or of another format.
    """

    def __init__(self, file: Path) -> None:
        try:
            self._packed = ZipFile(file)
            self.manifest: dict[str, Any] = json.loads(self._packed.read(MANIFEST))
            whole = self.manifest["format"] == FORMAT and all(map(self._is_whole, self.manifest["tables"]))
        except (OSError, BadZipFile, KeyError, ValueError, EOFError) as error:
            raise Unfit("バックアップではないか、読めません。 / Not a backup, or unreadable.") from error
        if not whole:
            raise Unfit(DAMAGED)

    def load(self, session: Session) -> int:
        """Put every row into an empty database; returns how many.

        Raises:
            Unfit: another version of the tables, or something is there already.
        """
        here, there = revision(session), self.manifest["schema"]
        if here != there:
            raise Unfit(
                f"表の版が違います（バックアップ {there}、いまは {here}）。"
                "同じ版の半鐘で戻してから、新しい版に上げてください。"
                f" / Tables are of version {there}: restore with the Hansho that made the backup"
                " (docs/running.md, section 6), then upgrade."
            )
        if {table.name for table in tables()} - self.manifest["tables"].keys():
            raise Unfit(DAMAGED)
        for table in Table.metadata.sorted_tables:
            if table.name == KeyFolder.__tablename__:  # said at every start
                continue
            if session.execute(select(table).limit(1)).first() is not None:
                raise Unfit(
                    f"データベースが空ではありません（{table.name}）。空のデータベースを用意してください。"
                    f" / The database is not empty ({table.name}): give an empty one, and stop all processes."
                )
        count = 0
        for table in tables():
            rows = self._rows(table)
            while page := [*islice(rows, PAGE)]:
                session.execute(insert(table), page)
                count += len(page)
        return count

    def _is_whole(self, table: str) -> bool:
        digest = hashlib.sha256()
        with self._packed.open(f"{table}.jsonl") as lines:
            for line in lines:
                digest.update(line)
        return bool(digest.hexdigest() == self.manifest["tables"][table]["sha256"])

    def _rows(self, table: Any) -> Iterator[dict[str, Any]]:
        with self._packed.open(f"{table.name}.jsonl") as lines:
            for line in lines:
                row = json.loads(line)
                yield {column.name: _value(column, row[column.name]) for column in table.columns}


def _lines(session: Session, table: Any) -> Iterator[bytes]:
    blank = BLANKED.get(table.name, {})
    wanted = select(table).where(SOME_ROWS.get(table.name, true())).order_by(*table.primary_key)
    rows = session.execute(wanted, execution_options={"yield_per": PAGE})
    for row in rows.mappings():
        plain = {**{column.name: _plain(row[column.name]) for column in table.columns}, **blank}
        yield json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _value(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, Utc):
        return datetime.fromisoformat(value)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    return value
