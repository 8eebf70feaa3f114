"""A correction by tap, as the review page's form says it: by the editor, by a picture that is a button, by number."""

from __future__ import annotations

from typing import Final

from bot.web.aim import Aim, Aimed
from bot.web.viewmodels import Figure
from masking import Tap

KINDS: Final = {"keep": True, "hide": False}
"""What is tapped belongs to the suspect, or doesn't."""


class TapForm(Aimed):
    """The form's fields as they come; ``undo`` takes the last tap back."""

    form_token: str = ""
    sha256: str = ""
    kind: str = ""
    undo: str = ""
    x: str = ""
    y: str = ""

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
        place = (None if self.cell else figure.point(self.x, self.y)) or self.place(aim)
        if place is None or self.kind not in KINDS:
            raise ValueError("no tap")
        return Tap(*place, KINDS[self.kind])
