"""Sending, redrawing and fetching against the simulator's Slack, over HTTP with the real SDK."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot import attachment
from bot.chat import ContentGone, ContentNotReady, ContentTooLarge, Outgoing, SendFailed
from bot.slack import platform
from bot.slack.platform import SlackPlatform
from bot.slack.tokens import OneToken
from handlers.home import Home
from policy.menu import Menu
from simulator.control import Simulator
from storage.leases import LeaseLost
from storage.tables import Amiss, Failure
from tests.bot.cards import ALERT, QUESTION

PICTURE = b"\xff\xd8 a photo"


@pytest.fixture
def someone(sim: Simulator) -> str:
    return next(a.user_id for a in sim.world.accounts.values() if a.platform == "slack")


@pytest.fixture
def slack(sim: Simulator) -> SlackPlatform:
    return connect(sim)


def connect(sim: Simulator, **changes: str) -> SlackPlatform:
    token = changes.pop("bot_token", sim.slack.workspace.token)
    return SlackPlatform(tokens=OneToken(token), api_url=changes.pop("api_url", f"{sim.world.url}/slack/api/"))


def card(to: str, **changes: Any) -> Outgoing:
    return Outgoing(**{"id": "m1", "to": to, "card": ALERT, "retry_key": "", **changes})


def shown(sim: Simulator, user: str) -> list[dict[str, Any]]:
    return [bubble.raw for bubble in sim.world.chats[user] if not bubble.mine and not bubble.removed]


def test_a_card_arrives_and_carries_our_id(sim: Simulator, slack: SlackPlatform, someone: str) -> None:
    """Slack has no retry key: the outbox id in the metadata is how a message is found again."""
    receipt = slack.send(card(someone))

    [posted] = shown(sim, someone)
    assert receipt == {"channel": sim.slack.channel(someone), "ts": posted["ts"]}
    assert posted["metadata"] == {"event_type": "hansho_card", "event_payload": {"id": "m1"}}
    assert posted["text"] == ALERT.notice
    [call] = [entry for entry in sim.world.log if entry["what"] == "slack.chat.postMessage"]
    assert {call["arguments"]["unfurl_links"], call["arguments"]["unfurl_media"]} <= {False, "0", "false"}


def test_a_card_takes_the_place_of_an_earlier_one(sim: Simulator, slack: SlackPlatform, someone: str) -> None:
    """After a decision the card is redrawn without buttons."""
    first = slack.send(card(someone))

    receipt = slack.send(card(someone, id="m2", card=QUESTION, previous=first))

    assert receipt == first
    [posted] = shown(sim, someone)
    assert posted["text"].startswith(QUESTION.title)
    assert posted["metadata"]["event_payload"] == {"id": "m2"}


def test_the_secretariat_reads_a_case_in_one_thread(sim: Simulator, slack: SlackPlatform, someone: str) -> None:
    """Each reply shows in the chat as well, and is found again there; without its first card it stands for itself."""
    first = slack.send(card(someone))
    again = slack.send(card(someone, id="m2", thread=first))
    assert (posted := shown(sim, someone))[1]["thread_ts"] == first["ts"]
    assert posted[1]["ts"] == again["ts"]
    assert slack.find("m2", someone) == again
    bubble = sim.world.bubble(someone, first["ts"])
    assert bubble
    sim.world.remove(bubble)
    slack.send(card(someone, id="m3", thread=first))
    assert "thread_ts" not in shown(sim, someone)[-1]


def test_the_home_tab_is_published_as_slack_takes_it(sim: Simulator, slack: SlackPlatform, someone: str) -> None:
    """The cards one below the other, as many as fit in whole."""
    assert slack.show_home([someone], Home(Menu.APPROVER, live=True, language="ja", page=(ALERT, *(QUESTION,) * 60)))
    blocks = sim.slack.homes[someone]["blocks"]
    assert len(blocks) <= 100
    assert blocks[0]["text"]["text"].endswith(ALERT.title)


def test_a_card_whose_place_is_gone_is_posted(sim: Simulator, slack: SlackPlatform, someone: str) -> None:
    """Somebody deleted the earlier message, or the workspace forgot it."""
    first = slack.send(card(someone))
    bubble = sim.world.bubble(someone, first["ts"])
    assert bubble
    sim.world.remove(bubble)

    receipt = slack.send(card(someone, id="m2", card=QUESTION, previous=first))

    assert receipt != first
    assert [posted["ts"] for posted in shown(sim, someone)] == [receipt["ts"]]


def test_what_only_closes_an_earlier_message_is_never_posted_anew(
    sim: Simulator, slack: SlackPlatform, someone: str
) -> None:
    """R-040: nobody hears of a case's end through a message that they had deleted."""
    first = slack.send(card(someone))
    bubble = sim.world.bubble(someone, first["ts"])
    assert bubble
    sim.world.remove(bubble)

    assert slack.send(card(someone, id="m2", card=QUESTION, previous=first, in_place=True)) == first
    assert shown(sim, someone) == []


