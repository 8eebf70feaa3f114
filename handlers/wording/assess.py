"""Cards for the approvers, and what the reporter hears of them."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.cards import Action, ButtonAction, Card, Page, Style, Tone, Topic, denial, t
from handlers.forms.definitions import ASSESS, REPORT, RETURN
from handlers.wording.facts import CaseFacts
from handlers.wording.labels import (
    ANSWERED_BEFORE,
    REFUSALS,
    Rows,
    audience_rows,
    bell_rows,
    by_hand_rows,
    choice,
    earlier_rows,
    flaw_rows,
    life_row,
    number_row,
    own_page,
    state_name,
    yes_no,
)
from handlers.wording.own_copy import deleting, erased_lines
from policy.access import Purpose
from policy.facts import Report
from policy.forms.names import FieldName
from policy.retention import ANSWER_STANDS
from policy.states import State
from policy.verdict import Deny, Verdict

PREVIEW_LIFE = timedelta(hours=24)
"""The preview's link; it dies earlier with the round of assessments."""


def please_assess(case: CaseFacts, now: datetime, *, again: bool = False, narrowed: bool = False) -> Card:
    """R-087, R-112: the way to the page with the exact alert and its grounds, and the form with the three tests."""
    binding = {"binding": case.binding}
    return Card(
        Topic.ASSESS,
        t("【再度のお願い】承認するか、お答えください") if again else t("承認のお願い"),
        lines=(
            *([t("配信先か伝え方が変わったので、それまでの答えは取り消されました。")] if narrowed else []),
            t(
                "先に「内容を見る」で、近くの店に届く内容を確認してください。そのあと4つの質問に、理由をつけて答えてください。"
            ),
            t("ひとつでも「いいえ」なら配信されません。迷うときは差し戻してください。"),
            *([t(ANSWERED_BEFORE)] if case.earlier else []),
        ),
        facts=(*bell_rows(case), number_row(case)),
        buttons=(
            Action(t("判定する"), ButtonAction.FORM, Style.PRIMARY, {"form": ASSESS.name, **binding}),
            Action(t("差し戻す"), ButtonAction.FORM, arguments={"form": RETURN.name, **binding}),
        ),
        page=Page(t("内容を見る"), Purpose.PREVIEW, now + PREVIEW_LIFE),
        tone=Tone.QUESTION,
    )


def look_first(case: CaseFacts, why: Deny, now: datetime) -> Card:
    """R-117: the page comes before the questions; here is the way to it."""
    return Card(
        Topic.PROBLEM,
        t("先に内容を見てください"),
        lines=(denial(why),),
        facts=(number_row(case),),
        page=Page(t("内容を見る"), Purpose.PREVIEW, now + PREVIEW_LIFE),
        tone=Tone.PROBLEM,
    )


def assessment_kept(case: CaseFacts, looked: int, reading: int) -> Card:
    """Thanks to an approver, with the way back; ``looked`` less than ``reading`` takes is said (R-110), in seconds."""
    hasty = t(
        "内容を開いてから{looked}秒でした。読むだけで{reading}秒ほどかかります。読んでいなければ、取り消して読み直してください。",
        looked=looked,
        reading=reading,
    )
    return Card(
        Topic.ASSESS,
        t("判定を記録しました"),
        lines=(*([hasty] if looked < reading else []), t("配信されるまでは取り消せます。")),
        facts=(number_row(case),),
        buttons=(Action(t("判定を取り消す"), ButtonAction.WITHDRAW_ASSESSMENT, Style.DANGER),),
        tone=Tone.DONE,
        redraws=True,
    )


def assessment_withdrawn(case: CaseFacts) -> Card:
    """A yes was taken back; it can be given anew."""
    again = {"form": ASSESS.name, "binding": case.binding}
    return Card(
        Topic.ASSESS,
        t("判定を取り消しました"),
        lines=(t("あらためて判定するには、下のボタンを押してください。"),),
        buttons=(Action(t("判定する"), ButtonAction.FORM, Style.PRIMARY, again),),
        tone=Tone.DONE,
    )


def assessment_over(case: CaseFacts, *, own: bool = False) -> Card:
    """Nothing is left to assess."""
    return Card(
        Topic.ASSESS,
        t("承認のお願いは終わりました：{state}", state=state_name(case.state)),
        lines=(t("あなたの答えを記録しました。") if own else t("あなたがすることはありません。"),),
        facts=(number_row(case),),
        buttons=(Action(t("通報者に理由を見せる"), ButtonAction.SHOW_REASON),)
        if own and case.state == State.REFUSED
        else (),
        tone=Tone.DONE,
        redraws=True,
    )


