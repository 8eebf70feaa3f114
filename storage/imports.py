"""Stores and members from CSV: checked row by row, then all of it or nothing; importing again updates."""

from __future__ import annotations

from storage.csv_rows import RowError
from storage.import_members import import_members
from storage.import_result import ImportResult
from storage.import_stores import import_stores

__all__ = ["ImportResult", "RowError", "import_members", "import_stores"]
