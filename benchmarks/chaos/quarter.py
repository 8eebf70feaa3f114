"""Who lives where: quarters of four shops far from each other, so that many alerts can live at once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from benchmarks.stage import write_csv
from simulator.town import ZONE
from simulator.world import Account

SHOPS_A_QUARTER = 4
APART_DEGREES = 0.2
"""Some 20 km between quarters; the shops of one stand 100 m apart."""

ROLES = ("staff", "responsible", "approver", "contact", "second_contact")
READERS = ("contact", "second_contact")
"""Half of them on LINE; of those who write one in four, since question by question takes a dozen messages."""


@dataclass(frozen=True)
class Shop:
    """A shop and its five people, by role; each has one phone."""

    code: str
    quarter: int
    people: dict[str, Account]


def build(shops: int, draw: Random, folder: Path) -> list[Shop]:
    """So many shops, with ``stores.csv`` and ``members.csv`` for the bot's imports."""
    found = [_shop(number, draw) for number in range(shops)]
    today = datetime.now(ZONE).date()  # noqa: TID251 - the bot under test runs by the machine's clock
    trained = (today + timedelta(days=300)).isoformat()
    write_csv(folder / "stores.csv", [_store(number, shop, today.isoformat()) for number, shop in enumerate(found)])
    office = _account("office", "line")
    rows = [_member(office, "secretariat", "", trained)]
    rows += [_member(account, role, shop.code, trained) for shop in found for role, account in shop.people.items()]
    write_csv(folder / "members.csv", rows)
    return found


def residents(shops: list[Shop]) -> list[Account]:
    """Everybody with a phone."""
    return [_account("office", "line"), *(account for shop in shops for account in shop.people.values())]


def _shop(number: int, draw: Random) -> Shop:
    code = f"S{number:03}"
    on = {role: draw.choices(("line", "slack"), (1, 1 if role in READERS else 3))[0] for role in ROLES}
    people = {role: _account(f"{code}-{role}", platform) for role, platform in on.items()}
    return Shop(code, number // SHOPS_A_QUARTER, people)


def _account(code: str, platform: str) -> Account:
    digest = hashlib.sha256(code.encode()).hexdigest()
    user_id = f"U{digest[:32]}" if platform == "line" else f"U{digest[:10].upper()}"
    return Account(user_id, platform, code, code)


def _store(number: int, shop: Shop, day: str) -> dict[str, str]:
    return {
        "business_code": f"B{number}",
        "business_name": f"事業者{number}",
        "agreed_on": day,
        "store_code": shop.code,
        "store_name": f"店舗{number}",
        "latitude": str(round(31 + shop.quarter * APART_DEGREES + number % SHOPS_A_QUARTER * 0.001, 5)),
        "longitude": "139.58",
        "facility": "",
        "notice_posted_on": day,
    }


def _member(account: Account, role: str, shop: str, trained: str) -> dict[str, str]:
    return {
        "member_code": account.code,
        "name": account.name,
        "language": "ja",
        "trained_until": trained,
        "role": role,
        "store_code": shop,
        "line_user_id": account.user_id if account.platform == "line" else "",
        "slack_user_id": account.user_id if account.platform == "slack" else "",
    }
