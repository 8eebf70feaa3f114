"""Whether the desk answers: each month it is tried by a request that nobody outside sent (guideline L157)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from policy.readiness import Level, Light
from policy.verdict import N_


@dataclass(frozen=True)
class Trial:
    """The newest one; ``answered_at`` None: nobody has yet."""

    number: str
    answer_by: datetime
    answered_at: datetime | None


NAME = N_("申出窓口の毎月の確認")

SHUT = N_(
    "公開ページから申し出ることができません。サーバーの担当者に、公開ページのアドレスが外から開くか確かめてもらってください。"
)

TRIES: Final = timedelta(hours=1)
"""The page may be away for an update; after an hour somebody is told."""


def trial_light(trial: Trial | None, now: datetime, *, shut: bool = False) -> Light:
    """R-076, L157: the last trial was answered in time, or somebody is told which one wasn't.

    ``shut``: this month's could not come in, so neither can anybody else's.
    """
    if shut:
        return Light(NAME, Level.BAD, "R-076", SHUT)
    if trial is None:
        return Light(NAME, Level.GOOD, "R-076", N_("来月のはじめから、確認の申出が毎月届きます。"))
    values: dict[str, str | int] = {"number": trial.number}
    if trial.answered_at is not None and trial.answered_at <= trial.answer_by:
        return Light(NAME, Level.GOOD, "R-076", N_("確認の申出 {number} に、期限までに答えました。"), values)
    if trial.answered_at is None and now <= trial.answer_by:
        return Light(
            NAME, Level.CARE, "R-076", N_("確認の申出 {number} が届いています。期限までに答えてください。"), values
        )
    says = N_("確認の申出 {number} に、期限までに答えていません。申出窓口の人と代わりの人を決め直してください。")
    return Light(NAME, Level.BAD, "R-076", says, values)
