"""QR codes for the public pages."""

from __future__ import annotations

from io import BytesIO

import segno


def qr_code(address: str) -> str:
    """A QR code as SVG, without a script or a style; level Q is read though a quarter of it is dirty."""
    made = BytesIO()
    segno.make(address, error="q", micro=False).save(
        made, kind="svg", xmldecl=False, border=4, scale=5, svgclass="code", lineclass=None, title="QR"
    )
    return made.getvalue().decode()
