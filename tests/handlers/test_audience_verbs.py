"""The reporter warns fewer stores than the rules reach: by distance, or one by one; never more."""

from __future__ import annotations

import pytest

from handlers.commands.chat import SubmitForm
from handlers.conversation import form_for
from handlers.errors import NotAllowed
from policy.access import Purpose
from policy.distance import distance_km
from tests.world.in_process import TownInProcess


def narrow(town: TownInProcess, reach: str = "rule", leave_out: str = "none") -> None:
    """The whole form at once, as Slack hands it in."""
    town.form("P01", "audience", reach=reach, leave_out=leave_out)


def names(town: TownInProcess) -> list[str]:
    """The stores that would get the newest case's alert."""
    with town.reading() as uow:
        return [uow.stores.get(store_id).full_name for store_id in town.case().audience]


def metres(town: TownInProcess) -> dict[str, int]:
    """Store id → metres from the reporting store, of everybody in the network."""
    with town.reading() as uow:
        case = uow.cases.get(town.case().id)
        here = uow.stores.store_facts(case.store)
        return {
            store.id: round(distance_km(here, uow.stores.store_facts(store)) * 1000)
            for store in uow.stores.in_network(case.network_id)
        }


def labels(town: TownInProcess) -> list[str]:
    """What can be pressed on the reporter's newest card."""
    card = town.last("P01")
    return [button.label for button in (*card.buttons, *card.choices)]


def test_the_reach_is_narrowed_in_the_chat(town: TownInProcess) -> None:
    """R-117, R-124: two taps on LINE; preview and approvers see what was chosen, farther stores hear nothing."""
    town.hand_in()
    before = town.case().audience
    town.press("P01", "配信先をしぼる")
    assert "どこまで知らせますか" in town.last("P01").title
    assert labels(town)[0] == "決まりの範囲すべて"
    town.press("P01", "500m以内")
    town.press("P01", "いまのまま")
    away = metres(town)
    case = town.case()
    assert case.audience == [store_id for store_id in before if away[store_id] <= 500]
    assert 0 < len(case.audience) < len(before)
    assert town.on_page("P01", Purpose.MASK)["範囲"] == "500m以内"
    town.submit()
    assert town.on_page("P02", Purpose.PREVIEW)["範囲"] == "500m以内"
    town.answer("P02")
    town.answer("P03")
    town.deliver()
    assert {row.store_id for row in town.deliveries().values()} <= set(case.audience)


def test_stores_are_left_out_one_by_one_and_taken_back(town: TownInProcess) -> None:
    """R-117: the suspect works next door, say; the preview names who is left out."""
    town.hand_in()
    before = names(town)
    with town.reading() as uow:
        first, second = town.case().audience[:2]
        told = "、".join(uow.stores.get(store_id).full_name for store_id in (first, second))
    narrow(town, leave_out=first)
    narrow(town, leave_out=second)
    assert names(town) == before[2:]
    assert town.on_page("P01", Purpose.MASK)["外した店舗"] == told
    town.submit()
    assert town.on_page("P02", Purpose.PREVIEW)["外した店舗"] == told
    town.give_back("P02", "本町店にも知らせてください")
    narrow(town, leave_out="back")
    assert names(town) == before
    assert "外した店舗" not in town.on_page("P01", Purpose.MASK)


def test_what_was_chosen_is_bound_by_the_approval(town: TownInProcess) -> None:
    """R-111, R-124: another set of stores is another alert; whoever approved the one has not approved the other."""
    town.hand_in()
    town.submit()
    whole = town.case().binding
    town.give_back("P02", "近くの店だけで足りませんか")
    narrow(town, reach="500")
    town.submit()
    assert town.case().binding != whole
    town.answer("P02")
    town.answer("P03")
    assert town.case().state == "live"


def test_nothing_wider_than_the_rules_can_be_chosen(town: TownInProcess) -> None:
    """R-124: not offered, not taken when it is sent all the same, and gone when the network decides on less."""
    town.set_rules(radius_km=3)
    town.hand_in()
    case = town.case()
    with town.reading() as uow:
        form = form_for("audience", town.first_account(uow, "P01"), uow.cases.get(case.id), town.app.context(uow)).form
        offered = {option.value for option in form.field("reach").options}
        assert "5000" not in offered
    narrow(town, reach="5000")
    assert "3 km より広くできません" in town.last("P01").lines[0]
    assert town.last("P01").title == "どこまで知らせますか？"
    assert town.case().audience == case.audience
    narrow(town, reach="2000")
    reached = town.case().audience
    town.set_rules(radius_km=1)
    town.submit()
    away = metres(town)
    assert town.case().audience == [store_id for store_id in reached if away[store_id] <= 1000]


def test_a_reach_that_was_offered_under_wider_rules_is_refused(town: TownInProcess) -> None:
    """R-124, R-126: the form was opened before the network decided on less."""
    town.hand_in()
    town.set_rules(radius_km=5)
    with town.reading() as uow:
        offered = (
            form_for("audience", town.first_account(uow, "P01"), uow.cases.get(town.case().id), town.app.context(uow))
            .form.field("reach")
            .options
        )
    assert "2000" in {option.value for option in offered}
    town.set_rules(radius_km=1)
    narrow(town, reach="2000")
    again = town.last("P01")
    assert "1 km より広くできません" in again.lines[0]
    assert "2km以内" not in labels(town)
    town.press("P01", "500m以内")
    assert town.on_page("P01", Purpose.MASK)["範囲"] == "500m以内"


def test_somebody_is_left_to_be_warned(town: TownInProcess) -> None:
    """R-124: a reach without anybody is not offered, and the last store can't be left out."""
    town.hand_in()
    while len(town.case().audience) > 1:
        narrow(town, leave_out=town.case().audience[0])
    narrow(town, leave_out=town.case().audience[0])
    assert town.last("P01").title == "知らせない店舗はありますか？"
    assert "知らせる店舗がなくなります" in town.last("P01").lines[0]
    town.press("P01", "いまのまま")
    assert len(town.case().audience) == 1
    town.press("P01", "配信先をしぼる")
    assert "300m以内" not in labels(town)


def test_the_approvers_alert_is_not_narrowed_under_their_eyes(town: TownInProcess) -> None:
    """R-111: what lies with the approvers stays as it is, and strangers narrow nothing."""
    town.hand_in()
    account = town.account("P09")
    with pytest.raises(NotAllowed):
        town.run(SubmitForm(account, "audience", town.case().id, {"reach": "500", "leave_out": "none"}))
    town.submit()
    with pytest.raises(NotAllowed):
        narrow(town, reach="500")
