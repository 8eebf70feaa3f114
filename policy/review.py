"""The rules are gone through once a year, one subject after another, with somebody who knows (guideline L240, L263)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final

from policy.clocks import last_day
from policy.readiness import Level, Light
from policy.verdict import N_, Allow, Deny, Verdict


class Subject(StrEnum):
    """What has to be looked at."""

    RULES = "review_rules"
    JUDGING = "review_judging"
    MASKING = "review_masking"
    """R-133: keys, and how pictures are masked, are data of people too."""
    ERASURE = "review_erasure"
    NOTICES = "review_notices"
    REQUESTS = "review_requests"
    INCIDENTS = "review_incidents"
    PEOPLE = "review_people"


class Outcome(StrEnum):
    """What comes of looking at it."""

    KEEP = "outcome_keep"
    CHANGE = "outcome_change"


class Expert(StrEnum):
    """Who outside looked with them."""

    NOBODY = "expert_nobody"
    LAWYER = "expert_lawyer"
    BODY = "expert_body"
    OTHER = "expert_other"


YEAR: Final = timedelta(days=365)
SOON: Final = timedelta(days=30)
"""To find a day with whoever looks at it from outside."""


@dataclass(frozen=True)
class Reviewed:
    """Since when there is a network, and when its rules were last gone through; both in its time zone."""

    began_at: datetime
    at: datetime | None

    @property
    def due_at(self) -> datetime:
        """R-145, L263: the end of the day before a year is over."""
        later = (self.at or self.began_at) + YEAR
        return datetime.combine(later.date(), time(), later.tzinfo)


NAME: Final = N_("規則の見直し")


def check_review(outcomes: Mapping[Subject, Outcome]) -> Verdict:
    """R-133, R-145, L240, L263: each subject is looked at, or it is no review."""
    if set(outcomes) == set(Subject):
        return Allow()
    return Deny("R-145", N_("すべての項目を見て、「このままでよい」か「変える」を選んでください。"))


def review_light(reviewed: Reviewed, now: datetime) -> Light:
    """R-145, L263: within the year; a month before, somebody is told."""
    values: dict[str, str | int] = {"day": f"{last_day(reviewed.due_at):%Y-%m-%d}"}
    if now >= reviewed.due_at:
        says = N_("{day} の期限を過ぎました。管理画面の「規則」から見直しを記録してください。")
        return Light(NAME, Level.BAD, "R-145", says, values)
    if now >= reviewed.due_at - SOON:
        says = N_("{day} までに、専門家の意見を聞き、管理画面の「規則」から見直しを記録してください。")
        return Light(NAME, Level.CARE, "R-145", says, values)
    return Light(NAME, Level.GOOD, "R-145", N_("次は {day} までです。"), values)
