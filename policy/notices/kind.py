"""One kind of thing that a network can claim of itself, and what is so instead.

A claim's words are looked for sentence by sentence, Japanese without blanks. ``asserts`` counts unless the same clause
denies it; ``denies`` has its "not" in it. What neither finds, but speaks of the subject, a person reads beside the
fact.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from policy.notices.said import Truth

NOT: Final = "ません|ない|なく(?!な[るりっ])|なし|(?<!必)(?<!なら)(?<!ま)ず(?!っと|つ)|かね(?:ま|る)"
GIVES: Final = (
    "提供|開示|共有|知らせ|しらせ|渡|わた[さしす]|教え|おしえ|伝え|つたえ|見せ|みせ(?!に)|"
    "出(?:[さしする]|ません|ない)|公開|掲載|流[さしす]|回[さしす]|送|報告|連絡(?!先)"
)
PICTURE: Final = "写真|画像|映像|動画|しゃしん|がぞう|えいぞう"
PICTURE_EN: Final = r"\b(?:pictures?|photos?|photographs?|images?|videos?|footage)\b"
SOMETIMES: Final = "場合|とき|ことが?も?あ|終わ|おわ|後|あと|まで|以内|過ぎ|すぎ|元の|生の|いつか"
SOMETIMES_EN: Final = r"|\b(?:after|once|when|until|unless|longer|outside|except|original)\b"


@dataclass(frozen=True)
class Claim:
    """One of them.

    Attributes:
        clause: Requirement number.
        about: What a sentence of this subject has in it.
        asserts: The claim, said outright; None if it can only be put as a denial.
        denies: The claim, put as a denial.
        fact: What is so (msgid).
        says: What is wrong, what is so and what to write instead (msgid with ``{words}``).
        spares: Sentences in which it may stand, since it is said of a part alone.
        holds: Whether the fact holds for this network.
        everywhere: Whether no text of the network may claim it: no letter, no hours of a desk.
    """

    clause: str
    about: re.Pattern[str]
    asserts: re.Pattern[str] | None
    denies: re.Pattern[str] | None
    fact: str
    says: str
    spares: re.Pattern[str] | None = None
    holds: Callable[[Truth], bool] = lambda _: True
    everywhere: bool = False


def words(japanese: str, english: str) -> re.Pattern[str]:
    """Both languages in one, whatever the letters' case."""
    return re.compile(f"{japanese}|{english}", re.IGNORECASE)
