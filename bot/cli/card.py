"""The printed card that brings somebody in: scan, send, done."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import segno
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from bot.chat import Door
from handlers.network.invitations import Invitation


@dataclass(frozen=True)
class Invited:
    """What stands on one card: ``words`` are what its holder sends, ``doors`` where (platform → address)."""

    invitation: Invitation
    words: str
    roles: str
    doors: Mapping[str, Door]


def page(cards: Sequence[Invited]) -> str:
    """A page without anything from elsewhere, three cards to a sheet of A4."""
    sheets = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True)
    return sheets.get_template("card.html").render(cards=cards, qr=qr)


def qr(words: str) -> Markup:
    """A QR code as SVG. Correction M (15 %): a card is folded and gets stains; 4 modules of quiet stand around it."""
    drawn = io.BytesIO()
    segno.make_qr(words, error="m").save(drawn, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=4)
    return Markup(drawn.getvalue().decode())  # noqa: S704 - segno's own drawing; the words are modules in it
