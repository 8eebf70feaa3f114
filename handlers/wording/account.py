"""Cards about a new chat account of somebody (R-113)."""

from __future__ import annotations

from datetime import datetime

from handlers.cards import Action, ButtonAction, Card, Style, Text, Tone, Topic, t
from policy.forms.names import Choice
from storage.tables import Account, Applicant


def is_it_theirs(applicant: Applicant, *, own: bool) -> Card:
    """To the person's accounts (``own``), and to the secretariat."""
    return Card(
        Topic.NEW_ACCOUNT,
        t("新しいアカウントはあなたのものですか？") if own else t("新しいアカウントの確認"),
        lines=(
            t(
                "あなたの登録コードが使われました。使ったのがあなたでなければ「いいえ」を押し、事務局に連絡してください。"
            )
            if own
            else t("アカウントのある会員の登録コードが使われました。電話などで本人に確かめてから答えてください。"),
            t("「はい」と答えるまで、そのアカウントには何も届きません。"),
        ),
        facts=_facts(applicant, applicant.created_at),
        buttons=(
            _answer(applicant, t("はい、私です") if own else t("本人でした"), Style.PRIMARY, Choice.YES),
            _answer(applicant, t("いいえ"), Style.DANGER, Choice.NO),
        ),
        tone=Tone.QUESTION,
        subject=applicant.id,
    )


def waits(applicant: Applicant) -> Card:
    """To whoever is responsible for the store; nothing is asked of them."""
    return Card(
        Topic.NEW_ACCOUNT,
        t("新しいアカウントが確認を待っています"),
        lines=(t("本人か事務局が答えます。心当たりがなければ、本人と事務局に知らせてください。"),),
        facts=_facts(applicant, applicant.created_at),
        subject=applicant.id,
    )


def added(account: Account) -> Card:
    """To the person's other accounts and whoever is responsible."""
    return Card(
        Topic.NEW_ACCOUNT,
        t("新しいアカウントが登録されました"),
        lines=(t("心当たりがなければ、すぐに「端末をなくした」と送って止めてください。"),),
        facts=_facts(account, account.created_at),
        subject=account.id,
    )


def denied(applicant: Applicant) -> Card:
    """To everybody who was asked: it is over, and the code was in other hands."""
    return Card(
        Topic.NEW_ACCOUNT,
        t("新しいアカウントは登録しませんでした"),
        lines=(t("登録コードが他人の手に渡っています。どこで渡ったか、事務局で確かめてください。"),),
        facts=_facts(applicant, applicant.created_at),
        tone=Tone.PROBLEM,
        redraws=True,
        subject=applicant.id,
    )


def _facts(new: Account | Applicant, at: datetime) -> tuple[tuple[Text, Text], ...]:
    return (
        (t("会員"), t("{name}（{code}）", name=new.member.name, code=new.member.code)),
        (t("アプリ"), new.platform.upper()),
        (t("時刻"), at),
    )


def _answer(applicant: Applicant, label: Text, style: Style, theirs: Choice) -> Action:
    return Action(label, ButtonAction.ADMIT, style, {"applicant_id": applicant.id, "theirs": theirs})
