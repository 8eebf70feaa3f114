"""The nine items of a report to the commission, in the order of its form (guideline L237; enforcement rules art. 8)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from policy.incidents.clocks import Report
from policy.verdict import N_, Allow, Deny, Verdict, all_of
from policy.wording import check_words


class Item(StrEnum):
    """One item of the form; their order is the form's."""

    OUTLINE = "item_outline"
    DATA = "item_data"
    PEOPLE = "item_people"
    CAUSE = "item_cause"
    HARM = "item_harm"
    PERSONS = "item_persons"
    """What is done for whom it is about."""
    PUBLISHED = "item_published"
    PREVENTION = "item_prevention"
    OTHER = "item_other"


class Source(StrEnum):
    """Where an item's words come from."""

    RECORDS = "source_records"
    WRITTEN = "source_written"
    """Somebody typed them into the report."""
    ASK = "source_ask"
    """Nobody has said it yet."""


@dataclass(frozen=True)
class Entry:
    """One item as it stands in a report; without words it is still to be asked."""

    item: Item
    words: str
    source: Source


LONGEST_ITEM: Final = 2000


def entry(item: Item, words: str, drafted: str) -> Entry:
    """R-130, L237: words that are those of the records are marked so; blank ones are to be asked."""
    if not words:
        return Entry(item, "", Source.ASK)
    return Entry(item, words, Source.RECORDS if words == drafted else Source.WRITTEN)


def check_report(report: Report, words: Mapping[Item, str]) -> Verdict:
    """R-130, L237: the first report says what is known; the final one leaves nothing out, if need be by 「なし」."""
    for item in Item:
        if len(words[item]) > LONGEST_ITEM:
            return Deny("R-130", N_("{most} 文字以内で書いてください。"), {"most": LONGEST_ITEM}, field=item)
    if not words[Item.OUTLINE]:
        return Deny("R-130", N_("少なくとも「概要」を書いてください。"), field=Item.OUTLINE)
    missing = sum(not words[item] for item in Item)
    if report is Report.FINAL and missing:
        return Deny(
            "R-130",
            N_("確報には9項目すべてが必要です（あと {count} 項目）。該当がなければ「なし」と書いてください。"),
            {"count": missing},
        )
    return Allow()


def check_notice(japanese: str, english: str, own_words: Collection[str], *, drill: bool) -> Verdict:
    """R-042, R-131, L151, L238: anybody can read it: it names and condemns nobody; a drill is nobody's business.

    ``english``: empty where it is published in Japanese alone. ``own_words``: the network, its stores and its desk, as
    they stand in public: no name or number of a person's.
    """
    if drill:
        return Deny("R-131", N_("訓練では公開しません。"))
    if not japanese or max(len(japanese), len(english)) > LONGEST_ITEM:
        return Deny("R-131", N_("{most} 文字以内で書いてください。"), {"most": LONGEST_ITEM})
    return all_of(check_words(_without(text, own_words)) for text in (japanese, english))


def _without(text: str, own_words: Collection[str]) -> str:
    for own in sorted(filter(None, own_words), key=len, reverse=True):
        text = text.replace(own, "＿" * len(own))
    return text
