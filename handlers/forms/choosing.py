"""Typed equals pressed (R-127): which choice of a question somebody's words are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from handlers.forms.around import as_words, bare_of, without_around
from handlers.forms.caring import of_care
from handlers.forms.everyday import in_kana
from handlers.forms.form import Field, Option
from handlers.forms.guesses import without_guess
from handlers.recipient import Sentences
from policy.forms.names import Choice, FieldName
from policy.spelling import clean, kana, letters, plain

LEAST: Final = 3
"""Letters of what people call a choice, for a longer answer to begin with: 「した」 begins many a word."""

LONG: Final = 5
"""Letters of a word in which one may be wrong, and it is still no other."""

_NUMBER: Final = re.compile("([0-9]{1,2})(?:番目|番|つ目|つめ)?")
_KANJI: Final = "一二三四五六七八九"
_KANJI_NUMBER: Final = re.compile(f"[{_KANJI}](?=(?:番目|番|つ目|つめ)?$)")
_POLITE: Final = re.compile("(?:(?<!ん)で(?:お願いする|お願い|いい|よい|逃げた)?|に?する)$")
"""What else is said after a choice and changes nothing of it: 「自転車で」, 「画像つきでお願いします」."""

_HALF: Final = (
    "まあ|一応|いちおう|条件|ただ(?!い)|でも|だけど|しかし|だいたい|大体|ほぼ|ほとんど|途中|半分|一部|なんとか|but|though|however|if|unless|except|"
    "provided|as ?long ?as|only|once|kind ?of|sort ?of|more ?or ?less|mostly|partly|almost|nearly|"
    "i ?(?:hope|guess|suppose)|with ?reserv|(?:pretty|fairly) ?sure|hopefully|will|(?:going|about) ?to|some(?:one|body)"
)
"""Behind an answer it is half of one, or one under a condition: 「はい、一応」, "yes, if they agree"."""

_UNSURE: Final = re.compile(
    "違|ちが|かも|かな|maybe|たら|れば|なら|^ら|^い(?!き|つ|ま|る)|^の|か$|か(?:どうか)?(?:不明|迷)|ほう|方が|べき|迷|とは|では|じや|わけ|予定|doubt|off$"
    "|客|^と(?!て)|^つて|ことに|^を(?!使)|いいの$|誰|つけ$|に似|中$"
    f"|^(?:{_HALF})|たぶん|多分|おそらく|恐らく|もしかし|probabl|perhaps|possibl"
)
"""After the beginning of an answer: it may not be so at all, or only if."""

_ASKED_OF_OTHERS: Final = "(?:お願いし|頼み|頼ん|任せ|依頼し)(?:た|だ|ま|て)"
"""Then it isn't done."""

_IN_DOUBT: Final = re.compile(
    f"{_UNSURE.pattern}|{_ASKED_OF_OTHERS}|たい(?:です|んです)?$|ない|ません|なく|ず|no(?!w)|never|^は|盗|故障|壊|broken|^[道置屋店庫両線台検輪]"
)
"""The same, and that it is not so; who answers no may go on like this."""

_MODIFIES: Final = re.compile("[いなのたでま]$")
"""What ends so stands before a noun, or tells how: 「白い」車, 「元気な」子ども, 「そのまま」."""

_HESITATES: Final = re.compile("う[ー~]+ん?|む[ー~]+|ん[ー~]+")
"""「うーん」 is no うん."""

_NO_SUCH: Final = re.compile("no (?!(?:i|we|he|she|they|it|not|never|one|sorry|sir|thanks?)\\b)(?=[a-z])")
"""Before a noun: "no other way" denies the noun."""

_TAKES_BACK: Final = re.compile(f"$|と(?!な)|では|じゃ|か[もなど]|けど|maybe|not\\b|{_HALF}", re.IGNORECASE)
"""Behind a comma."""

_OWN_WORDS: Final = re.compile("いい|non?|長い|短い|long|short|he|it(?:was|had)?")
"""Words with a meaning of their own, though a label begins so: whoever thinks 「いいと思います」 says no 「いいえ」."""

