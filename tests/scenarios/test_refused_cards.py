"""LINE or Slack refuses for a while, or is silent: through the real SDKs, every neighbour is warned in the end."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest

from bot.loop import QUIET_SECONDS
from storage.tables import Failure
from tests.world.over_http import TownOverHttp

ALERT = "警戒のお願い"
MANY = 100_000
RATE_LIMITED: dict[str, Any] = {"fail_next": MANY, "status": 429}
TOKEN_REFUSED = {"line": {"status": 401, "only": "push"}, "slack": {"status": 200, "only": "chat.postMessage"}}


def send_into(town: TownOverHttp, platform: str, **trouble: Any) -> None:
    """An alert is approved at a moment when its cards can't leave."""
    town.hand_in()
    town.submit()
    town.say_yes(town.responsible)
    town.people.faults(platform, **trouble)
    town.say_yes(town.approver)
    town.wait_for_state("live")


def pass_time(town: TownOverHttp, seconds: int, each: int) -> None:
    """In steps, after each of which the bot has looked for work."""
    for _ in range(seconds // each):
        town.people.wait(seconds=each)
        time.sleep(QUIET_SECONDS * 1.5)


def deliveries(town: TownOverHttp) -> dict[str, str]:
    """What became of the alert's cards, by member."""
    with town.bot.application.database.unit_of_work(read_only=True) as uow:
        return {row.account.member.code: row.state for row in uow.deliveries.of_case(town.case().id)}


def wait_until_refused(town: TownOverHttp, failure: Failure, platform: str) -> None:
    """Until the bot has heard of it."""
    end = time.monotonic() + 20
    while True:
        with town.bot.application.database.unit_of_work(read_only=True) as uow:
            if uow.outbox.waiting_for(failure).get(platform):
                return
        assert time.monotonic() < end
        time.sleep(0.02)


def everybody_has_the_card(town: TownOverHttp, among: dict[str, str]) -> bool:
    """None failed, nobody was called instead, and it stands once on each phone, in whatever language."""
    number = town.case().number
    has_it = [sum(number in m.text for m in town.preferred(code).inbox()) for code in among]
    return deliveries(town) == dict.fromkeys(among, "sent") and set(has_it) == {1}


def refused_tokens(town: TownOverHttp) -> int:
    """What an operator's monitoring reads."""
    (line,) = (
        line
        for line in httpx.get(f"{town.bot_url}/metrics", trust_env=False).text.splitlines()
        if line.startswith("hansho_token_refused ")
    )
    return int(float(line.split()[1]))


def test_line_limiting_the_rate_for_forty_seconds_costs_nobody_the_card(town: TownOverHttp) -> None:
    """R-064: LINE names no pause; the bot looks again at growing intervals, and nobody's second contact is called."""
    send_into(town, "line", **RATE_LIMITED, only="push")
    warned = deliveries(town)
    pass_time(town, 40, each=4)
    assert deliveries(town)["P09"] == "queued"
    town.people.faults("line", fail_next=0)
    pass_time(town, 32, each=16)
    town.wait_until_sent()
    assert everybody_has_the_card(town, warned)


def test_slack_is_left_alone_for_the_thirty_seconds_it_asks_for(town: TownOverHttp) -> None:
    """Retry-After: not one message earlier, although Slack would take it; then everybody gets theirs."""
    send_into(town, "slack", **RATE_LIMITED, retry_after=30, only="chat.postMessage")
    warned = deliveries(town)
    wait_until_refused(town, Failure.RATE, "slack")
    town.people.faults("slack", fail_next=0)
    before = len(town.people.calls("slack.chat.postMessage"))
    pass_time(town, 18, each=9)
    assert len(town.people.calls("slack.chat.postMessage")) == before
    assert deliveries(town)["P15"] == "queued"
    town.people.wait(seconds=13)
    town.wait_until_sent()
    assert everybody_has_the_card(town, warned)


@pytest.mark.parametrize("platform", ["line", "slack"])
def test_a_refused_token_raises_an_alarm_until_it_is_repaired(town: TownOverHttp, platform: str) -> None:
    """Nine minutes with 401 or ``invalid_auth``: no card is lost, and the operator sees how many wait."""
    assert refused_tokens(town) == 0
    send_into(town, platform, fail_next=MANY, **TOKEN_REFUSED[platform])
    warned = deliveries(town)
    wait_until_refused(town, Failure.TOKEN, platform)
    pass_time(town, 540, each=60)
    assert refused_tokens(town) > 0
    town.people.faults(platform, fail_next=0)
    town.people.wait(seconds=31)
    town.wait_until_sent()
    assert refused_tokens(town) == 0
    assert everybody_has_the_card(town, warned)


def test_a_silent_line_is_given_up_after_four_minutes_for_the_second_contact(town: TownOverHttp) -> None:
    """D13: not before, since a restart takes a minute or two; whoever was passed over may have it all the same."""
    send_into(town, "line", fail_next=MANY, status=503, only="push")
    pass_time(town, 200, each=20)
    assert deliveries(town)["P09"] == "queued"
    for _ in range(15):  # until long before the ten minutes after which silent stores are called anyway
        pass_time(town, 20, each=20)
        if "P10" in deliveries(town):
            break
    assert deliveries(town)["P09"] == "unknown"
    town.people.faults("line", fail_next=0)
    pass_time(town, 120, each=60)
    town.people.phone("P10").wait_for(ALERT)
