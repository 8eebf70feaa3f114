"""How soon a webhook is acknowledged while the worker of the same process handles them and a picture is masked."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from benchmarks.load import Answers, press
from benchmarks.stage import Stage, free_address, port, running, stage
from handlers.commands.picture import PickSuspect
from handlers.errors import HanshoError
from simulator import town

PICTURE = Path("simulator/pictures/crossing.jpg")
SUSPECT = (361, 293)
LOOK_EVERY = 0.1
PICTURE_EVERY = 1.5
"""Seconds: so that what is measured does not weigh more when masking becomes faster."""


@dataclass(frozen=True)
class Acknowledged:
    """The bot's answers, the bare endpoint's, and how many pictures were masked meanwhile."""

    bot: Answers
    bare: Answers
    masked: int


def measure(folder: Path) -> Acknowledged:
    """The same load on the bot, then on the bare endpoint, both while the bot masks a picture every 1.5 s."""
    town.write(folder, datetime.fromtimestamp(time.time(), town.ZONE).date())
    senders = [account.user_id for account in town.accounts() if account.platform == "line"]
    with stage(folder) as running_stage, _masking(running_stage) as masking:
        bot = press(f"{running_stage.bot_url}/line/webhook", senders)
        masked = masking.count
        url = free_address()
        with running(["benchmarks.bare", port(url)], f"{url}/ready", {}):
            bare = press(f"{url}/webhook", senders)
    return Acknowledged(bot, bare, masked)


class _masking:  # noqa: N801 - reads as the verb it is
    """Somebody picks a suspect again and again, at the same pace on every machine."""

    def __init__(self, on: Stage) -> None:
        self._stage = on
        self._enough = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.count = 0

    def __enter__(self) -> Self:
        phone = self._stage.people.phone("P01")
        phone.send_photo(PICTURE.read_bytes())
        self._account, self._case = self._wait_for_people(phone.user_id)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._enough.set()
        self._thread.join()

    def _wait_for_people(self, user_id: str) -> tuple[str, str]:
        while True:
            with self._stage.bot.application.database.unit_of_work(read_only=True) as uow:
                account = uow.people.account("line", user_id)
                assert account
                case = uow.cases.latest_of(account.member_id)
                if case and case.state == "mask_review":
                    return account.id, case.id
            time.sleep(LOOK_EVERY)

    def _run(self) -> None:
        while not self._enough.wait(PICTURE_EVERY):
            with self._stage.bot.application.database.unit_of_work(read_only=True) as uow:
                idle = uow.cases.get(self._case).state == "mask_review"
            if idle:
                try:
                    self._stage.bot.application.run(PickSuspect(self._account, self._case, *SUSPECT))
                except HanshoError:
                    continue
                self.count += 1
