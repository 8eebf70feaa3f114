"""The way to the desk, as the chat gives it."""

from __future__ import annotations

from typing import Final

from handlers.cards import Action, ButtonAction, Card, DeskPage, Style, Text, Topic, t
from policy.verdict import N_

FOR_ONE: Final = N_("リンクは5分間、1台の端末だけで使えます。人に送らないでください。")


def way_in() -> Card:
    """R-064: a link for one browser and five minutes."""
    return _door(
        t("管理画面を開けます"),
        t(FOR_ONE),
        t("終わったら、画面の「サインアウト」を押してください。"),
    )


def to_invite() -> Card:
    """R-001: how the secretariat lets somebody in."""
    return _door(
        t("新しい人を招待する"),
        t("管理画面の「会員一覧」でその人を選び、「登録コードを作る」を押します。いない人は、先に登録します。"),
        t("コードは、本人だと確かめてから渡してください。"),
    )


def _door(title: Text, *lines: Text) -> Card:
    return Card(Topic.DESK, title, lines=lines, page=DeskPage(t("管理画面を開く")), redraws=True)


def key_added() -> Card:
    """R-063: something proves from now on that it is the reader; whoever did it may be somebody else."""
    return Card(
        Topic.DESK,
        t("管理画面の「本人の確認」に使うものが加わりました"),
        lines=(t("心当たりがなければ「端末をすべて解除」を押してください。加わったものも使えなくなります。"),),
        buttons=(Action(t("端末をすべて解除"), ButtonAction.END_BROWSERS, Style.DANGER),),
    )
