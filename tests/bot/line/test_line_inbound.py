"""LINE's webhook over real HTTP bodies, into the real inbox."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from fastapi import APIRouter

from bot.door import BODY_LIMIT
from bot.line.inbound import OLDEST, WAIT_SECONDS, webhook
from bot.refusals import Refusal, so_far
from tests.bot.stages import Kept, Stage
from tests.world.databases import ON_SQLITE

SECRET = "8c570fa6dd201bb328f1c1eac23a96d8"
USER = "U" + "1" * 32
NOW = datetime(2025, 11, 23, 6, tzinfo=UTC)
"""An hour after the events of these tests."""

VECTOR = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
VECTOR_SIGNATURE = "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="


@pytest.fixture
def line(kept: Kept, bot_stage: Stage, listen: Callable[[APIRouter], None]) -> Iterator[httpx.Client]:
    listen(webhook(kept, SECRET, lambda: NOW))
    # No connection is used twice: the server drops it after a failure, and LINE would simply connect again.
    with httpx.Client(base_url=bot_stage.url, headers={"connection": "close"}, trust_env=False) as client:
        yield client


def sign(body: bytes) -> str:
    return base64.b64encode(hmac.digest(SECRET.encode(), body, hashlib.sha256)).decode()


def event(**changes: Any) -> dict[str, Any]:
    plain = {
        "type": "message",
        "mode": "active",
        "webhookEventId": "01HN0000000000000000000001",
        "timestamp": 1_763_874_000_123,
        "source": {"type": "user", "userId": USER},
        "replyToken": "r" * 32,
        "deliveryContext": {"isRedelivery": False},
        "message": {"type": "text", "id": "1", "text": "通報"},
    }
    return plain | changes


def deliver(line: httpx.Client, *events: Any) -> httpx.Response:
    body = json.dumps({"destination": "Ub", "events": events}, ensure_ascii=False).encode()
    return line.post("/line/webhook", content=body, headers={"x-line-signature": sign(body)})


@ON_SQLITE
def test_lines_own_vector_is_signed_right_and_its_ping_gets_200(line: httpx.Client, kept: Kept) -> None:
    """R-064: the vector of LINE's documentation; `events: []` is LINE asking whether we are there."""
    answer = line.post("/line/webhook", content=VECTOR, headers={"x-line-signature": VECTOR_SIGNATURE})

    assert answer.status_code == 200
    assert kept.rows() == []


@ON_SQLITE
@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="no signature"),
        pytest.param({"x-line-signature": ""}, id="empty"),
        pytest.param({"x-line-signature": VECTOR_SIGNATURE}, id="of another body"),
        pytest.param({"x-line-signature": "ä"}, id="not even base64"),
    ],
)
def test_without_lines_signature_nothing_is_read(line: httpx.Client, kept: Kept, headers: dict[str, str]) -> None:
    """R-064: 401, and the same event with the right signature is kept."""
    body = json.dumps({"events": [event()]}).encode()
    encoded = {name: value.encode() for name, value in headers.items()}

    assert line.post("/line/webhook", content=body, headers=encoded).status_code == 401
    assert kept.rows() == []
    assert line.post("/line/webhook", content=body, headers={"x-line-signature": sign(body)}).status_code == 200
    assert len(kept.rows()) == 1


@ON_SQLITE
def test_bytes_that_are_no_text_are_nobody_s_request(line: httpx.Client) -> None:
    """LINE signs UTF-8; anything else can't be its work."""
    body = b"\xff\xfe\x00"

    assert line.post("/line/webhook", content=body, headers={"x-line-signature": sign(body)}).status_code == 401


@ON_SQLITE
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"events":{}}',
        b'{"destination":"U"}',
        b"[" * 100_000,
        b'{"events":' + b"[" * 100_000,
    ],
)
def test_a_malformed_body_gets_400(line: httpx.Client, kept: Kept, body: bytes) -> None:
    """Bad input: malformed JSON is answered, and leaves nothing behind."""
    assert line.post("/line/webhook", content=body, headers={"x-line-signature": sign(body)}).status_code == 400
    assert kept.rows() == []


@ON_SQLITE
def test_an_enormous_body_is_not_read_to_its_end(line: httpx.Client) -> None:
    """Bad input: LINE sends kilobytes."""
    assert line.post("/line/webhook", content=b"x" * (BODY_LIMIT + 1)).status_code == 413


def test_each_event_is_kept_by_itself(line: httpx.Client, kept: Kept) -> None:
    """Two people's events in one request, one of a type invented tomorrow: each has its own row."""
    other = "U" + "2" * 32
    first = event()
    second = event(webhookEventId="02", source={"type": "user", "userId": other}, type="telepathy", thought={"x": [1]})

    assert deliver(line, first, second).status_code == 200

    rows = {row.event_id: (row, body) for row, body in kept.rows()}
    assert {row.sender for row, _body in rows.values()} == {USER, other}
    row, body = rows[first["webhookEventId"]]
    assert row.platform == "line"
    assert row.happened_at == datetime(2025, 11, 23, 5, 0, 0, 123_000, tzinfo=UTC)
    assert json.loads(body) == first
    assert json.loads(rows["02"][1]) == second


