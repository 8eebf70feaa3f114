"""Cards to those who decide on a hold; no word of the case. The one that asks: ``handlers.wording.twofold``."""

from __future__ import annotations

from datetime import datetime

from handlers.cards import Card, Tone, Topic, Until, t
from handlers.wording.facts import CaseFacts
from handlers.wording.labels import number_row


def ends_soon(case: CaseFacts, until: datetime) -> Card:
    """R-142: to the secretariat, in time to look again."""
    return Card(
        Topic.HOLD,
        t("保全がまもなく終わります"),
        lines=(
            t("期限が来ると、残っている画像や文章は自動で消去されます。"),
            t("まだ必要なら、期限までにもう一度、二人で決めてください。"),
        ),
        facts=(number_row(case), (t("期限"), Until(until))),
        tone=Tone.QUESTION,
    )
