"""What one kind of forbidden words is made of, and the small vocabularies that several kinds share."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from policy.spelling import kana

COUNTED = (
    "円|点|個|本|枚|箱|袋|缶|冊|台|着|人|名|組|分|秒|時|年|月|日|歳|代|割|kg|g|ml|l|cm|mm|m|km|センチ|キロ|メートル|"
    "パック|匹|足|階|番|%"
)
"""Units of goods, prices, times and sizes: a number before one of them is neither a telephone nor a plate."""

COUNTRIES = (
    "中国|韓国|朝鮮|台湾|香港|ベトナム|フィリピン|ネパール|インド|インドネシア|マレーシア|"
    "ミャンマー|カンボジア|モンゴル|"
    "スリランカ|バングラデシュ|パキスタン|イラン|トルコ|ロシア|ウクライナ|アメリカ|米国|イギリス|"
    "英国|フランス|ドイツ|"
    "イタリア|スペイン|クルド|中華|チャイナ|ブラジル|ペルー|ナイジェリア|アフリカ|アラブ|ユダヤ|"
    "東南アジア|アジア|欧米|中東|南米|外国|海外"
)

PERSON = (
    "人(?![気形参件事間数])|ひと(?![つり])|男|女|おとこ|おんな|者(?!は)|やつ(?![てぱ])|奴|あいつ|"
    "こいつ|そいつ|彼|客|老人|若者|主婦|"
    "お[じばに]いさん|お[じば]さん|おっさん|おばちゃん|おじちゃん|[兄姉]ちゃん|じじい|ばばあ|子(?![供ど]も?[服用])|"
    "学生|生徒|少[年女]|店員|二人|三人|カップル|夫婦|親子|グループ|連中|集団|仲間|本人|方(?![面向へ法角])|[23]人"
)
"""Whoever can be meant; for the folded spelling."""

PERSON_EN = (
    r"(?:man|men|woman|women|guys?|lady|ladies|boys?|girls?|person|persons|people|couple|customers?|kids?|teens?|"
    r"teenagers?|suspects?|dude|fellow|bloke|male|female|individuals?|one|group|pair|gang)"
)
THEM_EN = rf"(?:him|her|them|(?:(?:the|this|that|these|those|any|a)\s+)(?:\w+\s+){{0,2}}?{PERSON_EN})"
"""English for somebody acted upon; for a lower-case spelling."""


@dataclass(frozen=True)
class Wording:
    """One kind of thing an alert must not say.

    Attributes:
        clause: The requirement it stands on.
        reads: The spelling in which the pattern is searched.
        pattern: What is forbidden.
        instead: Japanese sentence (msgid): why, and what to write instead; ``{found}`` is the word, if ``shows``.
        shows: Whether the sentence repeats the word. Never for what could identify a person.
        kept: Whether it is refused in reasons as well, which are kept but never sent.
    """

    clause: str
    reads: Callable[[str], str]
    pattern: re.Pattern[str]
    instead: str
    shows: bool = False
    kept: bool = True


def words(*alternatives: str) -> re.Pattern[str]:
    """Alternatives for the folded spelling, written here in natural kana."""
    return re.compile(kana("|".join(alternatives)))
