"""Trouble of a moment, and a clock that is set: nothing is lost, doubled or left standing (R-064, R-078)."""

from __future__ import annotations

from typing import Any

import pytest

from bot.line.render import QUICK_REPLIES
from simulator.phones import Phone
from storage.tables import Failure, Store
from tests.scenarios.test_refused_cards import deliveries, everybody_has_the_card, pass_time
from tests.world.databases import ON_SQLITE
from tests.world.over_http import TownOverHttp, wait_until

ALERT, OVER, SIGHTING = "警戒のお願い", "この事案は終了しました", "似た人を見かけたとの連絡"

PATIENCE = 1
"""Seconds that the bot waits for a platform here; an answer that comes later is lost."""

LATER = PATIENCE + 0.5

UNKNOWN_CHATS: dict[str, Any] = {"status": 200, "error": "channel_not_found", "fail_next": 3}
FORBIDDEN: dict[str, Any] = {"status": 403, "fail_next": 2}
LOST_ANSWERS: dict[str, Any] = {"hang_next": 2, "hang_seconds": LATER}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bot waits a second for an answer, and looks at its clock more often."""
    monkeypatch.setattr("bot.worker.BEAT_SECONDS", PATIENCE / 10)
    monkeypatch.setattr("bot.slack.platform._TIMEOUT", PATIENCE)
    monkeypatch.setattr("bot.line.platform.TIMEOUT", (PATIENCE, PATIENCE))


def neighbours_on_slack(town: TownOverHttp) -> list[Phone]:
    """Whoever got the alert on Slack."""
    with town.reading() as uow:
        accounts = [row.account for row in uow.deliveries.of_case(town.case().id)]
        return [town.people.phone(a.member.code, "slack") for a in accounts if a.platform == "slack"]


def many_branches(town: TownOverHttp) -> None:
    """A chain with long names has moved in around the reporting store."""
    with town.database.unit_of_work() as uow:
        near = next(store for store in uow.stores.in_network(uow.stores.the_network().id) if store.code == "A01")
        for number in range(36):
            uow.add(
                Store(
                    business_id=near.business_id,
                    code=f"X{number}",
                    name=f"ドラッグストアチェーン 吉祥寺{number}番街店",
                    latitude=near.latitude,
                    longitude=near.longitude,
                    notice_posted_on=near.notice_posted_on,
                    joined_at=near.joined_at,
                )
            )
        uow.commit()


def times(phone: Phone, words: str) -> int:
    """How many messages on a phone say so."""
    return sum(words in message.text for message in phone.inbox())


def test_an_alert_through_trouble_is_there_once_and_over_everywhere(town: TownOverHttp) -> None:
    """R-040, R-064, R-078: from a broadcast in the midst of trouble to the end, with a clock that is set twice."""
    _is_sent_into_trouble(town)
    _an_answer_that_may_have_arrived_is_not_pushed(town)
    _what_was_seen_is_passed_on_once(town)
    _no_card_on_slack_outlives_it(town)
    town.people.wait(days=90)
    town.wait_for_erasure()
    _answers(town, "できること")


def _is_sent_into_trouble(town: TownOverHttp) -> None:
    """Chats that aren't found, calls that are forbidden, lost answers: each has the card, and nobody counts as gone."""
    town.hand_in()
    town.submit()
    town.say_yes(town.responsible)
    town.wait_until_sent()
    town.people.faults("slack", only="chat.postMessage", **UNKNOWN_CHATS, **LOST_ANSWERS)
    town.people.faults("line", only="push", **FORBIDDEN, **LOST_ANSWERS)
    town.say_yes(town.approver)
    town.wait_for_state("live")
    warned = deliveries(town)
    pass_time(town, 96, each=32)
    town.wait_until_sent()
    assert everybody_has_the_card(town, warned)
    with town.reading() as uow:
        assert not any(row.account.blocked_at for row in uow.deliveries.of_case(town.case().id))


def _an_answer_that_may_have_arrived_is_not_pushed(town: TownOverHttp) -> None:
    """LINE took the reply, and only its own answer came too late."""
    said, pushed = times(town.reporter, "いまの状況"), len(town.people.calls("line.push"))
    town.people.faults("line", only="reply", hang_next=1, hang_seconds=LATER)
    town.reporter.say("状況")
    town.reporter.wait_for("いまの状況")
    pass_time(town, 60, each=20)
    town.wait_until_sent()
    assert times(town.reporter, "いまの状況") == said + 1
    assert len(town.people.calls("line.push")) == pushed


def _what_was_seen_is_passed_on_once(town: TownOverHttp) -> None:
    """Pressed twice by somebody in a hurry; and the clock goes back an hour while the news waits to be tried again."""
    card = town.neighbour.wait_for(ALERT)
    town.people.faults("line", only="push", fail_next=1, status=503)
    for _ in range(2):
        town.neighbour.press("見かけた", on=card)
    town.neighbour.wait_for("もう伝えてあります")
    wait_until(lambda: _is_unanswered(town), "the bot to hear of it")
    town.people.wait(hours=-1)
    pass_time(town, 183, each=61)
    town.wait_until_sent()
    assert times(town.reporter, SIGHTING) == times(town.secretariat, SIGHTING) == 1


def _is_unanswered(town: TownOverHttp) -> bool:
    with town.reading() as uow:
        return bool(uow.outbox.waiting_for(Failure.UNREACHABLE).get("line"))


def _answers(town: TownOverHttp, words: str) -> None:
    """The reporter asks how things stand."""
    town.reporter.say("状況")
    town.reporter.wait_for(words)


def _no_card_on_slack_outlives_it(town: TownOverHttp) -> None:
    """R-078: the responsible person finds it and ends it; every alert there is overwritten, with its buttons."""
    phones = neighbours_on_slack(town)
    assert phones
    town.responsible.say("状況")
    town.insist(town.responsible, "解除する", on=town.responsible.wait_for("いまの状況：配信中"))
    town.neighbour.wait_for("解除")
    assert town.case().ending == "all_clear"
    for phone in phones:
        phone.wait_for(OVER)
        assert times(phone, ALERT) == 0
        assert not any(message.buttons for message in phone.inbox() if OVER in message.text)


@ON_SQLITE
def test_of_many_branches_each_can_be_chosen_and_told_apart(town: TownOverHttp) -> None:
    """R-117, R-124: on LINE, thirteen at a time; no choice is dropped, and the last one does what it says."""
    many_branches(town)
    town.hand_in()
    everybody, offered = len(town.case().audience), list[str]()
    town.reporter.press("配信先をしぼる")
    town.reporter.press("決まりの範囲すべて")
    while True:
        page = town.reporter.wait_for("知らせない店舗").buttons
        assert len(page) == len({*page}) <= QUICK_REPLIES
        offered += [label for label in page if not label.startswith("次へ")]
        if len(offered) > everybody:
            break
        town.reporter.press(page[-1])
    assert len({*offered}) == everybody + 1
    town.reporter.press(offered[-1])
    town.reporter.wait_for("この内容でよろしいですか？")
    with town.reading() as uow:
        left = [uow.stores.get(store_id).full_name for store_id in town.case().audience]
    assert len(left) == everybody - 1
    assert not any(name.endswith(offered[-1]) for name in left)
