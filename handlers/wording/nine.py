"""What a report to the commission says of an incident: facts in, Japanese out.

The commission reads Japanese, whoever sits at the desk: these sentences are in no catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handlers.wording.incident_names import KINDS
from policy.facts import AlertForm
from policy.incidents.body_form import Record
from policy.incidents.classification import Answers, Statutory, Sure, reportable
from policy.incidents.kinds import What
from policy.incidents.nine import Item, Source

ITEMS: Final = {
    Item.OUTLINE: "概要",
    Item.DATA: "漏えい等が発生し、又は発生したおそれがある個人データの項目",
    Item.PEOPLE: "漏えい等が発生し、又は発生したおそれがある個人データに係る本人の数",
    Item.CAUSE: "原因",
    Item.HARM: "二次被害又はそのおそれの有無及びその内容",
    Item.PERSONS: "本人への対応の実施状況",
    Item.PUBLISHED: "公表の実施状況",
    Item.PREVENTION: "再発防止のための措置",
    Item.OTHER: "その他参考となる事項",
}
"""As rules art. 8(1) names them."""

HINTS: Final = {
    Item.OUTLINE: "いつ、どこで、何があったか",
    Item.DATA: "画像、服装などの特徴、名前など",
    Item.PEOPLE: "わかっている人数。調査中なら「調査中」",
    Item.CAUSE: "なぜ起きたか。調査中なら「調査中」",
    Item.HARM: "拡散、なりすまし、嫌がらせなどがあったか、ありうるか",
    Item.PERSONS: "本人への通知、または代わりの措置と、その理由",
    Item.PUBLISHED: "公表したか、する予定か、しない理由",
    Item.PREVENTION: "した措置と、これからする措置",
    Item.OTHER: "認定個人情報保護団体や警察への連絡など。なければ「なし」",
}
"""What to ask for."""

SOURCES: Final = {Source.RECORDS: "記録より", Source.WRITTEN: "記入", Source.ASK: "要確認"}

MISSING: Final = "【要確認】"

WHAT: Final = {
    What.SCREENSHOT: "警戒情報の画面が撮影された",
    What.WRONG_RECEIVER: "警戒情報が、予定していない人に届いた",
    What.LOST_PHONE: "警戒情報を見られるスマートフォンが失われた",
    What.WRONG_PERSON: "警戒情報の対象者が別人だった",
    What.GONE: "記録が失われ、または壊れた",
    What.OTHER: "個人データの取扱いに事故があった",
}

DATA: Final = {
    AlertForm.PICTURE: "対象者の画像（顔とほかの人は塗りつぶし済み）、服装などの特徴、被害の日時と店舗、向かった方向",
    AlertForm.FEATURES: "対象者の服装などの特徴、被害の日時と店舗、向かった方向",
    AlertForm.WARNING: "被害の日時と店舗（人に関する情報は含まない）",
}
"""R-086: what an alert can say, by its form, and nothing else."""

UNMASKED: Final = {
    Sure.YES: "塗りつぶす前の画像（写っているほかの人を含む）、又はどこを塗りつぶしたかの記録（加工方法等情報）",
    Sure.MAYBE: "塗りつぶす前の画像（写っているほかの人を含む）、又はどこを塗りつぶしたかの記録（加工方法等情報）。"
    "含まれるおそれがあり、調査中",
}


@dataclass(frozen=True)
class AlertScope:
    """An alert that the incident is about, and how far it went; times in the network's."""

    number: str
    store: str
    form: AlertForm | None
    sent_at: datetime | None
    stores: int
    people: int
    looked: int
    recalled_at: datetime | None


@dataclass(frozen=True)
class Known:
    """All that the records say of an incident; times in the network's; words empty where nobody wrote any."""

    network: str
    what: What
    answers: Answers | None
    known_at: datetime
    taken_at: datetime | None
    alerts: tuple[AlertScope, ...]
    cause: str = ""
    damage: str = ""
    measure: str = ""
    told_person: str = ""
    notice_since: datetime | None = None
    body_told_at: datetime | None = None
    police_told_at: datetime | None = None
    first_report_at: datetime | None = None
    drill: bool = False


DRILL: Final = "【訓練】これは訓練です。どこにも出さないでください。"
"""R-135: on top of whatever a drill writes; nobody outside is to take it for true."""


def drafted(known: Known) -> dict[Item, str]:
    """R-130, R-136, L237, L247: what the records say, by item; "" where they say nothing, so that somebody is asked."""
    return {
        Item.OUTLINE: "\n".join(_outline(known)),
        Item.DATA: "\n".join(data_of(known)),
        Item.PEOPLE: _people(known),
        Item.CAUSE: known.cause,
        Item.HARM: known.damage,
        Item.PERSONS: "\n".join(_persons(known)),
        Item.PUBLISHED: f"{_at(known.notice_since)}から、ネットワークの公開ページに知らせを掲示している。"
        if known.notice_since
        else "",
        Item.PREVENTION: known.measure,
        Item.OTHER: "\n".join(_others(known)),
    }


