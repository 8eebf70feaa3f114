"""Invitation cards to print and cut: whose card it is, a code to scan, and what to send (R-001, R-113)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.paper.sheet import compiled
from bot.qr import drawn
from handlers.recipient import Sentences
from policy.verdict import N_

TITLE = N_("半鐘に登録する")


@dataclass(frozen=True)
class Card:
    """What is handed over to somebody.

    Attributes:
        code: Their member code.
        name: As the list has it.
        shops: Where they have a role, by name; none for a duty for the whole network.
        language: Theirs, as ``policy.notices.facts.LANGUAGES``.
        words: What they send.
        until: How long that works, in words.
        address: Behind its QR code; empty if it has none.
    """

    code: str
    name: str
    shops: tuple[str, ...]
    language: str
    words: str
    until: str
    address: str


def cards_pdf(cards: Sequence[Card], network: str, sentences: Callable[[str], Sentences]) -> bytes:
    """R-001, R-113: four to a sheet of A4, each in its holder's language; as tagged PDF.

    Args:
        cards: At least one.
        network: Whose people they are; stands where somebody has no shop.
        sentences: Language → catalogue.

    Raises:
        NoFont, Unprintable: as ``bot.paper.sheet.compiled`` does.
    """
    made = [_facts(one, network, sentences(one.language)) for one in cards]
    return compiled("cards", {"title": TITLE, "author": network, "version": str(len(made)), "cards": made})


def _facts(card: Card, network: str, t: Sentences) -> dict[str, Any]:
    opens = t("QRコードを読み取るか、LINEかSlackで「半鐘」とのトークを開く")
    bare = t("LINEかSlackで「半鐘」とのトークを開く")
    return {
        "lang": "en" if card.language == "en" else "ja",
        "title": t(TITLE),
        "shop": "、".join(card.shops) or network,
        "name": card.name,
        "code": card.code,
        "qr": drawn(card.address)[0] if card.address else "",
        "qr_alt": t("QRコード"),
        "opens": opens if card.address else bare,
        "sends": t("次の言葉を送る"),
        "words": card.words,
        "arrives": t("「登録が完了しました」と届けば終わり"),
        "until": t("{until} まで、1回だけ使えます。ほかの人に渡さないでください。", until=card.until),
    }
