"""How much one person and one store may do in a day (guideline L121). Pure."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from policy.rules import Rules
from policy.verdict import N_, Allow, Deny, Verdict


class Use(StrEnum):
    """What is counted."""

    REPORTS = "reports"
    """Cases begun."""
    VIEWS = "looks"
    """Pages that tell of a person, and pictures, each time they are fetched."""
    POSTS = "posts"
    """What is sent from our pages."""


DAY: Final = timedelta(hours=24)


class Done(NamedTuple):
    """How often it was done in the last 24 hours: by this person, and at this store by anybody."""

    by_person: int
    at_store: int


def may_use(use: Use, done: Done, rules: Rules) -> Verdict:
    """R-044, L121: as much as people need on their worst day; no account, lost or gone wild, goes on without end."""
    person, store, reason = _caps(rules)[use]
    if done.by_person < person and done.at_store < store:
        return Allow()
    return Deny("R-044", reason, {"each": person, "all": store})


def _caps(rules: Rules) -> dict[Use, tuple[int, int, str]]:
    return {
        Use.REPORTS: (
            rules.reports_per_person_day,
            rules.reports_per_store_day,
            N_(
                "24時間に始められる通報の数（1人{each}件、1店舗{all}件）に達しました。"
                "急ぐときは事務局に電話してください。"
            ),
        ),
        Use.VIEWS: (
            rules.views_per_person_day,
            rules.views_per_store_day,
            N_("24時間に表示できる回数（1人{each}回、1店舗{all}回）に達しました。急ぐときは事務局に電話してください。"),
        ),
        Use.POSTS: (
            rules.posts_per_person_day,
            rules.posts_per_store_day,
            N_(
                "24時間にページで操作できる回数（1人{each}回、1店舗{all}回）に達しました。"
                "急ぐときは事務局に電話してください。"
            ),
        ),
    }
