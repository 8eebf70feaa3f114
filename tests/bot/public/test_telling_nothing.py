"""Whoever guesses numbers learns nothing by the time it takes: the same work is done, whatever there is."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import Engine, event

from handlers.commands.rights import DecideRequest
from policy.decision import Decided
from policy.rights import Wish
from tests.bot.public.conftest import Stranger
from tests.world.in_process import TownInProcess
from tests.world.requests import about, send


def test_a_wrong_secret_costs_the_same_work_whether_or_not_there_is_such_a_request(
    town: TownInProcess, stranger: Stranger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-070: for a number that nobody has, one that waits and one that is answered: as many hashes, as many queries."""
    town.warn()
    waiting = send(town, about(town, Wish.QUESTION))
    answered = send(town, about(town, Wish.QUESTION), "Q-ANSWERED", "192.0.2.9")
    town.run(DecideRequest(town.account("P29"), answered, Decided.OTHER, "お答えします。"))
    done: Counter[str] = Counter()
    scrypt = hashlib.scrypt

    def counted(*given: Any, **more: Any) -> bytes:
        done["hashes"] += 1
        return scrypt(*given, **more)

    def asked(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        done[statement] += not statement.startswith("PRAGMA")

    monkeypatch.setattr(hashlib, "scrypt", counted)
    works = []
    for place, number in enumerate(("Q-NBDYHAST", waiting, answered)):
        done.clear()
        event.listen(Engine, "before_cursor_execute", asked)
        page = stranger(f"198.51.100.{place}").post("/r/answer", data={"number": number, "secret": "WRNG"})
        event.remove(Engine, "before_cursor_execute", asked)
        assert page.status_code == 403
        works.append(dict(done))
    assert works[0]["hashes"] == 1
    assert works[0] == works[1] == works[2]
