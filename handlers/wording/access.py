"""What a platform finds wrong with our access, and what to do: the desk and ``hansho doctor`` say the same (R-078)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from handlers.cards import Text, t
from policy.verdict import N_
from storage.tables import Amiss, Failure

FAILURES: Final = {
    Failure.QUOTA: N_("今月の通数を使い切りました。プランを上げるか、月が変わるのを待ってください。"),
    Failure.BLOCKED: N_("相手がブロックしています。別の連絡先を決めてください。"),
    Failure.NOT_FOUND: N_("相手が見つかりません。退職していないかを確かめてください。"),
    Failure.REFUSED: N_("相手のサービスが受け取りませんでした。サーバーの担当者に伝えてください。"),
    Failure.RATE: N_("一度に送る数が多すぎました。自動で送り直しています。"),
    Failure.TOKEN: N_("接続の鍵が使えません。サーバーの担当者に、鍵と権限を確かめてもらってください。"),
    Failure.UNREACHABLE: N_("相手のサービスにつながりません。自動で送り直しています。"),
}
"""Why cards did not leave, as far as somebody can do something about it."""

UNKNOWN: Final = N_("理由は分かりません。サーバーの担当者に伝えてください。")

AMISS: Final = {
    Amiss.MENUS: N_(
        "メニューが {detail} 個足りないか、古いままです。サーバーで hansho line menus sync を実行してください。"
    ),
    Amiss.SCOPES: N_("Slackの権限が足りません：{detail}。manifest.yaml でアプリを入れ直してください。"),
    Amiss.WEBHOOK_UNSET: N_("WebhookのURLがありません。LINE Developersで {detail} を登録してください。"),
    Amiss.WEBHOOK_ELSEWHERE: N_("Webhookが別の場所を指しています。LINE Developersで {detail} に直してください。"),
    Amiss.WEBHOOK_OFF: N_("Webhookの利用がオフです。LINE Developersで「Webhookの利用」をオンにしてください。"),
    Amiss.WEBHOOK_FAILS: N_("Webhookに届きません（{detail}）。半鐘が動いているか、TLSと中継の設定を確かめてください。"),
    Amiss.SILENT: N_("答えがありません。{detail}"),
}


def told(amiss: Iterable[tuple[str, str]]) -> Iterator[Text]:
    """Sentence by sentence."""
    for word, detail in amiss:
        silent = Amiss(word) is Amiss.SILENT
        yield t(AMISS[Amiss(word)], detail=t(FAILURES.get(Failure(detail), UNKNOWN)) if silent else detail)
