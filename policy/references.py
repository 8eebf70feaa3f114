"""Statute and guideline as dated data: a new edition is an entry in ``references.toml``, not code (R-008, L41)."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Reference:
    """One edition of what the rules rest on.

    Attributes:
        name: The same for all editions of one text.
        ja: How it is cited in Japanese.
        en: How it is cited in English.
        in_force_from: First day of this edition.
    """

    name: str
    ja: str
    en: str
    in_force_from: date


def _known() -> tuple[Reference, ...]:
    data = tomllib.loads(Path(__file__).with_name("references.toml").read_text(encoding="utf-8"))
    return tuple(Reference(**entry) for entry in data["reference"])


REFERENCES = _known()
"""Every edition, in the order of the file."""


def in_force(day: date, known: Sequence[Reference] = REFERENCES) -> tuple[Reference, ...]:
    """R-008, L41: of each text the newest edition that is in force on that day."""
    newest: dict[str, Reference] = {}
    for reference in sorted(known, key=lambda r: r.in_force_from):
        if reference.in_force_from <= day:
            newest[reference.name] = reference
    return tuple(newest.values())
