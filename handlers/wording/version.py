"""Cards about a new version of an alert that lives."""

from __future__ import annotations

from handlers.cards import Action, ButtonAction, Card, Page, Style, Text, Tone, Topic, t
from handlers.forms.definitions import REPORT
from handlers.wording.alert import stop_buttons
from handlers.wording.facts import CaseFacts
from handlers.wording.labels import REFUSALS, number_row
from policy.access import Purpose


def waiting(number: int, needed: int, asked: int) -> Card:
    """To whoever wrote it: what is out stays until the approvers have said yes."""
    return Card(
        Topic.PREVIEW,
        t("第{number}版を承認者に送りました", number=number),
        lines=(
            t("承認者 {asked} 人に依頼し、{needed} 人が「はい」と答えると入れかわります。", asked=asked, needed=needed),
            t("それまでは、いまの内容のままです。"),
        ),
        buttons=(Action(t("取り下げる"), ButtonAction.WITHDRAW, Style.DANGER),),
    )


def changed(case: CaseFacts) -> Card:
    """R-049, R-087: to every store that got the alert: there is a newer version; its words are on the page."""
    return Card(
        Topic.CHANGE,
        t("警戒情報の内容が変わりました（第{number}版）", number=case.version),
        lines=(t("前に読んだ内容ではなく、新しい内容を見てください。ほかのスタッフにも伝えてください。"),),
        facts=((t("終了予定"), case.expires_at), number_row(case)),
        buttons=(Action(t("確認しました"), ButtonAction.CONFIRM_STOP, Style.PRIMARY),),
        page=Page(t("内容を見る"), Purpose.ALERT, case.expires_at),
        tone=Tone.ALERT,
    )


def sent(case: CaseFacts, *, answers: bool) -> Card:
    """To the store and the approvers: it took the place of what was out."""
    return Card(
        Topic.STATUS,
        t("第{number}版に入れかえました", number=case.version),
        lines=(t("受け取った全員に届け、確認を求めています。"),),
        facts=(number_row(case),),
        buttons=stop_buttons(answers=answers),
        tone=Tone.DONE,
    )


def refused(test: str) -> Text:
    """Why: one "no"."""
    return t(REFUSALS[test])


def not_sent(case: CaseFacts, number: int, why: Text) -> Card:
    """To whoever wrote it: what is out stays as it is."""
    return Card(
        Topic.PREVIEW,
        t("第{number}版は送られませんでした", number=number),
        lines=(why, t("いま配信中の内容は、そのままです。")),
        facts=(number_row(case),),
        buttons=(Action(t("内容を書き直す"), ButtonAction.FORM, arguments={"form": REPORT.name}),),
        tone=Tone.PROBLEM,
    )
