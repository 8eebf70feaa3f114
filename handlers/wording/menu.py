"""The buttons that stay on a phone: one table for LINE's menu and Slack's Home.

What a button says is what one may type instead, and means the same (``handlers.dialogue.words.MEANT``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from handlers.cards import Action, ButtonAction, Card, Style, Topic, t
from policy.menu import Menu
from policy.verdict import N_


class Does(StrEnum):
    """What pressing does: the word is said, the camera opens, or 「登録」 stands ready to be completed."""

    SAY = "say_it"
    CAMERA = "open_camera"
    ENROL = "begin_enrolment"


@dataclass(frozen=True)
class Entry:
    """One button: ``word`` is its label and what it says, ``about`` a few words below it, ``symbol`` a letter.

    ``wide``: it has a row of its own, at the same place in everybody's menu.
    """

    word: str
    about: str
    symbol: str
    does: Does = Does.SAY
    wide: bool = False


_PHOTO = Entry(N_("写真を撮る"), N_("撮って送ると通報が始まる"), "●", Does.CAMERA)
_REPORT = Entry(N_("通報"), N_("写真なしでも始められる"), "！")
_STATUS = Entry(N_("状況"), N_("いま何が起きているか"), "鐘")
_WAITING = Entry(N_("状況"), N_("承認を待つ通報と警戒情報"), "鐘")
_RULES = Entry(N_("規則"), N_("ネットワークの決まり"), "§")
_DEVICES = Entry(N_("端末"), N_("ページを開ける端末"), "端")
_LOST = Entry(N_("端末をなくした"), N_("すぐに使えなくする"), "失")
_LEDGER = Entry(N_("台帳"), N_("監査台帳の控え"), "帳")
_REQUESTS = Entry(N_("申出"), N_("写った人の窓口"), "申")
_TRAINING = Entry(N_("研修"), N_("期限と受けかた"), "学")
_INCIDENT = Entry(N_("事故・漏えい"), N_("責任者をすぐに呼ぶ"), "急", wide=True)
_HELP = Entry(N_("ヘルプ"), N_("できること"), "？")

ENTRIES: Final[Mapping[Menu, tuple[Entry, ...]]] = {
    Menu.STRANGER: (
        Entry(N_("登録"), N_("コードを送って始める・Enrol"), "＋", Does.ENROL),
        Entry(N_("ヘルプ"), N_("半鐘とは・What is this?"), "？"),
    ),
    Menu.UNTRAINED: (_TRAINING, _STATUS, _RULES, _HELP, _INCIDENT),
    Menu.STAFF: (_PHOTO, _REPORT, _STATUS, _RULES, _DEVICES, _HELP, _INCIDENT),
    Menu.APPROVER: (_WAITING, _PHOTO, _REPORT, _RULES, _DEVICES, _HELP, _INCIDENT),
    Menu.RESPONSIBLE: (_PHOTO, _REPORT, _WAITING, _RULES, _LOST, _HELP, _INCIDENT),
    Menu.SECRETARIAT: (_WAITING, _REQUESTS, _LEDGER, _RULES, _DEVICES, _HELP, _INCIDENT),
}
"""In reading order; the first is what its reader needs in a hurry."""

BAR: Final = N_("メニュー")
"""What opens and closes it."""

LIVE: Final = N_("警戒情報が出ています")
"""What stands above the buttons, in red, while an alert lives for the reader's store."""


def home(menu: Menu, *, live: bool, quiet: bool, desk: bool) -> Card:
    """The head of Slack's Home: whether anything is going on, and the buttons; ``desk``: the reader has a seat there.

    A photo is sent in the chat there.
    """
    way_in = (Action(t("管理画面"), ButtonAction.DESK),) if desk else ()
    line = t("あなたへのお願いと、いまの警戒情報は、下のカードにあります。")
    return Card(
        Topic.HOME,
        t(LIVE) if live else t("半鐘"),
        lines=(t("いま、お知らせする事案はありません。") if quiet else line,),
        buttons=(
            *(
                Action(t(one.word), ButtonAction.SAY, Style.PLAIN if number else Style.PRIMARY, {"word": one.word})
                for number, one in enumerate(one for one in ENTRIES[menu] if one.does is Does.SAY)
            ),
            *way_in,
        ),
    )
