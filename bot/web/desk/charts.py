"""Small charts as the numbers of an SVG: one row of a table each, bar by bar, so that both say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 304
HEIGHT: Final = 116
"""A phone's column, or a third of a desktop's, so that letters come out as large as they are drawn."""

TOP: Final = 22
BOTTOM: Final = 92
"""Between these stand the bars; numbers above, days below."""

GAP: Final = 6


@dataclass(frozen=True)
class Bar:
    """One week, in pixels; no height where there is nothing to measure, which is another thing than nought."""

    x: float
    y: float
    width: float
    height: float
    value: int | None
    label: str

    @property
    def middle(self) -> float:
        """Where number and day stand."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Chart:
    """Everything the template draws."""

    bars: tuple[Bar, ...]
    width: int = WIDTH
    height: int = HEIGHT
    ground: int = BOTTOM


def bars(values: Sequence[int | None], labels: Sequence[str]) -> Chart:
    """The values from left to right over their labels; the greatest is as high as the chart, nought on the ground."""
    most = max(1, *(value or 0 for value in values)) if values else 1
    step = WIDTH / max(1, len(values))
    return Chart(
        tuple(
            _bar(step * place + GAP / 2, step - GAP, (value or 0) / most, value, label)
            for place, (value, label) in enumerate(zip(values, labels, strict=True))
        )
    )


def _bar(x: float, width: float, part: float, value: int | None, label: str) -> Bar:
    height = round((BOTTOM - TOP) * part, 1)
    return Bar(round(x, 1), round(BOTTOM - height, 1), round(width, 1), height, value, label)
