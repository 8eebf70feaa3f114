"""Whoever guesses learns nothing by the time it takes: the same work is done, whatever there is."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, event

from handlers.commands.rights import DecideRequest
from policy.decision import Decided
from policy.rights import TRIES, Wish
from tests.bot.public.conftest import Stranger, Visitor
from tests.bot.public.test_public_pages import answers, post, receipt, shop
from tests.world.in_process import TownInProcess
from tests.world.requests import SECRET, about, send

Count = Callable[[Visitor, str, Mapping[str, str]], tuple[Counter[str], httpx.Response]]


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> Count:
    """What one look costs: hashes of secrets, and each query as often as it is asked."""
    done: Counter[str] = Counter()
    scrypt = hashlib.scrypt

    def counted(*given: Any, **more: Any) -> bytes:
        done["hashes"] += 1
        return scrypt(*given, **more)

    def asked(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        done[statement] += not statement.startswith("PRAGMA")

    monkeypatch.setattr(hashlib, "scrypt", counted)

    def work(visitor: Visitor, address: str, given: Mapping[str, str]) -> tuple[Counter[str], httpx.Response]:
        done.clear()
        event.listen(Engine, "before_cursor_execute", asked)
        try:
            page = post(visitor, address, **given) if address.endswith("/ask") else visitor.post(address, data=given)
        finally:
            event.remove(Engine, "before_cursor_execute", asked)
        return Counter(done), page

    return work


def test_a_wrong_secret_costs_the_same_work_whether_or_not_there_is_such_a_request(
    town: TownInProcess, stranger: Stranger, count: Count
) -> None:
    """R-070: for a number that nobody has, one that waits and one that is answered; the right secret of another number,
    nothing at all, and none at all; on the page and as a letter; and locked as well.
    """
    town.warn()
    waiting = send(town, about(town, Wish.QUESTION))
    answered = send(town, about(town, Wish.QUESTION), "Q-ANSWERED", "192.0.2.9")
    town.run(DecideRequest(town.account("P29"), answered, Decided.OTHER, "お答えします。"))
    tried = [(number, "WRNG") for number in ("Q-NBDYHAST", waiting, answered)]
    tried += [("Q-NBDYHAST", SECRET), ("", SECRET), ("", ""), (waiting, "")]
    for address in ("/r/answer", "/r/letter"):
        works = []
        for place, (number, secret) in enumerate(tried):
            visitor = stranger(f"198.51.{len(address)}.{place}")
            works.append(count(visitor, address, {"number": number, "secret": secret})[0])
        assert works[0]["hashes"] == 1
        assert all(work == works[0] for work in works), address
    locked = []
    for place, number in enumerate(("Q-NBDYELSE", waiting)):
        visitor = stranger(f"203.0.113.{place}")
        for _ in range(TRIES):
            visitor.post("/r/answer", data={"number": number, "secret": "WRNG"})
        locked.append(count(visitor, "/r/answer", {"number": number, "secret": SECRET})[0])
    assert locked[0] == locked[1]


def test_what_is_about_a_live_alert_costs_the_same_work_as_what_is_about_nothing(
    town: TownInProcess, stranger: Stranger, count: Count
) -> None:
    """R-070, R-099: as it comes in, as one looks how it stands and as one adds words, until people have decided."""
    town.warn()
    works: dict[str, list[Counter[str]]] = {}
    for place, hour in enumerate((answers(town)["hour"], "3")):
        visitor, told = stranger(f"198.51.100.{place}"), {**answers(town), "hour": hour}
        came, page = count(visitor, f"{shop(town)}/ask", told)
        works.setdefault("asks", []).append(came)
        town.work()
        for name, more in (("looks", {}), ("adds", {"words": "そこには行っていません。"})):
            works.setdefault(name, []).append(count(visitor, "/r/answer", {**receipt(page), **more})[0])
    assert town.case().paused_at is not None
    assert all(live == nothing for live, nothing in works.values()), works
