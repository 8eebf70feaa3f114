"""Cards about notices: what contradicts, whose poster is missing, what a photograph of one showed (R-023, R-029)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from handlers.cards import Action, ButtonAction, Card, Style, Text, Tone, Topic, Until, denial, t
from policy.notices.posting import Kind, Reminder, Unread
from policy.notices.said import Contradiction
from policy.verdict import N_, Deny

MOST: Final = 5
"""Lines of a card; whoever has more looks at the desk."""

TITLES: Final = {
    Reminder.START: N_("店頭のお知らせを貼ってください"),
    Reminder.WEEK: N_("店頭のお知らせの期限まで 1 週間を切りました"),
    Reminder.DAY: N_("店頭のお知らせの期限まで 1 日を切りました"),
    Reminder.OVER: N_("店頭のお知らせがないため、警戒情報を送れません"),
}

UNREAD: Final = {
    Unread.NO_CODE: N_(
        "写真から、ポスターのQRコードを読み取れませんでした。明るい所で、正面から、QRコードを大きく撮ってください。"
    ),
    Unread.STRANGE: N_(
        "このQRコードは、このネットワークのポスターのものではありません。管理画面から印刷したものを撮ってください。"
    ),
    Unread.SEVERAL: N_("お知らせが何枚も写っています。1 枚だけが写るように、1 枚ずつ撮ってください。"),
    Unread.NO_PHOTO: N_("写真として読み取れませんでした。カメラで撮った写真を送ってください。"),
}


def contradicted(found: Sequence[Contradiction], until: datetime | None) -> Card:
    """R-029, L101: to the secretariat; ``until``: by when something has to be published, while nothing is."""
    more = len(found) - MOST
    return Card(
        Topic.NOTICE,
        t("公開中のお知らせと実際が違うところ：{count} 件", count=len(found)),
        lines=(
            *(t(one.says, **one.values) for one in found[:MOST]),
            *((t("ほかに {count} 件あります。", count=more),) if more > 0 else ()),
        ),
        facts=(((t("公開の期限（過ぎると、どの店も送れません）"), Until(until)),) if until else ()),
        buttons=(Action(t("管理画面"), ButtonAction.DESK),),
        tone=Tone.PROBLEM,
        redraws=True,
        subject="office",
    )


def put_it_up(stage: Reminder, missing: Collection[Kind], store: str, due: datetime, subject: str) -> Card:
    """R-023, R-031, L85, L107: to who is responsible at the store: what to do, and by when.

    Args:
        stage: How far it has come.
        missing: Of what no photograph has come yet.
        store: Whose notices they are.
        due: When it sends nothing any more.
        subject: The store's id.
    """
    return Card(
        Topic.NOTICE,
        t(TITLES[stage]),
        lines=(
            t("1. 管理画面の「掲示」で印刷します。"),
            t("2. 貼ります。古いものは、はがします。"),
            *(t(WHERE[kind]) for kind in Kind if kind in missing),
            t("3. ここで「掲示」と送り、貼ったものの写真を送ります。1 枚ずつ、くり返してください。"),
            *((t("防犯カメラがない店は、事務局に伝えてください。"),) if Kind.CAMERA in missing else ()),
        ),
        facts=((t("店舗"), store), (t("期限（過ぎると、この店からは送れません）"), Until(due))),
        buttons=(Action(t("管理画面"), ButtonAction.DESK), _again(t("掲示"))),
        tone=Tone.PROBLEM if stage in (Reminder.DAY, Reminder.OVER) else Tone.QUESTION,
        redraws=True,
        subject=subject,
    )


WHERE: Final = {
    Kind.POSTER: N_("・「お客様へのお知らせ」のポスター：お客様から見やすい場所"),
    Kind.CAMERA: N_("・カメラのお知らせ：入口か、カメラの近く"),
}


def send_photo() -> Card:
    """The next photo is of the poster."""
    return Card(
        Topic.PHOTO,
        t("貼ったポスターの写真を送ってください"),
        lines=(
            t("QRコードがはっきり写るように、正面から撮ってください。人は写さないでください。"),
            t("10分以内に届いた写真を、ポスターの写真として確かめます。通報の写真ではありません。"),
        ),
        asks_photo=True,
        tone=Tone.QUESTION,
        redraws=True,
    )


def reading() -> Card:
    """It takes some seconds."""
    return Card(Topic.PHOTO, t("ポスターの写真を確かめています"), redraws=True)


def no_video() -> Card:
    """A poster doesn't move."""
    return Card(Topic.PROBLEM, t("動画ではなく、ポスターの写真を送ってください"), tone=Tone.PROBLEM)


