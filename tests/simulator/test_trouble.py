"""Trouble on demand, the shared clock, the log, and what phones wait for."""

from __future__ import annotations

import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from linebot.v3.messaging import ApiException, MessagingApi, PushMessageRequest, TextMessage
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from simulator.phones import Phone, Unable
from tests.world.simulated import SimulatedTown
from tests.world.wire import HTTP


def push(line: MessagingApi, to: str, text: str = "はい", retry_key: str | None = None, patience: float = 60) -> None:
    request = PushMessageRequest(to=to, messages=[TextMessage(text=text)])
    line.push_message(request, x_line_retry_key=retry_key, _request_timeout=patience)


def test_the_next_calls_can_fail(town: SimulatedTown, line: MessagingApi) -> None:
    """As often as asked for, before anything is done; then all is well again."""
    to = town.phone("P01").user_id
    town.people.faults("line", fail_next=2)
    for _ in range(2):
        with pytest.raises(ApiException, match="500"):
            push(line, to)
    assert town.phone("P01").inbox() == []

    push(line, to)
    assert len(town.phone("P01").inbox()) == 1


def test_an_answer_can_be_lost_after_the_message_was_taken(town: SimulatedTown, line: MessagingApi) -> None:
    """The client times out; with its retry key it learns that the message had arrived."""
    to, key = town.phone("P01").user_id, str(uuid.uuid4())
    town.people.faults("line", hang_next=1, hang_seconds=1)
    with pytest.raises(Exception, match="timed out"):
        push(line, to, retry_key=key, patience=0.3)
    with pytest.raises(ApiException) as repeated:
        push(line, to, retry_key=key)

    assert repeated.value.status == 409
    assert len(town.phone("P01").inbox()) == 1


def test_slack_can_limit_the_rate(town: SimulatedTown, slack: WebClient) -> None:
    """429 with Retry-After, on the named calls alone."""
    town.people.faults("slack", fail_next=1, status=429, retry_after=7, only="chat.postMessage")
    assert slack.auth_test()["ok"]
    with pytest.raises(SlackApiError) as limited:
        slack.chat_postMessage(channel=town.phone("P03").user_id, text="?")

    assert limited.value.response["error"] == "ratelimited"
    assert limited.value.response.headers["Retry-After"] == "7"


def test_answers_can_be_slow(town: SimulatedTown, line: MessagingApi) -> None:
    """Milliseconds on top of each."""
    town.people.faults("line", latency_ms=150)
    started = time.monotonic()
    line.get_bot_info()

    assert time.monotonic() - started >= 0.15


def test_trouble_and_habits_that_dont_exist_are_refused(town: SimulatedTown) -> None:
    """A slip of the pen in a test must not pass for good weather."""
    with pytest.raises(Unable, match="no fault"):
        town.people.faults("line", fail_nxt=1)
    with pytest.raises(Unable, match="no habit"):
        town.people.habits(repeats=2)
    with pytest.raises(Unable, match="missing a required argument"):
        town.people.post(f"/phones/{town.phone('P01').user_id}/do/say", {})


def test_the_bot_and_the_world_share_one_clock(town: SimulatedTown) -> None:
    """Letting time pass writes the seconds the bot reads."""
    assert town.people.wait(hours=1) == 3600
    assert town.people.wait(minutes=1) == 3660
    town.phone("P01").say("通報")

    ahead = town.sim.world.log[-1]["at"] - time.time()
    assert ahead == pytest.approx(3660, abs=60)


def test_waiting_takes_only_news(town: SimulatedTown, line: MessagingApi) -> None:
    """What was waited for once and came before one's own last act isn't returned again."""
    phone = town.phone("P01")
    push(line, phone.user_id, "いつですか")
    assert phone.wait_for("いつ").text == "いつですか"
    assert phone.wait_for("ですか").text == "いつですか", "no act lies between"
    phone.say("さっき")
    with pytest.raises(TimeoutError, match="いつですか"):
        phone.wait_for("いつ", seconds=0.2)

    threading.Timer(0.2, push, (line, phone.user_id, "いつからですか")).start()
    assert phone.wait_for("いつ").text == "いつからですか"


def test_a_message_missed_before_ones_act_is_still_news(town: SimulatedTown, line: MessagingApi) -> None:
    """Somebody else's step may have brought it meanwhile."""
    phone = town.phone("P01")
    push(line, phone.user_id, "配信しました")
    phone.say("状況")

    assert phone.wait_for("配信").text == "配信しました"


def test_everything_is_written_down(town: SimulatedTown, line: MessagingApi) -> None:
    """What was sent, what was refused, what the bot answered to webhooks."""
    push(line, town.phone("P01").user_id)
    with pytest.raises(ApiException):
        push(line, "U" + "0" * 32)
    town.phone("P01").say("通報")

    assert [e["what"] for e in town.people.dump()["log"]] == ["line.push", "line.refused", "line.webhook"]
    assert town.people.calls("line.webhook")[0]["status"] == 200


def test_a_person_with_two_accounts_has_two_phones(town: SimulatedTown) -> None:
    """R-113: the deputy is on LINE and on Slack, and still one person."""
    first, second = town.phone("P04", "line"), town.phone("P04", "slack")

    assert (first.platform, second.platform) == ("line", "slack")
    assert (first.code, first.name) == (second.code, second.name)
    assert first.user_id != second.user_id


def test_newcomers_can_move_in(town: SimulatedTown) -> None:
    """A test may need somebody the town doesn't have."""
    newcomer = {"user_id": "U" + "1" * 32, "platform": "line", "code": "X1", "name": "新田 新"}
    town.people.post("/people", [newcomer])

    assert town.phone("X1").say("登録 ABCD-EFGH") == 200


def test_many_people_speak_at_once(town: SimulatedTown) -> None:
    """The fakes are thread-safe: nothing is lost and nothing doubled, and each person's words keep their order."""
    phones = town.people.phones()[:10]
    spoken = [str(n) for n in range(5)]

    def speak(phone: Phone) -> list[int]:
        return [phone.say(word) for word in spoken]

    with ThreadPoolExecutor(len(phones)) as crowd:
        statuses = list(crowd.map(speak, phones))

    assert statuses == [[200] * len(spoken)] * len(phones)
    assert len(town.bot.got) == len(spoken) * len(phones)
    assert all([b["text"] for b in phone.look()["bubbles"]] == spoken for phone in phones)


def test_a_sent_photo_can_be_looked_at_until_it_is_unsent(town: SimulatedTown) -> None:
    """The sandbox shows it in the chat."""
    phone = town.phone("P01")
    phone.send_photo(b"\x89PNG", "image/png")
    address = f"{town.url}/_sim/media/{phone.look()['bubbles'][0]['id']}"
    seen = HTTP.get(address)
    assert (seen.content, seen.headers["content-type"]) == (b"\x89PNG", "image/png")

    phone.unsend()
    assert HTTP.get(address).status_code == 404
