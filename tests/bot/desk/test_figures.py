"""The page of figures: the weeks as charts and as a table, and whom the signs mean."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from audit.event import Event
from policy.chance import Share
from policy.digest import CaseRow, weekly
from policy.signs import Sign
from policy.states import State
from tests.bot.desk.sitting import Browser
from tests.world.facts import RULES
from tests.world.in_process import TownInProcess
from tests.world.ledgers import noted

Make = Callable[[str], Browser]
OFFICE, AUDITOR = "P29", "P30"
WEEK = timedelta(weeks=1)


def tell(town: TownInProcess, weeks: int) -> None:
    """So many weeks were told, with one more report each; the last one's sign is about P02."""
    with town.database.unit_of_work() as uow:
        network, person = uow.stores.the_network(), town.member("P02", uow)
        for week in range(weeks):
            until = town.now - (weeks - week) * WEEK
            cases = [CaseRow(f"{n}", "s", State.ENDED, until, until + WEEK / 1000 * n) for n in range(week + 1)]
            told = weekly(cases, [], [], rules=RULES, now=until)
            sign = Sign("R-110", "早い判定です。", "聞いてください。", share=Share(6, 7), members=(person.id,))
            uow.weeks.keep(network.id, until, replace(told, warnings=(sign,)), timedelta(days=1095))
        uow.commit()


def test_every_number_of_the_table_stands_in_its_chart(town: TownInProcess, browser: Make) -> None:
    """R-121: eight weeks at most; a chart is drawn, described, and says what the table says."""
    tell(town, 9)
    mine = browser(AUDITOR)
    mine.sign_in()
    page = mine.get("/desk/figures").text
    charts = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    rows = re.findall(r'<tr><th scope="row">(.*?)</tr>', page, re.DOTALL)
    assert len(charts) == len(rows) > 10
    for chart, row in zip(charts, rows, strict=True):
        numbers = re.findall(r'class="count">(.+?)<', row)
        assert re.findall(r'class="number".*?>(.+?)<', chart) == numbers
        assert re.findall(r": ([–\d]+)", re.findall(r"<desc.*?</desc>", chart)[0]) == numbers
        assert f">{row.split('</th>')[0]}</title>" in chart
        assert len(numbers) == 8
    assert re.findall(r'class="count">(.+?)<', rows[0]) == [str(n) for n in range(2, 10)]
    heights = [float(high) for high in re.findall(r'height="([\d.]+)"/>', charts[0])]
    assert heights == sorted(heights)


def test_a_sign_says_whom_it_means_to_the_office_and_only_the_role_to_the_auditor(
    town: TownInProcess, browser: Make
) -> None:
    """R-064, R-097, R-110: with n, the interval and what to ask; who read a name is on record."""
    tell(town, 1)
    with town.reading() as uow:
        name = town.member("P02", uow).name
    pages = {}
    for code in (OFFICE, AUDITOR):
        mine = browser(code)
        mine.sign_in()
        pages[code] = mine.get("/desk/figures").text
        assert "7 件のうち 6 件" in pages[code]
        assert "49〜97" in pages[code]
        assert "聞いてください。" in pages[code]
        with town.reading() as uow:
            assert noted(uow).count(Event.DESK_VIEW) == 1
    assert name in pages[OFFICE]
    assert name not in pages[AUDITOR]
    assert "店舗責任者（" in pages[AUDITOR]


def test_before_the_first_digest_there_is_nothing_to_draw(browser: Make) -> None:
    """R-121: the page says when there will be."""
    mine = browser(OFFICE)
    mine.sign_in()
    assert "最初の週次監査ダイジェストのあとに" in mine.get("/desk/figures").text
