"""Where what is said in public isn't so: one function each, facts in, what to do out (L69, L77–109, L157, L227).

A draft with a contradiction that its settings cause can't be published. What was published and is no longer so is
published anew; what hangs on a wall and is no longer so is printed anew. What is claimed of alerts can't contradict:
it is said by the page itself, from the rules in force, in every language ("nothing is provided to third parties",
other numbers than the rules', "for security" alone can nowhere be typed: ``policy.notices.lines``).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from policy.notices.lines import is_hours, is_telephone
from policy.notices.said import Contradiction, Cure, Said, Truth
from policy.verdict import N_


def numbers(said: Said, true: Truth) -> Contradiction | None:
    """R-027, R-029, L99, L101: stated days, radius, life and approvals are those of the rules in force."""
    for name, says in _NUMBERS.items():
        stated, real = getattr(said.stated, name), getattr(true.stated, name)
        if stated != real:
            return Contradiction("R-027", Cure.PUBLISH, says, {"stated": str(stated), "real": str(real)})
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
    """R-011, R-076, R-077: the network's name, its desk and the certified body are those of today."""
    if all(getattr(said.stated, name) == getattr(true.stated, name) for name in _WORDS):
        return None
    says = N_("公開中の窓口か団体の名前が、いまの設定と違います。新しい版を公開してください。")
    return Contradiction("R-076", Cure.PUBLISH, says)


def desk(said: Said, _true: Truth) -> Contradiction | None:
    """R-032, R-076, L107, L157: whoever wants to ask finds a number that can be dialled, and when somebody answers."""
    if is_telephone(said.stated.desk_telephone) and is_hours(said.stated.desk_hours):
        return None
    says = N_(
        "窓口の電話番号（市外局番から）か受付時間が決まっていません。"
        "管理画面の「規則」で、「窓口の電話番号」と「窓口の受付時間」を入れ、もう一人が認めてください。"
    )
    return Contradiction("R-076", Cure.MEND, says)


def certified_body(said: Said, true: Truth) -> Contradiction | None:
    """R-011, R-077, L69, L157, L161: the certified body's name and number, and the day on which they were looked up."""
    looked_up = true.today is None or date.fromisoformat(said.stated.certified_body_as_of) <= true.today
    if said.stated.certified_body.strip() and is_telephone(said.stated.certified_body_telephone) and looked_up:
        return None
    says = N_(
        "認定個人情報保護団体の名称か電話番号がないか、確かめた日が先の日付です。"
        "管理画面の「規則」で入れ、もう一人が認めてください。"
    )
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


CHECKS: Final[tuple[Callable[[Said, Truth], Contradiction | None], ...]] = (
    desk,
    certified_body,
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
)
_MOST_NAMED: Final = 5
