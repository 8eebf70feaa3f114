"""What never ends elsewhere ends here: a form on a closed case, a photo that doesn't come, a form that opens late."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.commands.chat import SubmitCase, WithdrawCase
from handlers.forms.definitions import REPORT as FORM
from simulator.phones import Phone
from tests.served.conftest import ServedTown
from tests.world.answers import REPORT
from tests.world.chat import in_labels
from tests.world.over_http import PICTURE

NEVER = 10_000_000.0
"""Seconds until LINE has a photo ready."""

SLOW: dict[str, Any] = {"only": "views.open", "hang_next": 1, "hang_seconds": 2.5}
"""Half a second longer than we wait."""


@pytest.fixture(autouse=True)
def _calm_afterwards(town: ServedTown) -> Any:
    yield
    town.people.faults("slack", only="", hang_next=0)


def take_back(town: ServedTown, phone: Phone) -> None:
    """What they have begun."""
    town.run(WithdrawCase(town.account(phone.code, phone.platform), town.newest(phone.code).id))


def test_a_form_left_open_on_a_closed_case_and_a_photo_that_never_comes(town: ServedTown) -> None:
    """R-003, R-040, R-123: a judge's question is open when the report is taken back: their next word is answered, and
    their photo begins a report of its own. LINE never has it ready: a sentence after a minute, an end after five.
    """
    judge = town.responsible
    town.fill_in("P01", "line")
    town.run(SubmitCase(town.account("P01", "line"), town.case().id))
    asked = town.until(lambda: judge.wait_for(town.case().number), "to be asked")
    town.look("P02")
    judge.press("判定する", on=asked)
    judge.wait_for("質問 1 /")
    take_back(town, town.reporter)

    judge.say("きのうの人とは別だと思います")
    judge.wait_for("")
    judge.send_photo(PICTURE.read_bytes(), ready_in=NEVER)
    judge.wait_for("写真を受け取りました")
    town.people.wait(seconds=61)
    judge.wait_for("まだアプリから届きません")
    town.people.wait(minutes=5)
    judge.wait_for("この写真は使えませんでした")
    take_back(town, judge)


def test_a_form_that_opens_late_loses_no_answer(town: ServedTown) -> None:
    """R-113, R-118: Slack opened it and was slow to say so; the chat asks meanwhile, and what is handed in counts."""
    clerk = town.people.phone("P04", "slack")
    town.people.faults("slack", **SLOW)
    clerk.command("/hansho")
    clerk.modal(FORM.title)
    clerk.wait_for("写真を送ってください")
    assert clerk.submit(in_labels(FORM, REPORT)) == {}
    clerk.wait_for("この内容でよろしいですか？")
    take_back(town, clerk)


def test_a_clock_that_jumps_stalls_nobody(town: ServedTown) -> None:
    """R-064: back by an hour, forward again, and on by ninety days: whoever asks is answered each time."""
    for hours in (-1, 1, 90 * 24):
        town.people.wait(hours=hours)
        for platform in ("line", "slack"):
            town.is_answered(platform)
