"""The neighbours' card, their answers, and what the store in charge hears of them."""

from __future__ import annotations

from handlers.cards import Action, ButtonAction, Card, Page, Sentence, Style, Tone, Topic, t
from handlers.forms.definitions import CORRECT, RECALL, REPORT
from handlers.wording.facts import CaseFacts
from handlers.wording.labels import CALM, HEDGED, bell_rows, distance, number_row
from policy.access import Purpose
from policy.forms.names import Choice
from policy.verdict import N_

COLLEAGUES = N_("店にいるほかの人にも伝えてください。研修を受けた人は「状況」で開けます。")

WHERE = {"in_store": N_("店内にいる"), "left": N_("出ていった"), "": N_("見かけた")}


def alert(case: CaseFacts, metres: int) -> Card:
    """R-040, R-042, R-087: that there is something, where, when, how far from the reader; the rest is on the page."""
    return Card(
        Topic.ALERT,
        t("警戒のお願い"),
        lines=(
            t(HEDGED),
            t(CALM),
            t(COLLEAGUES),
        ),
        facts=(
            *bell_rows(case),
            (t("距離"), distance(metres)),
            (t("終了予定"), case.expires_at),
            number_row(case),
        ),
        buttons=_first_answers(),
        page=Page(t("内容を見る"), Purpose.ALERT, case.expires_at),
        tone=Tone.ALERT,
    )


def unanswered() -> Card:
    """Below the alert on its page, as the card in the chat asks."""
    return Card(Topic.ANSWER, t("この店からの返事"), buttons=_first_answers(), tone=Tone.QUESTION)


def leaving(case: CaseFacts) -> Card:
    """R-078: to whoever asks while the card is on its way to them; nothing of it is said before it is there."""
    return Card(
        Topic.STATUS,
        t("お店への警戒情報が出ています"),
        lines=(
            t("いま、このチャットに送っているところです。"),
            t("1分たっても内容のカードがないときは、もう一度「状況」と送ってください。"),
        ),
        facts=(number_row(case),),
        tone=Tone.ALERT,
    )


def thanks(case: CaseFacts) -> Card:
    """The neighbour has read it; whether they can watch is the question."""
    return Card(
        Topic.ANSWER,
        t("ありがとうございます。いま店にいますか？"),
        lines=(t("いないときは、店の次の連絡先にすぐ知らせます。"),),
        facts=((t("終了予定"), case.expires_at), number_row(case)),
        buttons=(
            _in_shop(t("はい、店にいます"), Choice.YES, Style.PRIMARY),
            _in_shop(t("いいえ、いません"), Choice.NO),
            *seen_or_doubted(),
        ),
        tone=Tone.QUESTION,
    )


def in_shop(case: CaseFacts) -> Card:
    """They are where they can watch."""
    return Card(
        Topic.ANSWER,
        t("確認ありがとうございます"),
        lines=(t(CALM), t(COLLEAGUES)),
        facts=((t("終了予定"), case.expires_at), number_row(case)),
        buttons=seen_or_doubted(),
        tone=Tone.DONE,
    )


def not_in_shop(case: CaseFacts, *, others: bool) -> Card:
    """They are elsewhere; ``others``: somebody else of the store has the card, or will."""
    return Card(
        Topic.ANSWER,
        t("店の次の連絡先に知らせます") if others else t("店に電話して、伝えてください"),
        lines=(
            t("店に着いたら「はい、店にいます」を押してください。")
            if others
            else t("ほかに連絡できる人がいません。店の人は、研修を受けていればチャットの「状況」で開けます。"),
        ),
        facts=((t("終了予定"), case.expires_at), number_row(case)),
        buttons=(_in_shop(t("はい、店にいます"), Choice.YES),),
        tone=Tone.DONE if others else Tone.PROBLEM,
    )