LAW: Final = {
    Statutory.SENSITIVE: "第1号（要配慮個人情報）",
    Statutory.PROPERTY: "第2号（財産的被害）",
    Statutory.MALICE: "第3号（不正の目的によるおそれ）",
    Statutory.MANY: "第4号（1,000人を超える）",
}
"""Rules art. 7, as forms ask for it."""

SURE: Final = {Sure.YES: "はい", Sure.MAYBE: "調査中", Sure.NO: "いいえ"}


RECORDS: Final = {
    Record.KNOWN: "発覚日時",
    Record.REPORTED: "委員会への報告",
    Record.KIND: "事故の種類",
    Record.LAW: "施行規則第7条の該当",
    Record.ENCRYPTED: "暗号化されていて読めない",
}
"""What stands before the nine items where no form of the body's own is known."""


def heading(known: Known) -> dict[Record, str]:
    """R-134, L242: what a form asks before the nine items; as the records have it at this moment."""
    reported = f"{_at(known.first_report_at)}（速報）" if known.first_report_at else "まだ"
    rows = {Record.KNOWN: _at(known.known_at), Record.REPORTED: reported}
    if known.answers is None:
        return rows | {Record.KIND: "未分類（調査中）"}
    cases = reportable(known.what, known.answers).cases.items()
    told = "、".join(LAW[case] + ("" if sure is Sure.YES else "のおそれ") for case, sure in cases)
    return rows | {
        Record.KIND: KINDS[known.answers.kind],
        Record.LAW: told or "なし",
        Record.ENCRYPTED: SURE[known.answers.encrypted],
    }


def block(entries: Sequence[tuple[Item, str]], *, drill: bool) -> str:
    """R-130, R-135: all items in the form's order, to be pasted; what is missing says so, and what is a drill."""
    parts = (f"{number}．{ITEMS[item]}\n{words or MISSING}" for number, (item, words) in enumerate(entries, start=1))
    return "\n\n".join((DRILL, *parts) if drill else parts)


def _outline(known: Known) -> Iterator[str]:
    if known.drill:
        yield DRILL
    yield f"{_at(known.known_at)}、{WHAT[known.what]}との連絡を従業者から受け、記録した（発覚日）。"
    if known.taken_at:
        yield f"{_at(known.taken_at)}、事故対応の担当者が対応を始めた。"
    for one in known.alerts:
        if one.sent_at:
            yield (
                f"対象の警戒情報 {one.number}：{one.store}から{_at(one.sent_at)}に {one.stores} 店舗 {one.people} 人へ"
                f"送った。ページを開いたのは {one.looked} 人。"
            )
        if one.recalled_at:
            yield f"{_at(one.recalled_at)}、警戒情報 {one.number} を回収し、ページを閉じた。"


def forms_of(alerts: Sequence[AlertScope]) -> list[AlertForm]:
    """R-086: the forms of the alerts, each once; they say what can have got out."""
    return [*dict.fromkeys(one.form for one in alerts if one.form)]


def data_of(known: Known) -> list[str]:
    """R-133, L240: what the alerts told, and what lay behind their masks, once somebody has said that it may be out."""
    beneath = UNMASKED.get(known.answers.unmasked) if known.answers else None
    return [*(DATA[form] for form in forms_of(known.alerts)), *((beneath,) if beneath else ())]


def _people(known: Known) -> str:
    if known.answers and known.answers.people is not None:
        return f"{known.answers.people}人"
    if known.answers and known.answers.unmasked is not Sure.NO:
        return ""  # whoever stood beside them counts too
    shown = sum(one.form in (AlertForm.PICTURE, AlertForm.FEATURES) for one in known.alerts)
    return f"{shown}人（警戒情報の対象者）" if shown and known.what is not What.LOST_PHONE else ""


def _persons(known: Known) -> Iterator[str]:
    if known.told_person:
        yield known.told_person
    if known.notice_since:
        since = _at(known.notice_since)
        yield f"本人がわからないため、{since}から公開ページに知らせを掲示し、申出の窓口を案内している。"


def _others(known: Known) -> Iterator[str]:
    if known.body_told_at:
        yield f"{_at(known.body_told_at)}、認定個人情報保護団体に連絡した。"
    if known.police_told_at:
        yield f"{_at(known.police_told_at)}までに、警察に被害届を出した。"


def day(moment: datetime) -> str:
    """As Japanese writes it."""
    return f"{moment.year}年{moment.month}月{moment.day}日"


def _at(moment: datetime | None) -> str:
    return f"{day(moment)} {moment:%H:%M}" if moment else ""
