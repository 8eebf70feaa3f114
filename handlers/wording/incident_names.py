"""What kinds, steps, answers and parts of incidents are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from policy.incidents.clocks import Light, Report
from policy.incidents.kinds import Kind, Part, Stop, What
from policy.incidents.playbooks import Outcome, Step
from policy.verdict import N_

WHATS: Final = {
    What.SCREENSHOT: N_("画面を撮られた"),
    What.WRONG_RECEIVER: N_("間違った人に届いた"),
    What.LOST_PHONE: N_("スマホをなくした"),
    What.WRONG_PERSON: N_("別人だった"),
    What.GONE: N_("消えた・壊れた"),
    What.OTHER: N_("その他"),
}
"""The first question's answers, as they are pressed."""

KINDS: Final = {
    Kind.LEAK: N_("漏えい"),
    Kind.LOSS: N_("紛失"),
    Kind.DESTRUCTION: N_("滅失"),
    Kind.DAMAGE: N_("毀損"),
    Kind.TAMPERING: N_("改ざん"),
    Kind.INACCURACY: N_("正確性の未確保"),
    Kind.ACQUISITION: N_("不正・不適正取得"),
    Kind.PURPOSE: N_("目的外利用・提供"),
    Kind.MISUSE: N_("不正利用"),
    Kind.REFUSAL: N_("開示等の求め等の拒否"),
}
"""As the guideline has them (L240)."""

STEPS: Final = {
    Step.TOLD: N_("責任者に知らせる"),
    Step.CHECKED: N_("状況を確かめ、認定団体に知らせる"),
    Step.PRESS: N_("報道発表の準備を頼む"),
    Step.COMMISSION: N_("認定団体と相談し、個人情報保護委員会に報告する"),
    Step.PERSON: N_("本人に知らせるか、代わりの措置をとる"),
    Step.CAUSE: N_("被害と原因を確かめる"),
    Step.RESTORED: N_("故障や操作の誤りなら、控えから復旧する（サーバーで hansho restore）"),
    Step.PRESERVED: N_("不正や攻撃の疑いがあれば、いまの状態を保存する"),
    Step.POLICE: N_("警察に被害届を出すかを決める"),
    Step.RECALLED: N_("警戒情報を回収する"),
    Step.ALL_STORES: N_("全店舗の確認がそろう（そろうと自動で完了）"),
    Step.WHY: N_("どの判定が誤っていたかを調べる"),
    Step.BODY: N_("規模や影響が大きければ、認定団体に所定の様式で連絡する"),
    Step.EXPLAINED: N_("本人に説明する"),
    Step.CHANGES: N_("規則や研修を変えるかを決める"),
}

OUTCOMES: Final = {Outcome.DONE: N_("済み"), Outcome.NOT_NEEDED: N_("必要なし")}
ENDS: Final = {Outcome.DONE: N_("済みにする"), Outcome.NOT_NEEDED: N_("必要なし")}
"""How a step was closed, and what is pressed to close it."""

DECISIONS: Final[Mapping[Step, Mapping[Outcome, str]]] = {
    Step.POLICE: {Outcome.DONE: N_("被害届を出した"), Outcome.NOT_NEEDED: N_("被害届は出さない")}
}
"""R-143: where either end of a step is an answer of its own."""

PARTS: Final = {
    Part.NOTE: N_("経過"),
    Part.DAMAGE: N_("被害の状況"),
    Part.CAUSE: N_("原因"),
    Part.MEASURE: N_("対策"),
    Part.PROOF: N_("漏えいがないと言える証拠"),
    Part.CHANGES: N_("規則や研修の変更、または変えない理由"),
    Part.PERSON: N_("本人への知らせ、または代わりの措置と理由"),
    Part.SILENT: N_("確認していない店と、伝えた方法"),
    Part.BODY: N_("認定団体への連絡（日時、様式、受付番号）、または連絡しない理由"),
    Part.PRESS: N_("報道発表の準備を頼んだ日時と相手、または頼まない理由"),
    Part.RESTORED: N_("控えから戻したもの、または戻さない理由"),
    Part.PRESERVED: N_("保存したものと場所、または保存しない理由"),
    Part.POLICE: N_("被害届の受理番号と出した先、または出さない理由"),
    Part.WHY: N_("誤っていた判定と、そうなった理由"),
    Part.NO_ALERT: N_("回収する警戒情報がない理由"),
    Part.NOTICE: N_("公開した知らせ"),
    Part.NOTICE_ENGLISH: N_("公開した知らせ（英語）"),
    Part.FIRST_REPORT: N_("速報の文章"),
    Part.FINAL_REPORT: N_("確報の文章"),
}

STOPS: Final = {
    Stop.DEVICES: N_("会員の端末とリンク"),
    Stop.ACCOUNTS: N_("会員のアカウントと端末（スマホをなくしたとき）"),
    Stop.STORE: N_("店舗の参加"),
}

REPORTS: Final = {Report.FIRST: N_("速報"), Report.FINAL: N_("確報")}

LIGHTS: Final = {
    Light.CALM: N_("期限内"),
    Light.AMBER: N_("期限が近い"),
    Light.RED: N_("すぐに報告してください"),
    Light.DONE: N_("報告済み"),
}


def outcome_of(step: Step, outcome: Outcome) -> str:
    """How a step was closed."""
    return DECISIONS.get(step, OUTCOMES)[outcome]


def end_of(step: Step, outcome: Outcome) -> str:
    """What is pressed to close it so."""
    return DECISIONS.get(step, ENDS)[outcome]
