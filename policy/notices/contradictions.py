"""Where what is said in public isn't so: one function each, facts in, what to do out (L69, L77–109, L157, L227).

A draft with a contradiction that its words or settings cause can't be published. What was published and is no longer
so is published anew; what hangs on a wall and is no longer so is printed anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from policy.notices.amounts import Amount, Measure, amounts
from policy.notices.facts import Stated
from policy.verdict import N_


class Cure(StrEnum):
    """Who ends it, and how."""

    MEND = "mend_setting"
    """The secretariat changes a setting or its own words; until then nothing is published."""
    PUBLISH = "publish_anew"
    """The secretariat publishes what is in force."""
    POST = "put_up_anew"
    """The store puts up the poster of today and photographs it."""
    TELL = "tell_auditor"
    """It can't be undone: the secretariat tells its auditor."""


@dataclass(frozen=True)
class Contradiction:
    """One of them.

    Attributes:
        clause: Requirement number.
        cure: Who ends it, and how.
        says: What is wrong and what to do (msgid with ``{name}`` places).
        values: What fills them.
    """

    clause: str
    cure: Cure
    says: str
    values: dict[str, str | int] = field(default_factory=dict, hash=False)

    @property
    def blocks(self) -> bool:
        """Whether nothing may be published before it is ended."""
        return self.cure is Cure.MEND


@dataclass(frozen=True)
class Said:
    """What is to be published, or was; ``stores``: ids of those that it names as taking part."""

    stated: Stated
    stores: frozenset[str]


@dataclass(frozen=True)
class Truth:
    """How it is.

    Attributes:
        stated: What the rules in force would state.
        stores: Ids of the stores that take part.
        first_sent_at: When the network sent its first alert; None if it has sent none.
        first_published_at: When it first published anything; None if it never did.
        old_posters: Codes of the stores whose photographed poster, with its QR code, is of an earlier version.
    """

    stated: Stated
    stores: frozenset[str]
    first_sent_at: datetime | None = None
    first_published_at: datetime | None = None
    old_posters: tuple[str, ...] = ()


_NO_PROVISION: Final = re.compile(
    r"第三者[^。.]{0,24}(?:提供|開示|共有|渡|見せ)[^。.]{0,12}(?:ません|しない|ない)"
    r"|[ほか他]+の[^。.]{0,4}(?:店|会社|企業|事業者|人)[^。.]{0,24}(?:提供|共有|知らせ|渡|教え|伝え|見せ)[^。.]{0,12}(?:ません|ない)"
    r"|(?:not|never|no)\b[^.]{0,40}\b(?:shar|provid|disclos|giv|pass)\w*"
    r"[^.]{0,40}\b(?:third[- ]part|other (?:shop|store|compan|business)|anyone)"
    r"|\bno (?:third[- ]party )?(?:sharing|provision|disclosure)",
    re.IGNORECASE,
)
"""As privacy policies put it, in Japanese plain and easy, and in English."""

_BARE: Final = re.compile("防犯|犯罪防止|犯罪予防|安全|保安|ぼうはん|crime prevention|security|safety", re.IGNORECASE)
_FILLING: Final = re.compile(
    "のため|目的|利用|使用|使い|録画|記録|撮影|カメラ|映像|作動中|します|です|して|います|する"
    r"|\b(?:for|the|of|we|use|in|operation|purposes?|cameras?|record(?:ing)?|used)\b|[のにをがはで、。.,\s]",
    re.IGNORECASE,
)


def no_provision(said: Said, true: Truth) -> Contradiction | None:
    """R-029, L101: who warns other businesses doesn't say that nothing is provided to third parties."""
    found = next((hit for text in said.stated.statement if (hit := _NO_PROVISION.search(text))), None)
    if found is None or not true.stores:
        return None
    says = N_("「{words}」とありますが、参加店は近くの店に知らせます。公開ページに添える言葉のこの文を直してください。")
    return Contradiction("R-029", Cure.MEND, says, {"words": found[0]})


def numbers(said: Said, true: Truth) -> Contradiction | None:
    """R-027, R-029, L99, L101: stated days, radius, life and approvals are those of the rules in force."""
    for name, says in _NUMBERS.items():
        stated, real = getattr(said.stated, name), getattr(true.stated, name)
        if stated != real:
            return Contradiction("R-027", Cure.PUBLISH, says, {"stated": str(stated), "real": str(real)})
    return None


