"""Printed notices as PDF: for everybody's eyes on the wall (R-023), and for a voice that reads it out (PDF/UA)."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from bot.language import sentences
from bot.paper.said import LANGUAGES, said, whom_to_ask
from bot.paper.seal import Print, words
from bot.qr import QUIET, drawn
from bot.web.links import Signer
from bot.web.public.facts import Facts
from handlers.errors import NoFont, Unprintable
from policy.notices.posting import Kind
from policy.verdict import N_

HERE: Final = Path(__file__).parent

FONTS: Final[tuple[str, ...]] = ("BIZ UDPGothic", "Noto Sans CJK JP")
"""Made to be read by everybody, or else what most machines with Japanese have. Any further letters come from others."""

CODE_MM: Final = 60
"""R-033, L109: width of the code itself on A4, from its first module to its last; on A3 it grows with the sheet."""

TITLES: Final = {
    Kind.POSTER: N_("お客様へのお知らせ"),
    Kind.CAMERA: N_("防犯カメラについてのお知らせ"),
}


class Size(StrEnum):
    """Of paper."""

    A4 = "a4"
    A3 = "a3"


def sheet(made: Print, size: Size, view: Facts, signer: Signer) -> bytes:
    """R-011, R-023, R-031, R-033, R-077, R-122, L69, L85, L107, L109, L227: a notice, ready to print, as tagged PDF.

    Args:
        made: Which notice of which shop, with the version of ``view``.
        size: Of paper.
        view: Of this shop, from the configuration that runs.
        signer: Of this server; by it a photograph is known again (``bot.paper.seal.shown``).

    Raises:
        NoFont: no Japanese font is installed.
        Unprintable: it doesn't fit onto one sheet, or has letters that no font has.
    """
    return compiled(made.kind, _facts(made, size, view, signer))


def compiled(template: str, facts: dict[str, Any]) -> bytes:
    """A sheet of this room with these facts, as PDF/UA-1.

    Raises:
        NoFont, Unprintable: as ``sheet`` does.
    """
    facts["fonts"] = _families()
    try:
        made = typst.compile(
            HERE / f"{template}.typ",
            root=HERE,
            font_paths=_fonts(),
            sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)},
            pdf_standards="ua-1",
        )
    except typst.TypstError as error:
        raise Unprintable from error
    assert isinstance(made, bytes)  # noqa: S101 - for the type checker: a PDF is one file
    return made


def _facts(made: Print, size: Size, view: Facts, signer: Signer) -> dict[str, Any]:
    japanese = sentences("ja")
    address = signer.public(made.address)
    shows = words(made, signer)
    square, modules = drawn(shows)
    labels = zip(whom_to_ask(view, "ja"), whom_to_ask(view, "en"), strict=True)
    return {
        "size": size,
        "title": f"{japanese(TITLES[made.kind])}｜{view.store}",
        "band": japanese(TITLES[made.kind]),
        "author": view.network,
        "shop": view.store,
        "version": f"版 Version {made.mark}",
        "address": address.removeprefix("https://"),
        "qr": square,
        "qr_words": shows,
        "qr_mm": CODE_MM * modules / (modules - 2 * QUIET),
        "qr_alt": f"QRコード：{address}",
        "contacts": [{"label": ja[0], "english": en[0], "lines": ja[1:]} for ja, en in labels],
        **{language: asdict(said(made.kind, view, language)) for language in LANGUAGES},
    }


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)


def has_letters() -> bool:
    """Whether this machine has Japanese letters to print with."""
    return not {*FONTS}.isdisjoint(_fonts().families())


def _families() -> list[str]:
    """The first of ours that is there."""
    if not has_letters():
        raise NoFont
    there = {*_fonts().families()}
    return [family for family in FONTS if family in there][:1]
