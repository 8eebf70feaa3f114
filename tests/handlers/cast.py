"""Who plays in the stories in any order, what they can press and say, and where a case may go."""

from __future__ import annotations

from datetime import timedelta

from policy.states import TRANSITIONS, State
from simulator.town import MEMBER_COLUMNS
from tests.world.answers import FEATURES, REPORT

REPORTERS = ("P01", "P02", "P04")
ANSWERERS = ("P01", "P02", "P03", "P04", "P05", "P29")
"""Reporter, responsible person, approver, deputy with two phones, a neighbour's manager, the secretariat."""

NEIGHBOURS = ("P05", "P09", "P15")
STOPPERS = ("P01", "P02", "P29", "P09")
LEAVERS = ("P02", "P03", "P04", "P09", "P01")
LABELS = (
    "写真なしで続ける 承認者へ送る 書き直す 取り下げる 判定する 判定を取り消す 確認しました "
    "はい、取り下げる はい、判定を取り消す 見かけた 誤りでは？ 解除する はい、解除する 回収する "
    "いいえ、終了まで続ける 確かめました、続けます"
)
TOLD = {**REPORT, "goods": "口紅 3本を袋に", "direction": "川沿いを南へ"}
"""The report in words that no question gives as an example."""

DESCRIBING = (*FEATURES.split("、"), TOLD["goods"], TOLD["direction"], TOLD["step_up_reason"], "の棚")
"""What the reports say of a person and the event, and the sign by which each reason of an approver is known."""

ONE_WHO_COMES_TWICE = MEMBER_COLUMNS + "\n{code},{name},ja,,approver,H01,,\n"
UNTIL_EVERYTHING_ENDS = timedelta(days=4)
"""A day of a draft or of an alert, and three of a hold."""

LONGEST = timedelta(days=3 * 365 + 1)
"""The record of a case dies last (R-043)."""

STAYS = (
    "networks rule_sets businesses stores members member_roles accounts ledger ledger_head quotas heartbeats due_work "
    "publications posters"
)
"""Who takes part, and proof; nothing of a case."""

BEGINNINGS = (
    ("features", "no", ("P02", "P03")),
    ("picture", "no", ("P04", "P03")),
    ("features", "unknown", ("P29", "P03", "P02")),
    ("picture", "no", ("P02",)),
)
"""The form, whether the suspect may be somebody to be spared, and who answers: mostly enough for an alert."""

REACHABLE: dict[State, set[State]] = {}
for _state in State:
    seen, ahead = {_state}, [_state]
    while ahead:
        for there in TRANSITIONS[ahead.pop()] - seen:
            seen.add(there)
            ahead.append(there)
    REACHABLE[_state] = seen
