"""R-025, L91: crimes other than theft, and nuisance, each by its kind: an alert tells of none of them."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from policy.spelling import folded
from policy.verdict import N_
from policy.words.kind import Wording, words


class Offence(StrEnum):
    """What a network of shops could want to tell each other of, as L91 tells them apart."""

    THEFT = "offence_theft"
    VOYEURISM = "offence_voyeurism"
    DAMAGE = "offence_damage"
    VIOLENCE = "offence_violence"
    INDECENCY = "offence_indecency"
    FRAUD = "offence_fraud"
    NUISANCE = "offence_nuisance"


_NOT_THEFT: Final = N_(
    "「{found}」は書けません。警戒情報で知らせるのは、いま起きた万引きだけです。"
    "ほかの犯罪は、110番と、自店の責任者に知らせてください。"
)
_NO_NUISANCE: Final = N_(
    "「{found}」は書けません。警戒情報で知らせるのは、いま起きた万引きだけです。"
    "迷惑行為ではなく、見たことだけを書いてください。"
)


def _told_of(pattern: re.Pattern[str], instead: str = _NOT_THEFT) -> Wording:
    return Wording("R-025", folded, pattern, instead, shows=True, kept=False)


WORDS: Final[dict[Offence, Wording]] = {
    Offence.VOYEURISM: _told_of(
        words(
            "盗撮|隠し撮り|スカートの(?:中|下)|(?:更衣室|試着室|トイレ)を?(?:撮|のぞ|覗)",
            r"\b(?:up-?skirt\w*|voyeur\w*|peeping)\b|\bup (?:a|her|the) skirt\b",
        )
    ),
    Offence.DAMAGE: _told_of(words("器物[損破]壊|落書き", r"\b(?:vandal\w*|graffiti)")),
    Offence.VIOLENCE: _told_of(
        words(
            "暴行(?:事件|罪|犯)|傷害(?:事件|罪|犯)|殴り合い|喧嘩(?:して|を)|けんか(?:して|を)",
            r"\b(?:brawl|fist ?fight)\w*",
        )
    ),
    Offence.INDECENCY: _told_of(
        words(
            "わいせつ|痴漢|ちかん|(?:下半身|陰部|性器)を|露出(?:狂|魔)|(?:体|からだ|胸|お?尻)を(?:触|さわ)",
            r"\b(?:indecen\w*|grop(?:ed|ing|er)|flasher|expos(?:ed|ing) (?:him|her|them)sel)",
        )
    ),
    Offence.FRAUD: _told_of(
        words(
            "偽札|ニセ札|偽造|釣り?銭(?:詐欺|を?ごまか)|無銭飲食|食い逃げ|詐欺",
            r"\b(?:counterfeit|fraud\w*|scam\w*|short-?chang)",
        )
    ),
    Offence.NUISANCE: _told_of(
        words(
            "迷惑(?:客|行為|な客|な人|者)|クレーマー|クレームを?(?:つけ|付け|言)|カスハラ|カスタマーハラスメント",
            "モンスター(?:客|カスタマー)|居座(?:り|っ)|暴言|土下座(?:を?させ|強要)|長時間の?(?:立ち読み|電話|説教)",
            "ストーカー|付きまと|つきまと|待ち伏せ|大声で(?:騒|怒鳴|文句)",
            r"\b(?:nuisance|problem\s*customer|rude\s*customer|troublemaker|complainer|stalk(?:er|ing|ed))",
        ),
        _NO_NUISANCE,
    ),
}
"""All but theft, of which alone L223–225 speak: no network can switch another on. Force used by who runs away with
goods is part of what neighbours have to know, and is free.
"""

OFFENCES: Final = tuple(WORDS.values())
