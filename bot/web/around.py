"""A line around the suspect, as its page's form says it: drawn, or corner by corner on a picture that is a button."""

from __future__ import annotations

from bot.web.aim import Aim, Aimed
from bot.web.viewmodels import Figure
from masking.figure.brush import MOST_POINTS

Corners = tuple[tuple[int, int], ...]
"""In pixels of the upright picture."""


class AroundForm(Aimed):
    """The form's fields as they come; ``done`` closes the line, ``undo`` takes the last corner back."""

    form_token: str = ""
    corners: str = ""
    done: str = ""
    undo: str = ""

    def drawn(self, figure: Figure, aim: Aim) -> Corners:
        """The line as far as it goes.

        Raises:
            ValueError: it is none, or lies outside; or no corner was added where one was to be.
        """
        corners = read(self.corners, figure)
        if self.done:
            return corners
        if self.undo:
            return corners[:-1]
        corner = self.place(aim)
        if corner is None:
            raise ValueError("no corner")
        return (*corners, corner)


def written(corners: Corners) -> str:
    """As the form carries them."""
    return " ".join(f"{x},{y}" for x, y in corners)


def read(text: str, figure: Figure) -> Corners:
    """What ``written`` wrote, or a script.

    Raises:
        ValueError: no such line, or outside the picture.
    """
    pairs = [one.split(",") for one in text.split()]
    if len(pairs) > MOST_POINTS or any(len(pair) != 2 for pair in pairs):  # noqa: PLR2004 - across and down
        raise ValueError("no line")
    corners = tuple(corner for x, y in pairs if (corner := figure.point(x, y)))
    if len(corners) < len(pairs):
        raise ValueError("outside")
    return corners
