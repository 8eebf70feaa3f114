"""Cards about a phone that is gone, and what falls with it (R-063)."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.cards import Action, ButtonAction, Card, Style, Tone, Topic, denial, t
from handlers.wording.alert import recall_button
from handlers.wording.facts import CaseFacts
from handlers.wording.labels import number_row
from policy.forms.names import Since
from policy.verdict import N_, Deny

SINCE = {
    Since.NOW: N_("たった今"),
    Since.HOUR: N_("1時間前から"),
    Since.DAY: N_("1日前から"),
    Since.WEEK: N_("1週間前から"),
}


def whose(people: Sequence[tuple[str, str]]) -> Card:
    """Member id and name of each whom the reader may cut off."""
    return Card(
        Topic.DEVICE,
        t("だれの端末ですか？"),
        lines=(t("ここにない人の端末は、事務局に電話で伝えてください。"),),
        choices=tuple(
            Action(name, ButtonAction.LOSE_DEVICE, arguments={"member_id": member_id}) for member_id, name in people
        ),
        tone=Tone.QUESTION,
    )


def since_when(member_id: str, *, own: bool) -> Card:
    """The last question; nothing has happened yet."""
    return Card(
        Topic.DEVICE,
        t("いつから手元にありませんか？"),
        lines=(
            t("選ぶとすぐに、チャットのアカウント、リンク、ブラウザが使えなくなります。"),
            t("そのあとにその端末から送られた承認の答えと確認は取り消し、ほかの承認者に知らせます。"),
            *([t("ほかのアカウントがなければ、このチャットも使えなくなります。")] if own else []),
        ),
        choices=tuple(
            Action(t(label), ButtonAction.LOSE_DEVICE, Style.DANGER, {"member_id": member_id, "since": since})
            for since, label in SINCE.items()
        ),
        tone=Tone.QUESTION,
    )


def cut_off(count: int) -> Card:
    """To whoever said so. No code: whoever holds the reader's phone would enrol as a second person (R-113)."""
    return Card(
        Topic.DEVICE,
        t("使えなくしました（アカウント {count} 件）", count=count),
        lines=(t("新しい登録コードは、本人を確かめてから事務局が発行します。"),),
        tone=Tone.DONE,
        redraws=True,
    )


def please_reissue(code: str) -> Card:
    """To the secretariat."""
    return Card(
        Topic.DEVICE,
        t("端末の紛失：会員 {code} のアカウントを止めました", code=code),
        lines=(t("本人を確かめてから、管理画面の「会員一覧」で {code} の登録コードを発行してください。", code=code),),
        tone=Tone.PROBLEM,
        subject=code,
    )


def answer_fell(case: CaseFacts) -> Card:
    """To the others who have to do with the case."""
    return Card(
        Topic.VOID,
        t("1 人の承認の答えを取り消しました"),
        lines=(t("答えた端末が使えなくなったため、その答えは数えません。本人が新しい端末から答え直せます。"),),
        facts=(number_row(case),),
        tone=Tone.PROBLEM,
    )


def please_decide(case: CaseFacts, why: Deny) -> Card:
    """R-063, R-111: it is out, and what it stood on has fallen: whoever may recall decides."""
    return Card(
        Topic.VOID,
        t("配信中の警戒情報を見直してください"),
        lines=(
            t("使えなくなった端末からの通報や承認が含まれています。これからの送信は止めました。"),
            denial(why),
            t("すでに届いた店舗があります。取り消す（回収する）かどうか、すぐに決めてください。"),
        ),
        facts=(number_row(case),),
        buttons=(recall_button(),),
        tone=Tone.STOP,
    )
