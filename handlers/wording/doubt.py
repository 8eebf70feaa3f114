"""Cards about a doubt: to the neighbour who has it, and to those who can look into it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from handlers.cards import Action, ButtonAction, Card, Sentence, Tone, Topic, t
from handlers.wording.alert import recall_or_correct, stands, stop_buttons
from handlers.wording.facts import CaseFacts
from handlers.wording.labels import number_row
from policy.decision import Decided
from policy.forms.names import DoubtReason
from policy.verdict import N_

REASONS = {
    DoubtReason.OTHER_PERSON: N_("別の人に見える"),
    DoubtReason.HEARD_PAID: N_("支払い済みと聞いた"),
    DoubtReason.WRONG_PICTURE: N_("写真が違う"),
    DoubtReason.UNSAID: N_("その他・理由なし"),
}


ANSWERS: Final = {
    Decided.GRANTED: N_("ご指摘のとおりと判断しました。"),
    Decided.IN_PART: N_("ご指摘の一部を認めました。"),
    Decided.REFUSED: N_("調べましたが、警戒情報に誤りはないと判断しました。"),
    Decided.NOT_HELD: N_("この警戒情報は、もう残っていません。"),
    Decided.OTHER: N_("ご指摘を受けて、ほかの方法で対応します。"),
}
"""What the secretariat decided, to the shop that doubted."""


def why(*, news: bool) -> Card:
    """It was passed on; one more tap says why."""
    return Card(
        Topic.ANSWER,
        t("「誤りでは？」を伝えました") if news else t("「誤りでは？」はもう伝えてあります"),
        lines=(
            t("通報した店舗と事務局が確かめます。結果が出るまで、その人に声をかけないでください。"),
            t("理由がわかれば教えてください。"),
        ),
        choices=tuple(
            Action(t(label), ButtonAction.DOUBT, arguments={"reason": reason}) for reason, label in REASONS.items()
        ),
        tone=Tone.QUESTION,
    )


def passed_on() -> Card:
    """The reason was passed on."""
    return Card(
        Topic.ANSWER,
        t("理由を伝えました"),
        lines=(t("通報した店舗と事務局が確かめます。結果が出るまで、その人に声をかけないでください。"),),
        tone=Tone.DONE,
    )


def doubted(case: CaseFacts, delivery_id: str, store: str, reason: DoubtReason, *, answers: bool) -> Card:
    """R-096: look again now, and recall if it is wrong; only the store itself can say that it is not."""
    paused = (t("確かめるまで、特徴と画像の表示を止めています。"),) if case.paused else ()
    return Card(
        Topic.DOUBT,
        t("「誤りでは？」という連絡がありました"),
        lines=(*paused, t("すぐに確かめ、誤りなら「取り消す（回収）」を押してください。")),
        facts=((t("店舗"), store), (t("理由"), t(REASONS[reason])), number_row(case)),
        buttons=(*(stands(case) if answers else ()), *recall_or_correct(answers=answers)),
        tone=Tone.PROBLEM,
        subject=delivery_id,
    )


def complained(doubts: Iterable[tuple[str, DoubtReason]]) -> Sentence:
    """R-076, R-096: what the desk reads: which stores doubt, and why."""
    who = "、".join(f"{store}（{REASONS[reason]}）" for store, reason in doubts)
    return t("近くの店から「誤りでは？」という連絡がありました：{who}", who=who)


def answered(number: str, decided: Decided) -> Card:
    """R-076, R-096: to whoever doubted: somebody looked who has no part in the alert."""
    return Card(
        Topic.ANSWER,
        t("「誤りでは？」に事務局が答えました"),
        lines=(t(ANSWERS[decided]),),
        facts=((t("事案"), number),),
        tone=Tone.DONE,
    )


def looked_into(case: CaseFacts) -> Card:
    """To whoever doubted: the sending store stands by it."""
    return Card(
        Topic.ANSWER,
        t("通報した店舗が確かめました"),
        lines=(t("警戒情報はそのまま続きます。別の人だと思うときは、声をかけないでください。"),),
        facts=(number_row(case),),
        tone=Tone.DONE,
    )


def shown_again(case: CaseFacts) -> Card:
    """To whoever looked into it."""
    return Card(
        Topic.STATUS,
        t("表示を再開しました"),
        facts=(number_row(case),),
        buttons=stop_buttons(answers=True),
        tone=Tone.DONE,
    )
