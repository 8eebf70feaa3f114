"""What people do on LINE reaches the bot as LINE would send it: signed, in time, in order, or not."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from fastapi import Response
from linebot.v3 import WebhookParser
from linebot.v3.messaging import MessagingApi, PushMessageRequest, TextMessage
from linebot.v3.webhooks import (
    FollowEvent,
    ImageMessageContent,
    MessageEvent,
    PostbackEvent,
    StickerMessageContent,
    TextMessageContent,
    UnfollowEvent,
    UnsendEvent,
)

from simulator.objection import Objection
from simulator.phones import Unable
from simulator.script import TOLD, Said
from tests.simulator.conftest import StandIn
from tests.simulator.test_line_limits import bubble, flex, quick
from tests.world.simulated import Received, SimulatedTown


def events(town: SimulatedTown) -> list[dict[str, Any]]:
    """Every event the bot was sent, in the order it came."""
    return [event for received in town.bot.got for event in json.loads(received.body)["events"]]


def said(town: SimulatedTown) -> list[str]:
    return [event["message"]["text"] for event in events(town)]


def show(town: SimulatedTown, who: str, message: dict[str, Any]) -> None:
    """The bot pushes a message, without the detour over HTTP."""
    body = {"to": town.phone(who).user_id, "messages": [message]}
    town.sim.line_api.send("push", body, None)


def test_the_signature_is_lines_own(town: SimulatedTown) -> None:
    """The vector of the facts sheet."""
    state = town.sim.line
    state.channel = type(state.channel)(secret="8c570fa6dd201bb328f1c1eac23a96d8")

    body = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
    assert town.sim.line_phones.sign(body) == "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="


def test_lines_parser_knows_every_event_we_send(town: SimulatedTown) -> None:
    """Text, photo, sticker, unsend, button, block, unblock: signed, and none of them unknown to the SDK."""
    phone = town.phone("P01")
    phone.say("通報")
    phone.send_photo(b"\xff\xd8")
    phone.sticker()
    phone.unsend()
    show(town, "P01", quick())
    phone.press("はい")
    phone.block()
    phone.follow()

    parser = WebhookParser(town.sim.line.channel.secret)
    parsed = [e for r in town.bot.got for e in parser.parse(r.body.decode(), r.headers["x-line-signature"])]
    kinds = [MessageEvent, MessageEvent, MessageEvent, UnsendEvent, PostbackEvent, UnfollowEvent, FollowEvent]
    contents = [TextMessageContent, ImageMessageContent, StickerMessageContent]
    assert [type(e) for e in parsed] == kinds
    assert [type(e.message) for e in parsed[:3]] == contents
    assert len({e.webhook_event_id for e in parsed}) == len(parsed)


def test_events_that_leave_the_chat_carry_no_reply_token(town: SimulatedTown) -> None:
    """Unsend and unfollow can't be answered."""
    phone = town.phone("P01")
    phone.say("通報")
    phone.unsend()
    phone.block()

    assert ["replyToken" in event for event in events(town)] == [True, False, False]


def test_a_quick_reply_vanishes_with_the_next_message(town: SimulatedTown, line: MessagingApi) -> None:
    """It can be pressed while its message is the last one, and not after another came."""
    phone = town.phone("P01")
    show(town, "P01", quick(label="確かめた"))
    assert phone.press("確かめた") == 200
    show(town, "P01", quick(label="まだ"))
    line.push_message(PushMessageRequest(to=phone.user_id, messages=[TextMessage(text="お知らせ")]))

    with pytest.raises(TimeoutError, match="まだ"):
        phone.press("まだ", seconds=0.2)


def test_the_newest_of_two_equal_buttons_is_pressed(town: SimulatedTown) -> None:
    """Cards keep their buttons, so an old card can still be pressed by naming it."""
    phone = town.phone("P01")
    for data in ("old", "new"):
        show(
            town, "P01", flex(bubble({"type": "button", "action": {"type": "postback", "label": "判定", "data": data}}))
        )
    first = phone.inbox()[0]
    phone.press("判定")
    phone.press("判定", on=first)

    assert [event["postback"]["data"] for event in events(town)] == ["new", "old"]


def test_a_label_may_be_named_by_a_part_of_it(town: SimulatedTown) -> None:
    """The exact label goes first."""
    phone = town.phone("P01")
    labels = ("マスク画像を送る", "送る")
    actions = [{"type": "postback", "label": label, "data": label} for label in labels]
    show(town, "P01", flex(bubble(*({"type": "button", "action": action} for action in actions))))
    phone.press("マスク画像")
    phone.press("送る")

    assert [event["postback"]["data"] for event in events(town)] == list(labels)


def test_a_link_opens_without_telling_the_bot(town: SimulatedTown) -> None:
    """LINE sends nothing for a uri action."""
    phone = town.phone("P01")
    action = {"type": "uri", "label": "写真を見る", "uri": "http://127.0.0.1:8080/p/x"}
    show(town, "P01", flex(bubble({"type": "button", "action": action})))
    phone.press("写真を見る")

    assert phone.open_link("写真") == "http://127.0.0.1:8080/p/x"
    assert events(town) == []


def test_who_has_blocked_the_bot_cannot_write(town: SimulatedTown) -> None:
    """LINE's chat says so before anything is sent."""
    phone = town.phone("P01")
    phone.block()

    with pytest.raises(Unable, match="blocked"):
        phone.say("通報")


