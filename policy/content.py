"""What an alert may say: the allowed fields only, in words that describe and never condemn (guideline L189, L225)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC

from policy.facts import AlertForm, Report
from policy.forms.names import Wrong
from policy.rules import Rules
from policy.spelling import clean, is_hidden
from policy.verdict import N_, Deny, Verdict
from policy.wording import check_words


def check_text(text: str, rules: Rules) -> Verdict:
    """R-042, R-086, R-087, R-127, L189: short, visible, and without what names, labels, condemns or orders."""
    if len(text) > rules.max_field_characters:
        return Deny("R-127", N_("長すぎます。{most} 文字までにしてください。"), {"most": rules.max_field_characters})
    if any(map(is_hidden, text)):
        return Deny("R-127", N_("見えない文字が入っています。入力し直してください。"))
    return check_words(text)


def alert_text(report: Report) -> dict[str, str]:
    """R-086, R-117, L189: the allowed fields and no others; features only from FEATURES up, times in ISO 8601 UTC."""
    text = {
        "goods": clean(report.goods),
        "event_at": report.event_at.astimezone(UTC).isoformat(timespec="minutes"),
        "direction": clean(report.direction),
        "travel": clean(report.travel),
    }
    if report.form is AlertForm.WARNING:
        return text
    remark = {"features": clean(report.features)} if clean(report.features) else {}
    return text | report.look.said() | remark


def what_remains(sent: Mapping[str, str], narrowed: Collection[Wrong]) -> dict[str, str]:
    """R-049, L126: what an alert still says after some of it turned out wrong: less than was approved, never more."""
    return {name: said for name, said in sent.items() if taken_back_as(name) not in narrowed}


def taken_back_as(name: str) -> Wrong:
    """R-049, L126: what one line of the alert is called where it turns out wrong; all of the look is one."""
    return Wrong(name) if name in set(Wrong) else Wrong.FEATURES
