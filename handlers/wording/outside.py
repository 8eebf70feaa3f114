"""What people outside read of an incident: a notice in the person's stead, and a word to the press.

Drafts, which somebody reads and changes before anybody else does. Japanese first, English second, both at once whoever
sits at the desk: these sentences are in no catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handlers.wording.nine import DRILL, WHAT, Known, data_of, day, forms_of
from policy.facts import AlertForm
from policy.incidents.classification import Sure
from policy.incidents.kinds import What
from policy.rules import Rules


@dataclass(frozen=True)
class Draft:
    """The same in both languages."""

    japanese: str
    english: str


WHAT_ENGLISH: Final[Mapping[What, str]] = {
    What.SCREENSHOT: "the screen of an alert was photographed",
    What.WRONG_RECEIVER: "an alert reached somebody it was not meant for",
    What.LOST_PHONE: "a phone that can show alerts was lost",
    What.WRONG_PERSON: "an alert was about the wrong person",
    What.GONE: "records were lost or damaged",
    What.OTHER: "personal data was not handled as it should be",
}

DATA_ENGLISH: Final[Mapping[AlertForm, str]] = {
    AlertForm.PICTURE: "a picture of the person concerned (their face and everybody else painted over), what they"
    " wore and carried, when and in which store it happened, and which way they went",
    AlertForm.FEATURES: "what the person concerned wore and carried, when and in which store it happened, and which"
    " way they went",
    AlertForm.WARNING: "when and in which store it happened (nothing about a person)",
}
"""As ``handlers.wording.nine.DATA``."""

UNMASKED_ENGLISH: Final = {
    Sure.YES: "pictures from before anything was painted over (other people in them too), or what was painted over"
    " where",
    Sure.MAYBE: "perhaps pictures from before anything was painted over (other people in them too), or what was painted"
    " over where; we are looking into it",
}


def own_words(known: Known, rules: Rules) -> frozenset[str]:
    """What these texts may name, since the network itself publishes it: itself, its stores and its desk."""
    return frozenset({known.network, *_stores(known), *_desk(rules)})


DRILL_ENGLISH: Final = "[Drill] Nothing happened. Give this to nobody."
SORRY: Final = "We apologise to everybody concerned."


def press(known: Known, rules: Rules) -> Draft:
    """R-137, L248: three paragraphs: what happened, what got out and what was done, whom to ask. No person, no shop."""
    japanese, english = ((DRILL,), (DRILL_ENGLISH,)) if known.drill else ((), ())
    return Draft(
        "\n\n".join((*japanese, *_press_japanese(known, rules))), "\n\n".join((*english, *_press_english(known, rules)))
    )


def notice(known: Known, rules: Rules) -> Draft:
    """R-131, L238, art. 26(2): for a person whom nobody can find: outline, data, cause, harm, and what they can do."""
    return Draft("\n".join(_notice_japanese(known, rules)), "\n".join(_notice_english(known, rules)))


def _press_japanese(known: Known, rules: Rules) -> tuple[str, str, str]:
    sure = "出たことがわかりました" if _is_certain(known) else "出たおそれがあります"
    told = "に報告しました" if known.first_report_at else "への報告を進めています"
    held = "共有は取り消しました。" if _was_recalled(known) else ""
    happened = f"{day(known.known_at)}、{known.network}の参加店舗が防犯のために共有した情報が、外部に{sure}。"
    data = f"対象となる情報は次のとおりです：{_data_japanese(known)}。氏名と連絡先は含みません。"
    law = f"個人情報保護委員会{told}。この情報は、だれかが罪を犯したと示すものではありません。"
    return (
        f"{happened}関係する方にご迷惑とご心配をおかけし、おわびします。",
        f"{data}{held}{law}",
        f"お問い合わせは、{known.network}の窓口にお寄せください。{_desk_japanese(rules)}原因を調べ、再発を防ぎます。",
    )


def _press_english(known: Known, rules: Rules) -> tuple[str, str, str]:
    sure = "has reached" if _is_certain(known) else "may have reached"
    told = "We have reported" if known.first_report_at else "We are reporting"
    held = " The sharing has been withdrawn." if _was_recalled(known) else ""
    shared = f"information which the member stores of {known.network} share to prevent crime"
    law = f"{told} this to the Personal Information Protection Commission."
    innocent = "The information does not show that anybody has committed a crime."
    ask = f"Please ask the desk of {known.network}.{_desk_english(rules)}"
    return (
        f"On {_day_english(known.known_at)} we learnt that {shared} {sure} people outside the network. {SORRY}",
        f"The information is: {_data_english(known)}. It has no name and no contact details.{held} {law} {innocent}",
        f"{ask} We are looking into the cause and will keep it from happening again.",
    )


def _notice_japanese(known: Known, rules: Rules) -> tuple[str, ...]:
    stores = "、".join(_stores(known)) or "参加店舗"
    days = "、".join(dict.fromkeys(f"{one.sent_at.month}月{one.sent_at.day}日" for one in known.alerts if one.sent_at))
    sent = f"{days}に" if days else ""
    cause = "確かめました。下の窓口でお答えします" if known.cause else "調査中です"
    about = f"{day(known.known_at)}、{stores}が{sent}近くの参加店舗に知らせた情報について、次のことがわかりました："
    ask = "自分のことだと思った方は、このページの「申し出る、たずねる」から、だれかを明かさずに申し出ることができます。"
    return (
        f"{about}{WHAT[known.what]}（おそれを含みます）。おわびします。",
        f"対象となる情報：{_data_japanese(known)}。",
        f"原因：{cause}。",
        "起こりうること：情報がほかの人に見られることがあります。見かけたときは、下の窓口にお知らせください。",
        f"{ask}{_desk_japanese(rules)}",
    )


def _notice_english(known: Known, rules: Rules) -> tuple[str, ...]:
    stores = ", ".join(_stores(known)) or "a member store"
    days = ", ".join(dict.fromkeys(_day_english(one.sent_at) for one in known.alerts if one.sent_at))
    about = f"what {stores} told member stores nearby{f' on {days}' if days else ''}"
    cause = "We know it; ask us at the desk named here" if known.cause else "We are looking into it"
    ask = "If you think that it is about you, press “Object or ask” on this page; you need not give your name."
    return (
        f"On {_day_english(known.known_at)} we learnt of an incident with {about}: {WHAT_ENGLISH[known.what]}.",
        f"It has happened, or may have. {SORRY}",
        f"The information: {_data_english(known)}.",
        f"Cause: {cause}.",
        "What may come of it: other people may see the information. If you come across it, please tell the desk.",
        f"{ask}{_desk_english(rules)}",
    )


def _is_certain(known: Known) -> bool:
    return known.answers is not None and known.answers.happened is Sure.YES


def _was_recalled(known: Known) -> bool:
    return any(one.recalled_at for one in known.alerts)


def _stores(known: Known) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.store for one in known.alerts))


def _data_japanese(known: Known) -> str:
    return "／".join(data_of(known)) or "調査中"


def _data_english(known: Known) -> str:
    beneath = UNMASKED_ENGLISH.get(known.answers.unmasked) if known.answers else None
    told = [*(DATA_ENGLISH[form] for form in forms_of(known.alerts)), *((beneath,) if beneath else ())]
    return "; ".join(told) or "not known yet"


def _desk_japanese(rules: Rules) -> str:
    return f"電話：{'、'.join(_desk(rules))}。" if _desk(rules) else ""


def _desk_english(rules: Rules) -> str:
    return f" Telephone: {', '.join(_desk(rules))}." if _desk(rules) else ""


def _desk(rules: Rules) -> list[str]:
    return [part for part in (rules.desk_telephone, rules.desk_hours) if part]


def _day_english(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
