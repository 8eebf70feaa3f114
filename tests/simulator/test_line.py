"""LINE's own client against the fake: tokens, quota, retry keys, reply tokens, blocked users, contents."""

from __future__ import annotations

import json
import uuid

import pytest
from linebot.v3.messaging import (
    ApiClient,
    ApiException,
    Configuration,
    MessagingApi,
    MessagingApiBlob,
    MulticastRequest,
    PushMessageRequest,
    ReplyMessageRequest,
    ShowLoadingAnimationRequest,
    TextMessage,
)
from linebot.v3.oauth import ApiClient as TokenClient
from linebot.v3.oauth import ChannelAccessToken
from linebot.v3.oauth import Configuration as TokenConfiguration

from tests.world.simulated import SimulatedTown
from tests.world.wire import HTTP

HELLO = [TextMessage(text="こんにちは")]


def push(line: MessagingApi, to: str, retry_key: str | None = None) -> None:
    line.push_message(PushMessageRequest(to=to, messages=HELLO), x_line_retry_key=retry_key)


def reply_token(town: SimulatedTown) -> str:
    return str(json.loads(town.bot.got[-1].body)["events"][0]["replyToken"])


def reply(line: MessagingApi, token: str) -> None:
    line.reply_message(ReplyMessageRequest(reply_token=token, messages=HELLO))


def test_a_pushed_text_stands_in_the_chat(town: SimulatedTown, line: MessagingApi) -> None:
    """A push reaches one person and nobody else."""
    push(line, town.phone("P01").user_id)

    assert [m.text for m in town.phone("P01").inbox()] == ["こんにちは"]
    assert town.phone("P02").inbox() == []


def test_a_wrong_token_is_401(town: SimulatedTown) -> None:
    """Nothing is done without the channel's token."""
    stolen = Configuration(host=f"{town.url}/line", access_token="stolen")
    with ApiClient(stolen) as client, pytest.raises(ApiException) as refused:
        push(MessagingApi(client), town.phone("P01").user_id)

    assert refused.value.status == 401
    assert town.phone("P01").inbox() == []


def test_a_stateless_token_works_for_fifteen_minutes(town: SimulatedTown) -> None:
    """Channel id and secret buy a token that ends after 900 seconds of the machine's time."""
    channel = town.sim.line.channel
    with TokenClient(TokenConfiguration(host=f"{town.url}/line")) as client:
        answer = ChannelAccessToken(client).issue_stateless_channel_token(
            grant_type="client_credentials", client_id=channel.id, client_secret=channel.secret
        )
    started = town.sim.world.clock.wall()
    with ApiClient(Configuration(host=f"{town.url}/line", access_token=answer.access_token)) as client:
        push(MessagingApi(client), town.phone("P01").user_id)
        town.sim.world.clock.wall = lambda: started + answer.expires_in + 1
        with pytest.raises(ApiException, match="401"):
            push(MessagingApi(client), town.phone("P01").user_id)

    assert len(town.phone("P01").inbox()) == 1


def test_a_wrong_channel_secret_buys_no_token(town: SimulatedTown) -> None:
    """LINE says invalid_client."""
    form = {"grant_type": "client_credentials", "client_id": "1650000000", "client_secret": "guess"}
    answer = HTTP.post(f"{town.url}/line/oauth2/v3/token", data=form)

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_client")


def test_a_reply_token_works_once(town: SimulatedTown, line: MessagingApi) -> None:
    """Replies are free, and the second one with the same token is refused."""
    town.phone("P01").say("通報")
    reply(line, reply_token(town))
    with pytest.raises(ApiException, match="Invalid reply token"):
        reply(line, reply_token(town))

    assert len(town.phone("P01").inbox()) == 1
    assert line.get_message_quota_consumption().total_usage == 0


def test_a_reply_token_dies_after_a_minute(town: SimulatedTown, line: MessagingApi) -> None:
    """It lives by the world's clock, which tests may move."""
    town.phone("P01").say("通報")
    town.people.wait(seconds=61)

    with pytest.raises(ApiException, match="Invalid reply token"):
        reply(line, reply_token(town))


def test_a_refused_reply_leaves_the_token_usable(town: SimulatedTown, line: MessagingApi) -> None:
    """A request with errors is refused before the token is looked at."""
    town.phone("P01").say("通報")
    with pytest.raises(ApiException, match="May not be empty"):
        line.reply_message(ReplyMessageRequest(reply_token=reply_token(town), messages=[TextMessage(text=" ")]))
    reply(line, reply_token(town))

    assert len(town.phone("P01").inbox()) == 1


def test_a_retry_key_is_accepted_once_in_24_hours(town: SimulatedTown, line: MessagingApi) -> None:
    """A repeat answers 409 with the first request's id; a day later the key is new again."""
    key, to = str(uuid.uuid4()), town.phone("P01").user_id
    push(line, to, key)
    with pytest.raises(ApiException) as repeated:
        push(line, to, key)
    assert repeated.value.status == 409
    assert uuid.UUID(repeated.value.headers["x-line-accepted-request-id"])
    assert len(town.phone("P01").inbox()) == 1

    town.people.wait(hours=24)
    push(line, to, key)
    assert len(town.phone("P01").inbox()) == 2


