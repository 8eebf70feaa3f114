"""What the subjects of the yearly review are called, and what comes of them (R-145)."""

from __future__ import annotations

from typing import Final

from policy.review import Expert, Outcome, Subject
from policy.verdict import N_

SUBJECTS: Final = {
    Subject.RULES: N_("規則の数字（範囲、時間、承認の人数）"),
    Subject.JUDGING: N_("三つの要件の判定"),
    Subject.MASKING: N_("画像の加工、鍵、加工方法の情報"),
    Subject.ERASURE: N_("保存の期間と消去"),
    Subject.NOTICES: N_("お知らせと公表の内容"),
    Subject.REQUESTS: N_("本人などからの申出"),
    Subject.INCIDENTS: N_("事故と再発の防止"),
    Subject.PEOPLE: N_("研修と役割"),
}

OUTCOMES: Final = {Outcome.KEEP: N_("このままでよい"), Outcome.CHANGE: N_("変える")}

EXPERTS: Final = {
    Expert.NOBODY: N_("聞いていない"),
    Expert.LAWYER: N_("弁護士"),
    Expert.BODY: N_("認定個人情報保護団体"),
    Expert.OTHER: N_("ほかの専門家"),
}
