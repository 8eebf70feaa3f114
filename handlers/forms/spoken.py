"""One spelling for what people say of a time, in Japanese or English, before anybody reads it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from handlers.forms.around import without_around

_TO_TWELVE: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_FIGURES: Final = {word: number for number, word in enumerate(_TO_TWELVE, start=1)} | {
    "fifteen": 15,
    "quarter": 15,
    "twenty": 20,
    "twenty-five": 25,
    "half": 30,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
}
_KANA: Final = (
    *(["れい", "いち|いっ", "に", "さん", "し|よん|よ", "ご", "ろく|ろっ", "しち|なな", "はち|はっ", "きゅう|く"]),
    "じゅう|じゅっ|じっ",
)
"""By their number, as they are heard before hours and minutes."""

_KANA_FIGURE: Final = f"(?:{'|'.join(_KANA)})+(?=じ|時|[ふぷ]ん|分)"
_NEIGHBOURS: Final = "一二|二三|三四|四五|五六|六七|七八|八九"
_KANJI: Final = str.maketrans("〇零一二三四五六七八九", "00123456789")
_TENS: Final = re.compile("([0-9]?)十([0-9]?)")

_Same = tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...]
"""What is said, and what it is the same as."""

_BEFORE_FIGURES: Final[_Same] = (
    (f"(?:{_NEIGHBOURS})(?=分|時間)", lambda pair: pair[0][1]),  # 「二三分前」 are two or three
    ("小一時間", "60分"),
    (r"\b(?:earlier|back)\b", "ago"),
    ("一昨日|おととい|おとつい|day before yesterday", "前々日"),
)
_ENGLISH_PHRASES: Final[_Same] = (
    (r"(?:an|one) hour and a half", "90分"),
    (r"([0-9]+) and a half hours?", r"\1時間半"),
    (r"half an hour|half hour", "30分"),
    (r"^(?:before|since) ([0-9]+ (?:min|h)[a-z]*)$", r"\1 ago"),
    (r"(?:a )?quarter of an hour", "15分"),
    (r"(?:a )?\b(?:few|several) (?=minutes|mins)", "5"),
    (r"(?:a )?\bcouple (?:of )?(?=minutes|mins|hours)", "2"),
    (r"\b(?:just )?(?:a )?moments? ago|just now|right now|(?:it )?just happened|this (?:very )?minute|\bnow\b", "今"),
    (r"\b(?:a|an) (?=minute|hour)", "1"),
    (r"\b(?:a )?(" + "|".join(sorted(_FIGURES, key=len, reverse=True)) + r")\b", lambda word: str(_FIGURES[word[1]])),
    (r"([0-9]+) past ([0-9]+)", r"\2時\1分"),
    (r"([0-9]+) to ([0-9]+)(?! ?(?:分|時間|m|h|ago))", r"\2時\1分前"),
    (r"([ap])\.m\b\.?", r"\1m"),
    (r"(?:12 )?\bnoon\b|正午", "12:00"),
    (r"(?:12 )?\bmidnight\b", "0:00"),
    (r"o'?clock", "時"),
    (r"yesterday", "昨日"),
    (r"last night|昨夜|昨晩|ゆうべ|夕べ", "昨日夜"),
    (r"today|本日|きょう|当日", "今日"),
    (r"(?:this|in the) morning|今朝|けさ|ごぜん|(?<![a-z])am(?![a-z])", "午前"),
    (r"(?:this|in the) afternoon|ごご|(?<![a-z])pm(?![a-z])", "午後"),
    (r"(?:this|in the) evening|tonight|at night|今夜|今晩|晩", "夜"),
)
_UNITS: Final[_Same] = (
    (r"(?<=[0-9]) ?(?:hours?|hrs?|h)(?=[ 0-9]*(?:m|分|前|ago|before))", "時間"),
    (r"(?<=[0-9]) ?(?:minutes?|mins?|m)(?![a-z])", "分"),
    (r"(?<=[0-9]) ?(?:seconds?|secs?|s)\b", "秒"),
    (r"ago|before|まえ", "前"),
    (r"(?<=[0-9])じかん", "時間"),
    (r"(?<=[0-9])じ(?=はん|[0-9]|$|[ごちくす、。 ])", "時"),
    (r"(?<=時)はん", "半"),
    (r"(?<=[0-9])[ふぷ]ん", "分"),
    (r"半時間", "30分"),
    (r"数分", "5分"),
    (r"お?昼間?|ひる", "昼"),
    (r"真夜中", "夜中"),
    (r"明けがた", "明け方"),
    (r"夕方|夕(?=[の0-9])", "夕方"),
    (r"只今|ただ今|ただいま|(?:今)?現在", "今"),
    (r"先ほど|先程|さきほど", "さっき"),
    (r"前々日", "一昨日"),
    (r"きのう|前日", "昨日"),
    # Of two numbers the later: it is the earlier moment.
    (r"(?<![0-9:.])[0-9]{1,3}(?:分|時間)?前? ?(?:[-~、,・]|から|か|or|to) ?(?=[0-9]{1,3}(?:分|時間)[^0-9]*前)", ""),
    (r"(?:[0-9]{4}[-/年])?([0-9]{1,2})[-/月]([0-9]{1,2})(?:日|の| (?=[^ ]))", r"\1月\2日"),
)
_TWO_PAIRS: Final = re.compile("(?<![0-9:])([0-9]{1,2}) ([0-9]{2})(?![0-9:])")
_APART: Final = re.compile("(?<=[0-9]) (?=[0-9])")
"""Of two numbers only 「14 20」 is one time; "half 2" is half past two to some and half past one to others."""

_HEDGE: Final = re.compile(
    "頃|ごろ|ころ|くらい|ぐらい|位|ほど|程度|程|ちょっと|ちょい|前後|少し|すこし|ちょうど(?!今|いま)|きっかり|ぴったり|"
    "(?<=[分間])(?:弱|強|も|以上|以内)(?=前|$)|ほんの(?!今|いま)|約|およそ|だいたい|大体|たしか|確か|おそらく|たぶん|多分|過ぎ|すぎ|"
    "かそこら|とか|かも(?:しれ(?:ない|ません))?$|経過$|(?:経|た)(?:つ|ち(?:ます|ました)|った)$|だ?と思(?:う|います)|や?だった|やった|でした|です|か(?:な[あぁ]?)?$|かな|(?:に|のこと)$|(?:に)?起き(?:ました|た)(?:ばかり)?|まさに|"
    r"(?<=[0-9])ish\b|"
    r"\b(?:about|around|roughly|approximately|approx|at|just|or so|ish)\b|[()。!?]|[.、,](?![0-9])|(?<![0-9])[.、,]"
)


_TOLD_BEFORE: Final = re.compile(
    r"^(?!.*\b(?:in [0-9]|(?:not|never|no|until|till|since|after|from|between|by|to|past)\b))"
    r"(?:[a-z']+[, ]+)+(?=[0-9今昨])|"
    r"^(?:はい|うん|ええ|yes)[、, ]*(?=[0-9今昨])|"
    "^(?:(?:(?:つい|ほんの)?(?:今|いま)?さっき|今しがた)[、,]?の?|今から|もう)(?=[0-9])"
)
_TOLD_AFTER: Final = re.compile(
    "(?:(?<=[0-9分時前半])(?:に|、|,)|(?<=さっき)(?!の|は|で|か|から|まで))"
    "(?!.*(?:ない|ません|違|では|じゃ|以[降前後]|まで|から|より|[0-9時分前後午昨昼夕夜今]))[^0-9]+$"
)
"""What happened then: 「14:20に気づいた」; nothing that makes another moment of it, or none."""

_SINCE_THEN: Final = re.compile("[1-9][0-9]{0,2}(?:分|(?:\\.[0-9])?時間半?(?:[0-9]{1,2}分)?)")
"""Asked when it was, "10 min" are those that went by."""


def _kana_figure(heard: re.Match[str]) -> str:
    """「にじゅうご」 is 25."""
    said = re.sub(_KANA[10], "十", heard[0])
    value = {kana: number for number, spelt in enumerate(_KANA[:10]) for kana in spelt.split("|")}
    tens, ten, ones = said.rpartition("十")
    return str((10 * value.get(tens, 1) if ten else 0) + value.get(ones, 0))


def as_one_says_it(answer: str) -> str:
    """Figures, 「時間」, 「分」, 「前」, one word for each day and half of it; no spaces, and nothing that only hedges.

    "about half an hour ago" and 「三十分くらい前」 are both 「30分前」; "last night at 11:50" is 「昨日夜11:50」.
    """
    said = without_around(answer).replace("〜", "~").replace("ー", "~")
    for pattern, one in _BEFORE_FIGURES:
        said = re.sub(pattern, one, said)
    said = _TENS.sub(lambda tens: str(int(tens[1] or 1) * 10 + int(tens[2] or 0)), said.translate(_KANJI))
    for pattern, one in (*_ENGLISH_PHRASES, (_KANA_FIGURE, _kana_figure), *_UNITS):
        said = re.sub(pattern, one, said)
    said = _TOLD_AFTER.sub("", _TOLD_BEFORE.sub("", _HEDGE.sub("", said)))
    whole = _APART.sub("|", _TWO_PAIRS.sub(r"\1:\2", said)).replace(" ", "")
    return f"{whole}前" if _SINCE_THEN.fullmatch(whole) else whole