@ON_SQLITE
def test_what_is_not_for_us_is_left_alone(line: httpx.Client, kept: Kept) -> None:
    """Standby events belong to another module; in groups the bot has no one to talk to (D12)."""
    assert (
        deliver(
            line,
            event(webhookEventId="a", mode="standby"),
            event(webhookEventId="b", source={"type": "group", "groupId": "C1", "userId": USER}),
            event(webhookEventId="c", source={"type": "user"}),
            event(webhookEventId="d", source=None),
            "nonsense",
            event(webhookEventId="e"),
        ).status_code
        == 200
    )

    assert [row.event_id for row, _body in kept.rows()] == ["e"]


def test_a_redelivered_event_is_kept_once(line: httpx.Client, kept: Kept) -> None:
    """Repeated webhooks: the second delivery is acknowledged and changes nothing."""
    assert deliver(line, event()).status_code == 200
    assert deliver(line, event(deliveryContext={"isRedelivery": True})).status_code == 200
    assert len(kept.rows()) == 1


def test_what_cannot_be_kept_is_not_acknowledged(line: httpx.Client, kept: Kept) -> None:
    """Nothing is lost: 503 while the disk is full, so that LINE delivers again."""
    kept.broken = True
    assert deliver(line, event()).status_code == 503

    kept.broken = False
    assert deliver(line, event()).status_code == 200
    assert len(kept.rows()) == 1


def test_an_event_without_an_id_is_kept_once_all_the_same(line: httpx.Client, kept: Kept) -> None:
    """Its own bytes stand in for the id."""
    for _ in range(2):
        assert deliver(line, event(webhookEventId=None)).status_code == 200

    [(row, _body)] = kept.rows()
    assert row.event_id.startswith("sha256:")


def stamp(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


@pytest.mark.parametrize(
    "old",
    [stamp(NOW - OLDEST) - 1, 0, None, "soon", [], 10**400, float("1e300"), -(10**18)],
    ids=["a day", "1970", "none", "words", "list", "huge", "float", "negative"],
)
def test_what_was_overheard_once_is_not_done_again(line: httpx.Client, kept: Kept, old: Any) -> None:
    """R-064: LINE's signature has no time of its own. The refused one is counted, its neighbour is kept."""
    before = so_far(Refusal.AGE)
    just = event(webhookEventId="just", timestamp=stamp(NOW - OLDEST))
    assert deliver(line, event(timestamp=old), just).status_code == 200
    assert [row.event_id for row, _body in kept.rows()] == ["just"]
    assert so_far(Refusal.AGE) == before + 1


def test_half_an_emoji_is_kept(line: httpx.Client, kept: Kept) -> None:
    """A lone surrogate is legal JSON and illegal UTF-8."""
    body = b'{"events":[%s]}' % json.dumps(event(message={"type": "text", "text": "\ud83d"})).encode()

    assert line.post("/line/webhook", content=body, headers={"x-line-signature": sign(body)}).status_code == 200
    assert len(kept.rows()) == 1


def test_one_bad_event_takes_no_good_one_with_it(line: httpx.Client, kept: Kept) -> None:
    """PostgreSQL takes no NUL, no half pair and nothing longer than its column: an id like that is hashed, and a
    sender like that is nobody; a stamp without end is no time, and too old; of what nests without end the top is kept.
    What can't be kept even so fails by itself, and is delivered again.
    """
    bad_ids = ["a\0b", "x" * 300, "\ud83d", "通報"]
    good = [event(webhookEventId=f"good{n}") for n in range(2)]
    nobody = [event(source={"type": "user", "userId": name}) for name in ("U\0", "U" * 300, "\ud83d", 7)]
    named = [event(webhookEventId=bad, message={"type": "text", "text": f"\0{n}"}) for n, bad in enumerate(bad_ids)]
    odd = [event(webhookEventId="endless", timestamp="DIGITS"), event(webhookEventId="deep", message="NESTED")]
    body = json.dumps({"events": [good[0], *named, *nobody, *odd, good[1]]}).encode()
    body = body.replace(b'"DIGITS"', b"9" * 5000)  # more than Python reads, or writes
    body = body.replace(b'"NESTED"', b'{"]":[' * 2000 + b"]}" * 2000)

    assert line.post("/line/webhook", content=body, headers={"x-line-signature": sign(body)}).status_code == 200
    ids = {row.event_id for row, _body in kept.rows()}
    assert {"good0", "good1", "deep"} < ids
    assert len(ids) == len(good) + len(named) + len(["deep"])

    kept.refused = "bad"
    assert deliver(line, event(webhookEventId="bad"), event(webhookEventId="good2")).status_code == 503
    assert {row.event_id for row, _body in kept.rows()} == {*ids, "good2"}


def test_while_the_database_restarts_line_waits_and_then_hears_503(
    line: httpx.Client, kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is lost: a moment's absence is waited for, a longer one not beyond the two seconds that LINE waits."""
    assert WAIT_SECONDS < 2
    monkeypatch.setattr("bot.line.inbound.WAIT_SECONDS", 60)
    kept.away = 3
    assert deliver(line, event()).status_code == 200
    assert len(kept.rows()) == 1

    monkeypatch.setattr("bot.line.inbound.WAIT_SECONDS", 0.3)
    kept.away = 1000
    assert deliver(line, event(webhookEventId="later"), event(webhookEventId="latest")).status_code == 503
    assert kept.away  # it was not tried until the database is back
    kept.away = 0
    assert len(kept.rows()) == 1


@ON_SQLITE
def test_without_a_channel_secret_the_webhook_does_not_open(kept: Kept) -> None:
    """R-064: an empty secret would let everybody sign."""
    with pytest.raises(ValueError, match="HANSHO_LINE_CHANNEL_SECRET"):
        webhook(kept, "", lambda: NOW)
