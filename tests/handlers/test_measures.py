"""The register of measures: what the network was told to do, and what its secretariat did."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from handlers.commands.decided import ResumeStore
from handlers.commands.office import RecordMeasure, SuspendStore
from handlers.errors import NotAllowed, NotFound
from handlers.network.measures import measures
from policy.measures import MeasureKind
from tests.world.in_process import TownInProcess


def listed(town: TownInProcess) -> list[str]:
    """The register, a line each."""
    with town.app.reading() as ctx:
        return measures("ja", ctx)


def test_what_was_received_and_done_is_listed_in_order(town: TownInProcess) -> None:
    """R-144, L261: guidance, suspension, recall by the secretariat, holds; what a store does itself is no measure."""
    today = town.now.date()
    town.warn()
    town.form("P01", "recall", reason="wrong_person")
    town.run(RecordMeasure(MeasureKind.GUIDANCE, "PPC-2026-07", today, "A01"))
    case = town.warn()
    town.form("P29", "recall", reason="wrong_person")
    town.hold(case.id, days=7)
    town.run(SuspendStore("A01"))
    town.run(ResumeStore("A01"))
    guidance, recall, held, suspended, resumed = listed(town)
    assert f"指導を受けた  A01 PPC-2026-07 {today}" in guidance
    assert recall.endswith(f"事務局が警戒情報を回収した  {case.number}  P29")
    assert f"事案を保全した  {case.number}" in held
    assert ("店舗の参加を停止した  A01" in suspended, "店舗の参加を再開した  A01" in resumed) == (True, True)


def test_a_measure_has_a_letter_that_came_already_and_a_store_of_ours(town: TownInProcess) -> None:
    """R-144: what it says stays in the letter; nothing is noted of one that can't be found."""
    today = town.now.date()
    for reference, on in (("", today), ("店長の件で指導", today), ("K-7", today + timedelta(days=2))):
        with pytest.raises(NotAllowed):
            town.run(RecordMeasure(MeasureKind.ORDER, reference, on))
    with pytest.raises(NotFound):
        town.run(RecordMeasure(MeasureKind.ORDER, "K-7", date(2026, 11, 1), "Z99"))
    assert listed(town) == []
