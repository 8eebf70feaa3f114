"""Slack's own client against the fake: messages, history, files, and errors worded as Slack words them."""

from __future__ import annotations

import json

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.world.simulated import SimulatedTown
from tests.world.wire import HTTP

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*警戒情報*"}}
MARK = {"event_type": "hansho_card", "event_payload": {"id": "o1"}}


def error(call: object, **arguments: object) -> str:
    """The error code of a call that must fail."""
    with pytest.raises(SlackApiError) as refused:
        call(**arguments)  # type: ignore[operator]
    return str(refused.value.response["error"])


def test_the_token_is_checked(town: SimulatedTown) -> None:
    """None: not_authed. A wrong one: invalid_auth."""
    url = f"{town.url}/slack/api/"

    assert error(WebClient("xoxb-stolen", base_url=url).auth_test) == "invalid_auth"
    assert error(WebClient(base_url=url).auth_test) == "not_authed"


def test_the_bot_knows_itself(slack: WebClient) -> None:
    """Bolt asks this before anything else."""
    answer = slack.auth_test()

    assert (answer["user_id"], answer["bot_id"], answer["is_enterprise_install"]) == ("U0HANSHO00", "B0HANSHO00", False)


def test_a_message_to_a_user_id_lands_in_the_direct_messages(town: SimulatedTown, slack: WebClient) -> None:
    """The answer names the channel, and conversations.open finds the same."""
    phone = town.phone("P03")
    posted = slack.chat_postMessage(channel=phone.user_id, text="警戒情報", blocks=[SECTION])

    assert [m.text for m in phone.inbox()] == ["警戒情報"]
    assert slack.conversations_open(users=phone.user_id)["channel"]["id"] == posted["channel"]


def test_history_is_newest_first_with_metadata_only_if_asked(town: SimulatedTown, slack: WebClient) -> None:
    """That is how a message of unclear fate is found again."""
    user_id = town.phone("P03").user_id
    channel = slack.chat_postMessage(channel=user_id, text="一", metadata=MARK)["channel"]
    slack.chat_postMessage(channel=user_id, text="二")

    plain = slack.conversations_history(channel=channel)["messages"]
    marked = slack.conversations_history(channel=channel, include_all_metadata=True)["messages"]
    assert [m["text"] for m in plain] == ["二", "一"]
    assert ["metadata" in m for m in plain] == [False, False]
    assert marked[1]["metadata"] == MARK


def test_history_comes_in_pages_and_periods(town: SimulatedTown, slack: WebClient) -> None:
    """Cursor, limit, oldest, inclusive."""
    user_id = town.phone("P03").user_id
    posted = [slack.chat_postMessage(channel=user_id, text=str(n)) for n in range(5)]
    channel = posted[0]["channel"]

    first = slack.conversations_history(channel=channel, limit=2)
    second = slack.conversations_history(channel=channel, limit=2, cursor=first["response_metadata"]["next_cursor"])
    assert [m["text"] for m in [*first["messages"], *second["messages"]]] == ["4", "3", "2", "1"]
    assert first["has_more"]
    since = slack.conversations_history(channel=channel, oldest=posted[3]["ts"])
    including = slack.conversations_history(channel=channel, oldest=posted[3]["ts"], inclusive=True)
    assert [len(since["messages"]), len(including["messages"])] == [1, 2]


def test_an_update_without_blocks_removes_the_old_ones(town: SimulatedTown, slack: WebClient) -> None:
    """And keeps metadata that is not given anew; a deleted message can't be updated."""
    phone = town.phone("P03")
    posted = slack.chat_postMessage(channel=phone.user_id, text="一", blocks=[SECTION], metadata=MARK)
    slack.chat_update(channel=posted["channel"], ts=posted["ts"], text="終了しました")
    (message,) = phone.inbox()
    assert (message.text, message.raw["metadata"]) == ("終了しました", MARK)

    slack.chat_delete(channel=posted["channel"], ts=posted["ts"])
    assert phone.inbox() == []
    again = {"channel": posted["channel"], "ts": posted["ts"], "text": "?"}
    assert error(slack.chat_update, **again) == "message_not_found"


def test_only_own_messages_can_be_changed(town: SimulatedTown, slack: WebClient) -> None:
    """A person's message is theirs; and updating wants the channel's id, not the user's."""
    phone = town.phone("P03")
    phone.say("通報")
    channel = slack.conversations_open(users=phone.user_id)["channel"]["id"]
    ts = slack.conversations_history(channel=channel)["messages"][0]["ts"]

    assert error(slack.chat_update, channel=channel, ts=ts, text="?") == "cant_update_message"
    assert error(slack.chat_delete, channel=channel, ts=ts) == "cant_delete_message"
    assert error(slack.chat_update, channel=phone.user_id, ts=ts, text="?") == "channel_not_found"


