"""The only place that asks what time it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path


def system_clock() -> datetime:
    """Aware UTC."""
    return datetime.now(UTC)  # noqa: TID251 - here, and nowhere else


def demo_clock(offset_file: Path) -> Callable[[], datetime]:
    """The system clock plus the seconds written in a file, so that a demo can let a day pass in a moment."""

    def now() -> datetime:
        try:
            ahead = float(offset_file.read_text() or 0)
        except FileNotFoundError:
            ahead = 0.0
        return system_clock() + timedelta(seconds=ahead)

    return now
