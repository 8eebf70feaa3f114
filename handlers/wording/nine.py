"""What a report to the commission, a notice and a word to the press say of an incident: facts in, Japanese out.

The form, the person and the press read Japanese, whoever sits at the desk: these sentences are in no catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from policy.facts import AlertForm
from policy.incidents.classification import Answers, Sure
from policy.incidents.kinds import What
from policy.incidents.nine import Item, Source
from policy.rules import Rules

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

_DATA: Final = {
    AlertForm.PICTURE: "対象者の画像（顔とほかの人は塗りつぶし済み）、服装などの特徴、被害の日時と店舗、向かった方向",
    AlertForm.FEATURES: "対象者の服装などの特徴、被害の日時と店舗、向かった方向",
    AlertForm.WARNING: "被害の日時と店舗（人に関する情報は含まない）",
}
"""R-086: what an alert can say, by its form, and nothing else."""


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
    first_report_at: datetime | None = None


def drafted(known: Known) -> dict[Item, str]:
    """R-130, R-136, L237, L247: what the records say, by item; "" where they say nothing, so that somebody is asked."""
    return {
        Item.OUTLINE: "\n".join(_outline(known)),
        Item.DATA: "\n".join(_data(known.alerts)),
        Item.PEOPLE: _people(known),
        Item.CAUSE: known.cause,
        Item.HARM: known.damage,
        Item.PERSONS: "\n".join(_persons(known)),
        Item.PUBLISHED: f"{_at(known.notice_since)}から、ネットワークの公開ページに知らせを掲示している。"
        if known.notice_since
        else "",
        Item.PREVENTION: known.measure,
        Item.OTHER: f"{_at(known.body_told_at)}、認定個人情報保護団体に連絡した。" if known.body_told_at else "",
    }


def block(entries: Sequence[tuple[Item, str]]) -> str:
    """R-130: all items in the form's order, to be pasted; what is missing says so."""
    parts = (f"{number}．{ITEMS[item]}\n{words or MISSING}" for number, (item, words) in enumerate(entries, start=1))
    return "\n\n".join(parts)


def press(known: Known, rules: Rules) -> tuple[str, str, str]:
    """R-137, L248: three paragraphs: what happened, what got out and what was done, whom to ask. No person, no shop."""
    certain = known.answers is not None and known.answers.happened is Sure.YES
    sure = "出たことがわかりました" if certain else "出たおそれがあります"
    told = "に報告しました" if known.first_report_at else "への報告を進めています"
    held = "共有は、わかった後すぐに取り消しました。" if any(one.recalled_at for one in known.alerts) else ""
    happened = f"{_day(known.known_at)}、{known.network}の参加店舗が防犯のために共有した情報が、外部に{sure}。"
    data = f"対象となる情報は次のとおりです：{_data_in_words(known)}。氏名と連絡先は含みません。"
    law = f"個人情報保護委員会{told}。この情報は、だれかが罪を犯したと示すものではありません。"
    return (
        f"{happened}関係する方にご迷惑とご心配をおかけし、おわびします。",
        f"{data}{held}{law}",
        f"お問い合わせは、{known.network}の窓口にお寄せください。{_desk(rules)}原因を調べ、再発を防ぎます。",
    )


def notice(known: Known, rules: Rules) -> str:
    """R-131, L238, art. 26(2): for a person whom nobody can find: outline, data, cause, harm, and what they can do."""
    stores = "、".join(dict.fromkeys(one.store for one in known.alerts)) or "参加店舗"
    days = "、".join(dict.fromkeys(f"{one.sent_at.month}月{one.sent_at.day}日" for one in known.alerts if one.sent_at))
    sent = f"{days}に" if days else ""
    cause = "確かめました。下の窓口でお答えします" if known.cause else "調査中です"
    about = f"{_day(known.known_at)}、{stores}が{sent}近くの参加店舗に知らせた情報について、次のことがわかりました："
    ask = "自分のことだと思った方は、このページの「申し出る、たずねる」から、名前を書かずに申し出ることができます。"
    return "\n".join(
        (
            f"{about}{WHAT[known.what]}（おそれを含みます）。おわびします。",
            f"対象となる情報：{_data_in_words(known)}。",
            f"原因：{cause}。",
            "起こりうること：情報がほかの人に見られることがあります。見かけたときは、下の窓口にお知らせください。",
            f"{ask}{_desk(rules)}",
        )
    )


def _outline(known: Known) -> Iterator[str]:
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


def _data(alerts: Sequence[AlertScope]) -> list[str]:
    return [*dict.fromkeys(_DATA[one.form] for one in alerts if one.form)]


def _data_in_words(known: Known) -> str:
    return "／".join(_data(known.alerts)) or "調査中"


def _people(known: Known) -> str:
    if known.answers and known.answers.people is not None:
        return f"{known.answers.people}人"
    shown = sum(one.form in (AlertForm.PICTURE, AlertForm.FEATURES) for one in known.alerts)
    return f"{shown}人（警戒情報の対象者）" if shown and known.what is not What.LOST_PHONE else ""


def _persons(known: Known) -> Iterator[str]:
    if known.told_person:
        yield known.told_person
    if known.notice_since:
        since = _at(known.notice_since)
        yield f"本人がわからないため、{since}から公開ページに知らせを掲示し、申出の窓口を案内している。"


def _desk(rules: Rules) -> str:
    lines = [part for part in (rules.desk_telephone, rules.desk_hours) if part]
    return f"電話：{'、'.join(lines)}。" if lines else ""


def _day(moment: datetime) -> str:
    return f"{moment.year}年{moment.month}月{moment.day}日"


def _at(moment: datetime | None) -> str:
    return f"{_day(moment)} {moment:%H:%M}" if moment else ""