def test_an_ephemeral_message_is_kept_nowhere(town: SimulatedTown, slack: WebClient) -> None:
    """It is shown, and no history knows it."""
    phone = town.phone("P03")
    channel = slack.conversations_open(users=phone.user_id)["channel"]["id"]
    slack.chat_postEphemeral(channel=channel, user=phone.user_id, text="権限がありません")

    assert [m.text for m in phone.inbox()] == ["権限がありません"]
    assert slack.conversations_history(channel=channel)["messages"] == []


def test_errors_are_worded_as_slack_words_them(town: SimulatedTown, slack: WebClient) -> None:
    """Each with ok false and status 200."""
    user_id = town.phone("P03").user_id
    bad = [{"type": "header", "text": {"type": "plain_text", "text": "あ" * 151}}]

    assert error(slack.chat_postMessage, channel="U0000000000", text="?") == "channel_not_found"
    assert error(slack.api_call, api_method="chat.postMessage", json={"channel": user_id}) == "no_text"
    assert error(slack.chat_postMessage, channel=user_id, text="あ" * 40_001) == "msg_too_long"
    assert error(slack.chat_postMessage, channel=user_id, text="?", blocks=bad) == "invalid_blocks"
    assert error(slack.chat_postMessage, channel=user_id, text="?", metadata={"id": 1}) == "invalid_metadata_format"
    big = {"event_type": "hansho_card", "event_payload": {"id": "x" * 8000}}
    odd = {"event_type": 1, "event_payload": {}}
    assert error(slack.chat_postMessage, channel=user_id, text="?", metadata=big) == "metadata_too_large"
    assert error(slack.chat_postMessage, channel=user_id, text="?", metadata=odd) == "invalid_metadata_schema"
    assert error(slack.chat_postMessage, channel=user_id, text="?", blocks="[") == "invalid_arguments"
    channel = slack.conversations_open(users=user_id)["channel"]["id"]
    assert error(slack.conversations_history, channel=channel, limit=1000) == "invalid_limit"
    assert error(slack.conversations_open, users="U0000000000") == "user_not_found"
    other = town.phone("P29").user_id
    assert error(slack.chat_postEphemeral, channel=channel, user=other, text="?") == "user_not_in_channel"
    assert error(slack.files_getUploadURLExternal, filename="a.txt", length=0) == "invalid_arguments"
    assert error(slack.files_completeUploadExternal, files=[{"id": "F0"}]) == "file_not_found"
    assert error(slack.users_info, user="U0000000000") == "user_not_found"
    assert error(slack.files_info, file="F0") == "file_not_found"
    assert error(slack.api_call, api_method="chat.telepathy") == "unknown_method"


def test_arguments_come_in_forms_addresses_and_json(town: SimulatedTown) -> None:
    """The SDK uses all three; blocks inside a form are JSON in a string."""
    user_id = town.phone("P03").user_id
    url, headers = f"{town.url}/slack/api", {"authorization": f"Bearer {town.sim.slack.workspace.token}"}
    body = {"channel": user_id, "text": "?", "blocks": [SECTION]}
    as_json = HTTP.post(f"{url}/chat.postMessage", json=body, headers=headers).json()
    form = body | {"blocks": json.dumps([SECTION]), "token": town.sim.slack.workspace.token}
    as_form = HTTP.post(f"{url}/chat.postMessage", data=form).json()
    as_address = HTTP.get(f"{url}/users.info", params={"user": user_id}, headers=headers).json()

    assert [as_json["ok"], as_form["ok"], as_address["ok"]] == [True, True, True]
    assert as_address["user"]["real_name"] == "朝霧 蓮"


def test_a_file_needs_the_token_and_is_gone_when_deleted(town: SimulatedTown, slack: WebClient) -> None:
    """Without the token Slack shows its sign-in page with status 200, which is no picture."""
    phone = town.phone("P03")
    phone.send_photo(b"\xff\xd8 picture")
    event = json.loads(town.bot.got[-1].body)["event"]
    (file,) = event["files"]
    assert (event["subtype"], event["channel_type"]) == ("file_share", "im")
    info = slack.files_info(file=file["id"])["file"]
    headers = {"authorization": f"Bearer {slack.token}"}

    stranger = HTTP.get(info["url_private_download"])
    ours = HTTP.get(info["url_private_download"], headers=headers)
    assert (stranger.status_code, stranger.headers["content-type"][:9]) == (200, "text/html")
    assert ours.content == b"\xff\xd8 picture"

    phone.unsend()
    assert error(slack.files_info, file=file["id"]) == "file_deleted"
    assert HTTP.get(info["url_private_download"], headers=headers).status_code == 404


def test_a_file_is_uploaded_in_three_steps(slack: WebClient) -> None:
    """The SDK's files_upload_v2: address, bytes, completion."""
    answer = slack.files_upload_v2(content=b"report", filename="digest.txt")

    assert slack.files_info(file=answer["files"][0]["id"])["file"]["size"] == len(b"report")
