"""R-134, L242: the certified body's own form, which is not public: its headings as the network typed them, in order.

One line, as every rule: ``見出し＝入れる内容／見出し＝入れる内容``. What stands under a heading is one of ``BLANKS``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from policy.incidents.nine import Item
from policy.spelling import normal
from policy.verdict import N_, Allow, Deny, Verdict


class Record(StrEnum):
    """What a form asks beside the nine items, and our records know."""

    NETWORK = "record_network"
    DESK = "record_desk"
    NUMBER = "record_number"
    KEPT = "record_kept"
    """The day of the report."""
    KNOWN = "record_known"
    REPORTED = "record_reported"
    """To the commission."""
    KIND = "record_kind"
    LAW = "record_law"
    ENCRYPTED = "record_encrypted"
    HAND = "record_hand"
    """Left blank, to be filled in by hand: a seal, a name."""


BLANKS: Final[Mapping[str, Item | Record]] = {
    "報告者": Record.NETWORK,
    "連絡先": Record.DESK,
    "事故番号": Record.NUMBER,
    "報告日": Record.KEPT,
    "発覚日時": Record.KNOWN,
    "委員会への報告": Record.REPORTED,
    "事故の種類": Record.KIND,
    "法令の該当": Record.LAW,
    "暗号化": Record.ENCRYPTED,
    "概要": Item.OUTLINE,
    "データの項目": Item.DATA,
    "人数": Item.PEOPLE,
    "原因": Item.CAUSE,
    "二次被害": Item.HARM,
    "本人への対応": Item.PERSONS,
    "公表": Item.PUBLISHED,
    "再発防止": Item.PREVENTION,
    "その他": Item.OTHER,
    "空欄": Record.HAND,
}
"""As people type them."""

LONGEST_FORM: Final = 1000
"""Characters: thirty headings."""


@dataclass(frozen=True)
class Heading:
    """One of the form, in its own words, and what stands under it."""

    name: str
    blank: Item | Record


def headings(form: str) -> tuple[Heading, ...]:
    """The form, heading by heading; empty: the network typed none.

    Raises:
        KeyError: what ``check_form`` refuses.
    """
    parts = (part.partition("=") for part in normal("NFKC", form).split("/") if part.strip())
    return tuple(Heading(name.strip(), BLANKS[what.strip()]) for name, _, what in parts)


def check_form(form: str) -> Verdict:
    """R-134, L242: every heading has a name and something of ours, or a blank, under it."""
    if len(form) > LONGEST_FORM or not form.isprintable():
        return Deny("R-134", N_("報告様式は {most} 文字までの1行で書いてください。"), {"most": LONGEST_FORM})
    for part in filter(str.strip, normal("NFKC", form).split("/")):
        name, _, what = (words.strip() for words in part.partition("="))
        if not name or what not in BLANKS:
            return Deny(
                "R-134",
                N_(
                    "報告様式の「{part}」が読めません。「見出し＝入れる内容」を「／」で区切り、"
                    "入れる内容は次から選んでください：{blanks}"
                ),
                {"part": part.strip(), "blanks": "、".join(BLANKS)},
            )
    return Allow()
