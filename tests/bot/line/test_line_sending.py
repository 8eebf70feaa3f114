"""Sending, fetching and the quota against the simulator's LINE, over HTTP with the real SDK."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.responses import JSONResponse

from bot import attachment
from bot.chat import Allowance, ContentGone, ContentNotReady, ContentTooLarge, Outgoing, SendFailed
from bot.line import channel, platform
from bot.line.inbound import webhook
from bot.line.platform import LinePlatform
from handlers.commands.chat import Press, SendPhoto
from simulator.control import Simulator
from simulator.webhook_delivery import Outcome
from storage.tables import Amiss, Failure
from tests.bot.cards import ALERT, QUESTION
from tests.bot.stages import Kept, Stage, Wall
from tests.world.databases import ON_SQLITE

PICTURE = b"\xff\xd8 a photo"


@pytest.fixture
def someone(sim: Simulator) -> str:
    return next(a.user_id for a in sim.world.accounts.values() if a.platform == "line")


@pytest.fixture
def line(sim: Simulator, wall: Wall) -> LinePlatform:
    return connect(sim, wall)


def connect(sim: Simulator, wall: Wall, **changes: Any) -> LinePlatform:
    settings = {
        "channel_id": sim.line.channel.id,
        "channel_secret": sim.line.channel.secret,
        "channel_token": "",
        "api_url": f"{sim.world.url}/line",
        "webhook_url": sim.line_phones.url,
        "now": wall,
    }
    return LinePlatform(**{**settings, **changes})


def card(to: str, **changes: Any) -> Outgoing:
    plain = {"id": "m1", "to": to, "card": ALERT, "retry_key": str(uuid.uuid4())}
    return Outgoing(**{**plain, **changes})


def shown(sim: Simulator, user: str) -> list[dict[str, Any]]:
    return [bubble.raw for bubble in sim.world.chats[user] if not bubble.mine]


def asked(sim: Simulator, what: str) -> int:
    return sum(entry["what"] == what for entry in sim.world.log)


@pytest.fixture
def bodies(sim: Simulator, kept: Kept, listen: Callable[[APIRouter], None]) -> Kept:
    """The bot's webhook is up; what people do arrives here."""
    listen(webhook(kept, sim.line.channel.secret, lambda: datetime.fromtimestamp(sim.world.clock.now(), UTC)))
    return kept


@ON_SQLITE
def test_an_answer_goes_by_reply_and_costs_nothing(
    sim: Simulator, someone: str, line: LinePlatform, bodies: Kept
) -> None:
    """Every dialogue step is a reply; only what starts a dialogue is pushed, five cards for the price of one."""
    sim.line_phones.say(someone, "通報")
    token = line.reply_token(bodies.bodies()[0])

    receipt = line.send(card(someone, card=QUESTION, reply_token=token))

    assert receipt["by"] == "reply"
    assert len(shown(sim, someone)) == 1
    assert line.allowance() == Allowance(allowed=5000, used=0)
    line.send(card(someone, more=(QUESTION,) * 4))
    assert len(shown(sim, someone)) == 6
    assert line.allowance() == Allowance(allowed=5000, used=1)


def test_without_a_token_a_card_is_pushed(sim: Simulator, someone: str, line: LinePlatform) -> None:
    """A push counts against the quota, one per recipient."""
    receipt = line.send(card(someone))

    assert receipt["by"] == "push"
    assert receipt["request"]
    assert len(shown(sim, someone)) == 1
    assert line.allowance() == Allowance(allowed=5000, used=1)


@ON_SQLITE
def test_a_button_on_a_sent_card_comes_back_as_its_id(
    sim: Simulator, someone: str, line: LinePlatform, bodies: Kept
) -> None:
    """From card to finger to command."""
    line.send(card(someone))
    sim.line_phones.press(someone, "見かけた")

    assert [line.command(body, "me") for body in bodies.bodies()] == [Press("me", "b-seen")]


