"""A correction by tap, as the review page's form says it: by the editor, by a picture that is a button, by number."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, Field

from bot.web.aim import Aim
from bot.web.viewmodels import Figure
from masking import Tap

KINDS: Final = {"keep": True, "hide": False}
"""What is tapped belongs to the suspect, or doesn't."""


class TapForm(BaseModel):
    """The form's fields as they come; ``undo`` takes the last tap back."""

    form_token: str = ""
    sha256: str = ""
    kind: str = ""
    undo: str = ""
    x: str = ""
    y: str = ""
    at_x: str = Field("", alias="at.x")
    at_y: str = Field("", alias="at.y")
    cell: str = ""

    @property
    def mode(self) -> str:
        """What the next tap says, if it says the same; empty if this one says nothing."""
        return self.kind if self.kind in KINDS else ""

    def tap(self, figure: Figure, aim: Aim) -> Tap | None:
        """The tap in pixels of the picture; None to take the last one back.

        Raises:
            ValueError: there is none, or it lies outside.
        """
        if self.undo:
            return None
        tapped = figure.point(self.x, self.y) or aim.point(self.at_x, self.at_y)
        place = aim.middle(self.cell) if self.cell else tapped
        if place is None or self.kind not in KINDS:
            raise ValueError("no tap")
        return Tap(*place, KINDS[self.kind])