def where_now(*, news: bool) -> Card:
    """One more tap, if there is time for it."""
    return Card(
        Topic.ANSWER,
        t("「見かけた」を伝えました") if news else t("「見かけた」はもう伝えてあります"),
        lines=(t(CALM), t("よく似た別の人かもしれません。いまの様子がわかれば教えてください。")),
        choices=tuple(
            Action(t(WHERE[where]), ButtonAction.SIGHTING, arguments={"where": where}) for where in ("in_store", "left")
        ),
        tone=Tone.QUESTION,
    )


def sighting_passed_on() -> Card:
    """The detail was passed on."""
    return Card(Topic.ANSWER, t("様子を伝えました"), lines=(t(CALM),), tone=Tone.DONE)


def sighting(case: CaseFacts, delivery_id: str, store: str, where: str) -> Card:
    """D3: to reporter and secretariat; a possibility, not a confirmation."""
    return Card(
        Topic.SIGHTING,
        t("似た人を見かけたとの連絡"),
        lines=(t("同じ人と確かめられたわけではありません。"),),
        facts=((t("店舗"), store), (t("様子"), t(WHERE[where])), number_row(case)),
        tone=Tone.ALERT,
        redraws=bool(where),
        subject=delivery_id,
    )


def sent(case: CaseFacts, *, answers: bool) -> Card:
    """The alert is out; the ways to stop it, and to mend it for whoever answers for it."""
    return Card(
        Topic.STATUS,
        t("配信しました"),
        lines=(
            *_of_original(case),
            t("警戒を終えてよければ「解除する」、誤りなら「取り消す（回収）」を押してください。"),
        ),
        facts=(
            (t("配信先"), t("{stores}店舗", stores=case.stores)),
            (t("終了予定"), case.expires_at),
            number_row(case),
        ),
        buttons=stop_buttons(answers=answers),
        tone=Tone.DONE,
    )


def _of_original(case: CaseFacts) -> tuple[Sentence, ...]:
    """R-065: what became of the photo, where there was one."""
    if case.in_words:
        return ()
    held = t("保全中のため、元の写真は消去していません。")
    return (held if case.held_until else t("半鐘に保存していた元の写真は消去しました。"),)


def stop_buttons(*, answers: bool) -> tuple[Action, ...]:
    """All-clear and recall; to the store itself, which answers for it, correct and write anew as well (R-125)."""
    anew = Action(t("内容を書き直す"), ButtonAction.FORM, arguments={"form": REPORT.name})
    return (
        Action(t("解除する"), ButtonAction.ALL_CLEAR, Style.PRIMARY),
        *recall_or_correct(answers=answers),
        *((anew,) if answers else ()),
    )


def recall_button() -> Action:
    """Opens the form that asks why."""
    return Action(t("取り消す（回収）"), ButtonAction.FORM, Style.DANGER, {"form": RECALL.name})


def stands(case: CaseFacts) -> tuple[Action, ...]:
    """R-096: the answer to a doubt that keeps the picture back, if the store stands by its alert."""
    return (Action(t("確かめました、続けます"), ButtonAction.RESUME),) if case.paused else ()


def recall_or_correct(*, answers: bool) -> tuple[Action, ...]:
    """The answers to a mistake; only the store can say what was wrong (R-125)."""
    correct = Action(t("訂正する"), ButtonAction.FORM, arguments={"form": CORRECT.name})
    return (recall_button(), *((correct,) if answers else ()))


def _in_shop(label: Sentence, here: Choice, style: Style = Style.PLAIN) -> Action:
    return Action(label, ButtonAction.IN_SHOP, style, {"here": here})


def _first_answers() -> tuple[Action, ...]:
    return (Action(t("確認しました"), ButtonAction.ACKNOWLEDGE, Style.PRIMARY), *seen_or_doubted())


def seen_or_doubted() -> tuple[Action, ...]:
    """What can be answered at any time while it lives."""
    return Action(t("見かけた"), ButtonAction.SIGHTING), Action(t("誤りでは？"), ButtonAction.DOUBT)
