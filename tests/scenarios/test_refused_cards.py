"""LINE or Slack refuses for a while, or is silent: through the real SDKs, every neighbour is warned in the end."""

from __future__ import annotations

import time
from typing import Any

from bot.loop import QUIET_SECONDS
from tests.world.over_http import TownOverHttp

MANY = 100_000
RATE_LIMITED: dict[str, Any] = {"fail_next": MANY, "status": 429}


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


def everybody_has_the_card(town: TownOverHttp, among: dict[str, str]) -> bool:
    """It stands once on the phone of everybody it was meant for, in whatever language."""
    number, now = town.case().number, deliveries(town)
    has_it = [sum(number in m.text for m in town.preferred(code).inbox()) for code in among]
    return all(now[code] == "sent" for code in among) and set(has_it) == {1}


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


def test_an_outage_and_a_used_up_month_cost_nobody_the_alert_or_its_recall(town: TownOverHttp) -> None:
    """R-078: five minutes of 503, then no messages left for the recall: shops to telephone, and each card once.

    Whoever asks meanwhile gets the recall as the free answer.
    """
    send_into(town, "line", fail_next=MANY, status=503, only="push")
    warned = deliveries(town)
    pass_time(town, 90, each=30)
    pass_time(town, 210, each=70)
    told = town.secretariat.wait_for("警戒情報がまだ届いていない店舗があります").text
    assert deliveries(town)["P09"] == "unknown"
    assert store_of(town, "P09") in told
    town.people.faults("line", fail_next=0)
    town.people.wait(seconds=31)
    town.wait_until_sent()
    assert everybody_has_the_card(town, warned)

    town.people.quota(1, used=1)
    town.stop("recall")
    pass_time(town, 24, each=8)
    told = town.secretariat.wait_for("回収・訂正がまだ届いていない店舗があります").text
    assert store_of(town, "P09") in told
    assert "未送信" in told
    assert not any("【回収】" in message.text for message in town.neighbour.inbox())
    town.neighbour.say("状況")
    town.neighbour.wait_for("【回収】")
    town.people.quota(5000)
    town.people.wait(seconds=31)
    town.wait_until_sent()
    assert sum("【回収】" in message.text for message in town.neighbour.inbox()) == 1


def store_of(town: TownOverHttp, code: str) -> str:
    """The name of a neighbour's store."""
    with town.reading() as uow:
        rows = uow.deliveries.of_case(town.case().id)
        return next(row.store.full_name for row in rows if row.account.member.code == code)
