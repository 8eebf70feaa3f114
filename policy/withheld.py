"""A refusal to show somebody their data is given item by item; what can be answered is (guideline L146–153).

About shoplifting, nuisance or anything else: that a thing is on record for one reason makes no exception of the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from policy.decision import GROUNDS, Decided, Refused
from policy.rights import LONGEST_LINE, Wish
from policy.verdict import N_, Allow, Deny, Verdict, all_of


class Item(StrEnum):
    """What somebody can be told of an alert about them; there is nothing else (R-086)."""

    WHETHER = "item_whether"
    """Whether there was one at all."""
    EVENT = "item_event"
    """What was seen, when and where."""
    FEATURES = "item_features"
    PICTURE = "item_picture"
    RECEIVERS = "item_receivers"
    GROUNDS = "item_grounds"
    """How the people who judged it came to their answers."""
    ERASURE = "item_erasure"
    """Until when it is kept."""


@dataclass(frozen=True)
class Line:
    """What becomes of one item: shown if there is no ground; ``words``: what is shown, or why it isn't."""

    item: Item
    withheld: Refused | None
    words: str


FEWEST: Final = 15
"""Characters of a line that withholds: why this item, and not only which article."""

WHOLE: Final = frozenset({Refused.UNIDENTIFIED})
"""Nothing is shown to somebody who may be somebody else: no item is looked at."""

ITEM_GROUNDS: Final = tuple(
    one for one, ground in GROUNDS.items() if Wish.DISCLOSURE in ground.wishes and one not in WHOLE
)


def takes_lines(wish: Wish, decided: Decided, refused: Refused | None) -> bool:
    """R-073, L153: whether what isn't shown has to be told item by item."""
    return wish is Wish.DISCLOSURE and decided is Decided.REFUSED and refused not in WHOLE


def may_have_lines(wish: Wish, decided: Decided, refused: Refused | None) -> bool:
    """R-073, L153: what is shown at the desk can leave out items too, and says which."""
    return takes_lines(wish, decided, refused) or (wish is Wish.DISCLOSURE and decided is Decided.OTHER)


def check_lines(wish: Wish, decided: Decided, refused: Refused | None, lines: Sequence[Line]) -> Verdict:
    """R-071, R-072, R-073, L150–153: each item once, each that is withheld with its own ground and its own words.

    Whoever refuses withholds all of them; whoever shows something at the desk, not all.
    """
    if not lines and not takes_lines(wish, decided, refused):
        return Allow()
    if not may_have_lines(wish, decided, refused):
        return Deny("R-073", N_("項目ごとの答えは、開示を断るときか、ほかの方法で一部を知らせるときに書きます。"))
    if sorted(line.item for line in lines) != sorted(Item):
        return Deny("R-073", N_("開示を断るときは、項目ごとに、知らせるか断るかを選んでください。"))
    withheld = [line for line in lines if line.withheld is not None]
    return all_of((_check_choice(decided, lines, withheld), _check_words(lines, withheld)))


def _check_choice(decided: Decided, lines: Sequence[Line], withheld: Sequence[Line]) -> Verdict:
    if not withheld or (decided is Decided.REFUSED) != (len(withheld) == len(lines)):
        says = N_("「断る」は、すべての項目を断るときです。知らせる項目があれば「ほかの方法をとる」を選んでください。")
        return Deny("R-073", says)
    if any(line.withheld not in ITEM_GROUNDS for line in withheld):
        return Deny("R-073", N_("項目を断る理由を、一覧から選んでください。"))
    return Allow()


def _check_words(lines: Sequence[Line], withheld: Sequence[Line]) -> Verdict:
    if any(len(line.words) > LONGEST_LINE for line in lines):
        return Deny("R-073", N_("項目ごとの言葉は {most} 文字以内で書いてください。"), {"most": LONGEST_LINE})
    if any(not line.words for line in lines) or any(len(line.words) < FEWEST for line in withheld):
        says = N_("知らせる項目には内容を、断る項目にはその項目に即した理由を {least} 文字以上で書いてください。")
        return Deny("R-073", says, {"least": FEWEST})
    if len({line.words for line in withheld}) < len(withheld):
        return Deny("R-073", N_("同じ理由でまとめて断れません。項目ごとに理由を書いてください。"))
    return Allow()


def shown_at_desk(wish: Wish, decided: Decided, lines: Sequence[Line]) -> tuple[Item, ...]:
    """R-070, R-073, L146, L153: what the person is to be shown: all that was granted, or what no line withholds."""
    if wish is not Wish.DISCLOSURE:
        return ()
    if decided is Decided.GRANTED:
        return tuple(Item)
    return tuple(line.item for line in lines if decided is Decided.OTHER and line.withheld is None)


def withholds(lines: Sequence[Line]) -> bool:
    """R-071, R-073: whether something isn't shown, by whatever name the answer goes; that takes a second person."""
    return any(line.withheld is not None for line in lines)
