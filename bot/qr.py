"""Words as a QR code, for cards, pages and paper."""

from __future__ import annotations

import io
from typing import Final, Literal

import segno
from markupsafe import Markup

QUIET: Final = 4
"""Modules of nothing around it, as the standard wants."""


def qr(words: str) -> Markup:
    """A QR code as SVG. Correction M (15 %): a card is folded and gets stains."""
    return drawn(words, "m")[0]


def drawn(words: str, error: Literal["m", "q"]) -> tuple[Markup, int]:
    """A QR code as SVG with the quiet around it, and of how many modules its side is, both included."""
    code, made = segno.make_qr(words, error=error), io.BytesIO()
    code.save(made, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=QUIET)
    return Markup(made.getvalue().decode()), int(code.symbol_size(border=QUIET)[0])  # noqa: S704 - segno's own drawing; the words are modules in it
