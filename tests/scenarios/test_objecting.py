"""The person in the alert finds the shop's public page, objects, and reads what became of it."""

from __future__ import annotations

import re

import httpx

from handlers.commands.rights import DecideRequest
from handlers.rights.reach import reach_of
from policy.decision import Decided
from policy.rights import Wish
from tests.world.over_http import PATIENCE, TownOverHttp, wait_until
from tests.world.requests import TOKYO, WORDS


def test_who_objects_sees_the_alert_end_everywhere(town: TownOverHttp) -> None:
    """R-075, R-078, R-096, R-099: dark at once, recalled from everybody once granted, and the person reads so."""
    town.warn()
    case = town.case()
    assert case.event_at is not None
    at, shop = case.event_at.astimezone(TOKYO), f"/r/{case.store.business.code}/{case.store.code}"
    with httpx.Client(base_url=town.bot_url, timeout=PATIENCE) as stranger:
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', stranger.get(f"{shop}/ask").text))
        said = {"wish": Wish.REBUTTAL.value, "day": f"{at:%Y-%m-%d}", "hour": str(at.hour), "words": WORDS}
        receipt = stranger.post(f"{shop}/ask", data={**hidden, **said}).text
        number, secret = re.findall(r"<dd>([A-Z0-9-]+)</dd>", receipt)
        town.secretariat.wait_for("本人から「違う」という申出がありました")
        assert town.case().paused_at is not None
        office = town.account("P29")
        town.run(DecideRequest(office, number, Decided.GRANTED, "取り消しました。", cases=(case.number,)))
        town.neighbour.wait_for("【回収】")
        wait_until(lambda: _everybody_told(town, number), "everybody to be told")
        told = stranger.post("/r/answer", data={"number": number, "secret": secret}).text
        assert "取り消しました。" in told
        assert re.search(r"<dd>(\d+) / \1 店</dd>", told)


def _everybody_told(town: TownOverHttp, number: str) -> bool:
    with town.app.reading() as ctx:
        request = ctx.uow.requests.by_number(number)
        reach = reach_of(request, ctx) if request else None
        return reach is not None and reach.told == reach.stores
