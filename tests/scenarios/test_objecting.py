"""Act four of the sandbox: the person in the picture finds the shop's page, objects, and reads what came of it."""

from __future__ import annotations

from pathlib import Path

from policy.states import State
from simulator.objection import Objection
from simulator.script import TOLD, Said
from tests.world.databases import ON_SQLITE
from tests.world.over_http import TownOverHttp


@ON_SQLITE
def test_who_objects_sees_the_alert_end_everywhere(town: TownOverHttp, tmp_path: Path) -> None:
    """R-075, R-078, R-096, R-099: dark everywhere within a minute, taken back within another; the person reads so."""
    told: list[Said] = []

    def run(*words: str) -> str:
        done = town.hansho(*words[1:])
        assert done.exit_code == 0, done.output
        return done.stdout

    Objection(town.people, "ja", lambda _, said: told.append(said), lambda _: None, run, tmp_path / "ledger.txt").play()
    steps = ("again", "scan", "receipt", "dark", "objected", "decided", "taken back", "answer")
    assert told == [TOLD[step] for step in steps]
    assert town.case().state is State.ENDED
