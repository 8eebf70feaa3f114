"""What people say around an answer and what changes nothing of it: politeness, dialect, "er", pictures (R-127)."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from policy.spelling import hiragana, plain

DRAWN: Final = {
    **dict.fromkeys("○◯〇⭕✅☑✔🙆", "はい"),
    **dict.fromkeys("×✕✖❌❎🙅", "いいえ"),
    **dict.fromkeys("🤷", "わからない"),
    **dict.fromkeys("🚶🏃", "徒歩"),
    **dict.fromkeys("🚲🚴", "自転車"),
    **dict.fromkeys("🚗🚙🚕🚐🛻", "車"),
    **dict.fromkeys("🚃🚆🚇🚈🚊🚋🚌🚍", "電車"),
}
"""Alone these are an answer to whoever sends them, beside words they only repeat it; a thumb may just greet."""

_MARKED: Final = re.compile("[\U0001f3fb-\U0001f3ff\ufe0f\u200d♀♂]")
"""What gives a picture its skin, its sex or its colours."""

_PICTURES: Final = re.compile("[\u2300-\u23ff\u2600-\u27bf\U0001f000-\U0001faff]")

_NOTHING: Final = re.compile(r"(?:です?|[\W_])+$")
"""What stands behind a picture that is the answer: 「🚗です」."""

_EVERYDAY: Final[tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...]] = (
    ("御座い", "ござい"),
    ("(?:さ?せて)(?:いただき|もらい)(?=ま)|(?:いた|致)し(?=ま)", "し"),
    ("(?<=[てで])(?:おり|居り)(?=ま)", "い"),
    ("存じ(?:上げ)?てい?(?=ま)", "知ってい"),
    ("存じ(?:上げ)?(?=ません)", "知り"),
    ("かねます", "ません"),
    ("(?<=[あかさたなまらわえけせてねべめれで])へん", "ない"),
    ("(?<=ら)ん(?=$|[わでねよ])", "ない"),
    ("(?<=[っし見])と(る|った)", lambda tense: "てい" + tense[1][-1]),
    ("(?<=[てで])(?=ま(?:す|した|せん))", "い"),
    ("(?<=[てで])る(?=$|[ねよで])", "いる"),
    ("(?<=[てで])た(?=$|[ねよで])", "いた"),
    ("(?<=[てで])な(?=[いく])", "いな"),
    ("ありませんでした|ありません", "ない"),
    ("(?<=[てで])い(?:ませんでした|ません|なかった)", "いない"),
    ("(?<=[てで])いました", "いた"),
    ("(?<=[てで])います", "いる"),
    ("しませんでした|しません", "しない"),
    ("しました", "した"),
    ("します", "する"),
    ("り(?:ませんでした|ません)", "らない"),
    ("りました", "った"),
    ("ります", "る"),
    ("できません", "できない"),
    ("思いません", "思わない"),
    ("思います", "思う"),
    ("なかった", "ない"),
    ("びました", "んだ"),
    ("びません", "ばない"),
    ("びます", "ぶ"),
    ("(?<=[見えせめべれけげ])(?:ませんでした|ません)", "ない"),
    ("(?<=[見えせめべれけげ])ました", "た"),
    ("(?<=[見えせめべれけげ])ます", "る"),
)
"""Forms of a verb as customers or Osaka hear them, and the one that everybody knows: してへん is していない."""

_BEFORE: Final = re.compile(
    "^(?:(?:え[えー~]?っ?と(?:ですね)?|あの[うー~]?(?=[、 0-9])|その(?=、)|ちょっと|すみません|すいません|"
    "ごめん(?:なさい|ね)?|"
    "申し訳(?:ない|ありません|ございません)(?:です(?:が)?)?|失礼(?:した|しました)?)[、。 ]*|"
    r"(?:(?:sorry|please|well|um|uh|er|i think|it'?s|it was|it is|that was|that's)\b[, ]*))+"
)
_AFTER: Final = re.compile(
    "(?:けど|けれど|(?<=[すた])が|(?<=[たるう])で|(?<=[いたうくすつぬむるぐぶな])んです|です|でした|っす|だった|だ|"
    "でござい(?:ます|ました)|(?:と|に)なる|[ねよなわ]|"
    "(?<=.)に見える|や(?:った)?(?:ねん|で|わ|な)?|(?:だった|だ|やった|や)?か?と思(?:う|います|いました|われる)|"
    "[。、.!?~ー ]|"
    r"\b(?:i think|i believe|please|sorry|thank you|thanks))$"
)
_WHO: Final = (
    "私|自分|店員|店長|スタッフ|アルバイト|バイト|パート|パートさん|警備員|ガードマン|同僚|従業員|社員|副店長|"
    "責任者|マネージャー"
)
"""Whoever works here; a customer is none of them."""

_COLLEAGUE: Final = re.compile(hiragana(f"^(?:{_WHO})(?:が|は|も)"))
_TO_THE_POLICE: Final = re.compile("^(?:警察|交番)(?:に|へ)[はも]?")
_FIRST_PERSON: Final = re.compile(
    r"^(?:(?:i|we|he|she|they|it|i've|we've|i'm|we're|is|was|are|were|by|on|in|with|at|an?|the|just)\b ?)+(?=\w)"
)
_ALREADY: Final = re.compile("^(?:もう|すでに|既に|さっき|先ほど|まだ)(?=.{2})|^already |^just ")
_OBJECT: Final = re.compile(r" (?:it|him|her|them|this|that|already|so|do|did|have|was)$")


LONGEST: Final = 200
"""Letters of a polite sentence with a choice or a command in it; what is longer tells something."""


@lru_cache(maxsize=1024)
def without_around(text: str) -> str:
    """As ``plain``, in hiragana, with neither politeness nor dialect, nor what is said first to gain time.

    「ええと、していませんでした」 stays what it is; 「わからへんわ」 is わからない, "it's a van, I think" a van.
    What is longer than ``LONGEST`` stays too: to take one thing after the other from it would take minutes.
    """
    if len(text) > LONGEST:
        return hiragana(plain(text))
    said = hiragana(plain(as_words(text))).rstrip(" 。、.,!?")
    for pattern, one in _EVERYDAY:
        said = re.sub(pattern, one, said)
    said = _BEFORE.sub("", said.strip())
    while (shorter := _AFTER.sub("", said).strip()) != said and shorter:
        said = shorter
    return said


def bare_of(text: str) -> tuple[str, ...]:
    """The same with less and less around it: also without who did it, and when."""
    whole = without_around(text)
    said = _TO_THE_POLICE.sub("", _COLLEAGUE.sub("", whole)) or whole
    english = _OBJECT.sub("", _FIRST_PERSON.sub("", said))
    return tuple(dict.fromkeys((whole, said, _ALREADY.sub("", said), english, _ALREADY.sub("", english))))


def as_words(text: str) -> str:
    """Pictures beside words are left out; alone they are the word that they show."""
    seen = _MARKED.sub("", text).strip()
    words = _PICTURES.sub("", seen)
    return words if _NOTHING.sub("", words) else "".join(DRAWN.get(one, one) for one in seen)
