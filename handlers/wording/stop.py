"""Cards about the end of an alert."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.cards import Action, ButtonAction, Card, Style, Text, Tone, Topic, t
from handlers.forms.definitions import WRONGS
from handlers.wording.alert import stands, stop_buttons
from handlers.wording.facts import CaseFacts, StoreProgress
from handlers.wording.labels import ending_name, number_row, state_name, tally_head, tally_rows
from handlers.wording.own_copy import deleting, erased_lines
from handlers.wording.sure import ANSWERED, SURE
from policy.forms.names import RecallReason, Wrong
from policy.states import State
from policy.verdict import N_

RECALL_REASONS = {
    RecallReason.WRONG_PERSON: N_("別の人だったことがわかりました。"),
    RecallReason.PAID: N_("支払い済みだったことがわかりました。"),
    RecallReason.NOT_NEEDED: N_("共有の必要がなかったことがわかりました。"),
    RecallReason.LEFT: N_("通報した店がネットワークから抜けました。"),
    RecallReason.SUSPENDED: N_("通報した店の参加が停止されました。"),
    RecallReason.NO_AGREEMENT: N_("通報した店の事業者が参加をやめました。"),
    RecallReason.TEXT_ONLY: N_("ネットワークが画像の共有をやめました。"),
    RecallReason.LEAKED: N_("関係のない人に見られたおそれがあります。"),
}


def all_clear(case: CaseFacts) -> Card:
    """To everybody who got the alert."""
    return Card(
        Topic.ALERT,
        t("解除：もう警戒の必要はありません"),
        lines=(t("ご協力ありがとうございました。"),),
        facts=(number_row(case),),
        tone=Tone.DONE,
    )


def over(case: CaseFacts) -> Card:
    """R-040: what remains of any card of a case that ended, where it can be redrawn: what it was about, and its end."""
    return Card(
        Topic.CLOSED,
        t("この事案は終了しました"),
        facts=((t("内容"), t("万引きの疑い")), number_row(case), (t("終了の理由"), ending_name(case))),
        tone=Tone.STOP,
        redraws=True,
    )


def recalled(case: CaseFacts, reason: RecallReason) -> Card:
    """R-078: stop, forget, confirm."""
    return _recall(case, RECALL_REASONS[reason])


def too_late(case: CaseFacts) -> Card:
    """R-078: the alert was stopped while its card was leaving."""
    return _recall(case, N_("この警戒情報は、お届けする直前に終了しました。"))


def corrected(case: CaseFacts, wrong: Wrong, *, granted: bool) -> Card:
    """R-049, R-074, R-075: what not to rely on, under the same number; a sentence from a list, so that it describes
    nobody. ``granted``: the person asked for it, whether or not it was wrong.
    """
    what = t(WRONGS[wrong])
    return _to_confirm(
        case,
        t("【訂正】警戒情報の一部を取り下げました") if granted else t("【訂正】警戒情報の一部が誤りでした"),
        t("「{what}」を取り下げました。これに頼らないでください。", what=what)
        if granted
        else t("「{what}」は誤りでした。これに頼らないでください。", what=what),
        t("ほかのスタッフにも伝えてください。"),
    )


def please_confirm_stop(case: CaseFacts) -> Card:
    """The same again for those who have not confirmed."""
    return _to_confirm(
        case,
        t("【再度のお願い】取り消し（回収）・訂正を確認してください"),
        t("先ほどのお知らせを読み、ほかのスタッフにも伝えたら、下のボタンを押してください。"),
    )


def stop_confirmed(case: CaseFacts) -> Card:
    """Thanks."""
    return Card(_to_confirm_topic(case), t("確認ありがとうございます"), tone=Tone.DONE, redraws=True)


def correction_sent(case: CaseFacts) -> Card:
    """To whoever corrected."""
    return Card(
        Topic.STATUS,
        t("訂正を送りました"),
        lines=(t("受け取った全員に届け、確認を求めています。"),),
        facts=(number_row(case),),
        buttons=stop_buttons(answers=True),
        tone=Tone.DONE,
    )


def photo_unsent(case: CaseFacts) -> Card:
    """R-078: the photo was taken back in the chat, but what was made of it is out."""
    return Card(
        Topic.STATUS,
        t("警戒情報はまだ配信中です"),
        lines=(
            t(
                "写真の送信が取り消されましたが、配信した画像は残っています。誤りなら、いま「取り消す（回収）」を押してください。"
            ),
        ),
        facts=(number_row(case),),
        buttons=stop_buttons(answers=True),
        tone=Tone.PROBLEM,
    )


def is_it_over(case: CaseFacts) -> Card:
    """One question before the end."""
    return Card(
        Topic.ENDING,
        t("警戒を終えてよいですか？"),
        lines=(t("{time}に自動で終了します。もう安全なら、いま解除してください。", time=case.expires_at),),
        facts=(number_row(case),),
        buttons=(
            Action(t("はい、解除する"), ButtonAction.ALL_CLEAR, Style.PRIMARY, {SURE: ANSWERED}),
            Action(t("いいえ、終了まで続ける"), ButtonAction.KEEP_WATCHING),
        ),
        tone=Tone.QUESTION,
    )


def runs_on(case: CaseFacts) -> Card:
    """The alert runs to its end."""
    return Card(
        Topic.ENDING,
        t("終了まで続けます"),
        lines=(t("{time}に自動で終了します。", time=case.expires_at),),
        tone=Tone.DONE,
        redraws=True,
    )


def ended(case: CaseFacts, stores: Sequence[StoreProgress], *, own: bool, reminding: bool = False) -> Card:
    """R-078: how it ended, and per store who looked and who confirmed; again while some have not.

    ``own``: to the reporter, whose photo may still lie in their chat.
    """
    ending = t("終了しました：{ending}", ending=ending_name(case))
    asked = t("まだ確認のない店舗には、電話で伝えてください。") if reminding else t("店舗ごとの状況は次のとおりです。")
    return Card(
        Topic.ENDED,
        t("まだ確認のない店舗があります") if reminding else ending,
        lines=(*erased_lines(case, own=own), asked),
        buttons=deleting() if own else (),
        facts=(number_row(case), *tally_rows(stores, over=True)),
        tone=Tone.PROBLEM if reminding else Tone.DONE,
    )


def status(case: CaseFacts, stores: Sequence[StoreProgress], *, answers: bool) -> Card:
    """Where a case stands now."""
    return Card(
        Topic.STATUS,
        t("いまの状況：{state}", state=state_name(case.state)),
        lines=(tally_head(stores),) if stores else (),
        facts=(number_row(case), *tally_rows(stores, over=case.state != State.LIVE)),
        buttons=(*(stands(case) if answers else ()), *stop_buttons(answers=answers))
        if case.state == State.LIVE
        else (),
    )


def _recall(case: CaseFacts, why: str) -> Card:
    return _to_confirm(
        case,
        t("【回収】先ほどの警戒情報は取り消します"),
        t(why),
        t(
            "対象者への警戒をやめ、ほかのスタッフにもそう伝えてください。見た内容は口外せず、スクリーンショットやメモは消してください。"
        ),
    )


def _to_confirm(case: CaseFacts, title: Text, *lines: Text) -> Card:
    return Card(
        _to_confirm_topic(case),
        title,
        lines=lines,
        facts=(number_row(case),),
        buttons=(Action(t("確認しました"), ButtonAction.CONFIRM_STOP, Style.PRIMARY),),
        tone=Tone.STOP,
    )


def _to_confirm_topic(case: CaseFacts) -> Topic:
    """A change of a live alert, or its stop."""
    return Topic.CHANGE if case.state == State.LIVE else Topic.STOP
