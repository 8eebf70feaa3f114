"""A day's numbers for each person and each store: reports, looks, and what is sent from pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from audit.event import Event
from handlers.commands.chat import Say
from handlers.commands.decided import ChangeRules
from handlers.commands.pages import CountPost, RecordView
from handlers.errors import NotAllowed
from policy.access import Purpose
from policy.caps import DAY
from tests.world.in_process import TownInProcess


def begin(town: TownInProcess, code: str = "P01") -> None:
    """A report is begun, and taken back for the next one."""
    town.run(Say(town.account(code), "通報"))
    town.press(code, "取り下げる")


def look(town: TownInProcess, code: str = "P01") -> None:
    town.run(RecordView(town.account(code), town.case().id, Purpose.MASK, picture=False))


def post(town: TownInProcess, code: str = "P01") -> None:
    town.run(CountPost(town.account(code), town.case().id))


@pytest.mark.parametrize(("what", "do"), [("reports", begin), ("views", look), ("posts", post)])
def test_a_day_has_a_number_for_each_person_and_for_each_store(
    town: TownInProcess, what: str, do: Callable[..., None]
) -> None:
    """R-044: what is beyond is refused with a sentence that has the numbers; a day later it goes again."""
    town.hand_in("P02" if do is begin else "P01")
    town.run(ChangeRules({f"{what}_per_person_day": LEAST[what], f"{what}_per_store_day": LEAST[what] + 1}))
    for _ in range(LEAST[what]):
        do(town)
    with pytest.raises(NotAllowed) as refused:
        do(town)
    assert refused.value.deny.clause == "R-044"
    assert refused.value.deny.values == {"each": LEAST[what], "all": LEAST[what] + 1}

    town.now += DAY + timedelta(hours=1)
    do(town)


LEAST = {"reports": 2, "views": 50, "posts": 50}


def test_the_numbers_of_a_store_hold_for_all_its_people_together(town: TownInProcess) -> None:
    """R-044: a second person of the store is refused too."""
    town.run(ChangeRules({"reports_per_store_day": 1}))
    begin(town, "P01")
    with pytest.raises(NotAllowed):
        begin(town, "P02")


def test_the_ledger_has_one_look_a_minute(town: TownInProcess) -> None:
    """R-095: whoever reloads a page fills no ledger; the next minute's look is noted again."""
    town.hand_in()

    def entries() -> int:
        with town.reading() as uow:
            return sum(entry["event"] == "case:page:view" for entry in uow.ledger.of_case(town.case().id))

    town.now = town.now.replace(second=0)
    for _ in range(5):
        look(town)
    assert entries() == 1
    town.now += timedelta(minutes=1)
    look(town)
    assert entries() == 2


def test_the_ledger_has_one_look_a_minute_whichever_way_the_clock_goes(town: TownInProcess) -> None:
    """R-095: a second look in the same minute is none, one after the clock was set back by an hour is."""
    town.hand_in("P01")

    def noted() -> int:
        with town.reading() as uow:
            return sum(e["event"] == Event.PAGE_VIEW for e in uow.ledger.of_case(town.case().id))

    before = noted()
    for hours, more in ((0, 1), (0, 1), (1, 2)):
        town.now -= timedelta(hours=hours)
        look(town)
        assert noted() == before + more