@ON_SQLITE
@pytest.mark.parametrize("seconds", [0, 61])
def test_a_token_that_was_used_or_grew_old_is_told_apart_from_a_refused_card(
    sim: Simulator, someone: str, line: LinePlatform, bodies: Kept, seconds: int
) -> None:
    """The row then says that a push must do: one attempt is one call, so that it is known which one was unclear."""
    sim.line_phones.say(someone, "通報")
    token = line.reply_token(bodies.bodies()[0])
    if not seconds:
        line.send(card(someone, reply_token=token))
    sim.world.clock.advance(seconds)

    with pytest.raises(SendFailed) as failure:
        line.send(card(someone, reply_token=token))

    assert failure.value.reason == Failure.REPLY
    assert sim.line.used == 0


@ON_SQLITE
def test_a_reply_whose_answer_was_lost_is_not_sent_twice(
    sim: Simulator, someone: str, line: LinePlatform, bodies: Kept
) -> None:
    """A fresh token that is used up was used by the first attempt."""
    sim.line_phones.say(someone, "通報")
    token = line.reply_token(bodies.bodies()[0])
    line.send(card(someone, reply_token=token))

    assert line.send(card(someone, reply_token=token, in_doubt=True)) == {"by": "reply"}
    assert len(shown(sim, someone)) == 1


