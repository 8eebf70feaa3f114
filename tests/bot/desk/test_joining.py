"""One more shop of a business that takes part already, registered at the desk."""

from __future__ import annotations

from collections.abc import Callable

from policy.states import State
from tests.bot.desk.sitting import Browser
from tests.bot.desk.test_acts import PERSON, STORE
from tests.world.in_process import TownInProcess


def test_one_more_shop_of_a_business_takes_nothing_back_that_the_business_said(
    town: TownInProcess, browser: Callable[[str], Browser]
) -> None:
    """R-009, R-076: its agreement and its own desk stay when their fields are left blank, and so does a live alert."""
    town.warn()
    desk = browser("P29")
    desk.sign_in()
    theirs = {"business_code": "NEW", "desk_telephone": "0422-00-0012", "desk_hours": "10:00–17:00"}
    desk.press(desk.get("/desk/new/store"), "/desk/new/store", **{**STORE, **theirs})
    for code, business in (("N02", "ＮＥＷ"), ("N03", "HANDO")):
        row = {**STORE, "store_code": code, "business_code": business, "agreed_on": "", "store_name": f"{code}店"}
        name = "半鐘堂薬局" if business == "HANDO" else STORE["business_name"]
        place = {"longitude": "139.6" + code[-1]}
        page = desk.press(desk.get("/desk/new/store"), "/desk/new/store", **{**row, **place, "business_name": name})
        assert f"{name} {code}店" in page.text
    with town.reading() as uow:
        one, ours = (uow.stores.business(uow.stores.the_network().id, code) for code in ("NEW", "HANDO"))
        assert one is not None
        assert ours is not None
        assert (str(one.agreed_on), one.desk_telephone, one.desk_hours) == ("2026-11-01", "0422-00-0012", "10:00–17:00")
        assert ours.agreed_on is not None
    assert town.case().state is State.LIVE


def test_somebody_whose_code_is_typed_in_wide_letters_is_who_has_it_already(
    town: TownInProcess, browser: Callable[[str], Browser]
) -> None:
    """R-113: nobody gets a role unseen because a phone's keyboard was in another mode; a new one's page opens."""
    desk = browser("P29")
    desk.sign_in()
    taken = desk.press(desk.get("/desk/new/member"), "/desk/new/member", **{**PERSON, "member_code": "Ｐ０１"})
    assert "このコードはもう使われています" in taken.text
    made = desk.press(desk.get("/desk/new/member"), "/desk/new/member", **{**PERSON, "member_code": "Ｐ９５"})
    assert made.url.path == "/desk/people/P95"
    with town.reading() as uow:
        assert uow.people.by_code(uow.stores.the_network().id, "P95") is not None
