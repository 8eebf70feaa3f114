"""What people say around an answer and what changes nothing of it: politeness, dialect, "er", pictures (R-127)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from handlers.forms.everyday import everyday
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

_BEFORE: Final = re.compile(
    "^(?:(?:え[えー~]?っ?と(?:ですね)?|あの[うー~]?(?=[、 0-9])|その(?=、)|ちょっと|すみません|すいません|"
    "ごめん(?:なさい|ね)?|"
    "申し訳(?:ない|ありません|ございません)(?:です(?:が)?)?|失礼(?:した|しました)?)[、。 ]*|"
    r"(?:(?:sorry|please|well|um|uh|er|i think|it'?s|it was|it is|that was|that's)\b[, ]*))+"
)
_AFTER: Final = re.compile(
    "(?:けど|けれど|(?<=[すた])が|(?<=[たるう])で|(?<=[いたうくすつぬむるぐぶな])んです|です|でした|っす|だった|(?<![んま])だ|(?<=いま)だ|"
    "でござい(?:ます|ました)|(?:と|に)なる|ね[えぇ]|[ねよなわぞ]|ばい|(?<=[たるいうんだ])けん|だ?べ|っちゃ|じゃ(?:けん|ん)?|"
    "(?<=.)に見える|や(?:った)?(?:ねん|で|わ|な|けん)?|(?:だった|だ|やった|や)?か?と思(?:う|います|いました|われる)|"
    "[。、.!?~ー ]|"
    r"\b(?:i think|i believe|please|sorry|thank you|thanks))$"
)
_WHO: Final = (
    "(?:うちの|当店の|店の|レジの)?(?:私|わたし|自分|ぼく|僕|俺|おれ|店員|店長|スタッフ|アルバイト|バイト|パート|警備員|ガードマン|"
    "(?:万引き)?gメン|保安員?|警備|同僚|従業員|社員|副店長|責任者|マネージャー|オーナー|主任|チーフ|レジ|(?:レジ)?担当|店)(?:さん|の子|の人|係|の者)?"
)
"""Whoever works here; a customer is none of them."""

_COLLEAGUE: Final = re.compile(hiragana(f"^{_WHO}(?:が|は|も|(?=現認|目撃))"))
_TO_THE_POLICE: Final = re.compile("^(?:警察|警官|交番|おまわりさん|お巡りさん|ぽりす|110番?)[にへをがはも]*(?=.{2})")
_FIRST_PERSON: Final = re.compile(
    r"^(?:(?:i|we|he|she|they|it|i've|we've|i'm|we're|have|has|is|was|are|were|go|goes|went|by|on|in|from|with|at|an?|the|just|my|"
    r"our|staff|clerk|co-?worker|colleague|manager|guard|employee|cashier|"
    r"white|black|red|blue|silver|gr[ae]y|green|small|big)\b ?)+(?=\w)"
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
    said = _BEFORE.sub("", everyday(said).strip())
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
