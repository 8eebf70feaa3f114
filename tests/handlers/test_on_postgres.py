"""PostgreSQL answers what the verbs ask as SQLite does: the long stories once more, on its rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from handlers.commands.answers import ReportSighting
from handlers.commands.chat import AllClear
from handlers.commands.office import SuspendStore
from handlers.commands.rights import DecideRequest
from policy.decision import Decided
from policy.forms.names import RecallReason, Wrong
from policy.rights import RequestState, Wish
from policy.states import Ending, State
from storage.unit_of_work import Database
from tests.handlers.test_new_versions import judge
from tests.world.answers import REPORT
from tests.world.databases import ON_POSTGRES
from tests.world.in_process import TownInProcess
from tests.world.requests import about, request, send
from tests.world.town import move_in

pytestmark = ON_POSTGRES


@pytest.fixture
def town(database: Database, now: datetime) -> Iterator[TownInProcess]:
    """The demo town, which moved in weeks ago."""
    move_in(database, datetime.fromisoformat("2026-11-01T00:00:00+00:00"))
    made = TownInProcess(database, now)
    yield made
    made.close()


def test_a_picture_warns_is_seen_and_is_erased_with_its_words(town: TownInProcess) -> None:
    """R-113, R-040, R-062: silence is reminded, second contacts are called, and thirty days later nothing is left."""
    case_id = town.photographed()
    town.submit()
    town.wait(minutes=6)
    assert "再度のお願い" in str(town.titles("P02"))
    for code in ("P02", "P03"):
        town.answer(code)
    town.deliver()
    town.run(ReportSighting(town.account("P09"), case_id, "in_store"))
    town.wait(minutes=11)
    assert "警戒のお願い" in town.titles("P12")
    assert any("似た人を見かけた" in title for title in town.titles("P01"))
    town.run(AllClear(town.account("P01"), case_id))
    town.deliver()
    assert (town.case().ending, town.kept("masked", "picture")) == (Ending.ALL_CLEAR, False)
    town.wait(days=31)
    assert town.case().state == State.ERASED
    assert not town.kept("text", "report")


def test_who_objects_is_answered_and_what_was_wrong_is_said_anew(town: TownInProcess) -> None:
    """R-049, R-074, R-099, R-111: corrected, written anew and approved, objected to, dark, taken back, erased."""
    case = town.warn()
    number = send(town, about(town, Wish.CORRECTION))
    answer(town, number, cases=(case.number,), wrong=(Wrong.FEATURES,))
    assert town.case().narrowed == [Wrong.FEATURES]
    town.form("P01", "report", **{**REPORT, "features": "灰色の上着、大きな手提げ袋"})
    for code in ("P02", "P03"):
        town.answer(code)
    town.deliver()
    assert "警戒情報の内容が変わりました（第2版）" in town.titles("P09")
    number = send(town, about(town), "Q-OBJECTS", "192.0.2.2")
    assert town.case().paused_at is not None
    answer(town, number, cases=(case.number,), reason=RecallReason.WRONG_PERSON)
    assert (town.case().ending, request(town, number).state) == (Ending.RECALL, RequestState.ANSWERED)
    town.wait(minutes=11)
    assert any("再度のお願い" in title for title in town.titles("P09"))


def answer(town: TownInProcess, number: str, **granted: object) -> None:
    """The secretariat grants it."""
    words = "お答えします。"
    town.run(DecideRequest(town.account("P29"), number, Decided.GRANTED, words, **granted))  # type: ignore[arg-type]
    town.deliver()


def test_the_same_again_a_lost_phone_and_a_suspended_store(town: TownInProcess) -> None:
    """R-063, R-081, R-113, R-144: a no stays a no, a chain's repeats need the secretariat, whose alert ends with it."""
    town.set_rules(repeat_alerts=2)
    for reporter, responsible in (("P06", "P05"), ("P08", "P07")):
        warn(town, reporter, responsible, "P03")
        assert town.newest(reporter).state == State.LIVE
    town.hand_in(goods="口紅 3本", features="灰色の上着")
    town.submit()
    town.answer("P02")
    town.say("P02", "端末をなくした")
    town.press("P02", "朝霧 蓮")
    town.press("P02", "1時間前から")
    town.answer("P04")
    assert town.case().state == State.ASSESSING
    town.answer("P29")
    town.deliver()
    assert town.case().state == State.LIVE
    town.run(SuspendStore("H01"))
    town.deliver()
    assert (town.case().ending, town.newest("P06").state) == (Ending.RECALL, State.LIVE)


def warn(town: TownInProcess, reporter: str, *approvers: str) -> None:
    """A text alert of another store's."""
    case = town.hand_in(reporter)
    town.submit(reporter)
    for code in approvers:
        judge(town, case.id, code)
    town.deliver()
