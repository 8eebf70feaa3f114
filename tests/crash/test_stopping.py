"""Stopping on purpose, and not starting at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from simulator.browser import Browser
from tests.world.as_process import TownAsProcess
from tests.world.over_http import PATIENCE, PICTURE, SUSPECT

ALERT = ("警戒のお願い", "Alert: please keep watch")
STOP_SECONDS = 60
"""Three times what a supervisor commonly waits before it kills, since here many tests share a machine."""


def test_sigterm_during_work_loses_nothing(town_of_words: TownAsProcess) -> None:
    """Stopped while cards leave: gone in time, and nothing waits for a lease afterwards."""
    town = town_of_words
    town.hand_in()
    town.submit()
    town.say_yes(town.responsible)
    town.people.faults("line", latency_ms=300)
    town.say_yes(town.approver)
    town.until(lambda: town.who_got(*ALERT), "the first neighbour to be warned", closely=True)
    assert town.terminate() < STOP_SECONDS
    town.people.faults("line", latency_ms=0)
    town.start()
    town.until(town.quiet, "all cards to leave")
    warned = town.who_got(*ALERT)
    assert len(warned) == len(town.read(lambda uow: uow.deliveries.of_case(town.case().id)))
    town.nobody_got_anything_twice()
    town.lose_its_worker()
    assert town.exit_code() == 1, "a supervisor starts both anew"


def test_sigterm_while_masking_begins_it_again(town: TownAsProcess) -> None:
    """A picture that could not be finished in time is masked after the start, and its reporter never hears of it."""
    town.reporter.send_photo(PICTURE.read_bytes())
    link = town.reporter.open_link("画像を確認する", PATIENCE)
    with Browser() as browser:
        page = browser._settled(link)
        browser._post(link, "pick", page, x=str(SUSPECT[0]), y=str(SUSPECT[1]))
    assert town.terminate() < STOP_SECONDS
    town.come_back()
    town.until(lambda: town.case().masked_sha256, "the mask")


def test_default_secrets_are_refused(tmp_path: Path) -> None:
    """R-064: without secrets of one's own nothing starts; one line says which and how."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("HANSHO_")}
    command = [sys.executable, "-m", "bot.cli", "serve"]
    environment = {**bare, "HANSHO_PUBLIC_URL": "https://hansho.example", "PYTHONPATH": str(Path.cwd())}
    refused = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert refused.returncode == 2
    for name in ("HANSHO_MASTER_KEYS", "HANSHO_LINK_SECRET", "HANSHO_LEDGER_KEY"):
        assert name in refused.stderr
    assert "hansho keys new" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1
    assert not list(tmp_path.iterdir())
