"""The forms people fill in, in words; their rules stand in ``policy.forms``."""

from __future__ import annotations

from dataclasses import replace

from handlers.forms.choices import (
    ASSESSED,
    CARE,
    CHECKED,
    GROUNDS,
    HOW_FAR,
    KNOWN,
    MINUTES_AGO,
    POLICE,
    RECALL_REASONS,
    TRAVELS,
)
from handlers.forms.form import Field, Form, Option
from handlers.forms.look import LOOK_FIELDS
from policy.assessment import TESTS
from policy.forms.assess import AFTER_YES, reason_of
from policy.forms.names import Choice, FieldName, FormName, LeaveOut, Reach, Wrong
from policy.forms.report import SHOWS_A_PERSON
from policy.verdict import N_

REPORT = Form(
    FormName.REPORT,
    N_("万引きの通報"),
    N_("内容を確認する"),
    (
        Field(
            FieldName.GOODS,
            N_("被害"),
            N_("何を、どれくらい持ち去られましたか？"),
            hint=N_("例：化粧品 約20点をバッグに"),
        ),
        Field(
            FieldName.WHEN,
            N_("時刻"),
            N_("いつのことですか？"),
            MINUTES_AGO,
            typed=N_("「14:20」のように時刻でも答えられます"),
        ),
        Field(
            FieldName.GROUND,
            N_("確かめた方法"),
            N_("どうやって気づきましたか？"),
            GROUNDS,
            certain=True,
        ),
        Field(
            FieldName.PAYMENT_CHECKED,
            N_("未払いの確認"),
            N_("支払いがないことを確認しましたか？"),
            CHECKED,
            certain=True,
        ),
        Field(
            FieldName.POLICE,
            N_("警察"),
            N_("警察には連絡しましたか？"),
            POLICE,
            certain=True,
        ),
        Field(
            FieldName.DIRECTION,
            N_("向かった方向"),
            N_("どちらへ向かいましたか？"),
            hint=N_("例：駅前通りを東へ。わからなければ「不明」"),
        ),
        Field(
            FieldName.TRAVEL,
            N_("移動手段"),
            N_("何で移動していますか？"),
            TRAVELS,
        ),
        Field(
            FieldName.KNOWN_PERSON,
            N_("面識"),
            N_("名前や連絡先がわかる人ですか？（常連など）"),
            KNOWN,
            certain=True,
        ),
        Field(
            FieldName.VULNERABLE,
            N_("配慮が必要な人か"),
            N_("18歳未満か、体調や様子が心配な人に見えますか？"),
            CARE,
            N_("迷うときは「わからない」を選んでください"),
            default=Choice.UNKNOWN,
        ),
        Field(
            FieldName.FORM,
            N_("伝え方"),
            N_("どこまで伝えますか？"),
            HOW_FAR,
            N_("文字で足りるときは、画像は使わないでください"),
        ),
        *LOOK_FIELDS,
        Field(
            FieldName.FEATURES,
            N_("特徴"),
            N_("服装や持ち物など、見てわかる特徴は？"),
            hint=N_("例：黒いキャップ、紺の上着、大きな手提げ袋"),
            only_if=SHOWS_A_PERSON,
        ),
        Field(
            FieldName.STEP_UP_REASON,
            N_("文字や注意だけでは足りない理由"),
            N_("文字だけ（または注意だけ）では足りない理由は？"),
            hint=N_("例：似た服装の人が多く、文字では取り違えるため"),
            multiline=True,
            only_if=SHOWS_A_PERSON,
        ),
    ),
    photo=True,
)


ASSESS = Form(
    FormName.ASSESS,
    N_("三要件の判定"),
    N_("判定を送る"),
    tuple(
        field
        for test in TESTS
        for field in (
            Field(test.name, test.title, test.question, ASSESSED[test.name], only_if=AFTER_YES[test.name]),
            Field(
                reason_of(test.name),
                N_("理由"),
                test.why,
                hint=test.hint,
                example=test.example,
                multiline=True,
                only_if=AFTER_YES[test.name],
            ),
        )
    ),
)


RETURN = Form(
    FormName.RETURN,
    N_("通報を差し戻す"),
    N_("差し戻す"),
    (Field(FieldName.REASON, N_("直してほしい点"), N_("どこを直せばよいですか？"), multiline=True),),
)


RECALL = Form(
    FormName.RECALL,
    N_("警戒情報を取り消す（回収）"),
    N_("取り消す（回収）"),
    (
        Field(
            FieldName.REASON,
            N_("回収の理由"),
            N_("なぜ取り消しますか？"),
            RECALL_REASONS,
        ),
    ),
)


WRONGS = {
    Wrong.FEATURES: N_("服装や特徴"),
    Wrong.PICTURE: N_("画像"),
    Wrong.DIRECTION: N_("向かった方向"),
    Wrong.TRAVEL: N_("移動手段"),
    Wrong.TIME: N_("時刻"),
    Wrong.GOODS: N_("被害の内容"),
}
"""Which of them are offered depends on what the alert still says."""


CORRECT = Form(
    FormName.CORRECT,
    N_("警戒情報の訂正"),
    N_("訂正を送る"),
    (
        Field(
            FieldName.WRONG,
            N_("誤り"),
            N_("どこが誤りでしたか？"),
            hint=N_(
                "選んだ内容は、受け取った全員の画面から消えます。別の人だったときは「取り消す（回収）」を使ってください"
            ),
        ),
    ),
)


FAR_STORE = Form(
    FormName.FAR_STORE,
    N_("遠くの自社店舗を加える"),
    N_("加える"),
    (
        Field(FieldName.STORE, N_("店舗"), N_("どの店舗を加えますか？")),
        Field(FieldName.REASON, N_("理由"), N_("なぜその店舗にも必要ですか？"), multiline=True),
    ),
)


WHOLE_REACH = Option(Reach.WHOLE, N_("決まりの範囲すべて"))


REACHES = {
    300: N_("300m以内"),
    500: N_("500m以内"),
    1000: N_("1km以内"),
    2000: N_("2km以内"),
    5000: N_("5km以内"),
}
"""Metres → what people read; the choices are ``policy.audience.NARROWER_M``."""


LEAVE_NONE = Option(LeaveOut.NONE, N_("いまのまま"))


TAKE_BACK = Option(LeaveOut.TAKE_BACK, N_("外した店舗をすべて戻す"))


AUDIENCE = Form(
    FormName.AUDIENCE,
    N_("配信先をしぼる"),
    N_("この配信先にする"),
    (
        Field(
            FieldName.REACH,
            N_("範囲"),
            N_("どこまで知らせますか？"),
            hint=N_("必要な範囲だけに知らせます。広げることはできません"),
        ),
        Field(
            FieldName.LEAVE_OUT,
            N_("外す店舗"),
            N_("知らせない店舗はありますか？"),
            hint=N_("2店舗以上外すときは、1店舗ずつくり返してください"),
        ),
    ),
)


FORMS: dict[str, Form] = {form.name: form for form in (REPORT, ASSESS, RETURN, RECALL, CORRECT, FAR_STORE, AUDIENCE)}


def with_options(form: Form, name: str, options: tuple[Option, ...]) -> Form:
    """The form with one field's options replaced."""
    return replace(form, fields=tuple(replace(f, options=options) if f.name == name else f for f in form.fields))
