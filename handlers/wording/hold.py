"""Cards to those who decide on a hold: number, days and the reason of the list; no word of the case."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.cards import Card, Tone, Topic, t
from handlers.wording.facts import CaseFacts
from handlers.wording.labels import number_row
from policy.hold import HOLD_REASONS, UNCONFIRMED, HoldReason


def please_confirm(case: CaseFacts, days: int, reason: HoldReason) -> Card:
    """R-142: to everybody who may be the second person."""
    hours = UNCONFIRMED // timedelta(hours=1)
    return Card(
        Topic.HOLD,
        t("保全の確認をお願いします"),
        lines=(
            t("事案の消去を止める依頼がありました。必要だと思えば、運用担当に確認を伝えてください。"),
            t("{hours} 時間以内に、依頼者ではない方の確認がないと、保全は終わります。", hours=hours),
        ),
        facts=(
            number_row(case),
            (t("理由"), t(HOLD_REASONS[reason])),
            (t("期間"), t("{days} 日", days=days)),
        ),
        tone=Tone.QUESTION,
    )


def ends_soon(case: CaseFacts, until: datetime) -> Card:
    """R-142: to the secretariat, in time to look again."""
    return Card(
        Topic.HOLD,
        t("保全がまもなく終わります"),
        lines=(
            t("期限が来ると、残っている画像や文章は自動で消去されます。"),
            t("まだ必要なら、期限までにもう一度、二人で決めてください。"),
        ),
        facts=(number_row(case), (t("期限"), until)),
        tone=Tone.QUESTION,
    )
