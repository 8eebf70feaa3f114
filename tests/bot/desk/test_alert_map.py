"""An alert's receivers on the map of its page: where each is, and who has answered."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.bot.desk.sitting import Browser
from tests.world.in_process import TownInProcess

DOT = re.compile(r'<circle class="dot( unmarked)?')


def test_the_map_shows_who_has_answered_and_after_a_recall_who_knows(
    town: TownInProcess, browser: Callable[[str], Browser]
) -> None:
    """R-078: a dot for each store under the number of its row; filled once the store has said something."""
    page = f"/desk/alerts/{town.hand_in().number}"
    mine = browser("P29")
    mine.sign_in()
    assert "<svg" not in mine.get(page).text
    town.submit()
    town.answer("P02")
    town.answer("P03")
    town.deliver()
    count = len(town.case().audience)
    assert answered(mine, page) == (0, count)
    town.press("P09", "確認しました")
    assert answered(mine, page) == (1, count)
    town.form("P01", "recall", reason="wrong_person")
    assert answered(mine, page) == (0, count)
    town.press("P09", "確認しました")
    assert answered(mine, page) == (1, count)


def answered(mine: Browser, page: str) -> tuple[int, int]:
    """How many dots are filled, of how many; as many as the list has rows."""
    text = mine.get(page).text
    dots = DOT.findall(text)
    assert len(dots) == text.count('<td data-label="番号">')
    return dots.count(""), len(dots)
