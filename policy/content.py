"""What an alert may say: the allowed fields only, in words that describe and never condemn (guideline L189, L225)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from policy.assessment import check_reason
from policy.facts import AlertForm, Report
from policy.rules import Rules
from policy.spelling import clean, folded, hiragana, is_hidden
from policy.verdict import N_, Allow, Deny, Verdict, all_of
from policy.wording import check_words

CLOCK_LEAD = timedelta(minutes=5)
"""How far a phone's clock may run ahead of ours before an event counts as "in the future"."""

_YOUNG = re.compile(
    hiragana("小学生|中学生|高校生|中高生|未成年|少年|少女|(?:子ども|子供|こども)(?!連れ|づれ|服|用|を連れ|の手を)")
    + r"|(?<!\d)1[0-7](?:歳|才)|(?<!\d)[1-9](?:歳|才)"
)


def clean_text(text: str) -> str:
    """What was typed without hidden characters, odd spaces and blank lines; widths and kana stay as typed."""
    return clean(text)


def check_text(text: str, rules: Rules) -> Verdict:
    """R-042, R-086, R-087, R-127, L189: short, visible, and without what names, labels, condemns or orders."""
    if len(text) > rules.max_field_characters:
        return Deny("R-127", N_("長すぎます。{most} 文字までにしてください。"), {"most": rules.max_field_characters})
    if any(map(is_hidden, text)):
        return Deny("R-127", N_("見えない文字が入っています。入力し直してください。"))
    return check_words(text)


def check_report(report: Report, rules: Rules, now: datetime) -> Verdict:
    """R-047, R-112, L125, L221: a report can go to its approvers when it is fresh, certain, complete and clean."""
    return all_of(
        (
            check_event_age(report.event_at, rules, now),
            _check_certainty(report),
            _check_complete(report),
            _check_form(report, rules),
            *(check_text(text, rules) for text in _typed(report)),
            _check_age_of_person(report),
        ),
    )


def check_event_age(event_at: datetime, rules: Rules, now: datetime) -> Verdict:
    """R-115, L223: an alert needs a present danger; an event beyond the age limit is past."""
    if event_at > now + CLOCK_LEAD:
        return Deny("R-115", N_("発生時刻が未来になっています。時刻を入力し直してください。"))
    if now - event_at > timedelta(hours=rules.max_event_age_hours):
        return Deny(
            "R-115",
            N_("発生から {hours} 時間を過ぎたため、警戒情報は送れません。警察に相談してください。"),
            {"hours": rules.max_event_age_hours},
        )
    return Allow()


def alert_text(report: Report) -> dict[str, str]:
    """R-086, R-117, L189: the allowed fields and no others; features only from FEATURES up, times in ISO 8601 UTC."""
    text = {
        "goods": clean_text(report.goods),
        "event_at": report.event_at.astimezone(UTC).isoformat(timespec="minutes"),
        "direction": clean_text(report.direction),
        "travel": clean_text(report.travel),
    }
    if report.form is not AlertForm.WARNING and clean_text(report.features):
        text["features"] = clean_text(report.features)
    return text


def _typed(report: Report) -> tuple[str, ...]:
    return (report.goods, report.direction, report.travel, report.features, report.police)


def _check_certainty(report: Report) -> Verdict:
    """R-047, L125: without the payment checked nobody can be suspected."""
    if report.payment_checked:
        return Allow()
    return Deny("R-047", N_("支払いがなかったことを、レジの記録などで確認してから通報してください。"))


def _check_complete(report: Report) -> Verdict:
    """R-086, R-115, L189, L223: what was taken and where the danger goes; features if the form shows them."""
    if not clean_text(report.goods):
        return Deny("R-086", N_("何がなくなったかを入力してください。"))
    if not clean_text(report.direction) or not clean_text(report.travel):
        return Deny(
            "R-115", N_("どちらへ、何で向かったかを入力してください。わからないときは「不明」と書いてください。")
        )
    if report.form is AlertForm.FEATURES and not clean_text(report.features):
        return Deny("R-086", N_("特徴を入力してください。例：黒いキャップ、紺の上着、白いスニーカー"))
    return Allow()


def _check_form(report: Report, rules: Rules) -> Verdict:
    """R-003, R-116, R-117, L22, L224–225: each step up from the lightest form costs a reason."""
    if report.form is AlertForm.PICTURE and rules.text_only:
        return Deny("R-003", N_("このネットワークでは画像を使いません。特徴を文字で送ってください。"))
    if report.form is AlertForm.PICTURE and report.vulnerable:
        return Deny(
            "R-117", N_("18歳未満や配慮が必要な人かもしれないときは、画像を使えません。文字だけで送ってください。")
        )
    if report.form is not AlertForm.WARNING:
        return check_reason(report.step_up_reason, rules)
    return Allow()


def _check_age_of_person(report: Report) -> Verdict:
    """R-117, L225: a text that speaks of a minor can't come with "does not look under 18"."""
    if not report.vulnerable and _YOUNG.search(folded(report.features)):
        return Deny("R-117", N_("18歳未満に見えるときは、配慮が必要な人かどうかの質問に「はい」と答えてください。"))
    return Allow()
