"""How Japanese verbs bend: stems by their class in, one pattern out (asked for, meant, told as done)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

Verbs = Mapping[str, tuple[str, ...]]
"""Class of conjugation → stems, as patterns for the folded spelling in natural kana."""


class Forms(NamedTuple):
    """What follows the stem: te form, before ない, before ます, order, intention, plain, past."""

    te: str
    nai: str
    masu: str
    order: str
    will: str
    plain: str
    past: str


_FORMS = {
    "一段": Forms("て", "", "", "[ろよ]", "よう", "る", "た"),
    "サ変": Forms("して", "[しさ]", "し", "(?:しろ|せよ)", "しよう", "する", "した"),
    "く": Forms("いて", "か", "き", "け", "こう", "く", "いた"),
    "ぐ": Forms("いで", "が", "ぎ", "げ", "ごう", "ぐ", "いだ"),
    "行く": Forms("って", "か", "き", "け", "こう", "く", "った"),
    "す": Forms("して", "さ", "し", "せ", "そう", "す", "した"),
    "む": Forms("んで", "ま", "み", "め", "もう", "む", "んだ"),
    "る": Forms("って", "ら", "り", "れ", "ろう", "る", "った"),
    "う": Forms("って", "わ", "い", "え", "おう", "う", "った"),
}

END = r"(?=ー*(?:$|[^\w、,」＿ ]))"
"""Where a sentence ends, or an exclamation mark, a drawl or a picture stands for its end."""

_ASKED = (
    r"(?:くだ|下さ|ほし|欲し|も?ら(?:え|い(?:たい|ます(?!た)))|頂(?:き|け|戴)|いただ(?:き|け)|くれ(?!た|ま)|ちょうだい|"
    r"(?:送|知らせ|見せ|教え|保存|共有|渡)(?![^。]{0,4}(?:た|くれ))|お願|み(?:て|ま)|"
    r"[^。たのだ\n]{0,12}(?:くださ|下さ|お願|ほしい|欲しい|もらえ)|"
    rf"やっ?て|やれ|やろう|やり|[ねよなや]{END}|[^。、たのだれ\n]{{0,10}}[てで]て?[ねよなや]?{END}|{END})"
)
"""After a te form: a request, or nothing more, which is one."""

_LEFT_SO = "(?:おい?て|おけ|おこう|とい?て|とけ|ず?に)?"
"""ておいて and its short forms."""

_WISH = (
    "(?:[をのご]*(?:お?願[いう]|よろ|宜|依頼|頼|希望|要請|必要|推奨|徹底|求)|なさい|くだ|下さ|ましょう|"
    "たい(?!し|と?思?っ?た))"
)
_PURPOSE = (
    f"(?:こと(?![がはもにを])|ように?(?:お?願|し(?:て|ま)|頼|言|{END})|べき|必要|方(?:が(?:いい|良)|向で)|"
    f"のが(?:いい|良)|よう{END})"
)
_NO_MORE = "(?![るなばたまずてよう])"
"""追え is an order, 追える and 追えない are not."""


def asked_for(verbs: Verbs) -> str:
    """Somebody is to do it: て(ください), て at the end, しろ, しよう, すること, お…願います."""
    return _each(verbs, _asked)


def not_to(verbs: Verbs) -> str:
    """Somebody is not to do it: ないで(ください), ないように, ず, するな."""
    return _each(verbs, _not)


def when_seen(verbs: Verbs) -> str:
    """What is to be done once somebody comes: て, the plain form, an order or intention after a condition."""
    return _each(verbs, _then)


def told_as_done(verbs: Verbs) -> str:
    """Somebody did it, does it or meant to: past, て, plain, ます, intention; not what was suffered (盗まれた)."""
    return _each(verbs, _done)


def _each(verbs: Verbs, bent: Callable[[Forms], str]) -> str:
    return "|".join(f"(?:{'|'.join(stems)})(?:{bent(_FORMS[name])})" for name, stems in verbs.items())


def _asked(of: Forms) -> str:
    held = f"{of.te[:-1]}(?:{of.te[-1]}{_LEFT_SO}|[とど](?:い?て|け|こう|き)){_ASKED}"
    masu = f"{of.masu}?" if of is _FORMS["サ変"] else of.masu  # 確保をお願い needs no し
    dialect = f"{of.past}って(?:[やなねよ]?{END}|くだ|下さ|くれ(?!た))"
    return f"{held}|{dialect}|{masu}{_WISH}|{of.order}{_NO_MORE}|{of.will}(?!とし|とす|と思)|{of.plain}{_PURPOSE}"


def _not(of: Forms) -> str:
    without = (
        f"(?:(?:ない|ん)(?:で(?!も|き|し)(?:{_ASKED}|$)|ように|こと|ほうが|方が|よう{END})|"
        f"ん(?:とい|とっ|どい)て|ず(?:に(?:お願|い)|{END}))"
    )
    return f"{of.nai}{without}|{of.plain}な(?!ら|ど|ん|の|い)"


def _then(of: Forms) -> str:
    return f"{of.te}(?!い|る|く)|{of.plain}(?!な)|{of.order}{_NO_MORE}|{of.will}|{of.masu}(?:ま(?!せん)|{END})"


def _done(of: Forms) -> str:
    masu = f"{of.masu}(?:ま(?!せ)|に(?!く)|つつ|ながら|逃げ|出|たが)"
    return f"{of.past}|{of.te}|[とど]ん?[だた]|{of.te[:-1]}ち(?:ゃ|ゅ|ま)|{of.plain}(?!な|べ)|{masu}|{of.will}"
