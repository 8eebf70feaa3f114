"""The network's numbers as one typed, versioned rule set (R-127), with ceilings no network may pass (R-044)."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, fields, replace
from datetime import date

from policy.incidents.body_form import check_form
from policy.notices.lines import SHAPES, check_line
from policy.rule_names import RULE_NAMES
from policy.verdict import N_, Allow, Deny, Verdict, all_of

Value = int | bool | str
"""What a network decides of one rule."""

LONGEST_ADDRESS = 500
"""Half of what a button on LINE takes."""


@dataclass(frozen=True)
class Rules:
    """All numbers and switches of one network. The unit stands at the end of each name."""

    text_only: bool = False
    approvals_needed: int = 2
    reporter_counts: bool = False
    max_event_age_hours: int = 24
    radius_km: int = 3
    max_stores: int = 50
    life_hours: int = 24
    expiry_question_minutes: int = 60
    min_reason_characters: int = 10
    max_field_characters: int = 300
    reminder_minutes: int = 5
    stand_in_minutes: int = 10
    lapse_minutes: int = 60
    second_contact_minutes: int = 10
    recall_reminder_minutes: int = 10
    original_hours: int = 24
    text_days: int = 30
    record_days: int = 3 * 365
    line_reserve_messages: int = 100
    repeat_alerts: int = 3
    repeat_days: int = 14
    send_when_quota_unknown: bool = False
    """R-078, L126, L214: fail closed, since what can't be called back must not go out."""
    training_url: str = ""
    """R-062, L136: where the network's training is; https, or empty where it has no address."""
    reports_per_person_day: int = 10
    reports_per_store_day: int = 30
    views_per_person_day: int = 400
    views_per_store_day: int = 2000
    posts_per_person_day: int = 300
    posts_per_store_day: int = 1500
    messages_per_person_day: int = 60
    """R-123, L231: of the month's, for what one person does, whoever hears of it: seven reports with their photos and
    requests. What is typed or pressed is answered for nothing; whoever makes more come of it is a script or a lost
    phone. Of a small plan it is less (``quota.may_cost``)."""
    certified_body: str = "特定非営利活動法人 全国万引犯罪防止機構"
    certified_body_telephone: str = "03-5244-5612"
    certified_body_as_of: str = "2022-04-01"
    """R-077, L161: as the guideline of that day names it; other documents show other numbers."""
    certified_body_form: str = ""
    """R-134, L242: the headings of its report form, not public (``policy.incidents.body_form``); empty: ours."""
    desk_telephone: str = ""
    desk_hours: str = ""
    desk_address: str = ""
    """R-076, L157: where people outside reach the network's desk; empty where it has none beside the page."""
    quiet_from_hour: int = 22
    quiet_until_hour: int = 7
    """R-127: in the network's time; at night nobody is at work who could use a list. The same hour twice: never."""

    @property
    def version(self) -> str:
        """First 12 hex digits of the SHA-256 over all values but those of ``LATER``; cases keep it (R-126)."""
        decided = {name: value for name, value in asdict(self).items() if LATER.get(name) != value}
        return hashlib.sha256(json.dumps(decided, sort_keys=True).encode()).hexdigest()[:12]


LATER: dict[str, Value] = {
    "send_when_quota_unknown": False,
    "training_url": "",
    "reports_per_person_day": 10,
    "reports_per_store_day": 30,
    "views_per_person_day": 400,
    "views_per_store_day": 2000,
    "posts_per_person_day": 300,
    "posts_per_store_day": 1500,
    "messages_per_person_day": 60,
    "certified_body": "特定非営利活動法人 全国万引犯罪防止機構",
    "certified_body_telephone": "03-5244-5612",
    "certified_body_as_of": "2022-04-01",
    "certified_body_form": "",
    "desk_telephone": "",
    "desk_hours": "",
    "desk_address": "",
    "quiet_from_hour": 22,
    "quiet_until_hour": 7,
}
"""Rules that came later, at the value that changes nothing of the versions that cases already cite."""