_DENIES: Final = re.compile("ない|いいえ")
_FIRST: Final = re.compile("[、。,.!！ \\n]")
"""Where the first word of an answer such as 「はい、見ました」 ends."""


@dataclass(frozen=True)
class _Names:
    """A choice as people call it: ``labels`` stand on buttons; ``names`` are these and all else."""

    value: str
    labels: frozenset[str]
    names: frozenset[str]

    @property
    def denies(self) -> bool:
        return any(_DENIES.search(label) for label in self.labels)


def chosen(field: Field, typed: str, english: Sentences) -> str | None:
    """The value of the choice that somebody typed; None if it is none, may be several, or is asked back.

    Taken are its label in either language, in any width and kana; what else people call it, with whatever is said
    around it (``handlers.forms.around``); its number in the list; the beginning of one label alone. Of a question that
    takes no other words also a word of ours with one letter wrong, and an answer that begins with a name, with or
    without a comma, since nobody dictates one: 「はい確認しました」, 「自転車で逃げました」.
    """
    words, bare = as_words(typed), bare_of(typed)
    said = _spelt(words)
    if (
        not said
        or not field.choices
        or plain(words).endswith("?")
        or _HESITATES.fullmatch(plain(words).strip(" .…。、"))
    ):
        return None
    if number := _NUMBER.fullmatch(_KANJI_NUMBER.sub(_figure, _POLITE.sub("", bare[0]).strip(" .、。()"))):
        if field.name == FieldName.WHEN and said.isdecimal():
            return None  # of times 「12」 is as well twelve o'clock
        return next((one.value for n, one in enumerate(field.choices, start=1) if n == int(number[1])), None)
    found = _only(field, typed, english)
    return found or (_only(field, heard, english) if (heard := in_kana(typed)) else None)


def _only(field: Field, typed: str, english: Sentences) -> str | None:
    """The one choice that it is; a guess at one is 「わからない」 where that can be chosen, and else nothing."""
    choices = [_names_of(one, english) for one in field.choices]
    said = _spelt(as_words(typed))
    if whole := [one.value for one in choices if said in one.names]:
        return whole[0] if len(whole) == 1 else None
    guessed = None if field.name == FieldName.VULNERABLE else without_guess(typed, certain=field.certain)
    if guessed is None:
        return next((found[0] for found in _tries(field, typed, choices) if len(found) == 1), None)
    unknown = next((option.value for option in field.options if option.value == Choice.UNKNOWN), None)
    return unknown if unknown and _only(field, guessed, english) else None


def in_one_breath(typed: str) -> tuple[str, str]:
    """An answer such as 「はい、駅の方へ行ったため」 and what is said behind it; as typed and nothing if nothing is.

    What takes the answer back, or goes on with "but", is part of it.
    """
    first, *rest = re.split("[、。,]", clean(typed), maxsplit=1)
    behind = "".join(rest).strip()
    return (typed, "") if _TAKES_BACK.match(behind) else (first, behind)


def named(field: Field, typed: str, english: Sentences) -> bool:
    """R-127: whether it is the whole name of a choice: asked about the police, 「通報しました」 is no command."""
    return any(_less(typed) & _names_of(one, english).names for one in field.choices)


def _tries(field: Field, typed: str, choices: list[_Names]) -> Iterator[list[str]]:
    """The choices that it may be, by stricter reading first."""
    said, less = _spelt(as_words(typed)), _less(typed)
    if not said.isdecimal() and not _OWN_WORDS.fullmatch(said):
        yield [one.value for one in choices if any(label.startswith(said) for label in one.labels)]
    yield [one.value for one in choices if less & one.names]
    if field.in_words or field.name == FieldName.WHEN or _NO_SUCH.match(plain(typed)):
        return
    first = _spelt(_FIRST.split(clean(as_words(typed)))[0])
    yield [one.value for one in choices if any(_begins_with(this, first, one, choices) for this in {said, *less})]
    also = {option.value for option in field.choices if option.also}
    yield [one.value for one in choices if one.value in also and _misspelt(said, one.names)]
    yield [one.value for one in choices if any(_ends_with(this, one, choices) for this in less)]
    if field.name == FieldName.VULNERABLE:
        yield [found for found in [of_care(typed, {name for one in choices for name in one.names})] if found]


