"""Cards that nobody answered for: they may be on a phone, so whatever stops the alert reaches that phone too."""

from __future__ import annotations

import pytest

from bot.chat import Outgoing, SendFailed
from handlers.commands.answers import Acknowledge
from storage.tables import Failure
from tests.handlers.approved import approved
from tests.handlers.later import later
from tests.world.in_process import TownInProcess

TIMED_OUT, RATE, TOKEN = map(SendFailed, (Failure.UNREACHABLE, Failure.RATE, Failure.TOKEN))


def line_id(town: TownInProcess, code: str) -> str:
    """A person's id on LINE."""
    with town.reading() as uow:
        return town.first_account(uow, code).external_id


def unanswered(town: TownInProcess, *failures: SendFailed) -> None:
    """An alert of which P09's card fails, each attempt in its own way and the last way for good."""
    there, left = line_id(town, "P09"), list(failures)

    def next_failure(message: Outgoing) -> None:
        if message.to == there:
            town.chats["line"].failing[there] = left.pop(0) if len(left) > 1 else left[0]

    approved(town)
    town.chats["line"].before_send = next_failure
    town.deliver()
    for _ in range(8):
        later(town, seconds=30)
    town.chats["line"].before_send = lambda _: None
    town.chats["line"].failing.clear()


def in_tally(town: TownInProcess, code: str) -> str:
    """What the sender's status says of that person's store."""
    with town.reading() as uow:
        case = uow.cases.get(town.case().id)
        store = next(row.store for row in uow.deliveries.of_case(case.id) if row.account.member.code == code)
        name = store.full_name
    town.say("P01", "状況")
    return dict(town.last("P01").facts)[name]


@pytest.mark.parametrize(
    ("stop", "told"),
    [
        ({"name": "recall", "reason": "wrong_person"}, "【回収】先ほどの警戒情報は取り消します"),
        ({"name": "correct", "wrong": "features"}, "【訂正】警戒情報の一部が誤りでした"),
    ],
)
def test_a_card_that_timed_out_every_time_is_stopped_like_the_others(
    town: TownInProcess, stop: dict[str, str], told: str
) -> None:
    """R-078: LINE may have delivered it and only its answer been lost; the person hears the recall or correction."""
    unanswered(town, TIMED_OUT)
    assert town.deliveries()["P09"].state == "unknown"
    assert town.deliveries()["P10"].state == "sent"
    town.form("P02", **stop)
    assert town.last("P09").title == told
    assert town.last("P10").title == told


def test_the_sender_sees_that_nobody_knows(town: TownInProcess) -> None:
    """R-078: 「届いたか不明」 until the store's second contact has it, or the person answers after all."""
    town.leave("P10")
    unanswered(town, TIMED_OUT)
    assert in_tally(town, "P09") == "届いたか不明"
    town.run(Acknowledge(town.account("P09"), town.case().id))
    assert in_tally(town, "P09").startswith("確認済み")


def test_what_was_refused_for_good_is_known_not_to_have_arrived(town: TownInProcess) -> None:
    """R-078: nobody is told to forget what they never got."""
    unanswered(town, SendFailed(Failure.BLOCKED))
    assert town.deliveries()["P09"].state == "failed"
    town.form("P02", "recall", reason="paid")
    town.deliver()
    assert not any(title.startswith("【回収】") for title in town.titles("P09"))


@pytest.mark.parametrize(
    ("failures", "state"),
    [
        ([SendFailed(Failure.QUOTA)], "late"),
        ([RATE, RATE, TOKEN, SendFailed(Failure.BLOCKED)], "failed"),
        ([TIMED_OUT, SendFailed(Failure.QUOTA)], "unknown"),
        ([TIMED_OUT, RATE, SendFailed(Failure.REFUSED)], "unknown"),
    ],
    ids=["no messages left", "refused in four ways", "no messages left after a time-out", "refused after a time-out"],
)
def test_one_lost_attempt_is_enough_to_doubt(town: TownInProcess, failures: list[SendFailed], state: str) -> None:
    """R-078: a refusal tells of its own attempt alone; however many there are, a lost one may have arrived."""
    unanswered(town, *failures)
    assert town.deliveries()["P09"].state == state


def test_a_lost_card_of_an_alert_that_is_over_is_followed_by_the_stop(town: TownInProcess) -> None:
    """R-078: the time-out is noticed after the recall."""
    there = line_id(town, "P09")
    approved(town)
    town.chats["line"].failing[there] = TIMED_OUT
    town.deliver()
    town.form("P01", "recall", reason="wrong_person")
    town.chats["line"].failing.clear()
    town.wait(minutes=1)
    assert town.deliveries()["P09"].state == "unknown"
    assert town.last("P09").title.startswith("【回収】")


def test_a_store_without_anybody_to_write_to_is_listed_too(town: TownInProcess) -> None:
    """R-078, R-124: the sender sees every store of the area, also those that heard nothing, and can telephone."""
    with town.reading() as uow:
        roles = town.first_account(uow, "P09").member.roles
        silent = uow.stores.get(next(r.store_id for r in roles if r.role == "contact" and r.store_id)).full_name
    for code in ("P09", "P10"):
        town.leave(code)
    case = town.warn()
    town.say("P01", "状況")
    listed = dict(town.last("P01").facts)
    assert listed[silent] == "連絡先なし"
    with town.reading() as uow:
        stores = {uow.stores.get(store_id).full_name for store_id in case.audience}
    assert listed.keys() == {"事案", *stores}
    town.press("P01", "解除する")
    assert dict(town.last("P29").facts)[silent] == "連絡先なし"


def test_before_it_is_sent_no_store_is_listed(town: TownInProcess) -> None:
    """R-078: nothing has left, so there is nothing to tell of any store."""
    town.hand_in()
    town.submit()
    town.say("P01", "状況")
    assert [label for label, _ in town.last("P01").facts] == ["事案"]
