"""What leaves the desk as a file, what for, and what a table program must not run (guideline L121, L212)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from policy.desk import Seat, may_change
from policy.verdict import N_, Allow, Deny, Verdict


class Content(StrEnum):
    """What can be taken out: none of it has a word of a report or a picture, and only ``NAMED`` a person's name."""

    ALERTS = "export_alerts"
    STORES = "export_stores"
    FIGURES = "export_figures"
    LEDGER = "export_ledger"
    PEOPLE = "export_people"


NAMED: Final = frozenset({Content.PEOPLE})
"""What has people's names in it."""


class ExportPurpose(StrEnum):
    """What it is taken out for; there are no others (R-007)."""

    AUDIT = "for_audit"
    MEETING = "for_meeting"
    AUTHORITY = "for_authority"
    REVIEW = "for_review"


CONTENTS: Final[Mapping[Content, str]] = {
    Content.ALERTS: N_("事案の一覧"),
    Content.STORES: N_("店舗の一覧"),
    Content.FIGURES: N_("週ごとの集計"),
    Content.LEDGER: N_("台帳の全件（署名つき）"),
    Content.PEOPLE: N_("会員の名簿（名前入り・二人で決めます）"),
}

PURPOSES: Final[Mapping[ExportPurpose, str]] = {
    ExportPurpose.AUDIT: N_("外部の監査"),
    ExportPurpose.MEETING: N_("参加店舗への報告"),
    ExportPurpose.AUTHORITY: N_("個人情報保護委員会や警察への回答"),
    ExportPurpose.REVIEW: N_("運用の見直し"),
}
"""How people read them (msgids)."""

RUN: Final = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is a formula to a table program (OWASP, CSV injection)."""


def may_take_out(content: Content, seat: Seat, *, allowed: bool) -> Verdict:
    """R-007, R-064, R-121, L121, L212: names leave by the secretariat alone, and only once another person allowed it.

    ``allowed``: for this person, this content and this purpose, within the last day.
    """
    if content not in NAMED:
        return Allow()
    verdict = may_change(seat)
    if isinstance(verdict, Deny) or allowed:
        return verdict
    return Deny("R-007", N_("名前の入った書き出しは、もう一人が認めてからできます。"))


def guarded(cell: str) -> str:
    """R-064: the cell as words, whatever somebody called their shop."""
    return f"'{cell}" if cell.startswith(RUN) else cell
