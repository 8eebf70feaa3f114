"""Words as a QR code, for cards and pages."""

from __future__ import annotations

import io

import segno
from markupsafe import Markup


def qr(words: str) -> Markup:
    """A QR code as SVG. Correction M (15 %): a card is folded and gets stains; 4 modules of quiet stand around it."""
    drawn = io.BytesIO()
    segno.make_qr(words, error="m").save(drawn, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=4)
    return Markup(drawn.getvalue().decode())  # noqa: S704 - segno's own drawing; the words are modules in it
