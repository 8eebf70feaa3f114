"""Cards about incidents. No card repeats what somebody wrote."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers.cards import Action, ButtonAction, Card, Style, Text, Tone, Topic, t
from handlers.wording.facts import IncidentFacts
from handlers.wording.incident_names import LIGHTS, REPORTS, WHATS
from handlers.wording.labels import ROLES, Rows
from policy.forms.names import Choice
from policy.incidents.clocks import Due, Light
from policy.incidents.kinds import What
from policy.verdict import N_


def what_happened(once: str, *, drill: bool) -> Card:
    """R-135: the first of two questions; pressing one of the six opens it."""
    return Card(
        Topic.INCIDENT,
        _titled(t("何がありましたか？"), drill=drill),
        lines=(
            t("押すと、すぐに記録し、責任者を呼びます。まちがいでもかまいません。")
            if not drill
            else t("訓練です。押すと、本番と同じように責任者を呼びます。警戒情報は取り消しません。"),
        ),
        buttons=tuple(
            Action(
                t(name),
                ButtonAction.OPEN_INCIDENT,
                arguments={"what": what, "once": once, "drill": Choice.YES if drill else Choice.NO},
            )
            for what, name in WHATS.items()
        ),
        tone=Tone.QUESTION,
    )


def opened(incident: IncidentFacts) -> Card:
    """R-135: to its finder: it is on record, and people are called, or nobody can be; the second question."""
    lines = [
        t("責任者を呼びました。まだ続いていますか？")
        if incident.called
        else t("いま呼べる責任者がいません。すぐに事務局に電話してください。まだ続いていますか？")
    ]
    if incident.what is What.LOST_PHONE and not incident.drill:
        lines.append(t("なくした端末は、「端末をなくした」と送ると、すぐに使えなくなります。"))
    return Card(
        Topic.INCIDENT,
        _titled(t("事故を記録しました"), drill=incident.drill),
        lines=tuple(lines),
        facts=_facts(incident),
        buttons=(
            _goes_on(N_("はい、続いている"), incident, Choice.YES),
            _goes_on(N_("いいえ、もう止まった"), incident, Choice.NO),
        ),
        tone=Tone.DONE,
        subject=incident.number,
    )


def thanks(incident: IncidentFacts) -> Card:
    """To its finder, after the second question."""
    return _said(
        incident,
        t("記録しました。責任者の連絡を待ってください。"),
        t("画面の写真や名前を、チャットに送らないでください。"),
    )


def which_alert(incident: IncidentFacts, numbers: Sequence[str]) -> Card:
    """R-078, R-096: several alerts live; the one that it is about is called back by pressing its number."""
    return Card(
        Topic.INCIDENT,
        _titled(t("どの警戒情報のことですか？"), drill=incident.drill),
        lines=(
            t("訓練です。押しても取り消しません。")
            if incident.drill
            else t(
                "押した番号の警戒情報を、すぐに取り消します（回収）。わからなければ、押さずに責任者を待ってください。"
            ),
        ),
        facts=_facts(incident),
        buttons=tuple(
            Action(
                number, ButtonAction.INCIDENT_ALERT, Style.DANGER, {"number": incident.number, "case_number": number}
            )
            for number in numbers
        ),
        tone=Tone.QUESTION,
        subject=incident.number,
    )


def named(incident: IncidentFacts, case_number: str, recalled_at: datetime | None, *, just_now: bool) -> Card:
    """R-078, R-096: what became of the alert that it is about: dead now, dead before, or in a drill alive."""
    if incident.drill:
        line = t(
            "訓練なので、警戒情報 {number} は取り消していません。本番ならすぐに取り消します（回収）。",
            number=case_number,
        )
    elif recalled_at is None:
        line = t("警戒情報 {number} はもう終わり、消えています。取り消すものはありません。", number=case_number)
    elif not just_now:
        line = t("警戒情報 {number} は、{at} に取り消してあります（回収）。", number=case_number, at=recalled_at)
    else:
        line = t(
            "警戒情報 {number} を取り消しました（回収）。ページは閉じ、受け取った店に知らせました。", number=case_number
        )
    return _said(incident, line)


def please_take(incident: IncidentFacts) -> Card:
    """R-135, R-139: to whoever is called; the first who presses ends the calls."""
    return Card(
        Topic.INCIDENT_CALL,
        _titled(t("事故の連絡：{what}", what=t(WHATS[incident.what])), drill=incident.drill),
        lines=(t("すぐに対応できる人が押してください。押すと、ほかの人は呼ばれません。"),),
        facts=_facts(incident),
        buttons=(
            Action(t("対応します"), ButtonAction.TAKE_INCIDENT, Style.PRIMARY, {"number": incident.number}),
            Action(t("管理画面"), ButtonAction.DESK),
        ),
        tone=Tone.STOP,
        subject=incident.number,
    )


def yours(incident: IncidentFacts) -> Card:
    """R-135, R-136: to whoever took it: what comes next."""
    return Card(
        Topic.INCIDENT,
        _titled(t("あなたが対応します"), drill=incident.drill),
        lines=(
            t("ほかの人への呼び出しは止めました。まず見つけた人に連絡し、まだ続いているなら止めてください。"),
            t("手順と期限は、管理画面の「事故」にあります。"),
        ),
        facts=_facts(incident),
        buttons=(Action(t("管理画面"), ButtonAction.DESK),),
        tone=Tone.DONE,
        subject=incident.number,
    )


def taken(incident: IncidentFacts) -> Card:
    """R-135: to its finder and to whoever was called: somebody looks after it."""
    return _said(incident, t("対応する人が決まりました。いま、することはありません。"))


def taken_before(incident: IncidentFacts) -> Card:
    """Somebody was faster; nothing changes."""
    return _said(incident, t("もうほかの人が対応しています。何も変わりません。"))


def over(incident: IncidentFacts) -> Card:
    """R-135: it ended; what is pressed now changes nothing."""
    return _said(incident, t("この事故はもう終わっています。何も変わりません。"))


def ended(incident: IncidentFacts) -> Card:
    """R-145: to whoever was called and its finder: it is over."""
    return _said(incident, t("対応が終わりました。30日後に、決めたことができたかを見直します。"))


def reports_due(incident: IncidentFacts, due: Due, light: Light, days: int) -> Card:
    """R-130: to whoever reports: which report, until when; ``days`` since the first tap, the first one being 1."""
    return Card(
        Topic.INCIDENTS,
        _titled(t("個人情報保護委員会への報告：{light}", light=t(LIGHTS[light])), drill=incident.drill),
        lines=(t("管理画面の「事故」で書き、委員会のウェブのフォームから出してください。"),),
        facts=(
            *_facts(incident),
            (t("報告"), t(REPORTS[due.report])),
            (t("期限"), f"{due.last_day:%Y-%m-%d}"),
            (t("知ってから"), t("{days} 日目", days=days)),
        ),
        buttons=(Action(t("管理画面"), ButtonAction.DESK),),
        tone=Tone.PROBLEM if light is Light.RED else Tone.QUESTION,
        redraws=True,
        subject=incident.number,
    )


def please_review(incident: IncidentFacts) -> Card:
    """R-145: a month after its end."""
    return Card(
        Topic.INCIDENTS,
        _titled(t("事故の見直しの日です"), drill=incident.drill),
        lines=(t("決めた対策ができているかを確かめ、管理画面の「事故」で見直しを記録してください。"),),
        facts=_facts(incident),
        buttons=(Action(t("管理画面"), ButtonAction.DESK),),
        tone=Tone.QUESTION,
        subject=incident.number,
    )


def no_leak(number: str, *, drill: bool) -> Rows:
    """R-130: what the second person has to know; the proof stands at the desk."""
    return (
        *(((t("訓練"), t("実際の事故ではありません")),) if drill else ()),
        (t("事故番号"), number),
        (t("確かめること"), t("漏えいがないと言える証拠（管理画面の「事故」で読めます）")),
    )


def _said(incident: IncidentFacts, *lines: Text) -> Card:
    return Card(
        Topic.INCIDENT,
        _titled(t("事故 {number}", number=incident.number), drill=incident.drill),
        lines=lines,
        facts=_facts(incident),
        tone=Tone.PLAIN,
        subject=incident.number,
    )


def _goes_on(label: str, incident: IncidentFacts, says: Choice) -> Action:
    return Action(t(label), ButtonAction.INCIDENT_GOES_ON, arguments={"number": incident.number, "says": says})


def _titled(title: Text, *, drill: bool) -> Text:
    return t("【訓練】{title}", title=title) if drill else title


def _facts(incident: IncidentFacts) -> Rows:
    going_on = {True: t("続いている"), False: t("止まった"), None: t("まだわからない")}[incident.going_on]
    took: Rows = ()
    if incident.taken_as is not None and incident.taken_at is not None:
        took = ((t("対応する人"), t("{role}、{at} から", role=t(ROLES[incident.taken_as]), at=incident.taken_at)),)
    return (
        (t("事故番号"), incident.number),
        (t("何があったか"), t(WHATS[incident.what])),
        (t("知った時刻"), incident.known_at),
        (t("見つけた人の店"), incident.stores or t("ネットワーク全体")),
        (t("いま"), going_on),
        *took,
    )
