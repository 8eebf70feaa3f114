"""Somebody outside who asks a town about an alert."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from handlers.commands.rights import ReceiveRequest
from policy.rights import Asked, Wish, fingerprint
from storage.tables import Request
from tests.world.in_process import TownInProcess

TOKYO = ZoneInfo("Asia/Tokyo")
WORDS = "わたしはその時間、ちがう店にいました。"
REFUSAL = "店の記録と会計の時刻を二人で調べ直しましたが、通報の内容と食い違う点は見つかりませんでした。"
SECRET, SALT = "ABCD2345EFGH", b"salt"
PRINT = fingerprint(SECRET, SALT)


def about(town: TownInProcess, wish: Wish = Wish.REBUTTAL, **changed: Any) -> Asked:
    """What the person in the newest alert would answer."""
    case = town.case()
    assert case.event_at is not None
    local = case.event_at.astimezone(TOKYO)
    return replace(Asked(wish, WORDS, case.store_id, local.date(), local.hour), **changed)


def send(
    town: TownInProcess, asked: Asked, number: str = "Q-2345678", address: str = "192.0.2.1", language: str = "ja"
) -> str:
    """Send the form, and let the clock take it up; returns the number."""
    mark = hashlib.sha256(number.encode()).hexdigest()
    town.run(ReceiveRequest(mark, number, SALT, PRINT, asked, language, address))
    town.work()
    return number


def request(town: TownInProcess, number: str = "Q-2345678") -> Request:
    """As it stands."""
    with town.reading() as uow:
        found = uow.requests.by_number(number)
        assert found is not None
        return found
