"""What hangs in a shop: one sheet, legible, true, read out by a voice, and known again in a photograph."""

from __future__ import annotations

import ctypes
from dataclasses import replace
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from bot.paper import sheet as printing
from bot.paper.said import said
from bot.paper.seal import NotOurs, Print, shown, words
from bot.paper.sheet import Size, sheet
from bot.web.links import Signer
from handlers.errors import NoFont, Unprintable
from masking import Codes
from masking.files.codes import read_codes
from policy.notices.facts import Poster, stated_by
from policy.notices.posting import Kind
from policy.rules import Rules
from tests.bot.paper.conftest import RULES, made, view
from tests.world.photographs import photograph, printed, text_of

Notices = dict[tuple[Kind, Size], bytes]
POINTS = {Size.A4: (595, 842), Size.A3: (842, 1191)}
MM = 72 / 25.4


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("size", Size)
def test_each_notice_is_one_sheet_that_a_voice_can_read_out(notices: Notices, kind: Kind, size: Size) -> None:
    """R-023, L85: PDF/UA: tagged, with title and language, and the code has words of its own."""
    pdf = notices[kind, size]
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    assert tuple(map(round, document[0].get_size())) == POINTS[size]
    assert pdfium.FPDFCatalog_IsTagged(document.raw)
    assert "まるふく書店 さくら通り本店" in document.get_metadata_dict()["Title"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"/DisplayDocTitle true" in pdf
    language = ctypes.create_string_buffer(32)
    pdfium.FPDFCatalog_GetLanguage(document.raw, ctypes.cast(language, ctypes.POINTER(ctypes.c_ushort)), 32)
    assert language.raw.decode("utf-16-le").startswith("ja")
    names, languages = tags(document)
    assert {"H1", "H2", "L", "Figure"} <= names
    assert languages - {""} == {"en"}, "and no English of Japan, which no voice speaks"


def tags(document: pypdfium2.PdfDocument) -> tuple[set[str], set[str]]:
    """The names of all elements, and the languages of those that are in another one than the sheet."""
    page = document[0]
    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    waiting = [
        pdfium.FPDF_StructTree_GetChildAtIndex(tree, n) for n in range(pdfium.FPDF_StructTree_CountChildren(tree))
    ]
    found = set[str](), set[str]()
    while waiting:
        if element := waiting.pop():
            for words, tell in zip(
                found, (pdfium.FPDF_StructElement_GetType, pdfium.FPDF_StructElement_GetLang), strict=True
            ):
                said = ctypes.create_string_buffer(64)
                tell(element, said, 64)
                words.add(said.raw.decode("utf-16-le").split("\0")[0])
            count = pdfium.FPDF_StructElement_CountChildren(element)
            waiting += [pdfium.FPDF_StructElement_GetChildAtIndex(element, n) for n in range(count)]
    pdfium.FPDF_StructTree_Close(tree)
    return found


@pytest.mark.parametrize("kind", Kind)
def test_the_notice_says_what_the_public_page_says(notices: Notices, kind: Kind) -> None:
    """R-011, R-077, R-094, R-122, L69, L157, L227: rules, desk, certified body, address, three languages."""
    text = text_of(notices[kind, Size.A4])
    for told in (
        "2人以上が確かめて決めます",
        "3km以内の、多くても50店",
        "ほかの会社の店に知らせることもあります",
        "atleast2peoplecheck",
        "24時間のうちに終わります",
        "03-0000-0000",
        "平日9:00–17:00",
        "特定非営利活動法人全国万引犯罪防止機構",
        "03-5244-5612",
        "2022-04-01",
        "hansho.example.jp/r/MARUFUKU/HONTEN",
        "3f9a1c2b4d5e",
    ):
        assert told in text, told


def test_other_rules_make_other_paper(signer: Signer) -> None:
    """R-077, R-122: nothing on it is typed; a network without pictures speaks of none."""
    rules = replace(RULES, approvals_needed=3, radius_km=1, life_hours=7, text_only=True)
    text = text_of(sheet(made(), Size.A4, view(rules=rules), signer))
    for told in ("3人以上が確かめて決めます", "1km以内", "7時間以内に終わります", "画像は使いません"):
        assert told in text
    assert "塗りつぶ" not in text
    assert "カメラなどの画像" not in text


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("rules", [Rules(), Rules(text_only=True)])
def test_the_purpose_is_never_security_alone(kind: Kind, rules: Rules) -> None:
    """R-020, R-023, R-031, R-033, L77, L85, L107: what a customer can expect, in full; 「防犯のため」 says nothing."""
    purpose = "".join(said(kind, view(rules=rules), "ja").purpose)
    assert "近くの店で続くのを防ぐために" in purpose
    assert "防犯のため" not in purpose
    assert ("犯罪を防ぎ、お客様の安全を守るために" in purpose) == (kind is Kind.CAMERA)


@pytest.mark.parametrize(
    ("facility", "who"), [("", "が動かしています"), ("さくらモール", "か さくらモール が動かしています")]
)
def test_in_a_mall_the_camera_notice_does_not_say_that_the_shop_runs_them(facility: str, who: str) -> None:
    """R-031, R-032, L107: whose cameras they are is true wherever it hangs; and other words are another version."""
    (first, *_) = said(Kind.CAMERA, replace(view(), facility=facility), "ja").purpose
    assert who in first
    alone = Poster(stated_by("", RULES), "まるふく書店", "本店", "M/H")
    assert (replace(alone, facility=facility).version == alone.version) == (not facility)


@pytest.mark.parametrize("size", Size)
def test_the_code_is_large_enough_for_two_steps_away(notices: Notices, size: Size) -> None:
    """R-033, L109: 60 mm from its first module to its last, on the smaller paper; measured on the printed page."""
    page = printed(notices[Kind.POSTER, size], dots=100)
    found = code_corners(page)
    assert found / 100 * 25.4 >= (60 if size is Size.A4 else 84) - 0.5


def code_corners(page: object) -> float:
    """Pixels of the code's upper edge."""
    import zxingcpp  # noqa: PLC0415

    (one,) = zxingcpp.read_barcodes(page)
    return abs(one.position.top_right.x - one.position.top_left.x)


PHOTOGRAPHS = 8
"""Of each of the four sheets: thirty of thirty, and two more."""


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("size", Size)
def test_every_photograph_of_it_says_which_shop_and_version(
    notices: Notices, signer: Signer, kind: Kind, size: Size
) -> None:
    """R-023, L85: aslant, shaking, in dim and uneven light, with noise; ``python -m benchmarks notices`` takes more."""
    page = printed(notices[kind, size])
    read = [shown(read_codes(photograph(page, seed)), signer) for seed in range(PHOTOGRAPHS)]
    assert read == [made(kind)] * PHOTOGRAPHS


def test_a_strangers_code_proves_nothing(signer: Signer) -> None:
    """R-023: another server's, another shop's seal, an older address, or none; beside ours it does no harm."""
    ours = words(made(), signer)
    elsewhere = words(made(), Signer("somebody else's secret", "https://hansho.example.jp"))
    moved = words(made(), Signer("a secret of these tests alone, and long enough", "https://old.example.jp"))
    for strange in (elsewhere, moved, ours.replace("HONTEN", "EKIMAE"), ours.replace("=p", "=c"), ours + "A", "WIFI:x"):
        assert shown(Codes((strange,)), signer) is NotOurs.STRANGE, strange
    assert shown(Codes(()), signer) is NotOurs.NO_CODE
    assert shown(Codes(("https://line.me/x", ours)), signer) == made()
    other = words(made(version="00000000"), signer)
    assert shown(Codes((other, ours)), signer) is NotOurs.SEVERAL


@pytest.mark.parametrize(("business", "store"), [("A/B", "1?2"), ("万引", "店 1"), ("a.b", "%2F")])
def test_codes_of_shops_survive_the_paper(signer: Signer, business: str, store: str) -> None:
    one = Print(Kind.CAMERA, business, store, "abcd1234")
    assert shown(Codes((words(one, signer),)), signer) == one


def test_what_does_not_fit_is_not_printed_by_half(signer: Signer) -> None:
    """R-023: long names shrink the letters; what can't be read any more, or can't be drawn, is said instead."""
    long = view(store="株式会社さくら通りまるふく書店 " + "とても長い名前の本店" * 3)
    assert "とても長い名前の本店" in text_of(sheet(made(), Size.A4, long, signer))
    with pytest.raises(Unprintable):
        sheet(made(), Size.A4, view(store="まるふく" * 900), signer)
    with pytest.raises(Unprintable):
        sheet(made(), Size.A4, view(store="まるふく \uf8ff"), signer)


def test_without_a_japanese_font_nothing_is_printed(monkeypatch: pytest.MonkeyPatch, signer: Signer) -> None:
    """Rather than a sheet of empty boxes."""
    monkeypatch.setattr(printing, "FONTS", ("A font that nobody has",))
    with pytest.raises(NoFont):
        sheet(made(), Size.A4, view(), signer)


def test_words_of_a_shop_are_words_and_no_commands(signer: Signer) -> None:
    """R-064: a name in the tongue of the typesetter stands as it was written."""
    assert '#read("/etc/passwd")$x$' in text_of(sheet(made(), Size.A4, view(store='#read("/etc/passwd") $x$'), signer))


@pytest.mark.parametrize("kind", Kind)
def test_a_long_address_is_broken_and_takes_no_room_from_the_words(signer: Signer, kind: Kind) -> None:
    """R-023, R-033, L85, L109: it is large enough to be typed off the wall, and all else as large as ever."""
    codes = ("MARUFUKUMARUFUKU1234", "HONTENHONTENHONTEN12")
    there = replace(view(), address="/".join(("/r", *codes)))
    short = letters_of(sheet(made(kind), Size.A4, view(), signer))
    long = letters_of(sheet(Print(kind, *codes, "3f9a1c2b4d5e"), Size.A4, there, signer))
    assert min(size for _, size in long) >= 0.95 * min(size for _, size in short)
    typed = [size for piece, size in long if codes[1] in piece]
    assert min(typed) >= TYPED_OFF


TYPED_OFF: Final = 8
"""Points."""


def letters_of(pdf: bytes) -> list[tuple[str, float]]:
    """Each piece of text, and how large its letters are, in points."""
    page = pypdfium2.PdfDocument(pdf)[0]
    found, words = list[tuple[str, float]](), page.get_textpage()
    for piece in page.get_objects([pdfium.FPDF_PAGEOBJ_TEXT], max_depth=3):
        size, text = ctypes.c_float(), ctypes.create_string_buffer(2000)
        pdfium.FPDFTextObj_GetFontSize(piece.raw, size)
        pdfium.FPDFTextObj_GetText(piece.raw, words.raw, ctypes.cast(text, ctypes.POINTER(ctypes.c_ushort)), 2000)
        found.append((text.raw.decode("utf-16-le").split("\0")[0], size.value * abs(piece.get_matrix().d)))
    return found
