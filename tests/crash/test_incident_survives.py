"""SIGKILL between the tap and the calls: who has to know of an incident hears of it, once."""

from __future__ import annotations

from sqlalchemy import func, select

from simulator.phones import Phone
from storage.tables import InboxEvent, Incident
from storage.unit_of_work import UnitOfWork
from tests.world.as_process import TownAsProcess
from tests.world.over_http import PATIENCE

CALL = ("事故の連絡", "Incident: ")


def test_a_tap_survives_two_deaths(town_of_words: TownAsProcess) -> None:
    """R-135, R-139: killed before anybody read the tap, and again while the calls leave; nothing is lost or doubled.
    R-043, R-064: what a stranger wrote a day before is swept out by whoever is started afterwards.
    """
    town, stranger = town_of_words, town_of_words.newcomer("line")
    stranger.say("こんにちは")
    stranger.wait_for("登録", PATIENCE)
    town.until(town.quiet, "the stranger to be done with")
    assert rows_of(town, stranger) == 1
    town.people.wait(hours=25)
    town.reporter.say("事故")
    town.reporter.wait_for("何がありましたか", PATIENCE)
    town.until(town.quiet, "the question to be recorded")
    town.kill()
    town.start("--no-worker")
    town.reporter.press("画面を撮られた")
    town.kill()
    assert not town.who_got(*CALL)
    for platform, only in (("line", "push"), ("slack", "postMessage")):
        town.people.faults(platform, hang_next=1, hang_seconds=5, only=only)
    town.start()
    town.until(lambda: town.read(incidents), "the incident to be on record", closely=True)
    town.kill()
    for platform in ("line", "slack"):
        town.people.faults(platform, hang_next=0)
    town.come_back()
    town.until(lambda: town.who_got(*CALL), "somebody to be called")
    town.until(town.quiet, "all calls to leave")
    town.until(lambda: rows_of(town, stranger) == 0, "the stranger to be forgotten")
    called = town.who_got(*CALL)
    assert len(called) == len(set(called))
    assert town.read(incidents) == 1
    town.nobody_got_anything_twice()


def rows_of(town: TownAsProcess, phone: Phone) -> int:
    """How much of what they wrote is kept."""
    return town.read(lambda uow: uow.session.query(InboxEvent).filter_by(sender=phone.user_id).count())


def incidents(uow: UnitOfWork) -> int:
    """How many there are."""
    return uow.session.scalar(select(func.count(Incident.id))) or 0
