"""Words as a QR code, for cards, pages and paper."""

from __future__ import annotations

import io
from typing import Final

import segno
from markupsafe import Markup

QUIET: Final = 4
"""Modules of nothing around it, as the standard wants."""


def qr(words: str) -> Markup:
    """A QR code as SVG, without a script or a style."""
    return drawn(words)[0]


def drawn(words: str) -> tuple[Markup, int]:
    """A QR code as SVG with the quiet around it, and of how many modules its side is, both included.

    Correction Q (a quarter of it may be dirty): what hangs in a shop or is folded in a pocket gets stains.
    """
    code, made = segno.make_qr(words, error="q"), io.BytesIO()
    code.save(made, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=QUIET)
    return Markup(made.getvalue().decode()), int(code.symbol_size(border=QUIET)[0])  # noqa: S704 - segno's own drawing; the words are modules in it
