"""What an import did, or why it did nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

from storage.csv_rows import RowError


@dataclass(frozen=True)
class ImportResult:
    """With any error nothing was changed.

    Attributes:
        rows: Data rows of the file.
        created: New stores or members.
        updated: Known ones that were in the file too.
        errors: Every fault found, by line.
        codes: Member code → enrolment code, for new members without a chat account; shown once, kept nowhere.
    """

    rows: int
    created: int = 0
    updated: int = 0
    errors: tuple[RowError, ...] = ()
    codes: dict[str, str] = field(default_factory=dict, repr=False)
