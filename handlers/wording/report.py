"""Cards for the reporter, up to the approvers."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.cards import Button, Card, Tone
from handlers.forms.form import Field, Form
from handlers.recipient import Desk
from handlers.wording.labels import Rows, alert_rows, audience_rows, choice, denial, full_name, mask_page
from policy.facts import AlertForm, Report
from policy.verdict import Deny
from storage.tables import Case, Store


def choose_store(desk: Desk, stores: Sequence[Store]) -> Card:
    """A person of several stores reports for one."""
    return Card(
        desk.t("どの店舗の通報ですか？"),
        choices=tuple(desk.button(full_name(store), "start", store_id=store.id) for store in stores),
        tone=Tone.QUESTION,
    )


def ask_for_photo(desk: Desk, hours: int) -> Card:
    """First step after 「通報」."""
    return Card(
        desk.t("写真を送ってください"),
        lines=(
            desk.t(
                "対象者が写った写真を1枚か、60秒までの動画を、このチャットに送ってください。ほかの人と顔は自動で隠します。"
            ),
            desk.t("原本は配信と同時に、遅くとも{hours}時間で消去します。", hours=hours),
        ),
        choices=(desk.button(desk.t("写真なしで続ける"), "continue"), _withdraw(desk)),
        tone=Tone.QUESTION,
    )


def photo_received(desk: Desk) -> Card:
    """The photo is on its way through masking; the page waits for it."""
    return Card(
        desk.t("写真を受け取りました"),
        lines=(desk.t("下のページで対象者を選んでください。続く質問があれば、あわせてお答えください。"),),
        link=mask_page(desk, desk.t("画像を確認する")),
        tone=Tone.PLAIN,
    )


def photo_refused(desk: Desk, reason: str) -> Card:
    """The photo can't be used."""
    return Card(
        desk.t("この写真は使えませんでした"),
        lines=(desk.t(reason), desk.t("別の写真を送るか、写真なしで続けてください。")),
        choices=(desk.button(desk.t("写真なしで続ける"), "continue"),),
        tone=Tone.PROBLEM,
    )


def photo_unsent(desk: Desk) -> Card:
    """The message with the photo was taken back."""
    return Card(
        desk.t("通報を取り下げました"),
        lines=(desk.t("送信が取り消されたため、写真や動画と通報を消去しました。必要なら、もう一度通報してください。"),),
        tone=Tone.DONE,
    )


def question(desk: Desk, form: Form, field: Field, answers: dict[str, str]) -> Card:
    """One question, with its number so that people see the end coming."""
    return _question(desk, form, field, answers, ())


def ask_again(desk: Desk, form: Form, field: Field, answers: dict[str, str], why: Deny) -> Card:
    """The same question with what was wrong about the answer."""
    return _question(desk, form, field, answers, (denial(desk.t, why),))


def put_aside(desk: Desk, *, report: bool) -> Card:
    """「やめる」 in the middle of a form; only a report goes on from where it was."""
    return Card(
        desk.t("質問を中断しました"),
        lines=(desk.t("「状況」と送ると続きから再開できます。"),) if report else (),
        buttons=(_withdraw(desk),) if report else (),
        tone=Tone.PLAIN,
    )


def mask_still_open(desk: Desk) -> Card:
    """Facts are complete, the picture is not confirmed."""
    return Card(
        desk.t("あとは画像の確認だけです"),
        lines=(desk.t("ページで対象者を選び、隠した結果を確認してください。"),),
        link=mask_page(desk, desk.t("画像を確認する")),
        tone=Tone.QUESTION,
    )


def mask_confirmed(desk: Desk) -> Card:
    """The picture is confirmed, questions are still open."""
    return Card(
        desk.t("画像を確認しました"),
        lines=(desk.t("残りの質問にお答えください。質問をもう一度表示するには「状況」と送ってください。"),),
        tone=Tone.DONE,
    )


def preview(desk: Desk, report: Report, needed: int, *, far_stores: bool, left_out: Sequence[Store]) -> Card:
    """The finished alert, as it would go out, with the step to the approvers."""
    if desk.case is None:
        raise ValueError("a preview belongs to a case")
    rows = (*alert_rows(desk, desk.case, report), *_frame(desk, desk.case, report, left_out))
    buttons = [desk.button(desk.t("承認者へ送る"), "submit", "primary")]
    buttons.append(desk.button(desk.t("書き直す"), "form", form="report"))
    if far_stores:
        buttons.append(desk.button(desk.t("遠くの自社店舗を加える"), "form", form="far_store"))
    buttons.append(desk.button(desk.t("配信先をしぼる"), "form", form="audience"))
    if report.form == AlertForm.PICTURE:
        buttons.append(desk.button(desk.t("写真を送り直す"), "another_photo"))
    buttons.append(_withdraw(desk))
    return Card(
        desk.t("この内容でよろしいですか？"),
        lines=(desk.t("店舗責任者か代行者を含む{needed}人が認めたときだけ配信されます。", needed=needed),),
        facts=rows,
        buttons=tuple(buttons),
        link=mask_page(desk, desk.t("画像を直す")) if report.form == AlertForm.PICTURE else None,
        tone=Tone.QUESTION,
    )


def waiting(desk: Desk, needed: int, asked: int) -> Card:
    """The alert lies with the approvers."""
    return Card(
        desk.t("判定をお願いしています 0 / {needed}", needed=needed),
        lines=(desk.t("{asked}人に依頼しました。結果はここにお知らせします。", asked=asked),),
        buttons=(_withdraw(desk),),
        tone=Tone.PLAIN,
        redraws=True,
    )


def withdrawn(desk: Desk) -> Card:
    """The report was taken back."""
    return Card(
        desk.t("通報を取り下げました"),
        lines=(desk.t("写真や画像は残っていません。どこにも配信されていません。"),),
        tone=Tone.DONE,
        redraws=True,
    )


def lapsed(desk: Desk) -> Card:
    """Nobody finished it in time."""
    return Card(
        desk.t("時間切れで終了しました"),
        lines=(desk.t("時間内に判定がそろわなかったため、配信せずに終了しました。写真や画像は残っていません。"),),
        tone=Tone.DONE,
    )


def _question(desk: Desk, form: Form, field: Field, answers: dict[str, str], first: tuple[str, ...]) -> Card:
    fields = [f for f in form.fields if f.applies(answers)]
    hint = (desk.t(field.hint),) if field.hint else ()
    choices = tuple(
        desk.button(desk.t(option.label), "answer", field=field.name, value=option.value) for option in field.options
    )
    return Card(
        desk.t(field.question),
        lines=(*first, *hint),
        facts=((desk.t("質問"), f"{fields.index(field) + 1} / {len(fields)}"),),
        choices=choices,
        tone=Tone.PROBLEM if first else Tone.QUESTION,
    )


def _frame(desk: Desk, case: Case, report: Report, left_out: Sequence[Store]) -> Rows:
    return (
        (desk.t("伝え方"), choice(desk, "form", report.form.value)),
        *audience_rows(desk, case, left_out),
        (desk.t("期間"), desk.t("{hours}時間", hours=case.life_hours)),
    )


def _withdraw(desk: Desk) -> Button:
    return desk.button(desk.t("取り下げる"), "withdraw", "danger")
