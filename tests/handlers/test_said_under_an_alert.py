"""What neighbours type under an alert instead of pressing, and what an approver says in one breath (R-127)."""

from __future__ import annotations

from handlers.cards import ButtonAction
from handlers.dialogue.typed import meant_button
from policy.forms.names import FieldName
from tests.handlers.corners import Chat
from tests.world.in_process import TownInProcess, all_buttons

UNDER_THE_ALERT = {
    ButtonAction.ACKNOWLEDGE: (
        "了解|了解です|りょうかいしました|承知しました|わかりました|はい|確認|確認済みです|ok|Got it|気をつけます"
    ),
    ButtonAction.SIGHTING: (
        "見かけました|うちに来ました|今来ています|来店しました|似た人がいます|saw him|he is here|spotted"
    ),
    ButtonAction.DOUBT: "人違いでは？|別の人だと思います|違う人です|誤報では？|wrong person",
    None: "見ました|来てない|いる|？|お疲れさまです|誰ですか|うちには来ていません|見かけません|見かけたら連絡します",
}
AFTER_THANKS = {
    ("in_shop", "yes"): "はい|いるで|店にいます|います|勤務中です|yes",
    ("in_shop", "no"): "いいえ|いません|今日は休みです|今日休み|外出中です|no|off",
    ("sighting", ""): "見かけた|うちに来ました",
}
AFTER_A_SIGHTING = {"in_store": "まだいます|店内です|still here", "left": "もう出ました|出て行きました|帰りました|gone"}


def meant(town: TownInProcess, code: str, said: str) -> tuple[str, str] | None:
    """What the button does that these words mean, and which of its answers it is."""
    account_id = town.account(code)
    with town.reading() as uow:
        button = meant_button(uow.people.account_by_id(account_id), None, said, town.app.context(uow))
    if button is None:
        return None
    return button.action, button.arguments.get("here") or button.arguments.get("where") or ""


def test_under_an_alert_typed_words_are_the_button_that_they_can_only_mean(town: TownInProcess) -> None:
    """R-078, R-127: 「了解です」 is 「確認しました」; 「見ました」 may be the card or the person, and is none."""
    town.warn()
    town.deliver()
    for does, said in UNDER_THE_ALERT.items():
        found = {one: meant(town, "P09", one) for one in said.split("|")}
        assert {one and one[0] for one in found.values()} == {does}, found
    town.say("P09", "了解です")
    town.deliver()
    for answer, said in AFTER_THANKS.items():
        found = {one: meant(town, "P09", one) for one in said.split("|")}
        assert set(found.values()) == {answer}, found
    town.say("P09", "うちに来ました")
    town.deliver()
    for where, said in AFTER_A_SIGHTING.items():
        found = {one: meant(town, "P09", one) for one in said.split("|")}
        assert set(found.values()) == {("sighting", where)}, found


def test_the_shop_ends_its_alert_in_its_own_words_and_is_asked_once(town: TownInProcess) -> None:
    """R-125, R-127: 「解除してください」 asks, 「はい」 answers."""
    town.warn()
    for said in ("解除します", "解除して", "解除してください", "解除したいです"):
        assert meant(town, "P01", said) == (ButtonAction.ALL_CLEAR, ""), said
    town.say("P01", "解除してください")
    assert town.last("P01").title == "警戒を解除しますか？"
    town.say("P01", "はい")
    assert town.case().state == "ended"


def test_where_words_are_asked_for_chatter_is_no_answer(town: TownInProcess) -> None:
    """R-086, R-127: neighbours would have read 「被害：はい」."""
    chat = Chat(town, "P04", "line")
    for said in ("通報", "写真なしで続ける"):
        chat.say(said)
    for said in ("はい", "ちょっと待って", "14:20", "👍", "ok", "ありがとうございます", "？"):
        chat.say(said)
        assert chat.place().asking == FieldName.GOODS, said
    chat.say("はい、化粧品 20点")
    assert chat.place().asking == FieldName.WHEN
    chat.say("ごめんなさい、間違えました")
    assert chat.place().asking == FieldName.GOODS


def test_all_is_asked_anew_for_whoever_says_so(town: TownInProcess) -> None:
    """R-127: 「最初から」 is no direction."""
    chat = Chat(town, "P04", "line")
    for said in ("通報", "写真なしで続ける", "化粧品 20点", "15分前", "店員が見た", "はい", "あとで"):
        chat.say(said)
    assert chat.place().answers[FieldName.POLICE] == "will_call"
    chat.say("最初からやり直します")
    assert (chat.place().asking, chat.place().answers) == (FieldName.GOODS, {})


def test_a_yes_and_its_reason_in_one_breath_are_both_taken(town: TownInProcess) -> None:
    """R-110, R-127: nobody types their reason twice; what is no reason is asked for."""
    town.hand_in()
    town.submit()
    town.look("P02")
    chat = Chat(town, "P02", "line")
    chat.press("判定する")
    chat.say("はい、そう思います")
    assert chat.place().asking == "present_danger_reason"
    chat.say("戻る")
    chat.say("はい、とは言えません。逃げた方向が店のない川のほうなので")
    assert chat.place().asking == "present_danger"
    chat.say("はい、南口のほうへ急ぎ足で行き、並びの店にも同じ棚があるため")
    place = chat.place()
    assert place.asking == "subsidiarity"
    assert place.answers["present_danger_reason"] == "南口のほうへ急ぎ足で行き、並びの店にも同じ棚があるため"


def test_a_shop_is_called_as_its_people_call_it(town: TownInProcess) -> None:
    """R-127: nobody types the chain's name before 「本店」; what several are called is asked again."""
    town.say("P03", "通報")
    shops = [button.label for button in all_buttons(town.last("P03"))]
    for shop in shops:
        business, name = shop.split()
        assert meant(town, "P03", f"{name}です") == (ButtonAction.START, ""), shop
        assert meant(town, "P03", business) is None
    assert len(shops) > 1
    assert shops[0].endswith("本店"), "in the order of their codes, each time"


def test_whoever_wrote_a_report_sends_and_takes_it_back_in_their_own_words(town: TownInProcess) -> None:
    """R-125, R-127: below the preview a yes hands in; 「取り下げたい」 is known below a later card too."""
    town.hand_in()
    for said in ("はい", "送ります", "送ってください", "これでいいです", "大丈夫です", "ok"):
        assert meant(town, "P01", said) == (ButtonAction.SUBMIT, ""), said
    for said in ("いいえ", "だめです", "送らないで"):
        assert meant(town, "P01", said) is None, said
    town.say("P01", "はい")
    town.say("P01", "状況")
    for said in ("取り下げたい", "取り下げます", "取り下げてください"):
        assert meant(town, "P01", said) == (ButtonAction.WITHDRAW, ""), said
    assert town.case().state == "assessing"
    town.say("P01", "取り下げたいです")
    town.say("P01", "はい")
    assert town.case().state == "withdrawn"
