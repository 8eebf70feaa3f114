"""Cards for the reporter, up to the approvers."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.cards import Action, ButtonAction, Card, Sentence, Style, Text, Tone, Topic, denial, t
from handlers.forms.definitions import AUDIENCE, FAR_STORE, REPORT
from handlers.forms.form import Field, Form
from handlers.wording.facts import CaseFacts
from handlers.wording.labels import ANSWERED_BEFORE, bell_rows, choice, number_row, own_page, stores_row
from handlers.wording.own_copy import deleting, erased_lines
from policy.facts import AlertForm
from policy.forms.names import FieldName, Skip
from policy.verdict import N_, Deny

REPLACED = N_("前の写真や動画は消去し、新しいほうを使います。")


def choose_store(stores: Iterable[tuple[str, str]]) -> Card:
    """A person of several stores (id, name) reports for one."""
    return Card(
        Topic.CHOOSE_STORE,
        t("どの店舗の通報ですか？"),
        choices=tuple(Action(name, ButtonAction.START, arguments={"store_id": store_id}) for store_id, name in stores),
        tone=Tone.QUESTION,
    )


def ask_for_photo(hours: int, topic: Topic) -> Card:
    """First step after 「通報」."""
    return Card(
        topic,
        t("写真を送ってください"),
        lines=(
            t(
                "対象者が写った写真を1枚か、60秒までの動画を、このチャットに送ってください。ほかの人と顔は自動で隠します。"
            ),
            t("元の写真や動画は配信と同時に、遅くとも{hours}時間で消去します。", hours=hours),
        ),
        choices=(_without_photo(), _withdraw()),
        tone=Tone.QUESTION,
        asks_photo=True,
    )


def photo_received(case: CaseFacts, *, again: bool = False) -> Card:
    """The photo is on its way through masking; the page waits for it. ``again``: it takes another one's place."""
    return Card(
        Topic.PHOTO,
        t("写真を受け取りました"),
        lines=(
            *([t(REPLACED)] if again else []),
            t("下のボタンから対象者を選んでください。質問にも、そのページで答えられます。"),
        ),
        page=own_page(case, t("画像を確認する")),
    )


def photo_left(video: bool) -> Card:
    """More than one at once: the first is taken, the others are not looked at."""
    return Card(
        Topic.PHOTO,
        t("最初の1つを使います"),
        lines=(
            t("ほかの動画を使うときは、それだけを送り直してください。")
            if video
            else t("ほかの写真を使うときは、それだけを送り直してください。"),
        ),
    )


def photo_refused(reason: str, *, video: bool = False) -> Card:
    """The photo or video can't be used."""
    title, another = t("この写真は使えませんでした"), t("別の写真を送るか、写真なしで続けてください。")
    if video:
        title, another = t("この動画は使えませんでした"), t("別の動画か写真を送るか、写真なしで続けてください。")
    return Card(
        Topic.PHOTO,
        title,
        lines=(t(reason), another),
        choices=(_without_photo(),),
        tone=Tone.PROBLEM,
    )


def picture_waits(*, fetching: bool) -> Card:
    """It takes longer than usual; nothing is asked of the reporter yet."""
    still = t("写真や動画がまだアプリから届きません。このまま待って、受け取り直します。")
    working = t("画像の処理に時間がかかっています。このまま続けます。")
    return Card(
        Topic.PHOTO,
        t("もう少しお待ちください"),
        lines=(
            still if fetching else working,
            t("5分たってもできなければ、お知らせします。急ぐときは写真なしで続けられます。"),
        ),
        choices=(_without_photo(),),
    )


def photo_unsent(case: CaseFacts) -> Card:
    """The message with the photo was taken back."""
    return Card(
        Topic.CASE,
        t("通報を取り下げました"),
        lines=(
            t("送信が取り消されたため、通報を終えました。必要なら、もう一度通報してください。"),
            *erased_lines(case, own=False),
        ),
        tone=Tone.DONE,
    )


def question(
    form: Form, field: Field, answers: dict[str, str], wrong: Deny | None = None, *, offered: bool = False
) -> Card:
    """One question, with its number so that people see the end coming; again with what was ``wrong``.

    ``offered``: words came with the photo, which may be the answer; no chat repeats them (R-087).
    """
    fields = [f for f in form.fields if f.may_apply(answers)]
    return Card(
        Topic.QUESTION,
        t(field.question),
        lines=(
            *([] if wrong is None else [denial(wrong)]),
            *(t(line) for line in (field.hint, field.typed) if line),
            *([t("例：{example}", example=t(field.example))] if field.example else []),
            *([t("ボタンで選ぶか、服装や持ち物の特徴を短い文で送ってください。")] if field.in_words else []),
            *([t("写真といっしょに送った文を、そのまま答えにできます。")] if offered else []),
            *([_numbered(field)] if wrong is not None and field.choices and field.name != FieldName.WHEN else []),
        ),
        facts=((t("質問"), f"{fields.index(field) + 1} / {len(fields)}"),),
        choices=(
            *([_answer(t("写真といっしょの文"), field, Skip.WITH_PHOTO)] if offered else []),
            *(_answer(t(one.label), field, one.value) for one in field.choices),
        ),
        tone=Tone.QUESTION if wrong is None else Tone.PROBLEM,
    )