def own_numbers(said: Said, true: Truth) -> Contradiction | None:
    """R-027, L99: a period, distance or number of people in the network's own words is one of its rules'."""
    known = _known(true.stated)
    for amount in (one for text in said.stated.statement for one in amounts(text)):
        if amount.value not in known[amount.measure]:
            says = N_(
                "自分の文の「{words}」は、いまの規則のどの数とも合いません。"
                "公開ページに添える言葉から除いてください。規則の数は自動で載ります。"
            )
            return Contradiction("R-027", Cure.MEND, says, {"words": amount.words})
    return None


def members(said: Said, true: Truth) -> Contradiction | None:
    """R-026, R-122, L93, L227: the stores that are named as taking part are those that do."""
    more, fewer = len(said.stores - true.stores), len(true.stores - said.stores)
    if not more and not fewer:
        return None
    says = N_(
        "公開中の参加店と、いまの参加店が違います（増えた店 {joining}、抜けた店 {leaving}）。"
        "新しい版を公開してください。"
    )
    return Contradiction("R-122", Cure.PUBLISH, says, {"joining": fewer, "leaving": more})


def other_words(said: Said, true: Truth) -> Contradiction | None:
    """R-011, R-020, R-076, R-077: desk, certified body and the network's own words are those of today."""
    if all(getattr(said.stated, name) == getattr(true.stated, name) for name in _WORDS):
        return None
    says = N_("公開中の文や窓口、団体の名前が、いまの設定と違います。新しい版を公開してください。")
    return Contradiction("R-076", Cure.PUBLISH, says)


def desk(said: Said, _true: Truth) -> Contradiction | None:
    """R-032, R-076, L107, L157: whoever wants to ask finds a number, and when somebody answers there."""
    if said.stated.desk_telephone.strip() and said.stated.desk_hours.strip():
        return None
    says = N_(
        "窓口の電話番号か受付時間が決まっていません。"
        "管理画面の「規則」で、「窓口の電話番号」と「窓口の受付時間」を入れ、もう一人が認めてください。"
    )
    return Contradiction("R-076", Cure.MEND, says)


def certified_body(said: Said, _true: Truth) -> Contradiction | None:
    """R-011, R-077, L69, L157, L161: the certified body's name and number stand there."""
    if said.stated.certified_body.strip() and said.stated.certified_body_telephone.strip():
        return None
    says = N_("認定個人情報保護団体の名称か電話番号がありません。管理画面の「規則」で入れ、もう一人が認めてください。")
    return Contradiction("R-011", Cure.MEND, says)


def published_late(_said: Said, true: Truth) -> Contradiction | None:
    """R-122, L227: people are told before the first alert goes to another business."""
    sent, published = true.first_sent_at, true.first_published_at
    if published is None:
        says = N_("お知らせを、まだ公開していません。公開してください。")
        if sent is not None:
            says = N_("お知らせを公開しないまま、警戒情報を送っています。いますぐ公開し、監査人に伝えてください。")
        return Contradiction("R-122", Cure.PUBLISH, says)
    if sent is None or published <= sent:
        return None
    says = N_("お知らせの公開が、最初の警戒情報より後でした。取り消せないので、監査人に伝えてください。")
    return Contradiction("R-122", Cure.TELL, says)


def bare_purpose(said: Said, _true: Truth) -> Contradiction | None:
    """R-020, R-021, L77, L79: 「防犯のため」 alone says too little."""
    sentences = (one for text in said.stated.statement for one in re.split(r"[。.\n]", text) if one.strip())
    bare = next((one.strip() for one in sentences if _BARE.search(one) and not _left(one)), None)
    if bare is None:
        return None
    says = N_(
        "目的が「{words}」だけでは抽象的です。何を防ぎ、何を撮り、だれに知らせるかを、公開ページに添える言葉に書いてください。"
    )
    return Contradiction("R-021", Cure.MEND, says, {"words": bare})


