"""Checking what people answer, field by field on LINE and whole on Slack, by the same rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.forms.form import Field, Form
from handlers.forms.reading import event_time
from policy.assessment import TESTS, check_no, check_reason
from policy.content import check_text, clean_text
from policy.facts import AlertForm
from policy.rules import Rules
from policy.verdict import N_, Allow, Deny, Verdict
from storage.tables import Network

TEST_OF_REASON = {f"{test.name}_reason": test.name for test in TESTS}


REASONS = frozenset({"step_up_reason", "reason"})


EMPTY = {
    "goods": Deny("R-086", N_("何がなくなったかを入力してください。")),
    "direction": Deny(
        "R-115", N_("どちらへ、何で向かったかを入力してください。わからないときは「不明」と書いてください。")
    ),
    "features": Deny("R-086", N_("特徴を入力してください。例：黒いキャップ、紺の上着、白いスニーカー")),
    "text": Deny("R-049", N_("訂正する内容を入力してください。")),
}
"""What is left of a text of spaces and hidden characters is no answer."""


@dataclass(frozen=True)
class Asked:
    """What checking an answer depends on."""

    rules: Rules
    now: datetime
    zone: ZoneInfo
    has_photo: bool

    @staticmethod
    def of(network: Network, rules: Rules, now: datetime, *, has_photo: bool) -> Asked:
        """In the network's time zone."""
        return Asked(rules, now, ZoneInfo(network.timezone), has_photo)


def normal(field: Field, value: str, asked: Asked) -> str:
    """The answer as it is kept: cleaned text, or for ``when`` an ISO time if it can be read."""
    if field.name == "when":
        moment = event_time(clean_text(value), asked.now, asked.zone)
        return moment.isoformat() if moment else value
    return value if field.options else clean_text(value)


def check_answer(field: Field, value: str, answers: dict[str, str], asked: Asked) -> Verdict:
    """Whether one (normalised) answer will do, given the earlier ones."""
    if field.name == "when":
        return _check_when(value, asked)
    if field.options and value not in {option.value for option in field.options}:
        return Deny("R-127", N_("ボタンから選んでください。"))
    if field.name == "payment_checked" and value != "yes":
        return Deny(
            "R-047",
            N_("先に、支払いがないことをレシートや映像で確認してください。確認できたら「はい」を選んでください。"),
        )
    if field.name == "form":
        return _check_form_of_alert(value, answers, asked)
    return Allow() if field.options else _check_typed(field, value, answers, asked)


def check_answers(form: Form, raw: dict[str, str], asked: Asked) -> tuple[dict[str, str], dict[str, Deny]]:
    """All answers normalised, and what is wrong with which field; fields that don't apply are dropped."""
    answers: dict[str, str] = {}
    wrong: dict[str, Deny] = {}
    for field in form.fields:
        if not field.applies(raw):
            continue
        answers[field.name] = normal(field, raw.get(field.name, ""), asked)
        verdict = check_answer(field, answers[field.name], {**raw, **answers}, asked)
        if isinstance(verdict, Deny):
            wrong[field.name] = verdict
    return answers, wrong


def _check_typed(field: Field, value: str, answers: dict[str, str], asked: Asked) -> Verdict:
    if field.name in TEST_OF_REASON:
        return _check_reason_of_test(field.name, value, answers, asked)
    if not value and field.name in EMPTY and not _needless(field, answers):
        return EMPTY[field.name]
    text = check_text(value, asked.rules)
    return check_reason(value, asked.rules) if text and field.name in REASONS else text


def _needless(field: Field, answers: dict[str, str]) -> bool:
    """A picture may speak for itself."""
    return field.name == "features" and answers.get("form") == AlertForm.PICTURE.value


def _check_reason_of_test(name: str, value: str, answers: dict[str, str], asked: Asked) -> Verdict:
    """R-112: saying no is never harder than saying yes: one word beside it, and the other reasons don't matter."""
    if answers.get(TEST_OF_REASON[name]) == "no":
        return check_no(value)
    if any(answers.get(test.name) == "no" for test in TESTS):
        return Allow()
    text = check_text(value, asked.rules)
    return check_reason(value, asked.rules) if text else text


def _check_when(value: str, asked: Asked) -> Verdict:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return Deny("R-115", N_("時刻を読み取れません。ボタンから選ぶか、「14:20」のように送ってください。"))
    limit = timedelta(hours=asked.rules.max_event_age_hours)
    if moment.tzinfo is None or asked.now - moment > limit:
        return Deny(
            "R-115",
            N_("{hours}時間より前のできごとは緊急の通報にできません。事務局に相談してください。"),
            {"hours": asked.rules.max_event_age_hours},
        )
    return Allow()


def _check_form_of_alert(value: str, answers: dict[str, str], asked: Asked) -> Verdict:
    if value != AlertForm.PICTURE.value:
        return Allow()
    if asked.rules.text_only:
        return Deny("R-003", N_("このネットワークでは画像を扱いません。「特徴を文字で」を選んでください。"))
    if answers.get("vulnerable") != "no":
        return Deny(
            "R-117",
            N_("配慮が必要な人の画像は送れません。「特徴を文字で」か「人物にふれない注意喚起」を選んでください。"),
        )
    if not asked.has_photo:
        return Deny("R-117", N_("まだ写真がありません。先に写真を送るか、「特徴を文字で」を選んでください。"))
    return Allow()