def _answer(label: Sentence, field: Field, value: str) -> Action:
    return Action(label, ButtonAction.ANSWER, arguments={"field": field.name, "value": value})


def _numbered(field: Field) -> Text:
    """Once somebody typed: what can be typed, since not every screen draws the choices."""
    listed = (t("{number}：{label}", number=n, label=t(one.label)) for n, one in enumerate(field.choices, start=1))
    return (t("番号でも答えられます。"), *listed)


def still_open() -> Card:
    """A second report is begun while the first is being written."""
    return Card(
        Topic.STATUS,
        t("前の通報がまだ途中です"),
        lines=(t("続けるか、取り下げてから新しく通報してください。"),),
        buttons=(Action(t("続ける"), ButtonAction.STEP, Style.PRIMARY), _withdraw()),
        tone=Tone.QUESTION,
    )


def put_aside(*, report: bool) -> Card:
    """「やめる」 in the middle of a form; only a report goes on from where it was."""
    return Card(
        Topic.HELP,
        t("質問を中断しました"),
        lines=(t("「状況」と送ると続きから再開できます。"),) if report else (),
        buttons=(Action(t("続ける"), ButtonAction.STEP), _withdraw()) if report else (),
    )


def mask_still_open(case: CaseFacts) -> Card:
    """Facts are complete, the picture is not confirmed."""
    return Card(
        Topic.PREVIEW,
        t("あとは画像の確認だけです"),
        lines=(t("ページで対象者を選び、隠した結果を確認してください。"),),
        page=own_page(case, t("画像を確認する")),
        tone=Tone.QUESTION,
    )


def mask_confirmed() -> Card:
    """The picture is confirmed, questions are still open."""
    return Card(
        Topic.PHOTO,
        t("画像を確認しました"),
        lines=(t("残りの質問にお答えください。質問をもう一度表示するには「状況」と送ってください。"),),
        tone=Tone.DONE,
    )


def preview(case: CaseFacts, form: AlertForm, needed: int, *, far_stores: bool) -> Card:
    """R-087: the way to the page with the finished alert as it would go out, and the step to the approvers."""
    shows = form == AlertForm.PICTURE
    return Card(
        Topic.PREVIEW,
        t("この内容でよろしいですか？"),
        lines=(
            t("「内容を見る」で、届く内容を確認してください。"),
            t("店舗責任者か代行者を含む{needed}人が認めたときだけ配信されます。", needed=needed),
        ),
        facts=(*bell_rows(case), (t("伝え方"), choice(FieldName.FORM, form)), stores_row(case), number_row(case)),
        buttons=_next_steps(far_stores=far_stores, shows=shows),
        page=own_page(case, t("内容を見る")),
        tone=Tone.QUESTION,
    )


def waiting(needed: int, asked: int, *, again: bool) -> Card:
    """The alert lies with the approvers; ``again``: this event may have had its answer already (R-112)."""
    return Card(
        Topic.PREVIEW,
        t("承認をお願いしています {done} / {needed}", done=0, needed=needed),
        lines=(
            t("{asked}人に依頼しました。結果はここにお知らせします。", asked=asked),
            *([t(ANSWERED_BEFORE)] if again else []),
        ),
        buttons=(_withdraw(),),
        redraws=True,
    )


def withdrawn(case: CaseFacts) -> Card:
    """The report was taken back."""
    return Card(
        Topic.CASE,
        t("通報を取り下げました"),
        lines=(t("どこにも配信されていません。"), *erased_lines(case, own=True)),
        buttons=deleting(),
        tone=Tone.DONE,
        redraws=True,
    )


def lapsed(case: CaseFacts) -> Card:
    """Nobody finished it in time."""
    return Card(
        Topic.PREVIEW,
        t("時間切れで終了しました"),
        lines=(
            t("時間内に承認がそろわなかったため、配信せずに終了しました。"),
            *erased_lines(case, own=True),
            t("いまも近くの店で起きそうなら、いまの様子で通報し直してください。"),
        ),
        buttons=(Action(t("もう一度通報する"), ButtonAction.START), *deleting()),
        tone=Tone.DONE,
    )


def _next_steps(*, far_stores: bool, shows: bool) -> tuple[Action, ...]:
    def form(label: Text, name: str) -> Action:
        return Action(label, ButtonAction.FORM, arguments={"form": name})

    return (
        Action(t("承認者へ送る"), ButtonAction.SUBMIT, Style.PRIMARY),
        form(t("書き直す"), REPORT.name),
        *([form(t("遠くの自社店舗を加える"), FAR_STORE.name)] if far_stores else []),
        form(t("配信先をしぼる"), AUDIENCE.name),
        *([Action(t("写真を送り直す"), ButtonAction.ANOTHER_PHOTO)] if shows else []),
        _withdraw(),
    )


def _withdraw() -> Action:
    return Action(t("取り下げる"), ButtonAction.WITHDRAW, Style.DANGER)


def _without_photo() -> Action:
    return Action(t("写真なしで続ける"), ButtonAction.CONTINUE)