def reason_shown(case: CaseFacts) -> Card:
    """To whoever said "no" and lets the reporter read why."""
    return Card(Topic.ASSESS, t("理由を通報者に見せました"), facts=(number_row(case),), tone=Tone.DONE, redraws=True)


def reason_to_read(case: CaseFacts, now: datetime) -> Card:
    """R-112: the reporter may read why; the words stand on the page."""
    return Card(
        Topic.PREVIEW,
        t("配信しなかった理由を読めます"),
        lines=(t("理由は、終了から24時間で消去されます。"),),
        facts=(number_row(case),),
        page=Page(t("理由を見る"), Purpose.REFUSAL, now + ANSWER_STANDS),
        tone=Tone.DONE,
    )


def progress(done: int, needed: int, missing: Verdict) -> Card:
    """How many of how many, and who is still missing."""
    return Card(
        Topic.PREVIEW,
        t("承認をお願いしています {done} / {needed}", done=done, needed=needed),
        lines=(denial(missing),) if isinstance(missing, Deny) else (),
        buttons=(Action(t("取り下げる"), ButtonAction.WITHDRAW, Style.DANGER),),
        redraws=True,
    )


def returned(case: CaseFacts, rule: Deny | None, *, pictures: bool) -> Card:
    """Sent back to mend the words, who was chosen in the picture, or the photo itself; an approver's words are on the
    page, a ``rule`` that said no is told.
    """
    why = denial(rule) if rule else t("理由は「内容を見る」で読めます。")
    another = [Action(t("写真を送り直す"), ButtonAction.ANOTHER_PHOTO)] if pictures else []
    return Card(
        Topic.PREVIEW,
        t("差し戻されました"),
        lines=(why, t("直して、もう一度承認者へ送ってください。")),
        facts=(number_row(case),),
        buttons=(
            Action(t("書き直す"), ButtonAction.FORM, Style.PRIMARY, {"form": REPORT.name}),
            *another,
            Action(t("取り下げる"), ButtonAction.WITHDRAW, Style.DANGER),
        ),
        page=own_page(case, t("内容を見る")),
        tone=Tone.PROBLEM,
    )


def refused(case: CaseFacts, test: str) -> Card:
    """One "no" stopped it."""
    return Card(
        Topic.PREVIEW,
        t("配信しないことになりました"),
        lines=(
            t(REFUSALS[test]),
            *erased_lines(case, own=True),
            t("自店での警戒や警察への通報は、これまでどおり行えます。"),
        ),
        buttons=deleting(),
        tone=Tone.DONE,
    )


def held_back(case: CaseFacts, why: Deny) -> Card:
    """The quorum is there, but something keeps the alert from leaving."""
    return Card(Topic.HELD, t("まだ配信できません"), lines=(denial(why),), facts=(number_row(case),), tone=Tone.PROBLEM)


def sent_without_quota(case: CaseFacts) -> Card:
    """The alert left, though nobody knows whether a recall still could."""
    return Card(
        Topic.HELD,
        t("残り通数を確かめずに配信しました"),
        lines=(
            t("LINEに残り通数を確かめられませんでした。足りないと、回収が届かないおそれがあります。"),
            t("LINEの管理画面で残り通数を確かめ、足りなければ追加してください。"),
        ),
        facts=(number_row(case),),
        tone=Tone.PROBLEM,
    )


def for_approvers(case: CaseFacts, report: Report) -> Rows:
    """R-086, R-112: what the alert stands on; only the approvers see it, on their page."""
    reason: Rows = ((t("文字や注意だけでは足りない理由"), report.step_up_reason),) if report.step_up_reason else ()
    return (
        (t("根拠"), choice(FieldName.GROUND, report.ground)),
        (t("未払いの確認"), yes_no(report.payment_checked)),
        (t("警察"), choice(FieldName.POLICE, report.police)),
        (t("知っている人か"), yes_no(report.known_person)),
        (t("配慮が必要か"), t("はい、またはわからない") if report.vulnerable else yes_no(value=False)),
        (t("伝え方"), choice(FieldName.FORM, report.form)),
        *reason,
        *flaw_rows(case),
        *by_hand_rows(case),
        *earlier_rows(case),
        *audience_rows(case),
        life_row(case),
        number_row(case),
    )
