"""The report to the certified body as PDF: the nine items of a version that somebody kept (R-134)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.paper.sheet import compiled
from handlers.incidents.report import Version
from handlers.wording.nine import ITEMS, MISSING, Known, heading
from policy.incidents.clocks import Report
from policy.rules import Rules

NAMES: Final = {Report.FIRST: "速報", Report.FINAL: "確報"}
"""As the commission calls them: whoever gets the file reads Japanese."""


def report_pdf(version: Version, number: str, known: Known, kept_at: datetime, rules: Rules, *, drill: bool) -> bytes:
    """R-134, L242: ready to print or to send, as tagged PDF.

    Args:
        version: What was kept.
        number: The incident's.
        known: What the records say of it, for what a form asks before the nine items.
        kept_at: When it was kept, in the network's time.
        rules: Whose certified body it is for.
        drill: Nothing happened.

    Raises:
        NoFont, Unprintable: as ``bot.paper.sheet.compiled`` does.
    """
    title = f"個人データの漏えい等に関する報告（{NAMES[version.report]}）"
    desk = "、".join(line for line in (rules.desk_address, rules.desk_telephone) if line)
    head = [
        f"{rules.certified_body} 御中",
        f"{kept_at.year}年{kept_at.month}月{kept_at.day}日",
        f"{known.network} 事務局 {desk}",
        f"事故番号 {number}",
        *(f"{name}：{words}" for name, words in heading(known)),
    ]
    items = [
        {"name": f"{place}．{ITEMS[one.item]}", "lines": (one.words or MISSING).splitlines()}
        for place, one in enumerate(version.entries, start=1)
    ]
    return compiled(
        "letter",
        {
            "lang": "ja",
            "title": f"【訓練】{title}" if drill else title,
            "author": known.network,
            "version": f"{number} {kept_at:%Y-%m-%d %H:%M}",
            "above": head,
            "items": items,
        },
    )
