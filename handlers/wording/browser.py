"""Cards about browsers: who opened one's pages with what, and how to end it (R-001, R-063)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from handlers.cards import Action, ButtonAction, Card, Page, Style, Text, Tone, Topic, t
from handlers.wording.facts import CaseFacts
from handlers.wording.labels import number_row
from policy.access import Purpose
from policy.forms.names import Choice
from policy.verdict import N_
from storage.tables import Browser, Machine, Passkey, Program

MACHINES = {
    Machine.IPHONE: N_("iPhone"),
    Machine.IPAD: N_("iPad"),
    Machine.ANDROID: N_("Android"),
    Machine.CHROMEBOOK: N_("Chromebook"),
    Machine.WINDOWS: N_("Windows のパソコン"),
    Machine.MAC: N_("Mac"),
    Machine.LINUX: N_("Linux のパソコン"),
    Machine.OTHER: N_("種類のわからない端末"),
}

PROGRAMS = {
    Program.LINE: N_("LINE アプリ"),
    Program.SLACK: N_("Slack アプリ"),
    Program.EDGE: N_("Edge"),
    Program.FIREFOX: N_("Firefox"),
    Program.SAMSUNG: N_("Samsung ブラウザ"),
    Program.CHROME: N_("Chrome"),
    Program.SAFARI: N_("Safari"),
    Program.OTHER: N_("ブラウザ"),
}


def device(browser: Browser | Passkey) -> Text:
    """What it says it is, in words that people use; never its own."""
    return t("{machine}（{program}）", machine=t(MACHINES[browser.machine]), program=t(PROGRAMS[browser.program]))


def bound(browser: Browser) -> Card:
    """R-001: the account's first browser was bound; whoever did it may be somebody else."""
    return Card(
        Topic.BROWSER,
        t("あなたのページが開かれました"),
        lines=(
            t("開いた画面の番号がこの番号と同じなら、あなたの端末です。何もしなくてかまいません。"),
            t("心当たりがなければ「いいえ」を押してください。すべての端末とリンクが、すぐに使えなくなります。"),
        ),
        facts=_seen(browser),
        buttons=(_no(browser),),
        subject=browser.id,
    )


def was_it_you(browser: Browser) -> Card:
    """R-001: another browser waits at the link."""
    return Card(
        Topic.BROWSER,
        t("別の端末でページが開かれました"),
        lines=(
            t("ご自身の画面に同じ番号が出ているときだけ「はい」を押してください。"),
            t("心当たりがなければ「いいえ」を押してください。すべての端末とリンクが、すぐに使えなくなります。"),
        ),
        facts=_seen(browser),
        buttons=(_decide(browser, t("はい、私です"), Style.PRIMARY, Choice.YES), _no(browser)),
        tone=Tone.QUESTION,
        subject=browser.id,
    )


def let_in(browser: Browser) -> Card:
    """The owner's yes took effect."""
    return Card(
        Topic.BROWSER,
        t("その端末で開けるようになりました"),
        facts=_seen(browser),
        buttons=(_no(browser),),
        tone=Tone.DONE,
        redraws=True,
        subject=browser.id,
    )


def opened_by_another(browser: Browser, code: str) -> Card:
    """R-097: to the secretariat: a member's link was in other hands."""
    return Card(
        Topic.BROWSER,
        t("{code} のリンクが、本人でない人に開かれました", code=code),
        lines=(
            t("本人が「いいえ」と答え、すべての端末とリンクを解除しました。"),
            t("リンクがどこで渡ったか、電話などで本人に確かめてください。"),
        ),
        facts=_seen(browser)[1:],
        tone=Tone.PROBLEM,
    )


def gone() -> Card:
    """A "no" to a browser that has ended already."""
    return Card(Topic.BROWSER, t("その端末では、もう開けません"), tone=Tone.DONE)


def all_ended(count: int) -> Card:
    """R-063: all doors are shut; how one comes back in."""
    return Card(
        Topic.BROWSER,
        t("端末とリンクをすべて解除しました（端末 {count} 台）", count=count),
        lines=(
            t("これまでのリンクは、だれが持っていても開けません。開いたままの画面も使えません。"),
            t("続きは、このあとに届く新しいリンクから開いてください。開いた端末を、ここでお知らせします。"),
            t("リンクを人に送らないでください。心配なときは事務局に連絡してください。"),
        ),
        tone=Tone.DONE,
    )


def new_link(case: CaseFacts, purpose: Purpose, until: datetime) -> Card:
    """In place of one that was ended, for the same page."""
    return Card(
        Topic.BROWSER,
        t("新しいリンクです"),
        facts=(number_row(case),),
        page=Page(t("開く"), purpose, until),
        subject=f"{case.number}:{purpose}",
    )


def listed(browsers: Sequence[Browser], at_desk: Collection[str]) -> Card:
    """R-063: 「端末」; ``at_desk``: ids of those that have the desk open."""
    rows = [
        (device(row), (_times(row), *((t("管理画面を開いています"),) if row.id in at_desk else ()))) for row in browsers
    ]
    return Card(
        Topic.BROWSER,
        t("あなたのページを開ける端末：{count} 台", count=len(rows)),
        lines=(
            t("30日使わない端末は、自動で解除されます。")
            if rows
            else t("次に届くリンクを開くと、その端末で開けるようになり、ここでお知らせします。"),
        ),
        facts=tuple(rows),
        buttons=(Action(t("端末をすべて解除"), ButtonAction.END_BROWSERS, Style.DANGER),),
    )


def _seen(browser: Browser) -> tuple[tuple[Text, Text], ...]:
    return (
        (t("番号"), str(browser.number)),
        (t("端末"), device(browser)),
        (t("時刻"), browser.asked_at),
    )


def _times(row: Browser) -> Text:
    last = row.seen_at or _since(row)
    return t("番号 {number}、{since} から、最後は {last}", number=row.number, since=_since(row), last=last)


def _since(browser: Browser) -> datetime:
    return browser.confirmed_at or browser.asked_at


def _no(browser: Browser) -> Action:
    return _decide(browser, t("いいえ、私ではありません"), Style.DANGER, Choice.NO)


def _decide(browser: Browser, label: Text, style: Style, mine: Choice) -> Action:
    return Action(label, ButtonAction.BROWSER, style, {"browser_id": browser.id, "mine": mine})
