"""An attack in numbers, over HTTP: strangers with codes they guess, and a clerk whose phone is stuck or stolen."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections import Counter
from collections.abc import Iterator

import httpx

from handlers.commands.worker import NoteQuota
from policy.lanes import ANSWERS_A_MINUTE, STRANGER_AN_HOUR
from policy.rules import Rules
from simulator.line_state import Channel
from simulator.webhook_delivery import LOOPBACK
from storage.tables import InboxEvent
from tests.world.over_http import TownOverHttp

MESSAGES = 40
"""Of each attacker, in one request."""

STRANGERS = ("U" + "a" * 32, "U" + "b" * 32, "U" + "c" * 32)
ABOVE_RESERVE = 5


def attack(town: TownOverHttp, user: str, texts: Iterator[str]) -> None:
    """The attacker's script: signed as LINE signs, with tokens that LINE won't take, so that each answer would cost."""
    events = [
        {
            "type": "message",
            "mode": "active",
            "timestamp": int(time.time() * 1000),
            "source": {"type": "user", "userId": user},
            "webhookEventId": f"{user}-{number}",
            "replyToken": f"used-{user}-{number}",
            "message": {"type": "text", "id": f"{number}", "text": text},
        }
        for number, text in enumerate(texts)
    ]
    body = json.dumps({"destination": Channel.destination, "events": events}).encode()
    signature = base64.b64encode(hmac.new(Channel.secret.encode(), body, hashlib.sha256).digest()).decode()
    answer = httpx.post(
        f"{town.bot_url}/line/webhook",
        content=body,
        headers={"x-line-signature": signature},
        trust_env=False,
        verify=LOOPBACK,
        timeout=30,
    )
    assert answer.is_success


def test_a_flood_costs_no_message_holds_up_nobody_and_recalls_leave(town: TownOverHttp) -> None:
    """R-061, R-078, R-123: three strangers with wrong codes and a clerk with words, as the month runs out.

    Strangers cost nothing and are forgotten; the clerk gets some answers and then none, and not from the reserve; a
    colleague's word in the midst of it is answered; and everybody who was warned hears of the recall.
    """
    town.warn()
    town.wait_until_sent()
    warned = [phone.user_id for phone in town.people.phones() if any("警戒のお願い" in str(m) for m in phone.inbox())]
    left = Rules().line_reserve_messages + ABOVE_RESERVE
    town.people.quota(400, used=400 - left)
    town.app.run(NoteQuota("line", 400, 400 - left))
    before = len(town.people.calls("line.push"))

    for number, stranger in enumerate(STRANGERS):
        attack(town, stranger, (f"登録 AAA{number}-{code:04}" for code in range(MESSAGES)))
    attack(town, town.responsible.user_id, (f"こんにちは{number}" for number in range(MESSAGES)))
    town.secretariat.say("状況")
    town.secretariat.wait_for("0")

    town.stop("recall")
    for user in warned:
        town.people.phone(user).wait_for("回収")

    pushed = Counter(user for call in town.people.calls("line.push")[before:] for user in call["to"])
    assert not pushed.keys() & set(STRANGERS)
    assert pushed[town.responsible.user_id] <= ABOVE_RESERVE + ANSWERS_A_MINUTE
    with town.reading() as uow:
        kept = Counter(event.sender for event in uow.session.query(InboxEvent))
    assert [kept[stranger] for stranger in STRANGERS] == [STRANGER_AN_HOUR] * 3
    assert kept[town.responsible.user_id] >= MESSAGES
