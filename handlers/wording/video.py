"""Cards about a video, up to the still that is chosen from it."""

from __future__ import annotations

from typing import Final

from handlers.cards import Card, Tone
from handlers.recipient import Desk
from handlers.wording.labels import mask_page

CELLS: Final = 5
"""Of the bar; the card is redrawn for each, which no platform minds."""


def video_received(desk: Desk) -> Card:
    """The video is being looked through; the page waits for it."""
    return Card(
        desk.t("動画を受け取りました"),
        lines=(
            desk.t("よい場面を探しています。下のページで場面と対象者を選んでください。"),
            desk.t("動画は場面を取り出したらすぐに消去します。あわせて、続く質問にもお答えください。"),
        ),
        link=mask_page(desk, desk.t("画像を確認する")),
        tone=Tone.PLAIN,
    )


def video_progress(desk: Desk, cells: int) -> Card:
    """How far it is, where a sent card can be redrawn."""
    bar = "▓" * cells + "░" * (CELLS - cells)
    return Card(
        desk.t("動画を調べています"),
        lines=(f"{bar} {100 * cells // CELLS}%",),
        tone=Tone.PLAIN,
        redraws=True,
    )


def video_ready(desk: Desk, stills: int) -> Card:
    """The bar's last state: there are stills to choose from."""
    return Card(
        desk.t("場面を選んでください"),
        lines=(desk.t("動画から{stills}枚の場面を取り出し、動画は消去しました。", stills=stills),),
        link=mask_page(desk, desk.t("画像を確認する")),
        tone=Tone.QUESTION,
        redraws=True,
    )


def video_refused(desk: Desk, reason: str) -> Card:
    """The video can't be used."""
    return Card(
        desk.t("この動画は使えませんでした"),
        lines=(desk.t(reason), desk.t("別の動画か写真を送るか、写真なしで続けてください。")),
        choices=(desk.button(desk.t("写真なしで続ける"), "continue"),),
        tone=Tone.PROBLEM,
    )
