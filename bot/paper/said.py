"""What stands on a printed notice, in three languages, from the facts of the public page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.language import sentences
from bot.web.public.facts import Facts
from handlers.cards import Sentence, Text, t
from handlers.recipient import read_in
from handlers.wording import statements
from policy.notices.posting import Kind

LANGUAGES: Final = ("ja", "easy", "en")
"""In this order on paper: Japanese large, the others below it."""


@dataclass(frozen=True)
class Said:
    """One language's words.

    Attributes:
        lang: As a reading voice knows it.
        headline: What is read from afar, in two lines that are not broken further.
        purpose: What for.
        points: What is done, what is not done, and until when.
        rights: What whoever it is about can do.
        scan: Beside the QR code.
    """

    lang: str
    headline: tuple[str, ...]
    purpose: tuple[str, ...]
    points: tuple[str, ...]
    rights: tuple[str, ...]
    scan: str


def said(kind: Kind, view: Facts, language: str) -> Said:
    """R-023, R-031, R-033, R-122, L85, L107, L109, L227: all statements of the page, and who records what for."""
    catalogue = sentences(language)

    def read(lines: Iterable[Text]) -> tuple[str, ...]:
        return tuple(read_in(catalogue, line) for line in lines)

    ends = tuple("：".join(read(row)) if language != "en" else ": ".join(read(row)) for row in view.ends)
    return Said(
        "en" if language == "en" else "ja",
        read(HEADLINES[kind]),
        read(_purposes(kind, view)),
        (*read(view.does), *ends),
        read(view.objecting),
        read_in(catalogue, SCAN),
    )


def whom_to_ask(view: Facts, language: str) -> tuple[tuple[str, ...], ...]:
    """R-011, R-077, R-094, L69, L157, L161: whom to turn to besides the page; a name first, then how."""
    catalogue, rules = sentences(language), view.rules
    asked = (
        t("認定個人情報保護団体"),
        rules.certified_body,
        t("電話 {number}", number=rules.certified_body_telephone),
        t("{day} に確かめた内容です。苦情の解決を申し出ることができます。", day=rules.certified_body_as_of),
    )
    desk = (t("ネットワークの窓口"), view.network, *_desk(view))
    return tuple(tuple(read_in(catalogue, line) for line in lines) for lines in (desk, asked))


def _desk(view: Facts) -> tuple[Text, ...]:
    rules = view.rules
    telephone = (t("電話 {number}", number=rules.desk_telephone),) if rules.desk_telephone else ()
    return (*telephone, *(line for line in (rules.desk_hours, rules.desk_address) if line))


def _purposes(kind: Kind, view: Facts) -> tuple[Sentence, ...]:
    told = statements.purpose(view.rules)
    if kind is Kind.POSTER:
        return (told,)
    return (statements.who_records(view.store, view.facility), statements.recording(), told)


SCAN: Final = t("くわしいこと、質問、申し出はこちら")
HEADLINES: Final = {
    Kind.POSTER: (t("この店は、起きたばかりの万引きを"), t("近くの店と知らせ合っています")),
    Kind.CAMERA: (t("防犯カメラ作動中"),),
}
