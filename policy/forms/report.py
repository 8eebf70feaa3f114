"""What a report must say before anybody is asked to approve it, field by field (guideline L125, L189, L223–225)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from enum import StrEnum

from policy import look
from policy.assessment import is_chatter
from policy.facts import AlertForm, Ground, Report
from policy.forms.fields import (
    Answers,
    Asked,
    Condition,
    FieldRules,
    FormRules,
    Given,
    OneOf,
    fit_to_send,
    judge_all,
    own_reason,
)
from policy.forms.names import Choice, FieldName, Police, Travel
from policy.look import UNSAID, Look
from policy.picture import may_show
from policy.rules import Rules
from policy.spelling import letters, plain
from policy.verdict import N_, Allow, Deny, Verdict
from policy.words.care import tells_of_care

CLOCK_LEAD = timedelta(minutes=5)
"""How far a phone's clock may run ahead of ours before an event counts as "in the future"."""

REMARK_CHARACTERS = 40
"""Three features, such as 「黒いキャップ、紺の上着、大きな手提げ袋」, take half of it."""

LOOK: Mapping[FieldName, type[StrEnum]] = {
    FieldName.TOP_COLOUR: look.Colour,
    FieldName.UPPER: look.Upper,
    FieldName.LOWER: look.Lower,
    FieldName.BAG: look.Bag,
    FieldName.HAIR: look.Hair,
    FieldName.HEIGHT: look.Height,
}
"""R-086, R-117: features by choice, in the order in which a neighbour would look."""

_NOT_KNOWN = re.compile(
    "(?:まだ|よく|ちょっと)*(?:わか|分か|し|知)ら(?:ない|ん|ねえ|へん)(?:です)?|(?:わか|分か)りません|知りません|わかんない(?:です)?|不明(?:です)?|ふめい|"
    "(?:i)?(?:dontknow|donotknow)|noidea|unknown|色々|いろいろ"
)
"""As ``letters`` spells it."""

_RANG = re.compile("ゲート|ブザー|アラーム|タグ|鳴|gate|alarm|buzzer|beep|\\btag")
_UNPAID = re.compile("払|会計|レジ.{0,3}(?:通|とお)|\\b(?:un)?pa(?:y|id)|register")
"""What is answered to the ground and the check, and stands for neither."""

_TELLING = {
    FieldName.GOODS: N_("被害"),
    FieldName.DIRECTION: N_("向かった方向"),
    FieldName.FEATURES: N_("特徴"),
    FieldName.STEP_UP_REASON: N_("文字や注意だけでは足りない理由"),
}
"""R-117, D7: what somebody writes in their own words may tell of a minor; by what it is called on screens."""


def says_what(given: Given) -> Verdict:
    """R-086, L189: what was taken; what answers another question, or "I don't know", tells nothing of it."""
    if not is_chatter(given.value) and not _NOT_KNOWN.fullmatch(letters(given.value)):
        return Allow()
    return Deny("R-086", N_("何がなくなったかを入力してください。"))


def is_fresh(given: Given) -> Verdict:
    """R-115, L223: an alert needs a present danger; an event beyond the age limit is past."""
    event_at, now, hours = _moment(given.value), given.asked.now, given.asked.rules.max_event_age_hours
    if event_at is None:
        return Deny("R-115", N_("時刻を読み取れません。ボタンから選ぶか、「14:20」のように送ってください。"))
    if event_at > now + CLOCK_LEAD:
        return Deny(
            "R-115",
            N_("まだ来ていない時刻です。昨日のことなら「昨日 23:50」のように、「昨日」をつけて送ってください。"),
        )
    if now - event_at > timedelta(hours=hours):
        return Deny(
            "R-115",
            N_(
                "{hours}時間より前のできごとは警戒情報にできません。時刻が違えば直し、そうでなければ警察に相談してください。"
            ),
            {"hours": hours},
        )
    return Allow()


