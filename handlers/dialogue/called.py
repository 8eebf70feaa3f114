"""What people call buttons when they type: 「送ります」, 「了解です」, 「うちに来ました」, 「今日は休みです」 (R-127).

Only what can be taken for nothing else: 「見ました」 may mean the card or the person, so that the buttons are
shown again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from handlers.cards import ButtonAction
from handlers.forms.around import LONGEST, bare_of
from handlers.forms.choices import NO, YES
from handlers.forms.everyday import in_kana
from policy.forms.names import Choice, FormName
from policy.spelling import letters, plain
from storage.tables import ButtonMeaning

CALLED: Final[Mapping[tuple[ButtonAction, str], str]] = {
    (
        ButtonAction.SUBMIT,
        "",
    ): f"""{YES} 送る 送ります 送って 送ってください 送信 送信する 送信お願いする 渡す 渡して 渡してください お願いする
    頼む それでいい
        よろしくお願いする これで送る これで送って よい よろしい これでいい これでよい
        大丈夫 問題ない このまま送る send sendit submit goahead yesplease looksgood""",
    (
        ButtonAction.ACKNOWLEDGE,
        "",
    ): f"""{YES} 了解 りょうかい りょうかいした 了解した 承知 承知した わかった 分かった 確認 確認した 確認済み
        気をつける 気を付ける 注意する 警戒する 見ておく 見ておきます 伝えておく 伝えておきます 共有した 共有する
        りょ かしこまった ラジャー らじゃ
        gotit noted understood roger okay willdo confirmed acknowledged""",
    (
        ButtonAction.IN_SHOP,
        Choice.YES,
    ): f"""{YES} yes いる います 店にいる 店にいます 店内にいる 出勤している 勤務中 今いる 今います
        atwork inshop intheshop iamhere imhere i'mhere""",
    (
        ButtonAction.IN_SHOP,
        Choice.NO,
    ): f"""{NO} no いない いません 店にいない 店にいません 休み 今日は休み 今日休み 休みです 休みの日
        外出中 外にいる 帰宅した もう帰った 家にいる 非番 出張中 off dayoff athome notinshop notatwork""",
    (
        ButtonAction.SIGHTING,
        "",
    ): """見かけた 見つけた 発見 発見した 来た 来ました 来ている 来店した 来店中 来店 うちに来た うちに来ました
        うちにも来た うちにも来ました 店に来た 店に来ました 来はった 来よった 今来た 今来ました 今来ている
        それらしい人が来た
        似た人が来た
        似た人がいる 似た人がいます 似た人を見た それらしい人がいる 目撃した
        spotted isawhim isawher isawthem camehere sawhim sawher sawthem hecame shecame theycame heishere sheishere
        hewashere heshere""",
    (
        ButtonAction.SIGHTING,
        "in_store",
    ): """いる います まだいる まだいます 店内 店内にいる 店内です 中にいる 今いる 今もいる
        stillhere inside intheshop inshop""",
    (
        ButtonAction.SIGHTING,
        "left",
    ): """出た 出ました もう出た もう出ました 出て行った 出ていきました 出て行きました 帰った 帰りました
        もういない もういません いなくなった left gone heleft sheleft theyleft alreadyleft""",
    (
        ButtonAction.FORM,
        FormName.REPORT,
    ): "なおす 直す 直したい 修正 修正する 修正したい 訂正 変更する 変更したい edit change",
    (
        ButtonAction.FORM,
        FormName.ASSESS,
    ): f"""{YES} 承認 承認する 承認した 承認で 承認したい いいと思う 問題ない 賛成
        approve approved iapprove assess judge""",
    (ButtonAction.FORM, FormName.RETURN): "差し戻し 差し戻して 差しもどし 差戻し 差戻す 戻す return sendback giveback",
    (
        ButtonAction.DOUBT,
        "",
    ): """人違い 人違いでは 人ちがい 人ちがいちゃう ちゃうと思う 別人 別人では 別の人 別の人では 違う人 違う人では
    間違いでは 間違いだと思う
        違うと思う 誤り 誤報 誤報では wrongperson wrongguy nothim nother notthem mistake mistakenidentity
        notthesameperson""",
}
"""By what a button does, and which of its answers it is."""


_AROUND: Final = re.compile(
    "^(?:はい|うん|yes|ok)[、。,! ]*(?=.{2})|"
    "[、。,!！ ]*(?:ありがとう(?:ございます)?|よろしくお願いします|お疲れさまです|thanks|thank you)[。！! ]*$",
    re.IGNORECASE,
)
"""A yes before, thanks behind."""


def is_called(button: ButtonMeaning, text: str) -> bool:
    """R-127: whether somebody calls the button so, with whatever politeness around it; who asks only doubts."""
    action = ButtonAction(button.action)
    if len(text) > LONGEST or (action != ButtonAction.DOUBT and plain(text).endswith("?")):
        return False
    answer = "".join(str(given) for name, given in button.arguments.items() if name != "binding")
    words = {one for said in (text, in_kana(text)) for one in (said, _AROUND.sub("", said))}
    return not {letters(said) for one in words for said in bare_of(one)}.isdisjoint(
        _spelt(CALLED.get((action, answer), ""))
    )


@cache
def _spelt(names: str) -> frozenset[str]:
    return frozenset(letters(said) for name in names.split() for said in bare_of(name)) - {""}
