"""A picture that is tapped without scripts: a button that says where it was pressed, under numbered squares."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel, Field

AIM_WIDE: Final = 328
"""CSS pixels: as wide as the narrowest phones show it, and the same on all, since a picture that is a button says where
it was tapped in those."""

AIM_COLUMNS: Final = 6
"""Of numbered squares over that picture: a sleeve fills one."""


@dataclass(frozen=True)
class Aim:
    """The part of the upright picture around the suspect, to be tapped without scripts or named by a square's number.

    Attributes:
        source: Address of that part.
        part: x0, y0, x1, y1 in the picture's pixels.
    """

    source: str
    part: tuple[int, int, int, int]

    @property
    def wide(self) -> int:
        """CSS pixels."""
        return AIM_WIDE

    @property
    def high(self) -> int:
        """CSS pixels."""
        x0, y0, x1, y1 = self.part
        return max(1, round(AIM_WIDE * (y1 - y0) / max(1, x1 - x0)))

    @property
    def side(self) -> float:
        """CSS pixels of a square's side."""
        return AIM_WIDE / AIM_COLUMNS

    @property
    def squares(self) -> tuple[tuple[int, float, float], ...]:
        """Number, left and top of each, row by row, in CSS pixels."""
        rows = math.ceil(self.high / self.side)
        return tuple(
            (row * AIM_COLUMNS + column + 1, column * self.side, row * self.side)
            for row in range(rows)
            for column in range(AIM_COLUMNS)
        )

    def point(self, x: str, y: str) -> tuple[int, int] | None:
        """What the browser says of a tap; None outside, and for a button that was pressed by a key (0, 0)."""
        if not (x.isdecimal() and y.isdecimal()) or int(x) >= self.wide or int(y) >= self.high or x == y == "0":
            return None
        return self._place(int(x), int(y))

    def middle(self, number: str) -> tuple[int, int] | None:
        """Of a square; None if there is no such."""
        half = self.side / 2
        places = (
            self._place(x + half, min(y + half, (y + self.high) / 2)) for n, x, y in self.squares if str(n) == number
        )
        return next(places, None)

    def seen(self, place: tuple[int, int]) -> tuple[float, float]:
        """Where a place of the picture is on it, in CSS pixels."""
        x0, y0, x1, y1 = self.part
        return round((place[0] - x0) * self.wide / max(1, x1 - x0), 1), round(
            (place[1] - y0) * self.high / max(1, y1 - y0), 1
        )

    def _place(self, x: float, y: float) -> tuple[int, int]:
        x0, y0, x1, y1 = self.part
        return min(x1 - 1, x0 + int(x * (x1 - x0) / self.wide)), min(y1 - 1, y0 + int(y * (y1 - y0) / self.high))


class Aimed(BaseModel):
    """What a form says that carries such a picture: where the button was pressed, or a square's number."""

    at_x: str = Field("", alias="at.x")
    at_y: str = Field("", alias="at.y")
    cell: str = ""

    def place(self, aim: Aim) -> tuple[int, int] | None:
        """In the picture's pixels; None if it says none, or one outside."""
        return aim.middle(self.cell) if self.cell else aim.point(self.at_x, self.at_y)
