"""The printed card that brings somebody in: scan, send, done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from bot.qr import qr
from handlers.network.invitations import Invitation


@dataclass(frozen=True)
class Invited:
    """What stands on one card: ``words`` are what its holder sends, ``doors`` where (platform → address)."""

    invitation: Invitation
    words: str
    roles: str
    doors: Mapping[str, str]


def page(cards: Sequence[Invited]) -> str:
    """A page without anything from elsewhere, three cards to a sheet of A4."""
    sheets = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True)
    return sheets.get_template("card.html").render(cards=cards, qr=qr)
