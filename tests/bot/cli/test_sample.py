"""``hansho sample``: the demo's year of invented weeks."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from storage.tables import WeekFigures
from storage.unit_of_work import Database
from tests.bot.cli.terminal import Operator


def test_a_year_of_invented_weeks_is_the_demos_alone(
    operator: Operator, files: Path, sqlite_url: str, master_keys: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-121: nobody's real figures are ever mixed with it; twice makes no second year."""
    assert operator("stores", "import", str(files / "stores.csv")).exit_code == 0
    assert operator("members", "import", str(files / "members.csv")).exit_code == 0
    refused = operator("sample")
    assert refused.exit_code == 1
    assert "make demo" in refused.output

    monkeypatch.setenv("HANSHO_DEMO", "true")
    for _ in range(2):
        assert operator("sample").exit_code == 0
    database = Database(sqlite_url, master_keys=master_keys)
    with database.unit_of_work(read_only=True) as uow:
        weeks = [*uow.session.scalars(select(WeekFigures).order_by(WeekFigures.until))]
        assert len(weeks) == 52
        assert all(week.figures["cases"] for week in weeks)
        signs = [{sign["clause"] for sign in week.figures["warnings"]} for week in (weeks[0], weeks[-1])]
        assert ["R-110" in clauses for clauses in signs] == [False, True]
    database.close()