def old_posters(_said: Said, true: Truth) -> Contradiction | None:
    """R-032, L107: a QR code on a wall leads to the notice that is in force."""
    if not true.old_posters:
        return None
    says = N_(
        "古い版のQRコードを掲示している店があります（{count} 店：{codes}）。"
        "新しいポスターを貼り、写真を送ってもらってください。"
    )
    shown = ", ".join(true.old_posters[:_MOST_NAMED])
    return Contradiction("R-032", Cure.POST, says, {"count": len(true.old_posters), "codes": shown})


def languages(said: Said, _true: Truth) -> Contradiction | None:
    """R-023, R-029, L85, L101: every language says the same numbers, and whatever one says the others say too."""
    texts = said.stated.statement
    first, *others = [_counted(text) for text in texts]
    if all(other == first for other in others) and len({bool(text.strip()) for text in texts}) == 1:
        return None
    says = N_(
        "日本語、やさしい日本語、英語で、数が違うか、どれかの文がありません。公開ページに添える言葉をそろえてください。"
    )
    return Contradiction("R-029", Cure.MEND, says)


CHECKS: Final[tuple[Callable[[Said, Truth], Contradiction | None], ...]] = (
    desk,
    certified_body,
    bare_purpose,
    no_provision,
    own_numbers,
    languages,
    numbers,
    other_words,
    members,
    published_late,
    old_posters,
)
"""All of them; first those without whose cure nothing is published."""


def contradictions(said: Said, true: Truth) -> tuple[Contradiction, ...]:
    """R-029, L101: everything that is said and isn't so."""
    return tuple(found for check in CHECKS if (found := check(said, true)) is not None)


_NUMBERS: Final = {
    "text_only": N_("写真を使うかどうかが、公開中のお知らせといまの規則で違います。新しい版を公開してください。"),
    "approvals": N_("承認の人数は、公開中は {stated}、いまの規則では {real} です。新しい版を公開してください。"),
    "radius_km": N_(
        "知らせる範囲（km）は、公開中は {stated}、いまの規則では {real} です。新しい版を公開してください。"
    ),
    "max_stores": N_("知らせる店の数は、公開中は {stated}、いまの規則では {real} です。新しい版を公開してください。"),
    "life_hours": N_("警戒情報の時間は、公開中は {stated}、いまの規則では {real} です。新しい版を公開してください。"),
    "original_hours": N_(
        "元の写真を置く時間は、公開中は {stated}、いまの規則では {real} です。新しい版を公開してください。"
    ),
    "text_days": N_(
        "文章を消すまでの日数は、公開中は {stated}、いまの規則では {real} です。新しい版を公開してください。"
    ),
    "record_years": N_(
        "記録を消すまでの年数は、公開中は {stated}、いまの規則では {real} です。新しい版を公開してください。"
    ),
    "answer_days": N_(
        "申出に答えるまでの日数は、公開中は {stated}、いまの規則では {real} です。新しい版を公開してください。"
    ),
}
"""What is stated, and what to say where it is otherwise."""
_WORDS: Final = (
    "network",
    "desk_telephone",
    "desk_hours",
    "desk_address",
    "certified_body",
    "certified_body_telephone",
    "certified_body_as_of",
    "statement",
)
_MOST_NAMED: Final = 5


def _known(stated: Stated) -> dict[Measure, frozenset[float]]:
    """The rules' own numbers, by what they count; as ``Amount.value``."""
    days = (stated.text_days, 365 * stated.record_years, stated.answer_days)
    hours = {float(24 * count) for count in days} | {float(stated.life_hours), float(stated.original_hours)}
    return {
        Measure.TIME: frozenset(hours),
        Measure.DISTANCE: frozenset({float(stated.radius_km)}),
        Measure.PEOPLE: frozenset({float(stated.approvals)}),
    }


def _left(sentence: str) -> str:
    """What it says besides that it is for safety."""
    return _FILLING.sub("", _BARE.sub("", sentence)).strip()


def _counted(text: str) -> list[tuple[str, float]]:
    """Amounts, and numbers without a unit, in whatever order a language puts them."""
    found: tuple[Amount, ...] = amounts(text)
    rest = text
    for amount in found:
        rest = rest.replace(amount.words, "", 1)
    bare = [("", float(number)) for number in re.findall(r"\d+", rest)]
    return sorted([*((amount.measure.value, amount.value) for amount in found), *bare])