@dataclass(frozen=True)
class Bounds:
    """Least and greatest value a network may set, both included."""

    least: int
    greatest: int


CEILINGS: dict[str, Bounds] = {
    "approvals_needed": Bounds(2, 5),
    "max_event_age_hours": Bounds(1, 24),
    "radius_km": Bounds(1, 10),
    "max_stores": Bounds(1, 50),
    "life_hours": Bounds(1, 72),
    "expiry_question_minutes": Bounds(10, 240),
    "min_reason_characters": Bounds(10, 100),
    "max_field_characters": Bounds(50, 300),
    "reminder_minutes": Bounds(1, 60),
    "stand_in_minutes": Bounds(2, 120),
    "lapse_minutes": Bounds(10, 240),
    "second_contact_minutes": Bounds(1, 60),
    "recall_reminder_minutes": Bounds(1, 60),
    "original_hours": Bounds(1, 24),
    "text_days": Bounds(1, 30),
    "record_days": Bounds(365, 3 * 365),
    "line_reserve_messages": Bounds(50, 30000),
    "repeat_alerts": Bounds(2, 10),
    "repeat_days": Bounds(1, 30),
    "reports_per_person_day": Bounds(1, 50),
    "reports_per_store_day": Bounds(1, 200),
    "views_per_person_day": Bounds(50, 2000),
    "views_per_store_day": Bounds(50, 10000),
    "posts_per_person_day": Bounds(50, 2000),
    "posts_per_store_day": Bounds(50, 10000),
    "messages_per_person_day": Bounds(10, 500),
    "quiet_from_hour": Bounds(0, 23),
    "quiet_until_hour": Bounds(0, 23),
}


def check_rules(rules: Rules) -> Verdict:
    """R-044, R-127: a network may set its numbers only within the ceilings, and in an order that makes sense."""
    for name, bounds in CEILINGS.items():
        if not bounds.least <= getattr(rules, name) <= bounds.greatest:
            return Deny(
                "R-044",
                N_("規則「{name}」は {least} から {greatest} の間で設定してください。"),
                {"name": RULE_NAMES[name], "least": bounds.least, "greatest": bounds.greatest},
            )
    if not rules.reminder_minutes < rules.stand_in_minutes < rules.lapse_minutes:
        return Deny("R-127", N_("催促、代理、終了の時間はこの順に長くしてください。"))
    if rules.training_url and not _is_address(rules.training_url):
        return Deny(
            "R-062", N_("研修の場所は https:// で始まるアドレスで、{most} 文字までです。"), {"most": LONGEST_ADDRESS}
        )
    return all_of((_check_public(rules), check_form(rules.certified_body_form)))


def _check_public(rules: Rules) -> Verdict:
    """R-011, R-076, R-077, L69, L157, L161: what stands on public pages has a name, a number and a day."""
    lines = all_of(tuple(check_line(name, RULE_NAMES[name], getattr(rules, name)) for name in SHAPES))
    if isinstance(lines, Deny):
        return lines
    try:
        date.fromisoformat(rules.certified_body_as_of)
    except ValueError:
        return Deny("R-077", N_("認定個人情報保護団体を確かめた日は 2022-04-01 のように書いてください。"))
    if not rules.certified_body or not rules.certified_body_telephone:
        return Deny("R-011", N_("認定個人情報保護団体の名称と電話番号は、なくせません。"))
    return Allow()


def _is_address(url: str) -> bool:
    return (
        len(url) <= LONGEST_ADDRESS
        and re.fullmatch(r"https://[\w.-]+\.\w+(:\d+)?(/[!-~]*)?", url, re.ASCII) is not None
    )


def rules_from(settings: dict[str, Value]) -> Rules:
    """The defaults with a network's own values.

    Raises:
        KeyError: a name that is no rule.
    """
    known = {f.name for f in fields(Rules)}
    for name in settings:
        if name not in known:
            raise KeyError(name)
    return replace(Rules(), **settings)  # type: ignore[arg-type]