def test_a_push_whose_answer_was_lost_is_not_sent_twice(
    sim: Simulator, someone: str, line: LinePlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LINE took the card and then fell silent; the retry key makes the second attempt harmless."""
    line.allowance()
    monkeypatch.setattr(platform, "TIMEOUT", (1.0, 0.2))
    sim.faults["line"].set(hang_next=1, hang_seconds=1.0, only="push")
    message = card(someone)

    with pytest.raises(SendFailed) as failure:
        line.send(message)
    receipt = line.send(message)

    assert failure.value.reason == Failure.UNREACHABLE
    assert receipt["request"]
    assert len(shown(sim, someone)) == 1


@ON_SQLITE
@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (500, Failure.UNREACHABLE),
        (503, Failure.UNREACHABLE),
        (429, Failure.RATE),
        (401, Failure.TOKEN),
        (403, Failure.TOKEN),
        (404, Failure.NOT_FOUND),
    ],
)
@pytest.mark.parametrize("way", ["push", "reply"])
def test_trouble_is_told_in_the_outboxs_words(
    sim: Simulator,
    someone: str,
    line: LinePlatform,
    bodies: Kept,
    way: str,
    status: int,
    reason: Failure,
) -> None:
    """The causes stay out, since they quote bodies and headers; what failed did not arrive, and then does once."""
    sim.line_phones.say(someone, "通報")
    token = line.reply_token(bodies.bodies()[0]) if way == "reply" else None
    message = card(someone, reply_token=token)
    line.allowance()
    # After a refused token it is tried at once with a fresh one.
    sim.faults["line"].set(fail_next=2 if status == 401 else 1, status=status, only="message")

    with pytest.raises(SendFailed) as failure:
        line.send(message)

    assert failure.value.reason == reason
    assert failure.value.__cause__ is None
    assert shown(sim, someone) == []
    line.send(message)
    assert len(shown(sim, someone)) == 1


def test_over_the_monthly_quota_nothing_is_tried_again(sim: Simulator, someone: str, line: LinePlatform) -> None:
    """LINE: "You have reached your monthly limit." A reply would still be free."""
    sim.line.limit = 0

    with pytest.raises(SendFailed) as failure:
        line.send(card(someone))

    assert failure.value.reason == Failure.QUOTA


def test_a_plan_without_limit_has_no_quota(sim: Simulator, line: LinePlatform) -> None:
    """LINE calls it "none"."""
    sim.line.limit = None

    assert line.allowance() == Allowance(allowed=None, used=0)


def test_a_person_who_is_not_there_is_not_tried_again(line: LinePlatform) -> None:
    """Another provider's user id, or a typing error in members.csv."""
    with pytest.raises(SendFailed) as failure:
        line.send(card("U" + "0" * 32))

    assert failure.value.reason == Failure.NOT_FOUND


@pytest.fixture
def strange_line(simulator_stage: Stage, wall: Wall) -> tuple[LinePlatform, FastAPI]:
    """A LINE whose answers the test words itself."""
    simulator_stage.app = strange = FastAPI()
    given = {"channel_id": "", "channel_secret": "", "channel_token": "t", "webhook_url": ""}
    return LinePlatform(**given, api_url=simulator_stage.url, now=wall), strange


@pytest.mark.parametrize(("token", "way"), [(None, "push"), ("r", "reply")])
def test_an_accepted_card_stays_accepted_whatever_the_answer_says(
    strange_line: tuple[LinePlatform, FastAPI], token: str | None, way: str
) -> None:
    """A new field or a missing one in LINE's answer must not make us send again."""
    line, strange = strange_line
    strange.post(f"/v2/bot/message/{way}")(lambda: {"sentMessages": [{"surprise": True}]})

    assert line.send(card("U1", reply_token=token)) == {"by": way}


def test_a_person_line_cannot_deliver_to_has_blocked_us(strange_line: tuple[LinePlatform, FastAPI]) -> None:
    """LINE's words for an account that is gone."""
    line, strange = strange_line
    told = JSONResponse({"message": "Failed to send messages"}, status_code=400)
    strange.post("/v2/bot/message/push")(lambda: told)

    with pytest.raises(SendFailed) as failure:
        line.send(card("U1"))

    assert failure.value.reason == Failure.BLOCKED


def test_a_blocked_bot_hears_nothing_of_it(sim: Simulator, someone: str, line: LinePlatform) -> None:
    """LINE accepts a push to somebody who blocked the account: 200 is not "read"."""
    sim.line.blocked.add(someone)

    assert line.send(card(someone))["by"] == "push"
    assert shown(sim, someone) == []


def test_nobody_home(sim: Simulator, wall: Wall, someone: str) -> None:
    """Connection refused: the card waits."""
    line = connect(sim, wall, api_url="http://127.0.0.1:1")

    for attempt in (lambda: line.send(card(someone)), line.allowance):
        with pytest.raises(SendFailed) as failure:
            attempt()
        assert failure.value.reason == Failure.UNREACHABLE
    with pytest.raises(ContentNotReady):
        line.fetch("1")


def test_stateless_tokens_are_kept_and_renewed_before_their_end(
    sim: Simulator, wall: Wall, someone: str, line: LinePlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One token serves 13 minutes; then a new one is there before the old one dies at 15."""
    issued: list[float] = []
    issue = sim.line.issue
    monkeypatch.setattr(sim.line, "issue", lambda *given: issued.append(wall.ahead) or issue(*given))

    for minutes in (0, 5, 12.9, 13.1, 14.9, 25):
        wall.ahead = minutes * 60
        line.send(card(someone))

    assert issued == [0, 13.1 * 60]
    assert len(shown(sim, someone)) == 6


def test_a_long_lived_token_is_used_as_it_is(sim: Simulator, wall: Wall, someone: str) -> None:
    """For operators who issued one in LINE's console."""
    line = connect(sim, wall, channel_token=sim.line.channel.token, channel_secret="not needed")

    assert line.send(card(someone))["by"] == "push"


@pytest.mark.parametrize("changes", [{"channel_secret": "wrong"}, {"channel_token": "wrong"}])
def test_a_wrong_credential_waits_for_the_operator(
    sim: Simulator, wall: Wall, someone: str, changes: dict[str, str]
) -> None:
    """Nothing is lost while a secret is being repaired."""
    line = connect(sim, wall, **changes)

    with pytest.raises(SendFailed) as failure:
        line.send(card(someone))

    assert failure.value.reason == Failure.TOKEN


def test_a_refused_token_is_replaced(sim: Simulator, someone: str, line: LinePlatform) -> None:
    """LINE may revoke: a fresh token is asked for at once, so that no reply grows too old meanwhile."""
    line.send(card(someone))
    sim.line._tokens.clear()

    assert line.send(card(someone))["by"] == "push"


@ON_SQLITE
def test_a_photo_is_fetched_by_its_message(sim: Simulator, someone: str, line: LinePlatform, bodies: Kept) -> None:
    """From camera to bytes; still being prepared, then there, then taken back."""
    sim.line_phones.photo(someone, PICTURE, ready_in=5)
    sent = line.command(bodies.bodies()[0], "me")
    assert isinstance(sent, SendPhoto)

    with pytest.raises(ContentNotReady):
        line.fetch(sent.reference)
    sim.world.clock.advance(6)
    assert line.fetch(sent.reference) == PICTURE
    sim.line_phones.unsend(someone)
    with pytest.raises(ContentGone):
        line.fetch(sent.reference)


@ON_SQLITE
@pytest.mark.parametrize(
    ("status", "outcome"), [(500, ContentNotReady), (429, ContentNotReady), (401, ContentNotReady), (403, ContentGone)]
)
def test_a_photo_in_trouble(
    sim: Simulator, someone: str, line: LinePlatform, bodies: Kept, status: int, outcome: type[Exception]
) -> None:
    """Trouble that passes is asked about again."""
    sim.line_phones.photo(someone, PICTURE)
    reference = line.command(bodies.bodies()[0], "me").reference
    sim.faults["line"].set(fail_next=1, status=status, only="content")

    with pytest.raises(outcome):
        line.fetch(reference)
    assert line.fetch(reference) == PICTURE


@ON_SQLITE
def test_a_video_that_line_cannot_prepare_is_gone(
    sim: Simulator, someone: str, line: LinePlatform, bodies: Kept
) -> None:
    """R-003: while LINE still prepares it we ask again; once LINE says that it failed, nobody waits any longer."""
    sim.line_phones.photo(someone, b"video", "video/mp4", ready_in=60)
    reference = line.command(bodies.bodies()[0], "me").reference
    with pytest.raises(ContentNotReady):
        line.fetch(reference)

    sim.line.contents[reference].spoilt = True
    with pytest.raises(ContentGone):
        line.fetch(reference)


def test_the_dots_cost_no_message(sim: Simulator, someone: str, line: LinePlatform) -> None:
    """R-003: progress in LINE is its loading animation; it is shown, or not, without a word."""
    line.at_work(someone)
    line.at_work("U" + "0" * 32)

    assert [event["to"] for event in sim.world.log if event["what"] == "line.loading"] == [someone]
    assert sim.line.used == 0


@ON_SQLITE
def test_a_photo_beyond_the_limit_is_not_read_to_its_end(
    sim: Simulator, someone: str, line: LinePlatform, bodies: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bad input: oversized files."""
    monkeypatch.setattr(attachment, "SIZE_LIMIT", 1000)
    sim.line_phones.photo(someone, b"x" * 1001)
    reference = line.command(bodies.bodies()[0], "me").reference

    with pytest.raises(ContentTooLarge):
        line.fetch(reference)


def test_an_unknown_photo_is_gone(line: LinePlatform) -> None:
    """404."""
    with pytest.raises(ContentGone):
        line.fetch("424242")


def test_line_itself_is_the_default(wall: Wall) -> None:
    """Without HANSHO_LINE_API_URL content comes from api-data.line.me."""
    real = channel.Channel("1", "s", "t", "", wall)

    assert real.content_url("7") == "https://api-data.line.me/v2/bot/message/7/content"
    assert real.api().api_client.configuration.retries is False


def test_line_says_whether_what_people_write_comes_to_us(sim: Simulator, line: LinePlatform, wall: Wall) -> None:
    """R-078, R-064: its address, its switch, and what our side answers LINE, each told apart; and the door for a QR."""
    sim.line_phones.probe = lambda: Outcome(200)  # type: ignore[method-assign]
    found = line.check()
    assert found.amiss.keys() == {Amiss.MENUS}
    assert found.door is not None
    assert found.door.with_words("登録 AB") == "https://line.me/R/oaMessage/%40hansho/?%E7%99%BB%E9%8C%B2%20AB"
    assert found.at is not None
    sim.line.hears = False
    assert line.check().amiss.keys() == {Amiss.MENUS, Amiss.WEBHOOK_OFF}
    sim.line_phones.probe = lambda: Outcome(502, reason="http_error")  # type: ignore[method-assign]
    assert line.check().amiss[Amiss.WEBHOOK_FAILS] == "502 http_error"
    elsewhere = connect(sim, wall, webhook_url="https://other.example.jp/line/webhook")
    assert elsewhere.check().amiss[Amiss.WEBHOOK_ELSEWHERE] == "https://other.example.jp/line/webhook"
    sim.line_phones.url = ""
    assert Amiss.WEBHOOK_UNSET in line.check().amiss