def test_a_retry_key_must_be_a_uuid(town: SimulatedTown, line: MessagingApi) -> None:
    """Anything else is 400."""
    with pytest.raises(ApiException, match="Invalid retry key"):
        push(line, town.phone("P01").user_id, "again")


def test_a_retry_key_is_refused_on_replies(town: SimulatedTown) -> None:
    """Only push and multicast (and their like) take one."""
    town.phone("P01").say("通報")
    answer = HTTP.post(
        f"{town.url}/line/v2/bot/message/reply",
        json={"replyToken": reply_token(town), "messages": [{"type": "text", "text": "はい"}]},
        headers={"authorization": f"Bearer {town.sim.line.channel.token}", "x-line-retry-key": str(uuid.uuid4())},
    )

    assert answer.status_code == 400


def test_over_quota_nothing_is_sent(town: SimulatedTown, line: MessagingApi) -> None:
    """The limit counts recipients; a multicast that would pass it is refused whole."""
    town.people.quota(3, used=1)
    three = [town.phone(code).user_id for code in ("P01", "P02", "P05")]
    with pytest.raises(ApiException, match="You have reached your monthly limit") as refused:
        line.multicast(MulticastRequest(to=three, messages=HELLO))
    assert refused.value.status == 429
    assert town.phone("P01").inbox() == []

    line.multicast(MulticastRequest(to=three[:2], messages=HELLO))
    assert line.get_message_quota_consumption().total_usage == 3
    assert line.get_message_quota().value == 3


def test_an_unlimited_plan_says_so(town: SimulatedTown, line: MessagingApi) -> None:
    """Type none has no value."""
    town.people.quota(None)

    assert (line.get_message_quota().type, line.get_message_quota().value) == ("none", None)


def test_a_push_to_somebody_who_blocked_the_bot_is_200_and_unseen(town: SimulatedTown, line: MessagingApi) -> None:
    """200 is not read: nothing arrives, nothing is charged, the profile is gone."""
    phone = town.phone("P01")
    phone.block()
    push(line, phone.user_id)
    assert phone.inbox() == []
    assert line.get_message_quota_consumption().total_usage == 0
    with pytest.raises(ApiException, match="404"):
        line.get_profile(phone.user_id)

    phone.follow()
    push(line, phone.user_id)
    assert len(phone.inbox()) == 1
    assert line.get_profile(phone.user_id).display_name == "小暮 灯"


def test_an_unknown_recipient_is_400(line: MessagingApi) -> None:
    """LINE names the property."""
    with pytest.raises(ApiException, match="'to'"):
        push(line, "U" + "0" * 32)


def test_a_photo_can_be_fetched_until_it_is_unsent(town: SimulatedTown, files: MessagingApiBlob) -> None:
    """200 with the bytes, then 410."""
    phone = town.phone("P01")
    phone.send_photo(b"\xff\xd8 picture")
    reference = json.loads(town.bot.got[-1].body)["events"][0]["message"]["id"]
    assert files.get_message_content(reference) == b"\xff\xd8 picture"

    phone.unsend()
    unsend = json.loads(town.bot.got[-1].body)["events"][0]
    assert reference == unsend["unsend"]["messageId"]
    with pytest.raises(ApiException, match="410"):
        files.get_message_content(reference)


def test_a_video_is_202_until_it_is_ready(town: SimulatedTown, files: MessagingApiBlob) -> None:
    """The client makes None of 202; transcoding says processing, then succeeded."""
    town.phone("P01").send_photo(b"video", "video/mp4", ready_in=30)
    reference = json.loads(town.bot.got[-1].body)["events"][0]["message"]["id"]
    assert files.get_message_content(reference) is None
    assert files.get_message_content_transcoding_by_message_id(reference).status == "processing"

    town.people.wait(seconds=31)
    assert files.get_message_content(reference) == b"video"
    assert files.get_message_content_transcoding_by_message_id(reference).status == "succeeded"


def test_an_unknown_content_is_404(files: MessagingApiBlob) -> None:
    """There never was such a file."""
    with pytest.raises(ApiException, match="404"):
        files.get_message_content("1")
    with pytest.raises(ApiException, match="404"):
        files.get_message_content_transcoding_by_message_id("1")


def test_the_loading_animation_takes_steps_of_five(town: SimulatedTown, line: MessagingApi) -> None:
    """5 to 60 seconds; 7 is refused."""
    line.show_loading_animation(ShowLoadingAnimationRequest(chat_id=town.phone("P01").user_id, loading_seconds=20))

    with pytest.raises(ApiException, match="multiple of 5"):
        line.show_loading_animation(ShowLoadingAnimationRequest(chat_id=town.phone("P01").user_id, loading_seconds=7))


def test_the_bot_knows_its_own_name(line: MessagingApi) -> None:
    """/v2/bot/info."""
    assert line.get_bot_info().display_name == "半鐘"


def test_malformed_json_and_unknown_paths_are_answered_as_line_does(town: SimulatedTown) -> None:
    """A message, never a stack trace."""
    headers = {"authorization": f"Bearer {town.sim.line.channel.token}", "content-type": "application/json"}
    broken = HTTP.post(f"{town.url}/line/v2/bot/message/push", content=b"{", headers=headers)
    unknown = HTTP.get(f"{town.url}/line/v3/nothing", headers=headers)

    assert (broken.status_code, "message" in broken.json()) == (400, True)
    assert (unknown.status_code, "message" in unknown.json()) == (404, True)
