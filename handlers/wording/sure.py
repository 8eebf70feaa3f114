"""Grave acts ask once: what ends or undoes something for others is a question before it is done (R-125, L231).

One definition: Slack asks it itself when the button is pressed, elsewhere it is a card with the two answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from handlers.cards import Action, ButtonAction, Card, Sentence, Style, Tone, Topic, t
from handlers.wording.facts import CaseFacts
from handlers.wording.labels import number_row

SURE: Final = "sure"
"""Under this name a button's arguments say how its question was answered; one without it asks first."""

ANSWERED, BY_PLATFORM = "said_yes", "by_platform"
"""It is the answer itself; or the platform asks when it is pressed, though not when somebody types its label."""


@dataclass(frozen=True)
class Question:
    """What is asked before an act, what it does, and how its two answers read."""

    title: Sentence
    line: Sentence
    yes: Sentence


NO: Final = t("いいえ、やめておく")

QUESTIONS: Mapping[ButtonAction, Question] = {
    ButtonAction.ALL_CLEAR: Question(
        t("警戒を解除しますか？"),
        t("受け取った全員に終了を知らせ、警戒のページを閉じます。元には戻せません。"),
        t("はい、解除する"),
    ),
    ButtonAction.WITHDRAW: Question(
        t("通報を取り下げますか？"),
        t("承認者への依頼も止まります。元には戻せません。"),
        t("はい、取り下げる"),
    ),
    ButtonAction.WITHDRAW_ASSESSMENT: Question(
        t("判定を取り消しますか？"),
        t("あなたの判定は数えられなくなります。配信の前なら、もう一度判定できます。"),
        t("はい、判定を取り消す"),
    ),
}
"""A recall and a correction ask by themselves: their form wants a reason first."""


def ask(does: ButtonAction, case: CaseFacts) -> Card:
    """The question, with its two answers; pressing the first does it at once, whenever that is."""
    question = QUESTIONS[does]
    return Card(
        Topic.SURE,
        question.title,
        lines=(question.line,),
        facts=(number_row(case),),
        buttons=(
            Action(question.yes, does, Style.DANGER, {SURE: ANSWERED}),
            Action(NO, ButtonAction.LEAVE_IT),
        ),
        tone=Tone.QUESTION,
        redraws=True,
    )


def left(case: CaseFacts) -> Card:
    """Nothing was done."""
    return Card(Topic.SURE, t("何も変えていません"), facts=(number_row(case),), tone=Tone.DONE, redraws=True)
