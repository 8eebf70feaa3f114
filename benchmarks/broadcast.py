"""From the last approval to the hundredth neighbour's message, beside the SDK sending the same one after another."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from linebot.v3.messaging import ApiClient, Configuration, FlexMessage, MessagingApi, PushMessageRequest

from benchmarks.stage import Stage, stage, write_csv
from handlers.commands.chat import SubmitCase, SubmitForm
from handlers.commands.pages import RecordView
from policy.access import Purpose
from simulator import town
from simulator.line_state import Channel
from storage.tables import Case
from tests.world.answers import REPORT, judged
from tests.world.chat import JUDGEMENT

STORES, CONTACTS = 50, 2
LATENCY_MS = 50
PATIENCE = 60.0


@dataclass(frozen=True)
class Broadcast:
    """Seconds from the last approver's last word until the 1st and the last card was accepted; the SDK's seconds."""

    cards: int
    first: float
    last: float
    one_by_one: float


def measure(folder: Path) -> Broadcast:
    """One alert to every store, then the same messages by the SDK's plain loop."""
    write_town(folder)
    with stage(folder) as on:
        move_in(on)
        hand_in(on)
        on.people.faults("line", latency_ms=LATENCY_MS)
        began = approve(on)
        cards = _wait_for_cards(on)
        times = sorted(card["at"] - began for card in cards)
        return Broadcast(len(cards), times[0], times[-1], _one_by_one(on, cards))


def write_town(folder: Path, staff: Sequence[str] = ()) -> None:
    """Fifty stores with two contacts each around one with three people, and more of its ``staff`` by code."""
    today = datetime.fromtimestamp(time.time(), town.ZONE).date()
    stores = [_store(number, today.isoformat()) for number in range(STORES + 1)]
    members = [
        _member(f"R{n}", role, "S000", today + timedelta(300))
        for n, role in enumerate(("staff", "responsible", "approver"))
    ]
    members += [_member(code, "staff", "S000", today + timedelta(300)) for code in staff]
    for number in range(1, STORES + 1):
        members += [
            _member(f"C{number}-{n}", "contact", f"S{number:03}", today + timedelta(300)) for n in range(CONTACTS)
        ]
    write_csv(folder / "stores.csv", stores)
    write_csv(folder / "members.csv", members)


def _store(number: int, day: str) -> dict[str, str]:
    return {
        "business_code": f"B{number}",
        "business_name": f"事業者{number}",
        "agreed_on": day,
        "store_code": f"S{number:03}",
        "store_name": f"店舗{number}",
        "latitude": str(round(35.7 + number * 0.0002, 5)),
        "longitude": "139.58",
        "facility": "",
        "notice_posted_on": day,
    }


def _member(code: str, role: str, store: str, trained_until: Any) -> dict[str, str]:
    return {
        "member_code": code,
        "name": f"会員{code}",
        "language": "ja",
        "trained_until": trained_until.isoformat(),
        "role": role,
        "store_code": store,
        "line_user_id": user_id(code),
        "slack_user_id": "",
    }


def user_id(code: str) -> str:
    """A LINE user id made from a member's code."""
    return "U" + code.encode().hex().rjust(32, "0")


def move_in(on: Stage, staff: Sequence[str] = ()) -> None:
    """A phone for each of them."""
    codes = [
        *staff,
        *(f"R{n}" for n in range(3)),
        *(f"C{s}-{n}" for s in range(1, STORES + 1) for n in range(CONTACTS)),
    ]
    people = [{"user_id": user_id(code), "platform": "line", "code": code, "name": code} for code in codes]
    on.people.post("/people", people)


def hand_in(on: Stage) -> None:
    """A report with its first yes."""
    app = on.bot.application
    app.run(SubmitForm(account(on, "R0"), "report", None, REPORT))
    app.run(SubmitCase(account(on, "R0"), case_of(on).id))
    case = case_of(on)
    for code in ("R1", "R2"):
        app.run(RecordView(account(on, code), case.id, Purpose.PREVIEW, picture=False))
    app.run(SubmitForm(account(on, "R1"), "assess", case.id, {**judged(of="R1"), "binding": case.binding or ""}))


def approve(on: Stage) -> float:
    """The second approver answers on LINE; the moment of the last word."""
    phone = on.people.phone("R2")
    phone.press("判定する", seconds=PATIENCE)
    for _, question, reason in JUDGEMENT:
        phone.wait_for(question, PATIENCE)
        phone.press("はい")
        phone.wait_for("理由", PATIENCE)
        began = time.time()
        phone.say(reason)
    return began


def _wait_for_cards(on: Stage) -> list[dict[str, Any]]:
    end = time.monotonic() + PATIENCE
    while True:
        contacts = {user_id(f"C{s}-{n}") for s in range(1, STORES + 1) for n in range(CONTACTS)}
        cards = [call for call in on.people.calls("line.push") if call["to"][0] in contacts]
        if len(cards) >= STORES * CONTACTS or time.monotonic() > end:
            return cards
        time.sleep(1)  # reading the log makes the fake wait


def _one_by_one(on: Stage, cards: list[dict[str, Any]]) -> float:
    configuration = Configuration(host=f"{on.simulator_url}/line", access_token=Channel.token)
    with ApiClient(configuration) as client:
        api = MessagingApi(client)
        requests = [_request(card) for card in cards]
        began = time.monotonic()
        for request in requests:
            api.push_message(request)
        return time.monotonic() - began


def _request(card: dict[str, Any]) -> PushMessageRequest:
    return PushMessageRequest(to=card["to"][0], messages=[FlexMessage.from_dict(card["messages"][0])])


def account(on: Stage, code: str) -> str:
    """Our id of a person's account."""
    with on.bot.application.database.unit_of_work(read_only=True) as uow:
        account = uow.people.account("line", user_id(code))
        assert account
        return account.id


def case_of(on: Stage) -> Case:
    """The report's case."""
    with on.bot.application.database.unit_of_work(read_only=True) as uow:
        account = uow.people.account("line", user_id("R0"))
        assert account
        case = uow.cases.latest_of(account.member_id)
        assert case
        return case
