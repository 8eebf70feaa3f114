"""What a picture shows of who looks at it, and which look a piece of it may come from (guideline L206, L247)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from policy.spelling import normal
from policy.verdict import N_, Allow, Deny, Verdict

NETWORK: Final = "NETWORK"
"""Where somebody looks who works at no store."""

MINUTE: Final = "%Y-%m-%d %H:%M"

DRAWN_WITHIN: Final = timedelta(seconds=30)
"""A look is written down first and drawn then; the minute may turn in between."""

LEAST: Final = 4
"""Characters: fewer fit almost every look."""

MOST: Final = 200
"""Characters; a mark has about 45, and the names beside it as many."""

GROUPS: Final = ("0o", "1il", "2z", "5s", "6g", "8b")
"""What people take for one another on a photographed screen."""

UNREAD: Final = "?"
"""In place of one character that can't be read."""

_UNREAD_TOO = re.compile(r"[*_□◯〓]")
_ALIKE = {letter: group for group in GROUPS for letter in group}
_APART = re.compile(r"[\s/、。・]+|\.{2,}")
"""Between pieces: NFKC has made one character of each kind."""


class TracePurpose(StrEnum):
    """Why somebody looks who looked; there are no others (R-007)."""

    INCIDENT = "trace_for_incident"
    DRILL = "trace_for_drill"
    AUTHORITY = "trace_for_authority"


@dataclass(frozen=True)
class Mark:
    """R-095, L206: who looks, from where, when, at which case; ``at`` in store time.

    ``store`` and ``member`` are codes, burned into the picture; their names stand over it and on the page.
    """

    store: str
    member: str
    at: datetime
    case: str
    store_name: str = ""
    member_name: str = ""

    @property
    def burned(self) -> str:
        """The line that is drawn into the picture again and again: ASCII."""
        parts = (self.store, self.member, self.at.strftime(MINUTE), self.case)
        return " / ".join(parts).encode("ascii", "replace").decode()

    @property
    def shown(self) -> tuple[str, str, str, str]:
        """The same in words, with the names."""
        return self.store_name, self.member_name, self.at.strftime(MINUTE), self.case


@dataclass(frozen=True)
class Piece:
    """Characters that stand together, as they were read."""

    letters: str
    pattern: re.Pattern[str]

    def misread_in(self, line: str) -> int | None:
        """How many of its characters are others there that look alike, at best; None: it doesn't stand there."""
        found = (match[1] for match in self.pattern.finditer(line))
        counts = (sum(a not in (b, UNREAD) for a, b in zip(self.letters, there, strict=True)) for there in found)
        return min(counts, default=None)


def check_typed(typed: str) -> Verdict:
    """R-136, L247: enough to tell one look from the others."""
    if len(typed) > MOST:
        return Deny("R-136", N_("{most} 文字以内で入力してください。"), {"most": MOST}, field="typed")
    if sum(len(piece.letters.replace(UNREAD, "")) for piece in pieces(typed)) < LEAST:
        return Deny("R-136", N_("読めた文字を {least} 文字以上入力してください。"), {"least": LEAST}, field="typed")
    return Allow()


def pieces(typed: str) -> tuple[Piece, ...]:
    """What was read, piece by piece; ``?`` for one character that can't be read."""
    plain = _UNREAD_TOO.sub(UNREAD, normal("NFKC", typed).casefold().replace("|", "l"))
    letters = ("".join(c for c in part if c.isalnum() or c == UNREAD) for part in _APART.split(plain))
    return tuple(Piece(one, re.compile(f"(?=({_pattern(one)}))")) for one in letters if one.strip(UNREAD))


def misread(typed: tuple[Piece, ...], mark: Mark, *, picture: bool) -> int | None:
    """R-136, L247: how many characters were misread if this look is meant; None: it is another one.

    Every piece has to stand in the line that was drawn (only on a picture; the line begins anew at its end) or in the
    names beside it.
    """
    moments = {moment.strftime(MINUTE): moment for moment in (mark.at, mark.at + DRAWN_WITHIN)}
    totals = (_misread(typed, tuple(_lines(replace(mark, at=at), picture=picture))) for at in moments.values())
    return min((total for total in totals if total is not None), default=None)


def _misread(typed: tuple[Piece, ...], lines: tuple[str, ...]) -> int | None:
    total = 0
    for piece in typed:
        counts = [count for line in lines if (count := piece.misread_in(line)) is not None]
        if not counts:
            return None
        total += min(counts)
    return total if typed else None


def _lines(mark: Mark, *, picture: bool) -> Iterator[str]:
    if picture:
        yield _letters(mark.burned) * 2
    yield _letters("".join(mark.shown))


def _letters(line: str) -> str:
    return "".join(c for c in normal("NFKC", line).casefold() if c.isalnum() or c == UNREAD)


def _pattern(letters: str) -> str:
    return "".join("." if c == UNREAD else f"[{_ALIKE.get(c, re.escape(c))}]" for c in letters)
