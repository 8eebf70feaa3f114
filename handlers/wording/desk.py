"""The way to the desk, as the chat gives it."""

from __future__ import annotations

from handlers.cards import Card, DeskPage, Topic, t


def way_in() -> Card:
    """R-064: a link for one browser and five minutes."""
    return Card(
        Topic.DESK,
        t("管理画面を開けます"),
        lines=(
            t("リンクは5分間、1台の端末だけで使えます。人に送らないでください。"),
            t("終わったら、画面の「サインアウト」を押してください。"),
        ),
        page=DeskPage(t("管理画面を開く")),
        redraws=True,
    )