POSTED: Final = {
    Kind.POSTER: N_("いまの版のポスターが貼られています。ありがとうございました。"),
    Kind.CAMERA: N_("いまの版の防犯カメラのお知らせが貼られています。ありがとうございました。"),
}
MISSING: Final = {
    Kind.POSTER: N_("「お客様へのお知らせ」のポスターの写真は、まだ届いていません。"),
    Kind.CAMERA: N_("カメラのお知らせの写真は、まだ届いていません。防犯カメラがない店は、事務局に伝えてください。"),
}


def posted(store: str, kind: Kind, missing: Kind | None, *, deleted: bool) -> Card:
    """R-023, R-031, L85, L107: the notice of today hangs there; ``missing``: which of the two nobody has shown yet."""
    return Card(
        Topic.NOTICE,
        t("掲示を確かめました"),
        lines=(t(POSTED[kind]), *((t(MISSING[missing]),) if missing else ()), *_gone(deleted=deleted)),
        facts=((t("店舗"), store),),
        buttons=(_again(t("もう 1 枚送る")),) if missing else (),
        tone=Tone.DONE,
    )


def old_version(store: str, *, deleted: bool) -> Card:
    """R-032, L107: it isn't the one that is wanted."""
    says = t("古い版のポスターです。管理画面の「掲示」でいまの版を印刷して貼り替え、もう一度撮ってください。")
    return _failed(t("いまの版のポスターではありません"), says, ((t("店舗"), store),), deleted=deleted)


def no_cameras(store: str, *, deleted: bool) -> Card:
    """R-031, L107: nobody told us of cameras there."""
    says = t("この店は、防犯カメラがない店として登録されています。カメラがあるときは、事務局に伝えてください。")
    return _failed(t("カメラのお知らせは、この店では確かめません"), says, ((t("店舗"), store),), deleted=deleted)


def not_theirs(deny: Deny, *, deleted: bool) -> Card:
    """R-023: somebody else's shop."""
    return _failed(t("掲示を確かめられませんでした"), denial(deny), (), deleted=deleted)


def unread(why: Unread | None, *, deleted: bool) -> Card:
    """R-023: nothing of ours is in it."""
    return _failed(t("掲示を確かめられませんでした"), t(UNREAD[why or Unread.STRANGE]), (), deleted=deleted)


def _failed(title: Text, says: Text, facts: tuple[tuple[Text, Text], ...], *, deleted: bool) -> Card:
    other = t("通報のための写真だったときは、そのままもう一度送ってください。")
    return Card(
        Topic.NOTICE,
        title,
        lines=(says, other, *_gone(deleted=deleted)),
        facts=facts,
        buttons=(_again(t("撮り直す")),),
        tone=Tone.PROBLEM,
    )


def _again(label: Text) -> Action:
    return Action(label, ButtonAction.SAY, Style.PRIMARY, {"word": "掲示"})


def _gone(*, deleted: bool) -> tuple[Text, ...]:
    """R-065: what became of the photograph."""
    ours = t("送られた写真は読み取っただけで、半鐘には保存していません。")
    if deleted:
        return (ours, t("このチャットからも削除しました。"))
    return (ours, t("このチャットに残る写真は、ご自身で削除してください。"))
