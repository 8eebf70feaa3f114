"""The report to the certified body as PDF: a version that somebody kept, in the body's form or in ours (R-134)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.paper.sheet import compiled
from handlers.incidents.report import Version
from handlers.wording.nine import DRILL, ITEMS, MISSING, RECORDS, Known, heading
from policy.incidents.body_form import Heading, Record, headings
from policy.incidents.clocks import Report
from policy.incidents.nine import Item
from policy.rules import Rules

NAMES: Final = {Report.FIRST: "速報", Report.FINAL: "確報"}
"""As the commission calls them: whoever gets the file reads Japanese."""

BLANK: Final = "＿" * 20
"""To be filled in by hand."""


def report_pdf(version: Version, number: str, known: Known, kept_at: datetime, rules: Rules) -> bytes:
    """R-134, R-135, L242: ready to print or to send, as tagged PDF; a drill is addressed to nobody.

    Args:
        version: What was kept.
        number: The incident's.
        known: What the records say of it, for what a form asks before the nine items.
        kept_at: When it was kept, in the network's time.
        rules: Whose certified body it is for.

    Raises:
        NoFont, Unprintable: as ``bot.paper.sheet.compiled`` does.
    """
    title = f"個人データの漏えい等に関する報告（{NAMES[version.report]}）"
    records = heading(known) | {
        Record.NETWORK: known.network,
        Record.DESK: "、".join(line for line in (rules.desk_address, rules.desk_telephone) if line),
        Record.NUMBER: number,
        Record.KEPT: f"{kept_at.year}年{kept_at.month}月{kept_at.day}日",
    }
    form = headings(rules.certified_body_form)
    above, items = _in_its_form(form, records, version) if form else _in_ours(records, version)
    return compiled(
        "letter",
        {
            "lang": "ja",
            "title": f"【訓練】{title}" if known.drill else title,
            "author": known.network,
            "version": f"{number} {kept_at:%Y-%m-%d %H:%M}",
            "above": [DRILL if known.drill else f"{rules.certified_body} 御中", *above],
            "items": [{"name": name, "lines": (words or MISSING).splitlines()} for name, words in items],
        },
    )


Sheet = tuple[list[str], list[tuple[str, str]]]
"""Lines above, then each heading with its words."""


def _in_its_form(form: Sequence[Heading], records: Mapping[Record, str], version: Version) -> Sheet:
    """R-134, L242: heading by heading; what the form has none for stands behind it, so that nothing is left out."""
    said = {one.item: one.words for one in version.entries}
    filled: dict[Item | Record, str] = dict([(Record.HAND, BLANK), *records.items(), *said.items()])
    asked = {one.blank for one in form}
    rest = [(ITEMS[item], words) for item, words in said.items() if item not in asked and words]
    return [], [*((one.name, filled.get(one.blank, "")) for one in form), *rest]


def _in_ours(records: Mapping[Record, str], version: Version) -> Sheet:
    """R-134, L242: what forms ask first, then the nine items in the commission's order."""
    above = [
        records[Record.KEPT],
        f"{records[Record.NETWORK]} 事務局 {records[Record.DESK]}",
        f"事故番号 {records[Record.NUMBER]}",
        *(f"{name}：{records[record]}" for record, name in RECORDS.items() if record in records),
    ]
    return above, [(f"{place}．{ITEMS[one.item]}", one.words) for place, one in enumerate(version.entries, start=1)]
