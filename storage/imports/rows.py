"""CSV as shops send it: UTF-8 or Shift_JIS, any order of columns; every fault with its line, column and a sentence."""

from __future__ import annotations

import csv
import io
import math
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from policy.clocks import is_of_our_time
from policy.spelling import normal
from policy.verdict import N_
from storage.imports.damage import damage

CODE = re.compile(r"[A-Za-z0-9_-]{1,20}", re.ASCII)
"""Codes are burnt into pictures and written into the ledger, which know plain letters only."""

LONGEST_TEXT = 100
"""A card's line; longer names would be cut on a phone."""

DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", re.ASCII)
"""ISO, and what Excel makes of it in Japan."""

JAPAN = ZoneInfo("Asia/Tokyo")
"""Dates in the files are Japanese days."""


NOTHING = "-"
"""What a cell says that takes back what stands; a blank one keeps it."""


class Settles(StrEnum):
    """What somebody of the secretariat can say of a code, so that its row is taken all the same (R-113)."""

    NEW = "settles_as_new"
    """It is not what it looks like."""
    SAME = "settles_as_same"
    """It is what it was, under another name or at another place."""


@dataclass(frozen=True)
class RowError:
    """What is wrong where.

    Attributes:
        line: Line of the file, from 1 (the header).
        column: Name of the column; empty when the whole line is meant.
        sentence: Japanese sentence (gettext msgid) with ``{name}`` places: what is wrong and what is right.
        values: What fills the places; never a person's data.
        settles: What would settle it, said of the code among the values.
    """

    line: int
    column: str
    sentence: str
    values: Mapping[str, str | int] = field(default_factory=dict)
    settles: Settles | None = None


class Row:
    """One line, cell by cell; faults are collected, so that a file is corrected once and not fault by fault."""

    def __init__(self, line: int, cells: dict[str, str], errors: list[RowError]) -> None:
        self.line = line
        self._cells = cells
        self._errors = errors
        self.faulty = False
        """Whether a fault of this line was noted."""

    def wrong(self, column: str, sentence: str, *, settles: Settles | None = None, **values: str | int) -> None:
        """Note a fault of this line."""
        self._errors.append(RowError(self.line, column, sentence, values, settles))
        self.faulty = True

    def cell(self, column: str) -> str:
        """As it was typed."""
        return self._cells[column]

    def plain(self, column: str) -> str:
        """In plain letters, by which codes are compared."""
        return normal("NFKC", self._cells[column])

    def fill(self, column: str, said: str) -> None:
        """What a blank cell means."""
        self._cells[column] = self._cells[column] or said

    def _said(self, column: str) -> str:
        """Empty too where it is said that there is nothing."""
        said = self.plain(column)
        return "" if said == NOTHING else said

    def text(self, column: str) -> str:
        """A text that has to be there."""
        value = self._cells[column]
        if not value:
            self.wrong(column, N_("空欄です。記入してください。"))
        elif len(value) > LONGEST_TEXT:
            self.wrong(column, N_("長すぎます。{most} 文字以内にしてください。"), most=LONGEST_TEXT)
        elif found := damage(value):
            self.wrong(column, found)
        elif any(unicodedata.category(letter).startswith(("C", "Zl", "Zp")) for letter in value):
            self.wrong(column, N_("使えない文字（改行など）が入っています。取り除いてください。"))
        return value

    def optional(self, column: str) -> str | None:
        """A text that may be empty."""
        return self.text(column) if self._said(column) else None

    def code(self, column: str) -> str:
        """A code of plain letters; full-width ones are taken as plain ones."""
        value = self.plain(column)
        if not CODE.fullmatch(value):
            self.wrong(column, N_("半角の英数字、ハイフン、下線で 1〜20 文字にしてください（例: A-01）。"))
        return value

    def choice(self, column: str, known: Collection[str], default: str = "") -> str:
        """One of the known words."""
        value = self._cells[column].lower() or default
        if value not in known:
            self.wrong(column, N_("次のどれかを書いてください: {known}"), known=", ".join(known))
        return value

    def matching(self, column: str, pattern: re.Pattern[str], sentence: str) -> str | None:
        """A text of a fixed form, or nothing."""
        value = self._said(column)
        if value and not pattern.fullmatch(value):
            self.wrong(column, sentence)
        return value or None

    def day(self, column: str) -> date | None:
        """A date, or nothing."""
        value = self._said(column)
        found = DATE.fullmatch(value)
        try:
            if found and is_of_our_time(day := date(*map(int, found.groups()))):
                return day
        except ValueError:
            found = None
        if value:
            self.wrong(column, N_("日付として読めません。2026-04-01 のように書いてください。"))
        return None

    def past_day(self, column: str, now: datetime) -> date | None:
        """A date up to today in Japan, or nothing: what is still to come has not been done yet."""
        day = self.day(column)
        if day is not None and day > now.astimezone(JAPAN).date():
            self.wrong(column, N_("未来の日付です。済んだ日を書くか、済むまで空欄にしてください。"))
        return day

    def degrees(self, column: str, limit: int, sentence: str) -> float:
        """Decimal degrees between -limit and limit; not a number becomes nan, after the fault is noted."""
        try:
            value = float(self.plain(column))
        except ValueError:
            value = math.nan
        if not -limit <= value <= limit:
            self.wrong(column, sentence)
        return value


