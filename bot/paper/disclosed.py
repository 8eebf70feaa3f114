"""What somebody is shown of the alerts about them, on paper (R-070)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.paper.sheet import compiled
from handlers.recipient import Sentences, Time, read_in
from handlers.rights.disclosure import OfCase
from handlers.wording.rights import ITEMS
from policy.withheld import Item


def disclosed_pdf(
    cases: Sequence[OfCase],
    number: str,
    network: str,
    time: Time,
    t: Sentences,
    language: str,
) -> bytes:
    """R-070, R-073, L146, L153: each alert, item by item, with the picture as neighbours see it; tagged PDF.

    Args:
        cases: What was decided to be shown, as far as it is held.
        number: The request's.
        network: Its name.
        time: How a moment is written.
        t: The person's language.
        language: As ``policy.notices.facts.LANGUAGES``.

    Raises:
        NoFont, Unprintable: as ``bot.paper.sheet.compiled`` does.
    """
    return compiled(
        "letter",
        {
            "lang": "en" if language == "en" else "ja",
            "title": t("開示する情報"),
            "author": network,
            "version": number,
            "above": [network, f"{t('番号')} {number}"],
            "items": [item for case in cases for item in _items(case, time, t)],
        },
    )


def _items(case: OfCase, time: Time, t: Sentences) -> list[dict[str, Any]]:
    made = []
    for item, lines in case.items:
        entry: dict[str, Any] = {"name": f"{case.number}　{t(ITEMS[item])}"}
        entry["lines"] = [read_in(t, line, time) for line in lines]
        if item is Item.PICTURE and case.picture:
            entry["shown"] = list(case.picture)
        made.append(entry)
    return made