def _moment(value: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def is_seen(given: Given) -> Verdict:
    """R-047, L125: a gate that rang, or what somebody else says, confirms nothing."""
    if not _RANG.search(plain(given.value)):
        return Allow()
    return Deny(
        "R-047",
        N_(
            "ブザーやゲートが鳴っただけでは通報できません。店員が見たか、カメラ映像か、在庫・レシートで確かめてから、ボタンで答えてください。"
        ),
    )


def says_who_looked(given: Given) -> Verdict:
    """R-047, L125: that somebody didn't pay doesn't say that anybody looked."""
    if not _UNPAID.search(plain(given.value)):
        return Allow()
    return Deny(
        "R-047",
        N_(
            "払っていないことを、レシートや映像で確認しましたか？確認したときは「はい」、まだのときは「いいえ」を選んでください。"
        ),
    )


def is_certain(given: Given) -> Verdict:
    """R-047, L125: without the payment checked nobody can be suspected."""
    if given.value == Choice.YES:
        return Allow()
    return Deny(
        "R-047",
        N_("先に、支払いがないことをレシートや映像で確認してください。確認できたら「はい」を選んでください。"),
    )


def says_where(given: Given) -> Verdict:
    """R-115, L223: where the danger goes; 「はい」 is no way."""
    if not is_chatter(given.value):
        return Allow()
    return Deny("R-115", N_("どちらへ向かったかを入力してください。わからないときは「不明」と書いてください。"))


def as_told_elsewhere(given: Given) -> Verdict:
    """R-117, D7, L225: "needs no care" can't be said of somebody of whom any other answer tells that they may."""
    telling = next((name for name in _TELLING if _is_at_odds(given, name)), None)
    if telling is None:
        return Allow()
    return Deny(
        "R-117",
        N_(
            "18歳未満にも、配慮が必要にも見えないときは、「高校生」「高齢」のような言葉や年齢を使わずに、「{field}」を書き直してください。"
        ),
        {"field": _TELLING[telling]},
        telling,
    )


def no_more_than_needed(given: Given) -> Verdict:
    """R-003, R-117, L22, L225: a picture only where it is allowed, and only if there is one."""
    if given.value != AlertForm.PICTURE:
        return Allow()
    shown = may_show(vulnerable=given.answers[FieldName.VULNERABLE] != Choice.NO, rules=given.asked.rules)
    if not shown or given.asked.has_photo:
        return shown
    return Deny("R-117", N_("まだ写真がありません。先に写真を送るか、「特徴を文字で」を選んでください。"))


def says_who(given: Given) -> Verdict:
    """R-086, L189: features, chosen or written, if they are all that is shown; a picture may speak for itself."""
    chosen = any(given.answers.get(name, UNSAID) != UNSAID for name in LOOK)
    if chosen or not is_chatter(given.value) or given.answers[FieldName.FORM] == AlertForm.PICTURE:
        return Allow()
    return Deny("R-086", N_("特徴を入力してください。例：黒いキャップ、紺の上着、白いスニーカー"))


def is_a_remark(given: Given) -> Verdict:
    """R-117, R-127, L225, L231: few words beside the choices, so that little can be said of a person."""
    if len(given.value) <= REMARK_CHARACTERS:
        return Allow()
    return Deny(
        "R-127", N_("特徴の文は{most}文字までです。大事なものだけを書いてください。"), {"most": REMARK_CHARACTERS}
    )


def tells_no_more(given: Given) -> Verdict:
    """R-117, D7, L225: words that tell of a minor, or of somebody unwell or old, can't come with "needs no care"."""
    name = FieldName(given.name)
    if not _is_at_odds(given, name):
        return Allow()
    return Deny(
        "R-117",
        N_(
            "「{field}」に、18歳未満を思わせる言葉か、配慮が必要な様子を思わせる言葉があります。"
            "そう見えるときは「はい」か「わからない」を選んでください。見えないときは「いいえ」を選び、書き直してください。"
        ),
        {"field": _TELLING[name]},
        FieldName.VULNERABLE,
    )


def _is_at_odds(given: Given, name: FieldName) -> bool:
    return given.answers[FieldName.VULNERABLE] == Choice.NO and tells_of_care(given.answers.get(name, ""))


SHOWS_A_PERSON = Condition(FieldName.FORM, (AlertForm.FEATURES, AlertForm.PICTURE))
"""R-116, L224: each step up from the lightest form costs features and a reason."""

REPORT: FormRules = {
    FieldName.GOODS: FieldRules((says_what, fit_to_send, tells_no_more)),
    FieldName.WHEN: FieldRules((is_fresh,)),
    FieldName.GROUND: FieldRules((is_seen, OneOf(tuple(Ground)))),
    FieldName.PAYMENT_CHECKED: FieldRules((says_who_looked, OneOf((Choice.YES, Choice.NO)), is_certain)),
    FieldName.POLICE: FieldRules((OneOf(tuple(Police)),)),
    FieldName.DIRECTION: FieldRules((says_where, fit_to_send, tells_no_more)),
    FieldName.TRAVEL: FieldRules((OneOf(tuple(Travel)),)),
    FieldName.KNOWN_PERSON: FieldRules((OneOf((Choice.YES, Choice.NO)),)),
    FieldName.VULNERABLE: FieldRules((OneOf(tuple(Choice)), as_told_elsewhere)),
    FieldName.FORM: FieldRules((OneOf(tuple(AlertForm)), no_more_than_needed)),
    **{name: FieldRules((OneOf((*words, UNSAID)),), SHOWS_A_PERSON) for name, words in LOOK.items()},
    FieldName.FEATURES: FieldRules((says_who, is_a_remark, fit_to_send, tells_no_more), SHOWS_A_PERSON),
    FieldName.STEP_UP_REASON: FieldRules((own_reason, tells_no_more), SHOWS_A_PERSON),
}


def check_report(report: Report, rules: Rules, now: datetime) -> Verdict:
    """R-047, R-112, R-116, L125, L221, L224: a report can go to its approvers, and out: the whole form, once more.

    The picture itself is asked after by ``policy.picture.may_leave``.
    """
    return judge_all(REPORT, answers_of_report(report), Asked(rules, now, has_photo=True))


def report_from(answers: Answers) -> Report:
    """The reporter's answers, once they have passed the rules, as facts."""
    return Report(
        goods=answers[FieldName.GOODS],
        event_at=datetime.fromisoformat(answers[FieldName.WHEN]),
        ground=Ground(answers[FieldName.GROUND]),
        payment_checked=answers[FieldName.PAYMENT_CHECKED] == Choice.YES,
        police=answers[FieldName.POLICE],
        direction=answers[FieldName.DIRECTION],
        travel=answers[FieldName.TRAVEL],
        known_person=answers[FieldName.KNOWN_PERSON] == Choice.YES,
        vulnerable=answers[FieldName.VULNERABLE] != Choice.NO,
        form=AlertForm(answers[FieldName.FORM]),
        features=answers.get(FieldName.FEATURES, ""),
        step_up_reason=answers.get(FieldName.STEP_UP_REASON, ""),
        look=Look(**{name: answers.get(name, UNSAID) for name in LOOK}),
    )


def answers_of_report(report: Report) -> dict[str, str]:
    """The answers that would make this report; "don't know" has become a yes (``Report.vulnerable``)."""
    return {
        FieldName.GOODS: report.goods,
        FieldName.WHEN: report.event_at.isoformat(),
        FieldName.GROUND: report.ground,
        FieldName.PAYMENT_CHECKED: _yes_no(report.payment_checked),
        FieldName.POLICE: report.police,
        FieldName.DIRECTION: report.direction,
        FieldName.TRAVEL: report.travel,
        FieldName.KNOWN_PERSON: _yes_no(report.known_person),
        FieldName.VULNERABLE: _yes_no(report.vulnerable),
        FieldName.FORM: report.form,
        FieldName.FEATURES: report.features,
        FieldName.STEP_UP_REASON: report.step_up_reason,
    } | asdict(report.look)


def _yes_no(value: bool) -> Choice:
    return Choice.YES if value else Choice.NO
