"""Act four of the sandbox: the person in the picture finds the shop's page, objects, and reads what came of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy.states import State
from simulator.objection import Objection
from simulator.script import LABELS, TOLD, Said
from tests.world.as_process import TownAsProcess


class Beside:
    """What the act does to a town's bot."""

    def __init__(self, town: TownAsProcess, ledger: Path) -> None:
        self.town, self.ledger = town, ledger

    def run(self, *words: str) -> str:
        """As typed beside it."""
        done = self.town.hansho(*words[1:])
        assert done.exit_code == 0, done.output
        return done.stdout

    def restart(self) -> None:
        """SIGKILL, and again."""
        self.town.kill()
        self.town.start()


@pytest.mark.usefixtures("letters")
def test_who_objects_sees_the_alert_end_everywhere_though_the_bot_dies_in_between(
    town: TownAsProcess, tmp_path: Path
) -> None:
    """R-075, R-078, R-096, R-099: dark everywhere a minute after it was sent, told a minute after it was decided."""
    told: list[Said] = []
    bot = Beside(town, tmp_path / "ledger.txt")
    Objection(town.people, "ja", lambda _, said: told.append(said), lambda _: None, bot).play()
    before, after = ("again", "scan", "receipt"), ("restarted", "dark", "objected", "decided", "taken back", "answer")
    assert told == [TOLD[step] for step in (*before, *after)]
    assert town.case().state is State.ENDED
    heard = town.who_got(LABELS["objected"].ja)
    assert len(heard) == len(set(heard)), "nobody hears twice of what was in the bot's hands when it died"
