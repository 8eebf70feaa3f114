"""The reporter warns fewer stores than the rules reach: by distance, or one by one; never more."""

from __future__ import annotations

import pytest

from handlers.commands.chat import SubmitForm
from handlers.conversation import asked, form_for
from handlers.errors import NotAllowed
from handlers.forms.checks import check_answers
from handlers.wording import full_name
from policy.audience import distance_km
from tests.handlers.street import Street


def narrow(street: Street, reach: str = "rule", leave_out: str = "none") -> None:
    """The whole form at once, as Slack hands it in."""
    street.form("P01", "audience", reach=reach, leave_out=leave_out)


def names(street: Street) -> list[str]:
    """The stores that would get the newest case's alert."""
    with street.reading() as uow:
        return [full_name(uow.stores.get(store_id)) for store_id in street.case().audience]


def metres(street: Street) -> dict[str, int]:
    """Store id → metres from the reporting store, of everybody in the network."""
    with street.reading() as uow:
        case = uow.cases.get(street.case().id)
        here = uow.stores.facts(case.store)
        return {
            store.id: round(distance_km(here, uow.stores.facts(store)) * 1000)
            for store in uow.stores.in_network(case.network_id)
        }


def labels(street: Street) -> list[str]:
    """What can be pressed on the reporter's newest card."""
    card = street.last("P01")
    return [button.label for button in (*card.buttons, *card.choices)]


def test_the_reach_is_narrowed_in_the_chat(street: Street) -> None:
    """R-117, R-124: two taps on LINE; preview and approvers see what was chosen, farther stores hear nothing."""
    street.hand_in()
    before = street.case().audience
    street.press("P01", "配信先をしぼる")
    assert "どこまで知らせますか" in street.last("P01").title
    assert labels(street)[0] == "決まりの範囲すべて"
    street.press("P01", "500m以内")
    street.press("P01", "いまのまま")
    away = metres(street)
    case = street.case()
    assert case.audience == [store_id for store_id in before if away[store_id] <= 500]
    assert 0 < len(case.audience) < len(before)
    assert dict(street.last("P01").facts)["範囲"] == "500m以内"
    street.submit()
    assert dict(street.last("P02").facts)["範囲"] == "500m以内"
    street.answer("P02")
    street.answer("P03")
    street.deliver()
    assert {row.store_id for row in street.deliveries().values()} <= set(case.audience)


def test_stores_are_left_out_one_by_one_and_taken_back(street: Street) -> None:
    """R-117: the suspect works next door, say; the preview names who is left out."""
    street.hand_in()
    before = names(street)
    with street.reading() as uow:
        first, second = street.case().audience[:2]
        told = "、".join(full_name(uow.stores.get(store_id)) for store_id in (first, second))
    narrow(street, leave_out=first)
    narrow(street, leave_out=second)
    assert names(street) == before[2:]
    assert dict(street.last("P01").facts)["外した店舗"] == told
    street.submit()
    assert dict(street.last("P02").facts)["外した店舗"] == told
    street.form("P02", "return", reason="本町店にも知らせてください", binding=street.case().binding or "")
    narrow(street, leave_out="back")
    assert names(street) == before
    assert "外した店舗" not in dict(street.last("P01").facts)


def test_what_was_chosen_is_bound_by_the_approval(street: Street) -> None:
    """R-111, R-124: another set of stores is another alert; whoever approved the one has not approved the other."""
    street.hand_in()
    street.submit()
    whole = street.case().binding
    street.form("P02", "return", reason="近くの店だけで足りませんか", binding=whole or "")
    narrow(street, reach="500")
    street.submit()
    assert street.case().binding != whole
    street.answer("P02")
    street.answer("P03")
    assert street.case().state == "live"


def test_nothing_wider_than_the_rules_can_be_chosen(street: Street) -> None:
    """R-124: not offered, not taken when it is sent all the same, and gone when the network decides on less."""
    street.hand_in()
    case = street.case()
    with street.reading() as uow:
        form = form_for(uow, uow.cases.get(case.id), "audience", street.now)
        offered = {option.value for option in form.field("reach").options}
        assert "5000" not in offered
        _, wrong = check_answers(form, {"reach": "5000", "leave_out": "none"}, asked(uow, case, street.now))
        assert wrong.keys() == {"reach"}
    with pytest.raises(NotAllowed):
        narrow(street, reach="5000")
    narrow(street, reach="2000")
    reached = street.case().audience
    street.set_rules(radius_km=1)
    street.submit()
    away = metres(street)
    assert street.case().audience == [store_id for store_id in reached if away[store_id] <= 1000]


def test_a_reach_that_was_offered_under_wider_rules_is_refused(street: Street) -> None:
    """R-124, R-126: the form was opened before the network decided on less."""
    street.hand_in()
    street.set_rules(radius_km=5)
    with street.reading() as uow:
        offered = form_for(uow, uow.cases.get(street.case().id), "audience", street.now).field("reach").options
    assert "2000" in {option.value for option in offered}
    street.set_rules(radius_km=1)
    with pytest.raises(NotAllowed):
        narrow(street, reach="2000")


def test_somebody_is_left_to_be_warned(street: Street) -> None:
    """R-124: a reach without anybody is not offered, and the last store can't be left out."""
    street.hand_in()
    while len(street.case().audience) > 1:
        narrow(street, leave_out=street.case().audience[0])
    with pytest.raises(NotAllowed) as refusal:
        narrow(street, leave_out=street.case().audience[0])
    assert refusal.value.deny.clause == "R-124"
    street.press("P01", "配信先をしぼる")
    assert "300m以内" not in labels(street)


def test_the_approvers_alert_is_not_narrowed_under_their_eyes(street: Street) -> None:
    """R-111: what lies with the approvers stays as it is, and strangers narrow nothing."""
    street.hand_in()
    account = street.account("P09")
    with pytest.raises(NotAllowed):
        street.run(SubmitForm(account, "audience", street.case().id, {"reach": "500", "leave_out": "none"}))
    street.submit()
    with pytest.raises(NotAllowed):
        narrow(street, reach="500")
