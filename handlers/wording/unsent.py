"""Cards about what can't leave."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.cards import Card, Tone, Topic, denial, t
from handlers.wording.facts import CaseFacts, StoreProgress
from handlers.wording.labels import number_row, tally_rows
from policy.states import State
from policy.verdict import Deny


def unsent(case: CaseFacts, stores: Sequence[StoreProgress], *, anew: bool) -> Card:
    """R-078: the stores that have to be telephoned now; ``anew``: it rings, since there are more of them."""
    if not stores:
        said = t("すべての店舗に送れました")
        return Card(Topic.UNSENT, said, facts=(number_row(case),), tone=Tone.DONE, redraws=True)
    return Card(
        Topic.UNSENT,
        t("警戒情報がまだ届いていない店舗があります")
        if case.state == State.LIVE and not any(store.stop_unsent for store in stores)
        else t("取り消し（回収）・訂正がまだ届いていない店舗があります"),
        lines=(t("いますぐ次の店舗に電話で伝えてください。届くまで送り続けます。「状況」でその後がわかります。"),),
        facts=(number_row(case), *tally_rows(stores)),
        tone=Tone.PROBLEM,
        redraws=not anew,
    )


def unasked(case: CaseFacts, name: str) -> Card:
    """R-078, R-113: whoever has to judge doesn't know of it; asked for, the request leaves at once, as an answer."""
    return Card(
        Topic.UNSENT,
        t("承認のお願いがまだ届いていない人がいます"),
        lines=(t("いますぐ電話で伝えてください。その人がここに「状況」と送ると、すぐに届きます。"),),
        facts=((t("届いていない人"), name), number_row(case)),
        tone=Tone.PROBLEM,
    )


def spent(name: str, code: str, why: Deny) -> Card:
    """R-123: one person's doings have used up what a day allows; whoever looks after the network asks them why."""
    return Card(
        Topic.SPENT,
        t("1人の操作で、24時間のLINEの通数に達しました"),
        lines=(
            denial(why),
            t(
                "この人の操作の知らせは、しばらくLINEで届きません。警戒情報とその解除・取り消し（回収）・訂正は届きます。"
            ),
            t("本人に確かめ、心当たりがなければ登録を取り消してください。"),
        ),
        facts=((t("会員"), f"{name}（{code}）"),),
        subject=code,
        tone=Tone.PROBLEM,
    )