def _begins_with(said: str, first: str, one: _Names, choices: list[_Names]) -> bool:
    """Whether it begins with a name, and then says neither what another choice is called nor that it isn't so.

    What comes after it may be another name of the same: 「いいえしていません」. A short English one is a whole word.
    """
    others = {name for other in choices if other is not one for name in other.names if _is_word(name, other.labels)}
    doubt = _UNSURE if one.denies else _IN_DOUBT
    for name in filter(said.startswith, one.names):
        rest = said.removeprefix(name)
        if rest in one.names:
            return True
        whole = name == first or not name.isascii() or len(name) > LEAST
        begun = whole and _is_word(name, {name}) and (len(name) >= LEAST or name in one.labels or name == first)
        if begun and takes_nothing_back(rest, others, doubt):
            return True
    return False


def _ends_with(said: str, one: _Names, choices: list[_Names]) -> bool:
    """Whether it is a name after words that say which or how: 「黒のワゴン」; never of one that says no."""
    if one.denies:
        return False
    names = {name for other in choices for name in other.names if _is_word(name, other.labels)}
    for name in one.names:
        before = said.removesuffix(name)
        whole = len(name) >= LEAST or (_is_word(name, one.labels) and re.search("[一-龥]", name))
        if whole and not name.isascii() and before != said and _MODIFIES.search(before):
            return not _IN_DOUBT.search(before) and not any(other in before for other in names)
    return False


def takes_nothing_back(rest: str, others: Collection[str], doubt: re.Pattern[str]) -> bool:
    """R-127: whether what follows a name leaves it standing: neither a doubt nor the name of another choice."""
    return doubt.search(rest) is None and not any(other in rest for other in others)


def _is_word(name: str, labels: Collection[str]) -> bool:
    """「車」 is one, "y" and 「は」 are not; and "did" is a part of many."""
    if name.isascii():
        return len(name) > LEAST or (len(name) > 1 and name in labels)
    return len(name) > 1 or "一" <= name <= "龥"


def _misspelt(said: str, names: Collection[str]) -> bool:
    """Whether one letter of a longer word was mistyped, left out or added; a digit or kanji is none."""
    return any(
        len(name) >= LONG and bool(_IN_DOUBT.search(said)) == bool(_IN_DOUBT.search(name)) and _one_off(said, name)
        for name in names
    )


def _one_off(said: str, name: str) -> bool:
    if len(said) == len(name):
        wrong = [one + other for one, other in zip(said, name, strict=True) if one != other]
    else:
        short, long = sorted((said, name), key=len)
        more = (n for n in range(len(long)) if long[:n] + long[n + 1 :] == short)
        wrong = [long[n] for n in more][:1] if len(long) - len(short) == 1 else []
    return len(wrong) == 1 and re.fullmatch("[ぁ-ゖーa-z]+", wrong[0]) is not None


def _figure(kanji: re.Match[str]) -> str:
    return str(_KANJI.index(kanji[0]) + 1)


def _less(typed: str) -> set[str]:
    return {_spelt(one) for said in bare_of(typed) for one in (said, _POLITE.sub("", said))} - {""}


def _spelt(text: str) -> str:
    """Letters alone, all kana as large hiragana: 「ハィ」 is はい."""
    return kana(letters(text))


def _names_of(one: Option, english: Sentences) -> _Names:
    """Whole labels, each of two that share one, such as 赤・ピンク or "Red, pink", and what else people call it."""
    labels = _labels(one.label, english(one.label))
    return _Names(one.value, labels, labels | _also(one.also))


@cache
def _labels(*labels: str) -> frozenset[str]:
    parts = (part for label in labels for part in re.split("[・,/]", re.sub("（.*）", "", label)))
    return frozenset(_spelt(name) for name in (*labels, *parts)) - {""}


@cache
def _also(names: str) -> frozenset[str]:
    how = {_spelt(how) for name in names.split() for how in (name, without_around(name))}
    return frozenset(how) - {"", "い"}  # of 「いや」; with it begins 「いいと思う」
