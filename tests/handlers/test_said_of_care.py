"""Whether somebody looks under 18 or needs care, as people say it: an age, a state, a guess (R-117, L225)."""

from __future__ import annotations

import pytest

from bot.language import sentences
from handlers.forms.choosing import chosen
from handlers.forms.definitions import REPORT
from policy.forms.names import FieldName
from policy.words.care import tells_of_care

ASKED = REPORT.field(FieldName.VULNERABLE)
SAID = {
    "yes": (
        "高校生ぐらいに見えます|学生です|お年寄りです👵|高齢の方です|はい、お子さんです|子どもっぽい|"
        "妊婦さん|a child|a teenager|teen|elderly|old lady|yes, looks under 18|具合が悪そう|様子がおかしい|"
        "体調が悪そうでした|小学生くらい|未成年だと思います|たぶん高校生|高校生かも|中学生かもしれない|小学生かもしれません|子供か大人か|16歳くらい|"
        "70代の女性|"
        "大人っぽい子供|車いす|酔っぱらい|元気な子ども"
    ),
    "no": (
        "大人やと思う|大人の男性|普通の大人です|成人男性|an adult|adult|grown up|looks adult|"
        "いいえ、見えないです|見えへん|そうは見えません|no, an adult|大人でした|大人に見えます|成人に見える|"
        "20代くらい|50代|三十代の男性|45歳くらい|in his 30s|middle-aged man"
    ),
    "unknown": (
        "どちらとも言えません|微妙です|わからへん|判断できません|迷っています|not sure|can't tell|"
        "hard to say|maybe|ちょっとわかりません|なんとも言えない|はっきりしません|顔が見えませんでした|"
        "はっきり見えなかった|"
        "わかりかねます|大人かも|たぶん大人|大人かな|大人っぽい|maybe an adult|looks like an adult|18歳くらい|60代|"
        "たぶんいいえ|20代で体が弱そう|見えるかも|dunno|unsure"
    ),
}
NOTHING = (
    "高校生ではない|大人ではない|not an adult|no child|未成年ではない|"
    "見えなくもない|not elderly|高齢ではない|若い|普通|元気そう|"
    "大人ではないかも|子供連れ"
)


def heard(said: str) -> dict[str, str | None]:
    """What each is taken for, between bars."""
    return {one: chosen(ASKED, one, sentences("en")) for one in said.split("|")}


@pytest.mark.parametrize("value", SAID)
def test_an_age_and_a_state_are_understood_and_a_guess_is_i_dont_know(value: str) -> None:
    """R-117, R-127, L225: the question says 「迷うときは「わからない」」, and 「大人かも」 is nothing else."""
    assert set(heard(SAID[value]).values()) == {value}, heard(SAID[value])


def test_a_denial_and_what_says_nothing_of_it_is_asked_again() -> None:
    """R-117: 「大人ではない」 is no adult, and "not elderly" may be a child."""
    assert set(heard(NOTHING).values()) == {None}, heard(NOTHING)


def test_thirty_is_no_ten() -> None:
    """R-117: 「三十代」 ends as 「十代」 does, and features that said it were refused as a minor's."""
    assert tells_of_care("十代の女性")
    assert not tells_of_care("三十代の女性、黒い上着")
