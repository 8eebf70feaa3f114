"""Cards about the end of an alert."""

from __future__ import annotations

from handlers.cards import Button, Card, Tone
from handlers.case.tally import Tally
from handlers.recipient import Desk
from handlers.wording.alert import stop_buttons
from handlers.wording.labels import ending_name, state_name, tally_rows
from policy.states import State
from policy.verdict import N_
from storage.tables import Case

RECALL_REASONS = {
    "wrong_person": N_("別の人だったことがわかりました。"),
    "paid": N_("支払い済みだったことがわかりました。"),
    "not_needed": N_("共有の必要がなかったことがわかりました。"),
    "late": N_("この警戒情報は、お届けする直前に終了しました。"),
}


def all_clear(desk: Desk, case: Case) -> Card:
    """To everybody who got the alert."""
    return Card(
        desk.t("解除：もう警戒の必要はありません"),
        lines=(desk.t("ご協力ありがとうございました。"),),
        facts=((desk.t("事案"), case.number),),
        tone=Tone.DONE,
    )


def alert_gone(desk: Desk, case: Case) -> Card:
    """What remains of the alert's card where it can be overwritten."""
    return Card(
        desk.t("この警戒情報は終了しました"),
        facts=((desk.t("事案"), case.number), (desk.t("終了の理由"), ending_name(desk, case))),
        tone=Tone.STOP,
        redraws=True,
    )


def recalled(desk: Desk, case: Case, reason: str) -> Card:
    """R-078: stop, forget, confirm."""
    return Card(
        desk.t("【回収】先ほどの警戒情報は取り消します"),
        lines=(
            desk.t(RECALL_REASONS[reason]),
            desk.t(
                "対象者への警戒をやめ、ほかのスタッフにも伝えてください。画面の写しやメモがあれば破棄してください。"
            ),
        ),
        facts=((desk.t("事案"), case.number),),
        buttons=(_confirm(desk),),
        tone=Tone.STOP,
    )


def corrected(desk: Desk, case: Case, text: str) -> Card:
    """R-049: the correction under the same number."""
    return Card(
        desk.t("【訂正】警戒情報の内容が変わりました"),
        lines=(text,),
        facts=((desk.t("事案"), case.number),),
        buttons=(_confirm(desk),),
        tone=Tone.STOP,
    )


def please_confirm_stop(desk: Desk, case: Case) -> Card:
    """The same again for those who have not confirmed."""
    return Card(
        desk.t("【再度のお願い】回収・訂正を確認してください"),
        lines=(desk.t("先ほどのお知らせを読み、ほかのスタッフにも伝えたら、下のボタンを押してください。"),),
        facts=((desk.t("事案"), case.number),),
        buttons=(_confirm(desk),),
        tone=Tone.STOP,
    )


def stop_confirmed(desk: Desk) -> Card:
    """Thanks."""
    return Card(desk.t("確認ありがとうございます"), tone=Tone.DONE, redraws=True)


def correction_sent(desk: Desk, case: Case) -> Card:
    """To whoever corrected."""
    return Card(
        desk.t("訂正を送りました"),
        lines=(desk.t("受け取った全員に届け、確認を求めています。"),),
        facts=((desk.t("事案"), case.number),),
        buttons=stop_buttons(desk),
        tone=Tone.DONE,
    )


def is_it_over(desk: Desk, case: Case) -> Card:
    """One question before the end."""
    return Card(
        desk.t("危険は去りましたか？"),
        lines=(
            desk.t("{time}に自動で終了します。もう安全なら、いま解除してください。", time=desk.time(case.expires_at)),
        ),
        facts=((desk.t("事案"), case.number),),
        buttons=(
            desk.button(desk.t("はい、解除する"), "all_clear", "primary"),
            desk.button(desk.t("いいえ、終了まで続ける"), "keep_watching"),
        ),
        tone=Tone.QUESTION,
    )


def runs_on(desk: Desk, case: Case) -> Card:
    """The alert runs to its end."""
    return Card(
        desk.t("終了まで続けます"),
        lines=(desk.t("{time}に自動で終了します。", time=desk.time(case.expires_at)),),
        tone=Tone.DONE,
        redraws=True,
    )


def ended(desk: Desk, case: Case, stores: Tally, *, reminding: bool = False) -> Card:
    """R-078: how it ended, and per store who looked and who confirmed; again while some have not."""
    ending = desk.t("終了しました：{ending}", ending=ending_name(desk, case))
    return Card(
        desk.t("まだ確認のない店舗があります") if reminding else ending,
        lines=(desk.t("写真や画像は残っていません。店舗ごとの状況は次のとおりです。"), case.number),
        facts=tally_rows(desk, stores),
        tone=Tone.DONE,
    )


def status(desk: Desk, case: Case, stores: Tally) -> Card:
    """Where a case stands now."""
    live = case.state == State.LIVE
    return Card(
        desk.t("いまの状況：{state}", state=state_name(desk, case.state)),
        lines=(case.number,),
        facts=tally_rows(desk, stores),
        buttons=stop_buttons(desk) if live else (),
        tone=Tone.PLAIN,
    )


def _confirm(desk: Desk) -> Button:
    return desk.button(desk.t("確認しました"), "confirm_stop", "primary")