def test_the_bot_has_two_seconds(town: SimulatedTown) -> None:
    """A slower answer counts as none; on a busy machine one may be told to wait longer."""
    town.bot.answer = lambda _: time.sleep(4) or Response()
    town.sim.world.patience = 1

    assert town.phone("P01").say("通報") == 0

    town.sim.world.patience = 10
    assert town.phone("P01").say("通報") == 200


def test_redelivery_is_off_unless_switched_on(town: SimulatedTown) -> None:
    """As in the console; once on, a refused event comes again, marked and signed anew."""
    town.bot.answer = lambda _: Response(status_code=500)
    town.phone("P01").say("一回だけ")
    time.sleep(0.2)
    assert said(town) == ["一回だけ"]

    town.people.habits(line_pauses=[0.05, 0.05])
    town.bot.answer = lambda _: Response(status_code=500 if len(town.bot.got) < 4 else 200)
    town.phone("P01").say("三回")
    _wait_for_requests(town, 4)
    again = events(town)[1:]
    assert [e["deliveryContext"]["isRedelivery"] for e in again] == [False, True, True]
    assert len({e["webhookEventId"] for e in again}) == 1


def test_webhooks_may_come_twice(town: SimulatedTown) -> None:
    """The same event id, not marked as redelivered."""
    town.people.habits(repeat=2)
    town.phone("P01").say("通報")

    first, second = events(town)
    assert first == second


def test_webhooks_may_come_backwards(town: SimulatedTown) -> None:
    """What was said second arrives first; timestamps tell."""
    with town.people.held(backwards=True):
        town.phone("P01").say("一")
        town.phone("P01").say("二")
        assert town.bot.got == []

    assert said(town) == ["二", "一"]
    assert events(town)[0]["timestamp"] >= events(town)[1]["timestamp"]


def test_events_of_several_people_may_come_in_one_request(town: SimulatedTown) -> None:
    """One body, one signature."""
    with town.people.held(together=True):
        town.phone("P01").say("一")
        town.phone("P02").say("二")

    assert len(town.bot.got) == 1
    assert said(town) == ["一", "二"]


def test_webhooks_may_come_late(town: SimulatedTown) -> None:
    """A delay in milliseconds before each."""
    town.people.habits(delay_ms=200)
    started = time.monotonic()
    town.phone("P01").say("通報")

    assert time.monotonic() - started >= 0.2


def test_an_old_request_can_be_replayed_byte_for_byte(town: SimulatedTown) -> None:
    """With its old signature."""
    town.phone("P01").say("通報")
    assert town.people.replay() == 200

    original, replayed = town.bot.got
    assert (original.body, original.headers["x-line-signature"]) == (
        replayed.body,
        replayed.headers["x-line-signature"],
    )


def test_the_console_sends_no_events_at_all(town: SimulatedTown) -> None:
    """An empty list, signed, that wants its 200."""
    assert town.people.verify("line") == 200

    assert json.loads(town.bot.got[0].body)["events"] == []


def test_next_years_event_can_be_sent_today(town: SimulatedTown) -> None:
    """Anything may stand in an event."""
    user_id = town.phone("P01").user_id
    town.people.post(f"/phones/{user_id}/do/event", {"kind": "telepathy"})

    assert events(town)[0]["type"] == "telepathy"


def test_a_line_phone_cant_do_what_only_slack_can(town: SimulatedTown) -> None:
    """And nobody can do what makes no sense."""
    with pytest.raises(Unable, match="can't command"):
        town.phone("P01").command("/hansho")
    with pytest.raises(Unable, match="nothing to unsend"):
        town.phone("P01").unsend()
    with pytest.raises(Unable, match="nobody called"):
        town.phone("P99")


def _wait_for_requests(town: SimulatedTown, count: int) -> list[Received]:
    end = time.monotonic() + 60
    while len(town.bot.got) < count and time.monotonic() < end:
        time.sleep(0.02)
    assert len(town.bot.got) == count
    return town.bot.got


def test_what_an_earlier_act_brought_is_news_to_nobody_in_the_next(town: SimulatedTown, tmp_path: Path) -> None:
    """Else the second photo of a story would be looked for behind the first one's link, which is dead by then."""
    show(town, "P01", {"type": "text", "text": "写真を受け取りました（1枚目）"})
    Objection(town.people, "ja", lambda *_: None, lambda _: None, StandIn(tmp_path))
    phone = town.people.phone("P01")
    with pytest.raises(TimeoutError):
        phone.wait_for("写真を受け取りました", seconds=0)
    show(town, "P01", {"type": "text", "text": "写真を受け取りました（2枚目）"})
    assert "2枚目" in phone.wait_for("写真を受け取りました").text


def test_where_no_poster_can_be_printed_act_four_is_left_out(town: SimulatedTown, tmp_path: Path) -> None:
    """A machine without Japanese letters: the story ends well, and says why it is shorter."""
    told: list[Said] = []
    Objection(town.people, "ja", lambda _, said: told.append(said), lambda _: None, Unprinting(tmp_path)).play()
    assert told == [TOLD["unprinted"]]
    assert not town.bot.got


class Unprinting(StandIn):
    """Ends with 1, as ``hansho notices print`` does there."""

    def run(self, *words: str) -> str:
        raise subprocess.CalledProcessError(1, words)
