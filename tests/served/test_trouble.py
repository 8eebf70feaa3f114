"""LINE and Slack in trouble, and an alert in the midst of it: there once, known, and over everywhere (R-064, R-078)."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from simulator.phones import Phone
from storage.tables import OutboxMessage, OutboxState
from tests.served.conftest import ServedTown
from tests.served.weather import (
    AFTER_TROUBLE,
    CALLS,
    CALM,
    clear_up,
    go_on,
    known,
    neighbours_shop,
    offered,
    passed,
    times,
    wait_until_known,
)

ALERT, CORRECTION, OVER = "警戒のお願い", "【訂正】", "この事案は終了しました"
HELP, SIGHTING, RECALL, AGAIN = "できること", "似た人を見かけたとの連絡", "【回収】", "【再送】"

LOST: dict[str, Any] = {"hang_next": 2, "hang_seconds": 12}
"""Two are taken, and answered when the bot has hung up; it waits for ten seconds."""

MANY = 100_000
ROOM = 4321
"""Messages of the month, as no other test has them."""

DEAD: dict[str, dict[str, Any]] = {"line": {"status": 401}, "slack": {"status": 200, "error": "invalid_auth"}}
"""Tokens."""

REFUSALS: tuple[dict[str, dict[str, Any]], ...] = (
    {"line": {"status": 403}, "slack": {"status": 403, "error": ""}},
    {"line": {"status": 503}, "slack": {"status": 200, "error": "channel_not_found"}},
)


@pytest.fixture(autouse=True)
def _calm_afterwards(town: ServedTown) -> Any:
    """Whatever became of a test, the next one finds it so."""
    yield
    clear_up(town)


def on_slack(town: ServedTown) -> list[Phone]:
    """Who has the newest alert there."""
    return [phone for phone in town.warned() if phone.platform == "slack"]


def refused(town: ServedTown, refusal: dict[str, dict[str, Any]]) -> None:
    """So the platforms answer to every card, from now on."""
    for platform, trouble in refusal.items():
        town.people.faults(platform, only=CALLS[platform], fail_next=MANY, **trouble)


def nothing_stands(town: ServedTown) -> bool:
    """Whether no message of the newest alert on Slack tells of it or offers anything but to confirm its end."""
    number, ours = town.case().number, on_slack(town)
    assert ours
    return not any(times(phone, number, words) for phone in ours for words in (ALERT, CORRECTION))


def test_a_card_that_may_have_arrived_is_looked_for_and_ends_with_its_alert(town: ServedTown) -> None:
    """R-040, R-064, R-078: answers that are lost settle nothing; what was seen is passed on once; the month is asked
    before the broadcast; and after the all-clear alert and correction are overwritten on every Slack.
    """
    town.people.quota(ROOM)
    go_on(town, 61)  # what was asked within a minute is not asked again
    town.people.faults("slack", only=CALLS["slack"], **LOST)
    town.warn()
    town.wait_for_quota(ROOM)
    assert not known(town)
    wait_until_known(town)

    number = town.case().number
    card = offered(town.neighbour, number, "見かけた")
    told = [times(phone, SIGHTING) for phone in (town.reporter, town.secretariat)]
    for answer in (
        "「見かけた」を伝えました",
        "もう伝えてあります",
    ):  # pressed again before the first it would be done once
        town.neighbour.press("見かけた", on=card)
        town.neighbour.wait_for(answer)
    town.until(town.quiet, "everything to leave")
    assert [times(phone, SIGHTING) for phone in (town.reporter, town.secretariat)] == [before + 1 for before in told]
    town.responsible.press("訂正する", on=town.until(lambda: offered(town.responsible, number, "訂正する"), "a way to"))
    town.responsible.wait_for("どこが誤りでしたか")
    town.responsible.press("服装や特徴")
    for phone in on_slack(town):
        phone.wait_for(CORRECTION)

    town.responsible.say("状況")  # of every alert that lives there, and other tests left some
    over = town.until(lambda: offered(town.responsible, number, "解除する"), "a way to end it")
    town.insist(town.responsible, "解除する", on=over)
    town.until(lambda: nothing_stands(town), "nothing to be left on Slack")


def test_a_recall_in_the_midst_of_it_leaves_nothing_behind(town: ServedTown) -> None:
    """R-078: recalled while nobody knows who has the alert and the month is used up: no alert stands on any Slack, who
    asks hears of the recall for nothing, and where that answer was lost they hear it again, marked.
    """
    neighbour = town.neighbour
    town.people.faults("slack", only=CALLS["slack"], **LOST)
    town.warn()
    number = town.case().number
    stop = "取り消す（回収）"
    way = town.until(lambda: offered(town.reporter, number, stop), "a way to recall it")
    town.people.quota(1, used=1)
    town.reporter.press(stop, on=way)
    town.reporter.wait_for("なぜ取り消しますか")
    town.reporter.press("別の人だった")
    told = town.secretariat.wait_for("取り消し（回収）・訂正がまだ届いていない店舗があります").text
    assert neighbours_shop(town) in told
    assert "未送信" in told
    town.until(lambda: at_rest(town, neighbour), "the recall to wait")
    town.people.faults("line", only="reply", **LOST | {"hang_next": 1})
    neighbour.say("状況")
    neighbour.wait_for(RECALL)
    go_on(town, 61)  # the platform can't be asked any more whether that answer was used
    town.until(lambda: passed(town, 31) and nothing_stands(town), "nothing to be left on Slack", AFTER_TROUBLE)
    town.people.quota(5000)
    town.until(lambda: passed(town, 31) and times(neighbour, number, RECALL, AGAIN), "the recall, again", AFTER_TROUBLE)
    assert times(neighbour, number, RECALL) == 2
    assert {times(phone, number, RECALL) for phone in on_slack(town)} == {1}


def at_rest(town: ServedTown, phone: Phone) -> bool:
    """Whether a card waits for them that nobody is just trying to send, or will be in the next seconds."""
    late = (OutboxMessage.state == OutboxState.LATE, OutboxMessage.account.has(external_id=phone.user_id))
    untried = (OutboxMessage.lease_until.is_(None), OutboxMessage.next_at > town.app.now() + timedelta(seconds=10))
    return (
        town.read(lambda uow: uow.session.scalars(select(OutboxMessage.id).where(*late, *untried)).first()) is not None
    )


def test_what_is_refused_is_tried_until_it_is_repaired(town: ServedTown) -> None:
    """R-064, R-078: dead tokens, then calls that are forbidden, chats that aren't found and an outage, for minutes on
    both platforms, then LINE's limit: nobody counts as blocked; the operator hears of it, and the secretariat which
    shops to telephone; and every card is there once, as soon as that is over.
    """
    refused(town, DEAD)
    town.approve_one()
    town.until(lambda: town.figure("hansho_token_refused") > 0, "an alarm")
    assert town.hansho("doctor").output.count("token") > len(CALLS)
    number = town.case().number
    for refusal in (DEAD, *REFUSALS):
        refused(town, refusal)
        for _ in range(2):
            go_on(town, 45)
            time.sleep(0.5)
    assert not any(times(phone, number, ALERT) for phone in town.warned())
    town.people.faults("slack", error="", **CALM)
    town.people.faults("line", status=429)
    shop = neighbours_shop(town)
    town.until(
        lambda: passed(town, 31) and times(town.secretariat, number, "電話で", shop), "whom to call", AFTER_TROUBLE
    )
    town.people.faults("line", **CALM)
    wait_until_known(town)
    with town.reading() as uow:
        assert not any(row.account.blocked_at for row in uow.deliveries.of_case(town.case().id))
    town.until(lambda: town.figure("hansho_token_refused") == 0, "the alarm to end")


def test_an_answer_that_may_have_arrived_is_not_said_twice(town: ServedTown) -> None:
    """R-064: refused for its token it is said once that is repaired; taken and never confirmed, it is let be."""
    asker = town.people.phone("P31", "line")
    said = times(asker, HELP)
    for trouble in ({"fail_next": 1, "status": 401}, LOST | {"hang_next": 1}):
        town.people.faults("line", only="reply", **trouble)
        asker.say("ヘルプ")
        town.until(lambda: passed(town, 31) and town.quiet(), "the answer to leave", AFTER_TROUBLE)
        said += 1
        assert times(asker, HELP) == said
