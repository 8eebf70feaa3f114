"""What keeps a voice from reading a PDF out: checked by pdfium, which knows nothing of how the file was made."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

STANDARD = {
    *("Document", "Part", "Sect", "Div", "BlockQuote", "P", "H1", "H2", "H3", "H4", "H5", "H6", "NonStruct"),
    *("L", "LI", "Lbl", "LBody", "Table", "THead", "TBody", "TFoot", "TR", "TH", "TD"),
    *("Span", "Link", "Reference", "Note", "Figure", "Formula", "Caption"),
}
"""ISO 32000-1, 14.8.4; a reader does nothing with others."""

WITHIN = {"LI": {"L"}, "LBody": {"LI"}, "TR": {"Table", "THead", "TBody", "TFoot"}, "TH": {"TR"}, "TD": {"TR"}}
"""Where some may stand (Matterhorn Protocol 1.1, checkpoint 09)."""


@dataclass(frozen=True)
class Element:
    """One tag: name, the words that stand for it, and its parts: numbers of what is drawn for it, and tags in it."""

    name: str
    alternative: str
    parts: tuple[int | Element, ...]

    @property
    def within(self) -> tuple[Element, ...]:
        """The tags directly in it."""
        return tuple(one for one in self.parts if isinstance(one, Element))

    def drawn(self) -> Iterator[int]:
        """The numbers of all that is drawn for it, in the order in which it is read."""
        for one in self.parts:
            yield from one.drawn() if isinstance(one, Element) else (one,)

    def all(self) -> Iterator[Element]:
        """It and whatever is in it, in the order in which it is read."""
        yield self
        for one in self.within:
            yield from one.all()


def amiss(pdf: bytes) -> list[str]:
    """Everything of PDF/UA-1 (ISO 14289-1) that is broken as far as pdfium can tell; empty for nothing.

    Left to people: whether the words that stand for a picture say what it shows.
    """
    document = pypdfium2.PdfDocument(pdf)
    pages = [_Page(page) for page in document]
    tags = [one for page in pages for root in page.roots for one in root.all()]
    return [*_of_file(document, pdf), *_of_tags(tags), *(wrong for page in pages for wrong in page.amiss())]


def _of_file(document: pypdfium2.PdfDocument, pdf: bytes) -> Iterator[str]:
    if not pdfium.FPDFCatalog_IsTagged(document.raw):
        yield "not tagged"
    if b"<pdfuaid:part>1</pdfuaid:part>" not in pdf:
        yield "does not say that it is PDF/UA-1"
    if b"/DisplayDocTitle true" not in pdf or not document.get_metadata_dict()["Title"]:
        yield "no title to show"
    if not _words(pdfium.FPDFCatalog_GetLanguage, document.raw):
        yield "no language"


def _of_tags(tags: list[Element]) -> Iterator[str]:
    yield from (f"nobody knows {one.name}" for one in tags if one.name not in STANDARD)
    yield from ("a figure without words" for one in tags if one.name == "Figure" and not one.alternative.strip())
    for one in tags:
        inner = (child.name for child in one.within)
        yield from (f"{name} in {one.name}" for name in inner if name in WITHIN and one.name not in WITHIN[name])
        if one.name == "Table" and "TH" not in {part.name for part in one.all()}:
            yield "a table without a heading"
    levels = [int(one.name[1]) for one in tags if one.name[0] == "H" and one.name[1:].isdecimal()]
    if levels[:1] != [1]:
        yield "does not begin with its heading"
    yield from (f"H{after} after H{before}" for before, after in pairwise(levels) if after > before + 1)


class _Page:
    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._page = page
        tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
        count = pdfium.FPDF_StructTree_CountChildren(tree)
        roots = (pdfium.FPDF_StructTree_GetChildAtIndex(tree, place) for place in range(count))
        self.roots = [_element(one) for one in roots if one]
        pdfium.FPDF_StructTree_Close(tree)

    def amiss(self) -> Iterator[str]:
        """What is drawn belongs to a tag or to nothing; tags come in the order of what is drawn; letters are there."""
        order = [number for root in self.roots for number in root.drawn()]
        if order != sorted(order):
            yield "read in another order than drawn"
        for one in self._page.get_objects(max_depth=1):
            number = pdfium.FPDFPageObj_GetMarkedContentID(one.raw)
            if number not in order and "Artifact" not in _marks(one.raw):
                yield f"drawn and never read: {pdfium.FPDFPageObj_GetType(one.raw)}"
            if one.type == pdfium.FPDF_PAGEOBJ_TEXT:
                font = pdfium.FPDFTextObj_GetFont(one.raw)
                if not pdfium.FPDFFont_GetIsEmbedded(font):
                    yield "letters that aren't in the file"


def _element(raw: Any) -> Element:
    count = pdfium.FPDF_StructElement_CountChildren(raw)
    numbers = (pdfium.FPDF_StructElement_GetChildMarkedContentID(raw, place) for place in range(count))
    parts = (
        number if number >= 0 else pdfium.FPDF_StructElement_GetChildAtIndex(raw, place)
        for place, number in enumerate(numbers)
    )
    return Element(
        _words(pdfium.FPDF_StructElement_GetType, raw),
        _words(pdfium.FPDF_StructElement_GetAltText, raw),
        tuple(one if isinstance(one, int) else _element(one) for one in parts if isinstance(one, int) or one),
    )


def _marks(raw: Any) -> set[str]:
    found = set[str]()
    for place in range(pdfium.FPDFPageObj_CountMarks(raw)):
        said, length = ctypes.create_string_buffer(64), ctypes.c_ulong()
        where = ctypes.cast(said, ctypes.POINTER(ctypes.c_ushort))
        pdfium.FPDFPageObjMark_GetName(pdfium.FPDFPageObj_GetMark(raw, place), where, 64, length)
        found.add(said.raw.decode("utf-16-le").split("\0")[0])
    return found


def _words(tell: Callable[..., int], of: Any) -> str:
    said = ctypes.create_string_buffer(2048)
    wants = ctypes.POINTER(ctypes.c_ushort) if tell is pdfium.FPDFCatalog_GetLanguage else ctypes.c_void_p
    tell(of, ctypes.cast(said, wants), 2048)
    return said.raw.decode("utf-16-le", "ignore").split("\0")[0]
