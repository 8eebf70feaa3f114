"""Cards about who completes a report."""

from __future__ import annotations

from handlers.cards import Card, Page, Tone, Topic, t
from handlers.wording.facts import CaseFacts
from handlers.wording.labels import bell_rows, number_row, own_page
from policy.access import Purpose


def please_complete(case: CaseFacts) -> Card:
    """R-087: to whoever is responsible in the shop: that there is something to complete, and where."""
    return Card(
        Topic.HAND,
        t("通報の続きをお願いします"),
        lines=(
            t("売り場で始まった通報です。残りの質問に答えて、承認者へ送ってください。"),
            t(
                "答えはじめた人が引き受けたことになり、この通報の承認には加われません。3分以内に誰も引き受けなければ、通報者に戻ります。"
            ),
        ),
        facts=(*bell_rows(case), number_row(case)),
        page=Page(t("続きを書く"), Purpose.COMPLETE, case.expires_at),
        tone=Tone.QUESTION,
    )


def taken(case: CaseFacts, who: str) -> Card:
    """One has taken it; a lock screen says nobody's name."""
    facts = ((t("引き受けた人"), who), number_row(case))
    return Card(Topic.HAND, t("通報の続きは、ほかの人が引き受けました"), facts=facts, tone=Tone.DONE)


def nobody_took_it(case: CaseFacts) -> Card:
    """It came back to the reporter."""
    return Card(
        Topic.HAND,
        t("通報の続きをお願いします"),
        lines=(t("まだ誰も引き受けていません。ページで残りの質問に答えてください。"),),
        page=own_page(case, t("続きを書く")),
        tone=Tone.QUESTION,
    )
