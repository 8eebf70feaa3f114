"""What a network types and the public reads: a number, hours, an address, a name; no line has room for a sentence.

All that is claimed of alerts is said by ``handlers.wording.statements`` from the rules in force, in each language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from policy.spelling import normal
from policy.verdict import N_, Allow, Deny, Verdict

LONGEST: Final = 100
"""Of a line: a poster has room for so much."""

_DIGITS: Final = range(10, 14)
"""Of a Japanese telephone number with its area code, or with the country's."""

_DAYS: Final = (
    "[月火水木金土日祝]曜日?|(?:げつ|か|すい|もく|きん|ど|にち)よう(?:び)?|[月火水木金土日](?![曜])|平日|へいじつ|祝日?|しゅくじつ"
    "|休日|祭日|振替|連休|営業日|毎[日週月]|まいにち|第[1-5一二三四五]|年中無休|無休|年末年始|年末|年始|お盆|盆|定休日?|休業日?"
    "|やすみ|休み|夏季|冬季|期間"
)
_TIMES: Final = (
    r"\d{1,4}|[一二三四五六七八九十]+時|時間?|じかん|じ|分|ふん|ぷん|半|はん|午前|午後|ごぜん|ごご|正午"
    "|昼休み|昼|朝|夜|夕方"
)
_JOINED: Final = (
    "まで|から|および|及び|または|又は|のみ|だけ|をのぞく|を除く|除く|を除き|[とはもの、・,/;:~〜～→()「」&+-]"
    "|受付|受け付け|うけつけ|営業|対応|電話|窓口|いつでも|随時"
)
_ENGLISH: Final = (
    "(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:days?)?|weekdays?|weekends?|holidays?|daily|every|days?"
    "|bank|public|national|year-end|new year|a[.]?m|p[.]?m|noon|midnight|lunch|hours?|h"
    "|and|or|to|from|until|till|except|excluding|only|closed|open|on|the"
)
_HOURS: Final = re.compile(rf"(?:(?>{_DAYS}|{_TIMES}|{_JOINED}|(?:{_ENGLISH})(?![a-z])|[.\s]))+", re.IGNORECASE)
"""Each word is taken once and never tried again, so that a long line costs no more than its length."""

_PLACE: Final = re.compile(
    r"(?=.*[都道府県市区町村郡]|.*-(?:shi|ku|cho|machi|mura|ken|fu|to|gun|chome)\b)(?=.*\d)"
    r"(?:(?>[A-Z][a-z'.]*)|(?<=-)[a-z]+|[^\Wa-z_]|[\s〒,.()・&#-])+"
)
_SENTENCE: Final = re.compile(
    r"[。！？!?;:「」『』]|ません|なし(?:$|[\s\d])"
    r"|(?:ます|です|ない|ください|下さい|した|する|いる|れる|せる)(?=$|[\s\d、,.()])"
)
"""What an address or a name has none of: the signs and the verbs that end a sentence."""
_SMALL: Final = re.compile(r"\b(?!(?:of|for|and|the|in|de)\b)[a-z]|\.$")
"""Of an English name every word of weight begins with a capital letter."""


def is_telephone(line: str) -> bool:
    """R-032, R-076, R-077, L107, L157: something that can be dialled, and nothing beside it."""
    plain = _plain(line)
    return re.fullmatch(r"\+?[\d() -]+", plain) is not None and sum(one.isdecimal() for one in plain) in _DIGITS


def is_hours(line: str) -> bool:
    """R-076, L157: days and times, in the words for days and times."""
    return _HOURS.fullmatch(_plain(line)) is not None


def is_address(line: str) -> bool:
    """R-076, L157: a place with its numbers."""
    plain = _plain(line)
    return _PLACE.fullmatch(plain) is not None and _SENTENCE.search(plain) is None and "を" not in plain


def is_name(line: str) -> bool:
    """R-011, R-077, L69, L161: what somebody is called."""
    plain = _plain(line)
    return _SENTENCE.search(plain) is None and _SMALL.search(plain) is None


TELEPHONE_ALONE: Final = N_("電話番号は、市外局番からの数字とハイフンだけで書いてください（例: 0422-00-0000）。")
HOURS_ALONE: Final = N_("受付時間は、曜日と時刻だけで書いてください（例: 平日 9:00–17:00）。")
ADDRESS_ALONE: Final = N_("窓口の住所は、住所だけで書いてください（例: 東京都武蔵野市本町1-2-3 商店会館2階）。")
NAME_ALONE: Final = N_("認定個人情報保護団体の名前は、名前だけで書いてください。")

SHAPES: Final[Mapping[str, tuple[Callable[[str], bool], str]]] = {
    "desk_telephone": (is_telephone, TELEPHONE_ALONE),
    "desk_hours": (is_hours, HOURS_ALONE),
    "desk_address": (is_address, ADDRESS_ALONE),
    "certified_body": (is_name, NAME_ALONE),
    "certified_body_telephone": (is_telephone, TELEPHONE_ALONE),
}
"""By the rule's name: what its line has to be, and what to say where it is something else (msgid)."""


def check_line(rule: str, name: str, line: str) -> Verdict:
    """R-020, R-021, R-027, R-029, R-076, L77, L79, L99, L101, L157: one line, short, of its shape, or empty.

    So neither a bare purpose nor another number stands beside what the page says by itself.

    ``name``: what people call the rule (msgid).
    """
    if len(line) > LONGEST or not line.isprintable():
        return Deny("R-076", N_("規則「{name}」は {most} 文字までの1行です。"), {"name": name, "most": LONGEST})
    fits, says = SHAPES[rule]
    return Allow() if not line or fits(line) else Deny("R-029", says)


def _plain(line: str) -> str:
    """Full-width letters and digits as plain ones, every dash the same."""
    return re.sub("[‐‑‒–—―−﹣]|(?<=[\\d時])ー(?=\\d)", "-", normal("NFKC", line)).strip()
