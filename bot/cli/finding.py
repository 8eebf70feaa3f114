"""One thing that ``hansho doctor`` looked at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """``says`` tells what to do if it is not ``good``, or no more than for now."""

    about: str
    good: bool
    says: str
    works_for_now: bool = False

    @property
    def mark(self) -> str:
        """How it begins at a terminal."""
        return "△" if self.works_for_now else "✓" if self.good else "✗"
