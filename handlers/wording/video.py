"""Cards about a video, up to the still that is chosen from it."""

from __future__ import annotations

from typing import Final

from handlers.cards import Card, Tone, Topic, t
from handlers.wording.facts import CaseFacts
from handlers.wording.labels import own_page
from handlers.wording.report import REPLACED

CELLS: Final = 5
"""Of the bar; the card is redrawn for each, which no platform minds."""


def video_received(case: CaseFacts, *, again: bool = False) -> Card:
    """The video is being looked through; the page waits for it. ``again``: it takes another picture's place."""
    return Card(
        Topic.PHOTO,
        t("動画を受け取りました"),
        lines=(
            *([t(REPLACED)] if again else []),
            t("よい場面を探しています。下のボタンから場面と対象者を選んでください。"),
            t("動画は場面を取り出したらすぐに消去します。質問にも、そのページで答えられます。"),
        ),
        page=own_page(case, t("画像を確認する")),
    )


def video_progress(cells: int) -> Card:
    """How far it is, where a sent card can be redrawn."""
    bar = "▓" * cells + "░" * (CELLS - cells)
    return Card(Topic.VIDEO, t("動画を調べています"), lines=(f"{bar} {100 * cells // CELLS}%",), redraws=True)


def video_ready(case: CaseFacts, stills: int) -> Card:
    """The bar's last state: there are stills to choose from."""
    return Card(
        Topic.VIDEO,
        t("場面を選んでください"),
        lines=(t("動画から{stills}枚の場面を取り出し、動画は消去しました。", stills=stills),),
        page=own_page(case, t("画像を確認する")),
        tone=Tone.QUESTION,
        redraws=True,
    )
