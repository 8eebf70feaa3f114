"""Cards about training: nobody reads an alert before it (R-062)."""

from __future__ import annotations

from datetime import date

from handlers.cards import Card, Elsewhere, Tone, Topic, t
from policy.training import Reminder
from policy.verdict import N_

TITLES = {
    Reminder.MONTH: N_("研修の期限が近づいています"),
    Reminder.WEEK: N_("研修の期限まで 1 週間です"),
    Reminder.OVER: N_("研修の期限が切れました"),
}


def train_first(address: str) -> Card:
    """In place of an alert; nothing of the case is in it. ``address``: where the training is, if anywhere online."""
    return Card(
        Topic.TRAINING,
        t("警戒情報が届いています"),
        lines=(t("先に研修を済ませてください。済むまでは、店舗のほかの担当者に届きます。"),),
        page=_training(address),
        tone=Tone.PROBLEM,
        redraws=True,
    )


def standing(until: date | None, address: str, *, holds: bool) -> Card:
    """To whoever asks; ``holds``: it is good today."""
    return Card(
        Topic.TRAINING,
        t("研修は済んでいます") if holds else t("研修を受けてください"),
        lines=(
            t("期限の1か月前と1週間前に、ここでお知らせします。")
            if holds
            else t("研修を受けて、事務局に連絡してください。済むまでは、通報も警戒情報の閲覧もできません。"),
        ),
        facts=((t("研修の期限"), until.isoformat() if until else t("記録なし")),),
        page=_training(address),
        tone=Tone.DONE if holds else Tone.PROBLEM,
    )


def ends(reminder: Reminder, until: date, address: str) -> Card:
    """To the person themselves."""
    return Card(
        Topic.TRAINING,
        t(TITLES[reminder]),
        lines=(t("期限が切れると、通報、承認、警戒情報の閲覧ができません。研修を受けて、事務局に連絡してください。"),),
        facts=((t("研修の期限"), until.isoformat()),),
        page=_training(address),
        tone=Tone.PROBLEM if reminder is Reminder.OVER else Tone.PLAIN,
    )


def ends_for(reminder: Reminder, name: str, code: str, until: date) -> Card:
    """To the responsible person of a store of theirs."""
    return Card(
        Topic.TRAINING,
        t(TITLES[reminder]),
        lines=(t("研修を受けられるように、勤務を調整してください。"),),
        facts=((t("会員"), name), (t("研修の期限"), until.isoformat())),
        tone=Tone.PROBLEM if reminder is Reminder.OVER else Tone.PLAIN,
        subject=code,
    )


def _training(address: str) -> Elsewhere | None:
    return Elsewhere(t("研修を受ける"), address) if address else None
