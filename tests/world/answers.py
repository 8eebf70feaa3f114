"""What the tests report and how they judge it: one theft, its twelve answers, and four good reasons."""

from __future__ import annotations

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
    "present_danger": "駅の方へ歩いて行き、同じ商品を置く店が並んでいるため",
    "subsidiarity": "110番したが到着まで20分かかり、店内の警戒だけでは防げない",
    "proportionality": "顔と周りの人は隠れ、服装だけがわかる範囲に絞ったため",
    "consent_difficulty": "すでに店を出ていて、連絡をとる方法がないため",
}
"""One for each of the four questions, by its name."""


def judged(no: str = "") -> dict[str, str]:
    """The four answers with their reasons, as the form keeps them; ``no`` names the question answered with no."""
    answers = {name: "no" if name == no else "yes" for name in REASONS}
    return answers | {f"{name}_reason": reason for name, reason in REASONS.items()}
