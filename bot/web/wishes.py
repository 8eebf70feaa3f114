"""What of a page is asked for, beside where its reader stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.web.around import Corners
from policy.verdict import N_

AROUND: Final = "around"
"""To draw a line around the suspect who was chosen, instead of choosing anew."""

UNCHOSEN: Final = N_("写真の中の対象者をタップするか、番号を選んでください。")
UNDRAWN: Final = N_("直した所を読み取れませんでした。もう一度なぞってから反映してください。")
UNTAPPED: Final = N_("「この人の一部」か「隠す」を選んでから、画像の中をタップするか、番号を入れてください。")
NO_CORNER: Final = N_("写真の中をタップするか、番号を入れて、囲む線の角を置いてください。")
"""R-118: what the page says to do where nothing, or nothing that it understands, was sent."""


@dataclass(frozen=True)
class Wish:
    """What the reader would like to see, and what they have just been told.

    Attributes:
        again: Anything: to choose anew; ``AROUND``: a line instead.
        edit: To correct; if it names what a tap says, the next one says the same.
        part: Of a form: this part of it.
        tried: Of a form: this part was sent, and is to be mended.
        corners: Of the line around the suspect, as far as it goes.
        problem: What went wrong with the last try, and what to do.
        typed: What was typed in it.
        status: Of the answer.
    """

    again: str = ""
    edit: str = ""
    part: str = ""
    tried: str = ""
    corners: Corners = ()
    problem: str = ""
    typed: str = ""
    status: int = 200


NONE: Final = Wish()
