"""One everyday form for what is said to customers, in dialect, in kana or in Latin letters (R-127)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from policy.spelling import plain

_Same = tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...]

_VERBS: Final[_Same] = (
    ("御座い", "ござい"),
    ("(?:さ?せて)(?:いただき|もらい)(?=ま)|(?:いた|致)し(?=ま)", "し"),
    ("(?<=[てで])(?:おり|居り)(?=ま)", "い"),
    ("(?<=し)てあり(?=ます)", "てい"),
    ("存じ(?:上げ)?てい?(?=ま)", "知ってい"),
    ("存じ(?:上げ)?(?=ません)", "知り"),
    ("かねます", "ません"),
    ("(?<=[っしきい見えけせてねべめれ])(?:と|ちょ)(?:らん(?:かった|やった)?|りません|らへん)", "ていない"),
    ("(?<=ん)ど(?:らん(?:かった|やった)?|りません|らへん)", "でいない"),
    ("(?<=[っし見])(?:と|ちょ)(?:り(?=ま)|(?=う(?:$|[よねばけ])))", "てい"),
    ("(?<=てい)う(?=$|[よねばけ])", "る"),
    ("(?<=[っし見えけせてねべめれ])(?:と|ちょ)(る|った)", lambda tense: "てい" + tense[1][-1]),
    ("(?<=ん)ど(る|った)", lambda tense: "でい" + tense[1][-1]),
    ("りよった", "った"),
    ("びよった", "んだ"),
    ("(?<=来)(?:はった|よった)", "た"),
    ("きよった", "いた"),
    ("(?<=[見げえけせてねべめれ])よった", "た"),
    ("(?<=[見えき])ん(?:かった)?(?=$|[わでねよばけ])", "ない"),
    ("(?<=て)ね[えぇー]", "いない"),
    ("(?<=[あかさたなまらわえけせてねべめれで])へん", "ない"),
    ("(?<=ら)ん(?=$|[わでねよばけ])", "ない"),
    ("(?<=[てで])(?=ま(?:す|した|せん))", "い"),
    ("(?<=[てで])る(?=$|[ねよでばけ])", "いる"),
    ("(?<=[てで])た(?=$|[ねよでばけ])", "いた"),
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
    ("(?:(?<=^)|(?<=[がはも]))みました", "見た"),
    ("(?<=[見えせめべれけげ])(?:ませんでした|ません)", "ない"),
    ("(?<=[見えせめべれけげ])ました", "た"),
    ("(?<=[見えせめべれけげ])ます", "る"),
)
"""Forms of a verb as customers, Osaka or Hakata hear them, and the one that everybody knows: してへん is していない."""

_READINGS: Final = {
    "かくにん": "確認",
    "けいさつ": "警察",
    "つうほう": "通報",
    "でんわ": "電話",
    "れんらく": "連絡",
    "てんいん": "店員",
    "てんちょう": "店長",
    "ざいこ": "在庫",
    "ぼうはん": "防犯",
    "えいぞう": "映像",
    "ろくが": "録画",
    "がぞう": "画像",
    "しゃしん": "写真",
    "ちゅういだけ": "注意だけ",
    "じょうれん": "常連",
    "こうこうせい": "高校生",
    "ちゅうがくせい": "中学生",
    "しょうがくせい": "小学生",
    "みせいねん": "未成年",
    "こうれい": "高齢",
}
"""What a voice or a hurried thumb leaves in kana, and can be no other word."""

_READ: Final = re.compile("|".join(sorted(_READINGS, key=len, reverse=True)))
_CONSONANTS: Final = {
    "": "あいうえお",
    "k": "かきくけこ",
    "g": "がぎぐげご",
    "s": "さしすせそ",
    "z": "ざじずぜぞ",
    "t": "たちつてと",
    "d": "だぢづでど",
    "n": "なにぬねの",
    "h": "はひふへほ",
    "b": "ばびぶべぼ",
    "p": "ぱぴぷぺぽ",
    "m": "まみむめも",
    "r": "らりるれろ",
}
_SYLLABLES: Final = {
    "ya": "や",
    "yu": "ゆ",
    "yo": "よ",
    "wa": "わ",
    "shi": "し",
    "chi": "ち",
    "tsu": "つ",
    "fu": "ふ",
    "ji": "じ",
    "n": "ん",
    **{first + vowel: row[at] for first, row in _CONSONANTS.items() for at, vowel in enumerate("aiueo")},
    **{
        f"{first}{vowel}": f"{i}{small}"
        for first, i in {"sh": "し", "ch": "ち", "j": "じ"}.items()
        for vowel, small in zip("auo", "ゃゅょ", strict=True)
    },
    **{
        f"{first}y{vowel}": f"{row[1]}{small}"
        for first, row in _CONSONANTS.items()
        if first
        for vowel, small in zip("auo", "ゃゅょ", strict=True)
    },
}
_SYLLABLE: Final = re.compile("|".join(sorted(_SYLLABLES, key=len, reverse=True)))
_DOUBLED: Final = re.compile("([kstcp])(?=\\1)")
_ROMAJI: Final = re.compile(f"(?>(?>[kstcp]?(?:{_SYLLABLE.pattern}))+)|[0-9]+")

LEAST_ROMAJI: Final = 3
"""Latin letters of a Japanese word: "ha" and "no" are English as well."""


def everyday(said: str) -> str:
    """The everyday form of its verbs, and kanji where kana can mean nothing else; ``said`` in hiragana."""
    for pattern, one in _VERBS:
        said = re.sub(pattern, one, said)
    return _READ.sub(lambda word: _READINGS[word[0]], said)


def in_kana(typed: str) -> str:
    """「jitensha」 as じてんしゃ, "15 fun mae" as 15ふんまえ; nothing if it isn't Japanese from end to end."""
    words = plain(typed).rstrip(" .!").split()
    latin = "".join(word for word in words if not word.isdigit())
    if len(latin) < LEAST_ROMAJI or not all(_ROMAJI.fullmatch(word) for word in words):
        return ""
    return "".join(_SYLLABLE.sub(lambda one: _SYLLABLES[one[0]], _DOUBLED.sub("っ", word)) for word in words)
