"""Whom an alert would reach, as the desk tells it before there is one."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.bot.desk.sitting import Browser
from tests.world.in_process import TownInProcess

Make = Callable[[str], Browser]
OFFICE, MANAGER, OWN = "P29", "P02", "H01"


def test_it_tells_what_an_alert_would_do(town: TownInProcess, browser: Make) -> None:
    """R-005, R-078, R-124: the same stores, people and messages as a real one, on a map and as a list."""
    mine = browser(OFFICE)
    mine.sign_in()
    page = mine.get(f"/desk/reach?code={OWN}").text
    told = dict(re.findall(r"<dt>(.+?)</dt><dd>(\d+)", page))
    assert "<svg" in page
    assert "H99" not in mine.get("/desk/reach?code=H99&metres=500").text.replace('value="H99"', "")
    assert mine.get(f"/desk/reach?code={OWN}&metres=7").status_code == 404
    case = town.warn()
    with town.reading() as uow:
        platforms = [row.account.platform for row in uow.deliveries.of_case(case.id)]
    assert told == {
        "届く店舗": str(len(case.audience)),
        "届く人": str(len(platforms)),
        "LINE の通数": str(platforms.count("line")),
    }


def test_it_says_why_a_store_is_not_reached(town: TownInProcess, browser: Make) -> None:
    """R-005, R-064: what to do about it to the secretariat; to another shop's manager only that it is so."""
    pages = {}
    town.leave("P09")
    town.leave("P10")
    for code in (OFFICE, MANAGER):
        mine = browser(code)
        mine.sign_in()
        pages[code] = mine.get(f"/desk/reach?code={OWN}").text
    assert "届く人がいません。連絡先を決め" in pages[OFFICE]
    assert "いまは届きません。" in pages[MANAGER]
    assert "届く人がいません" not in pages[MANAGER]
