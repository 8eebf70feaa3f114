"""What neighbours answer, what members do with their accounts, and what people type."""

from __future__ import annotations

import pytest

from handlers.commands.chat import AllClear, LoseTouch, Say
from handlers.commands.pages import RecordView
from handlers.commands.picture import RefuseMask
from handlers.errors import NotEnrolled
from policy.access import Purpose
from policy.states import DeliveryState
from storage.tables import PictureState
from tests.world.answers import REPORT
from tests.world.in_process import TownInProcess


def test_a_doubt_brings_the_recall_to_those_in_charge(town: TownInProcess) -> None:
    """R-096: once, however often it is pressed."""
    town.warn()
    town.press("P09", "誤りでは？")
    town.press("P09", "誤りでは？")
    assert town.deliveries()["P09"].answer == "doubt"
    assert len([card for card in town.cards("P29") if "取り消す（回収）" in {b.label for b in card.buttons}]) >= 1
    town.press("P29", "解除する")
    assert town.case().ending == "all_clear"


def test_a_sighting_is_passed_on_with_where(town: TownInProcess) -> None:
    """D3: first that, then where."""
    town.warn()
    town.press("P09", "見かけた")
    town.press("P09", "店内にいる")
    assert town.deliveries()["P09"].answer == "sighting"
    town.deliver()
    assert len([card for card in town.cards("P01") if "似た人" in card.title]) == 2


def test_a_time_of_day_answers_when(town: TownInProcess) -> None:
    """R-115: 「14:20」 is read in the network's time zone; nonsense and old times are asked again."""
    town.say("P01", "通報")
    town.press("P01", "写真なしで続ける")
    town.say("P01", REPORT["goods"])
    for words in ("きのう", "25:99"):
        town.say("P01", words)
        assert "いつのこと" in town.last("P01").title
    town.say("P01", "13：50")
    assert "いつのこと" not in town.last("P01").title


def test_a_leaver_is_a_stranger(town: TownInProcess) -> None:
    """R-063: after leaving an account says nothing any more."""
    account = town.account("P09")
    town.run(LoseTouch(account, blocked=False))
    town.leave("P09")
    with pytest.raises(NotEnrolled):
        town.run(Say(account, "状況"))


def test_a_mask_that_failed_is_not_kept_and_can_be_tried_again(town: TownInProcess) -> None:
    """R-119: what could not be hidden safely is gone, and the page says why."""
    town.run(Say(town.account("P01"), "通報"))
    town.run(RefuseMask(town.case().id, town.turn(), "まだ何もない"))
    assert town.case().picture == PictureState()


def test_the_tally_shows_what_people_did_those_that_did_most_first(town: TownInProcess) -> None:
    """R-078: seen, doubted, confirmed, opened, arrived; in one line above, and whose answer went furthest per store."""
    town.warn()
    people = ("P09", "P05", "P15", "P23")
    deliveries = town.deliveries()
    stores = {code: deliveries[code].store.full_name for code in people}
    town.press("P23", "見かけた")
    town.press("P23", "店内にいる")
    town.press("P15", "確認しました")
    town.run(RecordView(town.account("P05"), town.case().id, Purpose.ALERT, picture=False))
    town.say("P01", "状況")
    card = town.last("P01")
    assert card.lines[0].startswith(f"{len(card.facts) - 1}店舗中1店舗が確認、1店舗が目撃")  # one row is the number
    shown = dict(card.facts)
    assert shown[stores["P23"]] == "見かけた（店内）"
    assert shown[stores["P15"]].startswith("確認済み")
    assert shown[stores["P05"]].startswith("内容を見た")
    assert shown[stores["P09"]] == "届いた"
    order = [store for store, _ in card.facts if store in stores.values()]
    assert order == [stores[code] for code in ("P23", "P15", "P05", "P09")]
    town.press("P01", "解除する")
    assert dict(town.last("P01").facts)[stores["P15"]].startswith("警戒を確認")


def test_who_has_read_it_elsewhere_calls_the_next_contact_at_once(town: TownInProcess) -> None:
    """D13: their reading is no confirmation of the store; back in the shop it is, and a call is made once."""
    town.warn()
    town.press("P09", "確認しました")
    assert "P10" not in town.deliveries()
    town.press("P09", "いいえ、いません")
    assert town.last("P09").title == "店の次の連絡先に知らせます"
    town.deliver()
    assert "警戒のお願い" in town.titles("P10")
    town.say("P01", "状況")
    store = town.deliveries()["P09"].store.full_name
    assert dict(town.last("P01").facts)[store] == "読んだ人は店にいない"
    assert "0店舗が確認" in town.last("P01").lines[0]
    town.press("P10", "確認しました")
    town.press("P10", "いいえ、いません")
    assert town.last("P10").title == "店に電話して、伝えてください"
    town.press("P09", "はい、店にいます")
    assert town.deliveries()["P09"].answer == "acknowledged"
    assert town.titles("P10").count("警戒のお願い") == 1


def test_everybody_of_a_warned_store_can_open_the_alert_and_hears_its_end(town: TownInProcess) -> None:
    """R-005, R-062, R-064, R-078: the bell rings at the contact; who asks gets card, page, answers, and the stop."""
    town.warn()
    store_id = town.deliveries()["P09"].store_id
    with town.database.unit_of_work() as uow:
        member = uow.people.account_by_id(town.account("P10")).member
        uow.session.delete(next(role for role in member.roles if role.role == "second_contact"))
        uow.commit()
    town.say("P27", "状況")
    assert "警戒のお願い" not in town.titles("P27")
    town.say("P10", "状況")
    assert town.last("P10").title == "警戒のお願い"
    assert town.last("P10").link
    town.run(RecordView(town.account("P10"), town.case().id, Purpose.ALERT, picture=False))
    town.press("P10", "確認しました")
    town.press("P10", "はい、店にいます")
    assert town.deliveries()["P10"].store_id == store_id
    town.say("P10", "状況")
    assert town.deliveries()["P10"].answer == "acknowledged"
    town.press("P02", "解除する")
    town.deliver()
    assert town.last("P10").title != "警戒のお願い"


@pytest.mark.parametrize("words", ["状況", "いまどうなっていますか"])
def test_an_alert_that_was_asked_for_does_not_leave_behind_its_end(town: TownInProcess, words: str) -> None:
    """R-040, R-111: policy is asked before it leaves, also where it leaves with other words in one call."""
    town.warn()
    before = town.titles("P09")
    town.run(Say(town.account("P09"), words))
    town.run(AllClear(town.account("P01"), town.case().id))
    town.deliver()
    assert "警戒のお願い" not in town.titles("P09")[len(before) :]
    assert town.last("P09").title.startswith("解除")
    assert town.deliveries()["P09"].state == DeliveryState.SENT
