"""SIGKILL between an objection and its answer: the receipt opens it, the picture stays dark, nobody is told twice."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from handlers.commands.rights import DecideRequest, SecondDecision
from policy.decision import Decided, Refused
from policy.rights import RequestState, Wish
from simulator.browser import Browser
from storage.tables import Request
from tests.world.as_process import TownAsProcess
from tests.world.requests import REFUSAL, TOKYO, WORDS

OFFICE, AUDITOR = "P29", "P30"
OBJECTED = "本人から「違う」という申出がありました"


def test_an_objection_survives_three_deaths(town_of_words: TownAsProcess) -> None:
    """R-070, R-071, R-096, R-099: killed before the clock takes it up, while it is dark, and between two persons."""
    town = town_of_words
    town.warn()
    case = town.case()
    assert case.event_at is not None
    town.kill()
    town.start("--no-worker")
    number, secret = _object(town, f"/r/{case.store.business.code}/{case.store.code}/ask")
    town.kill()
    assert not town.who_got(OBJECTED)
    assert town.case().paused_at is None
    town.come_back()
    town.until(lambda: town.case().paused_at, "the picture to be kept back")
    town.kill()
    town.come_back()
    town.until(lambda: town.who_got(OBJECTED), "the office to hear of it")
    town.run(DecideRequest(town.account(OFFICE), number, Decided.REFUSED, REFUSAL, Refused.STANDS))
    town.kill()
    town.come_back()
    assert REFUSAL not in _answer(town, number, secret)
    town.run(SecondDecision(town.account(AUDITOR), number, agrees=True))
    assert REFUSAL in _answer(town, number, secret)
    assert town.case().paused_at, "its store has not said that it stands by it"
    town.until(town.quiet, "everything to be said")
    told = town.who_got(OBJECTED)
    assert len(told) == len(set(told))
    assert town.read(lambda uow: [row.state for row in uow.session.query(Request)]) == [RequestState.ANSWERED]


def _object(town: TownAsProcess, form: str) -> tuple[str, str]:
    """What the receipt says."""
    at = town.app.now().astimezone(TOKYO)
    said = {"wish": Wish.REBUTTAL.value, "day": f"{at:%Y-%m-%d}", "hour": str(at.hour), "words": WORDS}
    with Browser() as person:
        receipt = person.fill(urljoin(town.bot_url, form), form, **said).text
    number, secret = re.findall(r"<dd>([A-Z0-9-]+)</dd>", receipt)
    return number, secret


def _answer(town: TownAsProcess, number: str, secret: str) -> str:
    """The page behind the receipt."""
    with Browser() as person:
        return person.fill(f"{town.bot_url}/r/answer", "/r/answer", number=number, secret=secret).text