@pytest.mark.parametrize("granted", [True, False])
def test_a_persons_file_is_deleted_where_the_workspace_lets_an_app_do_it(
    sim: Simulator, slack: SlackPlatform, someone: str, granted: bool
) -> None:
    """R-065: the answer is taken as it is; a file that is gone is gone."""
    sim.slack.deletes_files = granted
    file = sim.slack_phones.upload(someone, PICTURE)

    assert slack.delete(file.id) is granted
    assert file.deleted is granted
    assert slack.delete("F0000000000") is True


def test_a_post_whose_answer_was_lost_is_found_and_not_repeated(
    sim: Simulator, slack: SlackPlatform, someone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack took the card and fell silent; the second attempt looks before it posts."""
    monkeypatch.setattr(platform, "_TIMEOUT", 0.2)
    impatient = connect(sim)
    sim.faults["slack"].set(hang_next=1, hang_seconds=1.0, only="postMessage")

    with pytest.raises(SendFailed) as failure:
        impatient.send(card(someone))
    receipt = slack.send(card(someone, in_doubt=True))

    assert failure.value.reason == Failure.UNREACHABLE
    assert [posted["ts"] for posted in shown(sim, someone)] == [receipt["ts"]]


def test_an_attempt_that_never_arrived_is_made_again(sim: Simulator, slack: SlackPlatform, someone: str) -> None:
    """Another card in the same chat is not mistaken for it."""
    slack.send(card(someone, id="another"))

    slack.send(card(someone, in_doubt=True))

    assert [posted["metadata"]["event_payload"]["id"] for posted in shown(sim, someone)] == ["another", "m1"]


@pytest.mark.parametrize(
    ("trouble", "reason", "seconds"),
    [
        ({"status": 500}, Failure.UNREACHABLE, 0),
        ({"status": 503}, Failure.UNREACHABLE, 0),
        ({"status": 429, "retry_after": 30}, Failure.RATE, 30),
    ],
)
def test_trouble_that_passes_is_tried_again(
    sim: Simulator, slack: SlackPlatform, someone: str, trouble: dict[str, int], reason: Failure, seconds: int
) -> None:
    """After the seconds that Slack names; what was refused did not arrive."""
    sim.faults["slack"].set(fail_next=1, **trouble, only="postMessage")

    with pytest.raises(SendFailed) as failure:
        slack.send(card(someone))

    told = failure.value
    assert (told.reason, told.asked.total_seconds(), told.__cause__) == (reason, seconds, None)
    assert shown(sim, someone) == []
    slack.send(card(someone))
    assert len(shown(sim, someone)) == 1


def test_a_redrawing_in_trouble_posts_no_second_card(sim: Simulator, slack: SlackPlatform, someone: str) -> None:
    """Only a card that is gone is posted anew."""
    first = slack.send(card(someone))
    sim.faults["slack"].set(fail_next=1, only="chat.update")

    with pytest.raises(SendFailed) as failure:
        slack.send(card(someone, id="m2", previous=first))

    assert failure.value.reason == Failure.UNREACHABLE
    assert len(shown(sim, someone)) == 1


def test_a_worker_that_was_away_too_long_posts_nothing(sim: Simulator, slack: SlackPlatform, someone: str) -> None:
    """R-078: its lease ended, so another one has the card; it stood still before its call."""
    first = slack.send(card(someone))
    for message in (card(someone, id="m2"), card(someone, id="m3", card=QUESTION, previous=first)):
        with pytest.raises(LeaseLost):
            slack.send(replace(message, is_ours=lambda: False))

    assert [posted["ts"] for posted in shown(sim, someone)] == [first["ts"]]
    assert shown(sim, someone)[0]["text"] == ALERT.notice


def test_a_card_posted_by_two_workers_stands_there_once(sim: Simulator, slack: SlackPlatform, someone: str) -> None:
    """R-078: it stood still in the middle of its call, and the other one posted meanwhile; the earliest stays."""
    leases = iter((True, False))
    theirs = slack.send(card(someone))

    receipt = slack.send(card(someone, is_ours=lambda: next(leases)))

    assert receipt == theirs
    assert [posted["ts"] for posted in shown(sim, someone)] == [theirs["ts"]]
    assert slack.find("m1", someone) == theirs
    assert slack.find("m2", someone) is None


@pytest.mark.parametrize("method", ["conversations.history", "chat.delete"])
def test_what_could_not_be_taken_back_is_taken_back_later(
    sim: Simulator, slack: SlackPlatform, someone: str, method: str
) -> None:
    """R-078: Slack was in trouble just when a worker that had stood still looked for what the other one had posted."""
    leases = iter((True, False))
    theirs = slack.send(card(someone))
    other = slack.send(card(someone, id="another"))
    sim.faults["slack"].set(fail_next=1, only=method)
    with pytest.raises(SendFailed):
        slack.send(card(someone, is_ours=lambda: next(leases)))
    assert len(shown(sim, someone)) == 3

    assert slack.take_back("m1", someone, theirs) == 1
    assert [posted["ts"] for posted in shown(sim, someone)] == [theirs["ts"], other["ts"]]
    assert slack.take_back("m1", someone, theirs) == 0
    assert slack.take_back("m1", someone, None) == 1
    assert [posted["ts"] for posted in shown(sim, someone)] == [other["ts"]]


def test_whoever_tries_again_and_finds_two_leaves_the_earlier(
    sim: Simulator, slack: SlackPlatform, someone: str
) -> None:
    """R-078: both arrived, and neither answer."""
    first, _ = slack.send(card(someone)), slack.send(card(someone))

    assert slack.send(card(someone, in_doubt=True)) == first
    assert [posted["ts"] for posted in shown(sim, someone)] == [first["ts"]]


def test_a_chat_that_is_not_found_once_is_opened_again(sim: Simulator, slack: SlackPlatform, someone: str) -> None:
    """R-064: one ``channel_not_found`` says nothing of the person."""
    sim.faults["slack"].set(fail_next=1, status=200, error="channel_not_found", only="postMessage")

    receipt = slack.send(card(someone))

    assert [posted["ts"] for posted in shown(sim, someone)] == [receipt["ts"]]


def test_who_closed_the_account_is_told_apart_from_who_is_not_known(
    sim: Simulator, slack: SlackPlatform, someone: str
) -> None:
    """R-064: said of a person; the other may be a typing error in members.csv, or a token of another workspace."""
    sim.slack.deactivated.add(someone)
    for user, reason in ((someone, Failure.BLOCKED), ("U0NOBODY", Failure.NOT_FOUND)):
        with pytest.raises(SendFailed) as failure:
            slack.send(card(user))
        assert failure.value.reason == reason


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ("token_revoked", Failure.TOKEN),
        ("missing_scope", Failure.TOKEN),
        ("account_inactive", Failure.TOKEN),
        ("messages_tab_disabled", Failure.TOKEN),
        ("restricted_action_read_only_channel", Failure.TOKEN),
        ("user_is_deactivated", Failure.BLOCKED),
        ("cannot_dm_bot", Failure.BLOCKED),
        ("rate_limited", Failure.RATE),
        ("fatal_error", Failure.UNREACHABLE),
        ("msg_too_long", Failure.REFUSED),
    ],
)
def test_what_slack_says_is_of_the_app_of_the_person_or_of_the_card(
    sim: Simulator, slack: SlackPlatform, someone: str, error: str, reason: Failure
) -> None:
    """R-064: only what is said of a person keeps cards from them."""
    sim.faults["slack"].set(fail_next=1, status=200, error=error, only="postMessage")

    with pytest.raises(SendFailed) as failure:
        slack.send(card(someone))

    assert failure.value.reason == reason
    assert shown(sim, someone) == []


def test_a_wrong_token_waits_for_the_operator(sim: Simulator, slack: SlackPlatform, someone: str) -> None:
    """Nothing is lost while a secret is being repaired, and ``hansho doctor`` finds it."""
    assert slack.check().amiss == {}
    sim.slack.workspace = replace(sim.slack.workspace, scopes="chat:write,commands,files:read,files:write,im:write")
    assert slack.check().amiss[Amiss.SCOPES] == "im:history"
    slack = connect(sim, bot_token="xoxb-wrong")

    for attempt in (lambda: slack.send(card(someone)), slack.check):
        with pytest.raises(SendFailed) as failure:
            attempt()
        assert failure.value.reason == Failure.TOKEN


def test_nobody_home(sim: Simulator, someone: str) -> None:
    """Connection refused: the card and the photo wait."""
    slack = connect(sim, api_url="http://127.0.0.1:1/")

    with pytest.raises(SendFailed) as failure:
        slack.send(card(someone))
    assert failure.value.reason == Failure.UNREACHABLE
    with pytest.raises(ContentNotReady):
        slack.fetch("F1")


def test_a_card_slack_does_not_take_is_given_up(
    sim: Simulator, slack: SlackPlatform, someone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of ours: trying again would not help."""
    monkeypatch.setattr(platform, "render", lambda _card: [{"type": "telepathy"}])

    with pytest.raises(SendFailed) as failure:
        slack.send(card(someone))

    assert failure.value.reason == Failure.REFUSED
    assert shown(sim, someone) == []


def test_replies_and_quota_are_lines_alone(slack: SlackPlatform) -> None:
    """Messages on Slack cost nothing."""
    assert slack.reply_token(b"{}") is None
    assert slack.allowance() is None


def test_a_photo_is_fetched_by_its_id(sim: Simulator, slack: SlackPlatform, someone: str) -> None:
    """There, then taken back."""
    file = sim.slack_phones.upload(someone, PICTURE)

    assert slack.fetch(file.id) == PICTURE
    file.deleted = True
    with pytest.raises(ContentGone):
        slack.fetch(file.id)
    with pytest.raises(ContentGone):
        slack.fetch("F0NOTHING")


@pytest.mark.parametrize(
    ("status", "only"),
    [(500, "files.info"), (429, "files.info"), (200, "files.info"), (500, "files-pri"), (429, "files-pri")],
)
def test_a_photo_in_trouble_is_asked_for_again(
    sim: Simulator, slack: SlackPlatform, someone: str, status: int, only: str
) -> None:
    """Neither the question nor the download gives up at once, nor asks again too soon; 200 is a refused token."""
    file = sim.slack_phones.upload(someone, PICTURE)
    sim.faults["slack"].set(fail_next=1, status=status, retry_after=7, only=only)

    with pytest.raises(ContentNotReady) as trouble:
        slack.fetch(file.id)
    assert (trouble.value.asked == timedelta(seconds=7)) is (status == 429)
    assert slack.fetch(file.id) == PICTURE


def test_a_photo_beyond_the_limit_is_not_asked_for(
    sim: Simulator, slack: SlackPlatform, someone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bad input: oversized files; the size that Slack tells is believed, the one that arrives is counted."""
    file = sim.slack_phones.upload(someone, b"x" * 1001)

    for module in (platform, attachment):
        with monkeypatch.context() as patch:
            patch.setattr(module, "SIZE_LIMIT", 1000)
            with pytest.raises(ContentTooLarge):
                slack.fetch(file.id)
    assert len(slack.fetch(file.id)) == 1001


def test_a_sign_in_page_is_no_photo(sim: Simulator, slack: SlackPlatform, someone: str) -> None:
    """Without the right to see a file Slack shows its sign-in page, with status 200."""
    file = sim.slack_phones.upload(someone, PICTURE)
    told = slack._client("").files_info(file=file.id)["file"]["url_private_download"]

    with pytest.raises(ContentGone):
        attachment.download(told, "xoxb-wrong")


@pytest.mark.parametrize(
    ("url", "ours"),
    [
        ("https://files.slack.com/files-pri/T1-F1/download/photo.jpg", True),
        ("https://slack.com/x", True),
        ("http://files.slack.com/x", False),
        ("https://files.slack.com:8443/x", False),
        ("https://slack.com.example/x", False),
        ("https://notslack.com/x", False),
        ("https://files.slack.com@example.com/x", False),
        ("https://example.com\\@files.slack.com/x", False),
        ("https://example.com#@files.slack.com/x", False),
        ("https://drive.example.com/shared", False),
        ("//files.slack.com/x", False),
        ("file:///etc/passwd", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_the_token_goes_to_slack_and_nowhere_else(sim: Simulator, slack: SlackPlatform, url: str, ours: bool) -> None:
    """R-064: a file "shared" from elsewhere must not be handed our token."""
    assert slack._is_slack(url) is ours
    assert slack._is_slack(f"{sim.world.url}/slack/files-pri/x")


def test_a_file_kept_elsewhere_is_not_fetched(sim: Simulator, slack: SlackPlatform, someone: str) -> None:
    """Slack's links to Google Drive and the like: the reporter is told to send the photo itself."""
    file = sim.slack_phones.upload(someone, PICTURE)
    sim.world.url, real = "https://drive.example.com", sim.world.url

    with pytest.raises(ContentGone):
        slack.fetch(file.id)
    sim.world.url = real
    assert slack.fetch(file.id) == PICTURE
