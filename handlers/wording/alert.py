"""The neighbours' card, their answers, and what the store in charge hears of them."""

from __future__ import annotations

from handlers.cards import Button, Card, Tone
from handlers.recipient import Desk
from handlers.wording.labels import CALM, HEDGED, alert_rows
from policy.facts import AlertForm, Report
from policy.verdict import N_
from storage.tables import Case

WHERE = {"in_store": N_("店内にいる"), "left": N_("出ていった"), "": N_("見かけた")}


def alert(desk: Desk, case: Case, report: Report, correction: str) -> Card:
    """R-042, R-049, R-086: what, when, where it may go next, what was corrected; watch, don't seize, don't refuse."""
    page = desk.page(desk.t("画像を見る"), "alert", case.expires_at) if report.form == AlertForm.PICTURE else None
    return Card(
        desk.t("警戒のお願い"),
        lines=(desk.t(HEDGED), desk.t(CALM)),
        facts=(
            *alert_rows(desk, case, report),
            *([(desk.t("訂正"), correction)] if correction else []),
            (desk.t("終了予定"), desk.time(case.expires_at)),
            (desk.t("事案"), case.number),
        ),
        buttons=(
            desk.button(desk.t("確認しました"), "acknowledge", "primary"),
            desk.button(desk.t("見かけた"), "sighting"),
            desk.button(desk.t("誤りでは？"), "doubt"),
        ),
        link=page,
        tone=Tone.ALERT,
    )


def thanks(desk: Desk, case: Case) -> Card:
    """The neighbour has read it."""
    return Card(
        desk.t("確認ありがとうございます"),
        lines=(desk.t(CALM),),
        facts=((desk.t("終了予定"), desk.time(case.expires_at)), (desk.t("事案"), case.number)),
        buttons=(desk.button(desk.t("見かけた"), "sighting"), desk.button(desk.t("誤りでは？"), "doubt")),
        tone=Tone.DONE,
    )


def where_now(desk: Desk) -> Card:
    """One more tap, if there is time for it."""
    return Card(
        desk.t("「見かけた」を伝えました"),
        lines=(desk.t(CALM), desk.t("よく似た別の人かもしれません。いまの様子がわかれば教えてください。")),
        choices=tuple(desk.button(desk.t(WHERE[where]), "sighting", where=where) for where in ("in_store", "left")),
        tone=Tone.QUESTION,
    )


def sighting_passed_on(desk: Desk) -> Card:
    """The detail was passed on."""
    return Card(desk.t("様子を伝えました"), lines=(desk.t(CALM),), tone=Tone.DONE)


def sighting(desk: Desk, case: Case, store: str, where: str) -> Card:
    """D3: to reporter and secretariat; a possibility, not a confirmation."""
    return Card(
        desk.t("似た人を見かけたとの連絡"),
        lines=(desk.t("同じ人と確かめられたわけではありません。"),),
        facts=((desk.t("店舗"), store), (desk.t("様子"), desk.t(WHERE[where])), (desk.t("事案"), case.number)),
        tone=Tone.ALERT,
        redraws=bool(where),
    )


def doubt_passed_on(desk: Desk) -> Card:
    """Thanks for the doubt."""
    return Card(
        desk.t("「誤りでは？」を伝えました"),
        lines=(desk.t("通報した店舗と事務局が確かめます。結果が出るまで、その人に声をかけないでください。"),),
        tone=Tone.DONE,
    )


def doubted(desk: Desk, case: Case, store: str) -> Card:
    """R-096: look again now, and recall if it is wrong."""
    return Card(
        desk.t("「誤りでは？」という連絡がありました"),
        lines=(desk.t("すぐに確かめ、誤りなら回収してください。"),),
        facts=((desk.t("店舗"), store), (desk.t("事案"), case.number)),
        buttons=(
            desk.button(desk.t("回収する"), "form", "danger", form="recall"),
            desk.button(desk.t("訂正する"), "form", form="correct"),
        ),
        tone=Tone.PROBLEM,
    )


def sent(desk: Desk, case: Case) -> Card:
    """The alert is out; the ways to stop it."""
    return Card(
        desk.t("配信しました"),
        lines=(desk.t("写真の原本は残っていません。危険が去ったら解除、誤りなら回収してください。"),),
        facts=(
            (desk.t("配信先"), desk.t("{stores}店舗", stores=len(case.audience))),
            (desk.t("終了予定"), desk.time(case.expires_at)),
            (desk.t("事案"), case.number),
        ),
        buttons=stop_buttons(desk),
        tone=Tone.DONE,
    )


def stop_buttons(desk: Desk) -> tuple[Button, ...]:
    """All-clear, recall, correct."""
    return (
        desk.button(desk.t("解除する"), "all_clear", "primary"),
        desk.button(desk.t("回収する"), "form", "danger", form="recall"),
        desk.button(desk.t("訂正する"), "form", form="correct"),
    )
