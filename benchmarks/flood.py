"""How soon a report is answered beside a flood from strangers, what the flood costs, and whether a recall leaves."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.broadcast import CONTACTS, PATIENCE, STORES, account, approve, case_of, hand_in, move_in, user_id
from benchmarks.broadcast import write_town as write
from benchmarks.load import press
from benchmarks.stage import Stage, stage
from handlers.commands.chat import SubmitForm

MESSAGES, SECONDS = 1000, 10
STRANGERS = tuple("U" + f"{number:032x}" for number in range(100))
REPORTS = 10
"""Each by somebody else, one a second, first alone and then beside the flood."""


@dataclass(frozen=True)
class Flooded:
    """Seconds (medians) until a report was answered, ``calm`` and ``beside`` the flood; messages the strangers cost;
    seconds until the last of so many ``recalled`` heard.
    """

    calm: float
    beside: float
    charged: int
    recall: float
    recalled: int


def measure(folder: Path) -> Flooded:
    """A live alert; reports in peace; the same beside the flood, with the alert's recall in the midst of it."""
    staff = [f"Q{number}" for number in range(2 * REPORTS)]
    write(folder, staff)
    with stage(folder) as on:
        move_in(on, staff)
        hand_in(on)
        approve(on)
        _wait_for(on, STORES * CONTACTS, 0)
        calm = _reports(on, staff[:REPORTS])
        pushed = len(on.people.calls("line.push"))
        with _flood(on):
            half = REPORTS + REPORTS // 2
            beside = _reports(on, staff[REPORTS:half])
            recalled_at = time.time()
            on.bot.application.run(SubmitForm(account(on, "R0"), "recall", case_of(on).id, {"reason": "wrong_person"}))
            beside |= _reports(on, staff[half:])
        heard = _wait_for(on, STORES * CONTACTS, pushed)
        answered = {call["to"][0]: call["at"] for call in on.people.calls("line.reply")}
        charged = sum(call["to"][0] in STRANGERS for call in on.people.calls("line.push"))
        return Flooded(
            _median(calm, answered), _median(beside, answered), charged, heard[-1]["at"] - recalled_at, len(heard)
        )


@contextmanager
def _flood(on: Stage) -> Iterator[None]:
    """Codes that nobody gave out, with tokens that LINE won't take."""
    url, per_second = f"{on.bot_url}/line/webhook", MESSAGES // SECONDS
    options: dict[str, Any] = {"per_second": per_second, "seconds": SECONDS, "text": "登録 AAAA-BBBB"}
    thread = threading.Thread(target=press, args=(url, STRANGERS), kwargs={**options, "reply_token": "used"})
    thread.start()
    yield
    thread.join()


def _reports(on: Stage, codes: Sequence[str]) -> dict[str, float]:
    """When each of them said 「通報」; one a second."""
    said = {}
    for code in codes:
        phone = on.people.phone(user_id(code))
        said[phone.user_id] = time.time()
        phone.say("通報")
        time.sleep(max(0.0, said[phone.user_id] + 1 - time.time()))
    return said


def _median(said: dict[str, float], answered: dict[str, float]) -> float:
    """Raises KeyError where a report was not answered."""
    return statistics.median(answered[user] - moment for user, moment in said.items())


def _wait_for(on: Stage, cards: int, after: int) -> list[dict[str, Any]]:
    """The cards to the contacts, without the first ``after`` calls."""
    contacts = {user_id(f"C{s}-{n}") for s in range(1, STORES + 1) for n in range(CONTACTS)}
    end = time.monotonic() + PATIENCE
    while True:
        found = [call for call in on.people.calls("line.push")[after:] if call["to"][0] in contacts]
        if len(found) >= cards or time.monotonic() > end:
            return found
        time.sleep(1)  # reading the log makes the fake wait
