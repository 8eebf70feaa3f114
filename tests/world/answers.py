"""What the tests report and how they judge it: one theft, its twelve answers, and four good reasons."""

from __future__ import annotations

import hashlib

FEATURES = "黒い革の上着、黒いズボン、黒いブーツ"
"""They fit the suspect in the sample photograph."""

REPORT = {
    "goods": "化粧品 約20点をバッグに",
    "when": "15",
    "ground": "witnessed",
    "payment_checked": "yes",
    "police": "called",
    "direction": "駅前通りを東へ",
    "travel": "on_foot",
    "known_person": "no",
    "vulnerable": "no",
    "form": "features",
    "features": FEATURES,
    "step_up_reason": "似た服装の買い物客が多く、文字だけでは取り違えるおそれがあるため",
}
"""The fields of the report, as forms keep them."""

REASONS = {
    "present_danger": "同じ化粧品を並べた店が駅まで三軒あり、まだ歩いて行ける時間です",
    "subsidiarity": "店内では見失い、交番からは着くのが半時間後と言われました",
    "proportionality": "場所と服装のほかは何も伝わらず、これより減らすと見分けられません",
    "consent_difficulty": "声をかける前に外へ出てしまい、誰なのか手がかりがありません",
}
"""One for each of the four questions, by its name, in the words of the responsible person."""

SECOND_REASONS = {
    "present_danger": "袋を二つ持ったまま次の薬局の方角へ急いでいました",
    "subsidiarity": "警察には伝えたものの、巡回を待つあいだに次が起きます",
    "proportionality": "近所の十店だけに、上着の色と時刻を知らせるにとどめています",
    "consent_difficulty": "会員証もなく、呼び出す方法を思いつきません",
}
"""The same in the words of the second approver."""

TILL = {"goods": "化粧品", "when": "15", "direction.words": "駅前通りを東へ", "travel": "on_foot"}
"""What the page asks below the picture, as it posts it."""

PEACE = {
    "checked": "witnessed",
    "police": "called",
    "applies": "neither",
    "form": "features",
    "top_colour": "black",
    "upper": "jacket",
    "step_up_reason.words": "似た服装の買い物客が多く、注意だけでは役に立たないため",
}
"""What it asks after that."""


def on_page(judged: dict[str, str]) -> dict[str, str]:
    """The four answers and their reasons, as the page posts them."""
    return {f"{name}.words" if name.endswith("_reason") else name: answer for name, answer in judged.items()}


_SHELVES = "紙 米 酒 菓 茶 靴 傘 本 薬 花 玉 玩 布 皿 油 鍋"
_COLOURS = "赤 青 黒 白 緑 黄 茶 紫 灰 紺 桃 橙 金 銀 藍 朱"


def in_own_words(of: str) -> dict[str, str]:
    """Four reasons that nobody else gives: of this person, about this case."""
    return {name: f"{reason[:6]}、{_seen(f'{of} {name}')}の棚" for name, reason in REASONS.items()}


def _seen(of: str) -> str:
    shelves, colours = _SHELVES.split(), _COLOURS.split()
    drawn = hashlib.sha256(of.encode()).digest()[:16]
    return "、".join(f"{colours[byte % 16]}の{shelves[byte // 16]}" for byte in drawn)


def judged(no: str = "", *, of: str = "") -> dict[str, str]:
    """The four answers, as the form keeps them; ``no`` names the question answered with no.

    Reasons are those of the responsible person, or such as nobody else gives: ``of`` whom, about which case.
    """
    reasons = in_own_words(of) if of else REASONS
    answers = {name: "no" if name == no else "yes" for name in reasons}
    return answers | {f"{name}_reason": reason for name, reason in reasons.items()}
