"""What the demo alone may invent: a year of weeks (``hansho sample``), posters on its walls (``hansho town``)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.clock import system_clock
from policy.notices.posting import GRACE, may_send_under
from policy.states import State
from simulator import town
from simulator.control import Simulator
from storage.tables import Case, Delivery, WeekFigures
from storage.unit_of_work import Database
from tests.bot.cli.terminal import Operator


@pytest.fixture
def moved_in(operator: Operator, files: Path) -> Operator:
    """The town is imported."""
    assert operator("stores", "import", str(files / "stores.csv")).exit_code == 0
    assert operator("members", "import", str(files / "members.csv")).exit_code == 0
    return operator


def test_what_is_invented_is_the_demos_alone(moved_in: Operator, files: Path) -> None:
    """R-023, R-121: nobody's real figures or walls are ever mixed with it."""
    for command in (["sample"], ["town", str(files)]):
        refused = moved_in(*command)
        assert refused.exit_code == 1
        assert "make demo" in refused.output


def test_a_year_of_invented_weeks_is_there_once(
    moved_in: Operator, sqlite_url: str, master_keys: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-121: twice makes no second year."""
    monkeypatch.setenv("HANSHO_DEMO", "true")
    for _ in range(2):
        assert moved_in("sample").exit_code == 0
    database = Database(sqlite_url, master_keys=master_keys)
    with database.unit_of_work(read_only=True) as uow:
        weeks = [*uow.session.scalars(select(WeekFigures).order_by(WeekFigures.until))]
        assert len(weeks) == 52
        assert all(week.figures["cases"] for week in weeks)
        signs = [{sign["clause"] for sign in week.figures["warnings"]} for week in (weeks[0], weeks[-1])]
        assert ["R-110" in clauses for clauses in signs] == [False, True]
        cases = [*uow.session.scalars(select(Case))]
        assert len(cases) > 100
        assert {case.state for case in cases} == {State.ERASED}
        told = [row for row in uow.session.scalars(select(Delivery)) if row.answered_at]
        assert len(told) > len(cases)
        assert all(row.opened_at and row.opened_at < row.answered_at for row in told)
    database.close()


def test_the_demos_shops_show_a_published_notice_and_may_warn_as_long_as_a_visitor_plays(
    operator: Operator, files: Path, chats: Simulator, sqlite_url: str, master_keys: str
) -> None:
    """R-023, R-032, R-076: nothing contradicts, and a clock moved past the two weeks stops no shop.

    Whoever is new has a code, and there are menus below the chats.
    """
    town.write(files, date(2026, 11, 23), town.EVERYBODY)
    made = operator("town", str(files), *town.DESK)
    assert made.exit_code == 0
    assert [line for line in made.output.splitlines() if line.startswith("P35\t")]
    assert chats.line.menus.made
    assert operator("notices", "check").exit_code == 0
    later = system_clock() + GRACE + timedelta(days=1)
    database = Database(sqlite_url, master_keys=master_keys)
    with database.unit_of_work(read_only=True) as uow:
        stores = uow.stores.in_network(uow.stores.the_network().id)
        assert stores
        assert all(may_send_under(facts, later) for facts in uow.stores.all_facts(stores))
    database.close()
