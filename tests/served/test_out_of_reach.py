"""Whom no card reaches: named to those who telephone, replaced by others, back with their next word (R-064, R-078)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from simulator.phones import Phone
from tests.served.conftest import ServedTown
from tests.served.weather import CALLS, clear_up, times, wait_until_known

TELEPHONE = "未送信：電話してください"


@pytest.fixture(autouse=True)
def _calm_afterwards(town: ServedTown) -> Iterator[None]:
    """Whatever became of a test, the next one finds it so."""
    yield
    clear_up(town)


def unwarned(town: ServedTown) -> set[str]:
    """The shops by name of whose people nobody has the newest alert."""
    number, rows = town.case().number, town.read(lambda uow: uow.deliveries.of_case(town.case().id))
    there = {row.store_id for row in rows if times(town.people.phone(row.account.external_id), number)}
    return {row.store.full_name for row in rows if row.store_id not in there}


def to_telephone(phone: Phone, number: str) -> set[str]:
    """The shops that the newest message about it says have to be called."""
    about = [message.text for message in phone.inbox() if number in message.text and TELEPHONE in message.text]
    return (
        {line.removesuffix(f" {TELEPHONE}") for line in about[-1].splitlines() if TELEPHONE in line} if about else set()
    )


def test_a_month_that_ends_in_the_midst_of_an_alert_is_told_by_name(town: ServedTown) -> None:
    """R-078, D13: LINE takes some cards and then none: the secretariat reads on Slack which shops to telephone, those
    and no others, and the sender in the answer that costs nothing; where the second contact is on Slack it is warned
    there instead; and with a new month all cards leave, once each.
    """
    first = town.people.phone("P23", "line")
    second = town.joined(town.people.phone("P24", "line"), "slack")
    town.people.faults("line", only=CALLS["line"], latency_ms=300)
    town.approve_one()
    number = town.case().number
    town.until(lambda: any(times(phone, number) for phone in town.warned()), "somebody to be warned")
    town.people.quota(1, used=1)
    town.people.faults("line", latency_ms=0)
    town.until(
        lambda: to_telephone(town.secretariat, number) == unwarned(town) != set(), "all their names, and no other"
    )
    assert times(first, number) + times(second, number) == 1
    town.reporter.say("状況")
    town.reporter.wait_for(TELEPHONE)
    assert to_telephone(town.reporter, number) == unwarned(town)
    clear_up(town)
    wait_until_known(town)


def test_whoever_was_out_of_reach_is_back_with_their_next_word(town: ServedTown) -> None:
    """R-064, D13: somebody on LINE blocks us, of somebody on Slack it is said that they are off: the next alert
    goes to their shops' second contacts at once. They write: they are answered, and the one after that is theirs.
    """
    away = [town.people.phone("P05", "line"), town.people.phone("P15", "slack")]
    away[0].block()
    town.people.faults("slack", only=CALLS["slack"], fail_next=1, status=200, error="user_disabled")
    assert town.hansho("members", "lock", away[1].code).exit_code == 0
    town.until(lambda: all(is_out_of_reach(town, phone) for phone in away), "both to be out of reach")
    seconds = [town.people.phone(code, "line") for code in ("P06", "P16")]
    town.warn()
    for phone in seconds:
        phone.wait_for(town.case().number)
    assert not any(times(phone, town.case().number) for phone in away)

    away[0].follow()
    for phone in away:
        phone.say("ヘルプ")
        phone.wait_for("できること")
    town.warn()
    for phone in away:
        phone.wait_for(town.case().number)
    town.until(town.quiet, "everything to leave")
    assert not any(times(phone, town.case().number) for phone in seconds)


def is_out_of_reach(town: ServedTown, phone: Phone) -> bool:
    """Whether we have been told so."""
    with town.reading() as uow:
        account = uow.people.account(phone.platform, phone.user_id)
        return account is not None and account.blocked_at is not None
