"""Cards for the approvers, and what the reporter hears of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from handlers.cards import Card, PageLink, Tone
from handlers.recipient import Desk
from handlers.wording.labels import (
    TEST_NAMES,
    Rows,
    alert_rows,
    audience_rows,
    choice,
    denial,
    flaw_rows,
    mask_page,
    state_name,
    yes_no,
)
from policy.facts import AlertForm, Report
from policy.verdict import Deny, Verdict
from storage.tables import Case, Store


def please_assess(desk: Desk, case: Case, report: Report, left_out: Sequence[Store], *, again: bool = False) -> Card:
    """R-112: the exact alert, what it stands on, and the form with the three tests."""
    title = desk.t("【再度のお願い】判定してください") if again else desk.t("判定のお願い")
    binding = case.binding or ""
    return Card(
        title,
        lines=(
            desk.t(
                "被害から特徴まで（画像つきなら画像も）が配信されます。根拠から下は承認者だけに見えます。三要件と同意の困難性を、それぞれ理由をつけて判定してください。"
            ),
            desk.t("ひとつでも「いいえ」なら配信されません。迷うときは差し戻してください。"),
        ),
        facts=(
            *alert_rows(desk, case, report),
            *flaw_rows(desk, case),
            *_grounds(desk, case, report, left_out),
        ),
        buttons=(
            desk.button(desk.t("判定する"), "form", "primary", form="assess", binding=binding),
            desk.button(desk.t("差し戻す"), "form", form="return", binding=binding),
        ),
        link=_preview_page(desk, report),
        tone=Tone.QUESTION,
    )


def assessment_kept(desk: Desk, case: Case) -> Card:
    """Thanks to an approver, with the way back."""
    return Card(
        desk.t("判定を記録しました"),
        lines=(desk.t("配信されるまでは取り消せます。"), case.number),
        buttons=(desk.button(desk.t("判定を取り消す"), "withdraw_assessment", "danger"),),
        tone=Tone.DONE,
        redraws=True,
    )


def assessment_withdrawn(desk: Desk, case: Case) -> Card:
    """A yes was taken back; it can be given anew."""
    return Card(
        desk.t("判定を取り消しました"),
        lines=(desk.t("あらためて判定するには、下のボタンを押してください。"),),
        buttons=(desk.button(desk.t("判定する"), "form", "primary", form="assess", binding=case.binding or ""),),
        tone=Tone.DONE,
    )


def assessment_over(desk: Desk, case: Case, *, own: bool = False) -> Card:
    """Nothing is left to assess."""
    reason = desk.t("ご判断を記録しました。") if own else desk.t("この事案の判定は終わりました。ご対応は不要です。")
    return Card(
        desk.t("判定は終了しました"),
        lines=(reason,),
        facts=((case.number, state_name(desk, case.state)),),
        tone=Tone.DONE,
        redraws=True,
    )


def progress(desk: Desk, done: int, needed: int, missing: Verdict) -> Card:
    """How many of how many, and who is still missing."""
    still = (denial(desk.t, missing),) if isinstance(missing, Deny) else ()
    return Card(
        desk.t("承認 {done} / {needed}", done=done, needed=needed),
        lines=still,
        buttons=(desk.button(desk.t("取り下げる"), "withdraw", "danger"),),
        tone=Tone.PLAIN,
        redraws=True,
    )


def returned(desk: Desk, case: Case, reason: str, *, pictures: bool) -> Card:
    """Sent back with what to mend: the words, who was chosen in the picture, or the photo itself."""
    another = [desk.button(desk.t("写真を送り直す"), "another_photo")] if pictures else []
    return Card(
        desk.t("差し戻されました"),
        lines=(reason, desk.t("直して、もう一度承認者へ送ってください。")),
        buttons=(
            desk.button(desk.t("書き直す"), "form", "primary", form="report"),
            *another,
            desk.button(desk.t("取り下げる"), "withdraw", "danger"),
        ),
        link=mask_page(desk, desk.t("画像を直す")) if case.photo_reference else None,
        tone=Tone.PROBLEM,
    )


def refused(desk: Desk, test: str) -> Card:
    """One "no" stopped it."""
    return Card(
        desk.t("配信しないことになりました"),
        lines=(
            desk.t(
                "「{test}」を満たさないと判断されました。写真や画像は残っていません。", test=desk.t(TEST_NAMES[test])
            ),
            desk.t("自店での警戒や警察への通報は、これまでどおり行えます。"),
        ),
        tone=Tone.DONE,
    )


def held_back(desk: Desk, why: Deny) -> Card:
    """The quorum is there, but something keeps the alert from leaving."""
    return Card(
        desk.t("まだ配信できません"),
        lines=(denial(desk.t, why),),
        facts=((desk.t("事案"), desk.case.number),) if desk.case else (),
        tone=Tone.PROBLEM,
    )


def _grounds(desk: Desk, case: Case, report: Report, left_out: Sequence[Store]) -> Rows:
    rows = [
        (desk.t("根拠"), choice(desk, "ground", report.ground.value)),
        (desk.t("未払いの確認"), yes_no(desk, report.payment_checked)),
        (desk.t("警察"), choice(desk, "police", report.police)),
        (desk.t("知っている人か"), yes_no(desk, report.known_person)),
        (desk.t("配慮が必要か"), yes_no(desk, report.vulnerable)),
        (desk.t("伝え方"), choice(desk, "form", report.form.value)),
        *audience_rows(desk, case, left_out),
        (desk.t("期間"), desk.t("{hours}時間", hours=case.life_hours)),
        (desk.t("事案"), case.number),
    ]
    if report.step_up_reason:
        rows.insert(6, (desk.t("軽い方法では足りない理由"), report.step_up_reason))
    return tuple(rows)


def _preview_page(desk: Desk, report: Report) -> PageLink | None:
    if report.form != AlertForm.PICTURE:
        return None
    return desk.page(desk.t("画像を見る"), "preview", desk.now + timedelta(hours=24))