def read(data: bytes | str, columns: Sequence[str], errors: list[RowError], optional: Sequence[str] = ()) -> list[Row]:
    """The rows under a header of exactly these columns, and maybe the optional ones, in any order.

    Blank lines are skipped; an optional column that isn't there is blank.
    """
    text = _decoded(data, errors)
    lines = [] if text is None else _lines(text, errors)
    if errors:
        return []
    if not lines:
        empty = N_("ファイルが空です。1 行目に列の名前を書いてください: {columns}")
        errors.append(RowError(1, "", empty, {"columns": ",".join(columns)}))
        return []
    header_line, header = lines[0]
    missing = [column for column in optional if column not in header]
    _check_header(header_line, header, (*columns, *(column for column in optional if column in header)), errors)
    if not errors and len(lines) == 1:
        errors.append(RowError(header_line, "", N_("データの行がありません。2 行目から書いてください。")))
    return [] if errors else list(_rows(header, missing, lines[1:], errors))


def _rows(
    header: list[str], missing: list[str], lines: list[tuple[int, list[str]]], errors: list[RowError]
) -> Iterator[Row]:
    for number, cells in lines:
        if len(cells) == len(header):
            yield Row(number, dict.fromkeys(missing, "") | dict(zip(header, cells, strict=True)), errors)
        else:
            values = {"found": len(cells), "wanted": len(header)}
            errors.append(RowError(number, "", N_("列が {found} 個あります。{wanted} 個にしてください。"), values))


def text_of(data: bytes) -> str | None:
    """What the file says; None if it is in no encoding that shops use."""
    # UTF-8 first: Japanese in Shift_JIS is practically never valid UTF-8, the other way round it often passes.
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _decoded(data: bytes | str, errors: list[RowError]) -> str | None:
    text = data.removeprefix("\ufeff") if isinstance(data, str) else text_of(data)
    if text is None:
        errors.append(RowError(1, "", N_("文字コードが読めません。UTF-8 か Shift_JIS で保存してください。")))
    return text


def _lines(text: str, errors: list[RowError]) -> list[tuple[int, list[str]]]:
    """Number and trimmed cells of each line that is not blank; a quoted cell may span lines."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for cells in reader:
            trimmed = [cell.strip() for cell in cells]
            if any(trimmed):
                lines.append((start, trimmed))
            start = reader.line_num + 1
    except csv.Error:
        errors.append(RowError(start, "", N_("CSV として読めません。引用符の閉じ忘れがないか確認してください。")))
    return lines


def _check_header(line: int, header: list[str], columns: Sequence[str], errors: list[RowError]) -> None:
    for column in columns:
        if column not in header:
            errors.append(RowError(line, column, N_("この列がありません。1 行目に列の名前を書いてください。")))
        elif header.count(column) > 1:
            errors.append(RowError(line, column, N_("同じ列が 2 つあります。1 つにしてください。")))
    values = {"columns": ",".join(columns)}
    errors += [
        RowError(line, column, N_("知らない列です。使える列はこれだけです: {columns}"), values)
        for column in dict.fromkeys(header)
        if column not in columns
    ]
