"""Cards about membership, browsers, help and errors."""

from __future__ import annotations

from handlers.cards import Card, Tone
from handlers.errors import HanshoError, NotAllowed
from handlers.ports import Sentences
from handlers.recipient import Desk
from handlers.wording.labels import denial


def welcome(desk: Desk) -> Card:
    """The account is enrolled."""
    return Card(
        desk.t("登録が完了しました"),
        lines=(
            desk.t(
                "通報するには「通報」と送るか、写真を送ってください。「状況」と送ると、いまの状況をお知らせします。"
            ),
        ),
        tone=Tone.DONE,
    )


def help_card(desk: Desk) -> Card:
    """What can be said to Hansho."""
    return Card(
        desk.t("できること"),
        lines=(desk.t("急ぎのときは、まず安全を確保し、必要なら110番してください。"),),
        facts=(
            (desk.t("通報"), desk.t("写真を送るか、「通報」と送る")),
            (desk.t("状況"), desk.t("いまの事案の続きや状況を見る")),
            (desk.t("やめる"), desk.t("質問を中断する")),
        ),
        choices=(desk.button(desk.t("通報する"), "start"),),
        tone=Tone.PLAIN,
    )


def was_it_you(desk: Desk, browser_id: str) -> Card:
    """A second browser opened the link."""
    return Card(
        desk.t("別の端末でページが開かれました"),
        lines=(desk.t("いま、ご自身で開きましたか？ 心当たりがなければ「いいえ」を押してください。"),),
        buttons=(
            desk.button(desk.t("はい、私です"), "browser", "primary", browser_id=browser_id, mine="yes"),
            desk.button(desk.t("いいえ"), "browser", "danger", browser_id=browser_id, mine="no"),
        ),
        tone=Tone.QUESTION,
    )


def browser_decided(desk: Desk, *, mine: bool) -> Card:
    """The owner's decision took effect."""
    if mine:
        return Card(desk.t("その端末で開けるようになりました"), tone=Tone.DONE, redraws=True)
    return Card(
        desk.t("その端末では開けません"),
        lines=(desk.t("リンクを人に送らないでください。心配なときは事務局に連絡してください。"),),
        tone=Tone.DONE,
        redraws=True,
    )


def problem(t: Sentences, error: HanshoError) -> Card:
    """An error the person can do something about."""
    told = denial(t, error.deny) if isinstance(error, NotAllowed) else t(error.sentence, **error.values)
    return Card(t("できませんでした"), lines=(told,), tone=Tone.PROBLEM)


def unexpected(t: Sentences, error_id: str) -> Card:
    """A fault of ours, with the id that is also in the log."""
    return Card(
        t("うまくいきませんでした"),
        lines=(t("もう一度お試しください。続くときは事務局に番号 {error_id} を伝えてください。", error_id=error_id),),
        tone=Tone.PROBLEM,
    )
