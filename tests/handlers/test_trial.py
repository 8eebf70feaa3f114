"""Each month a request that nobody sent tries whether the desk answers."""

from __future__ import annotations

from datetime import timedelta

from handlers.commands.rights import DecideRequest
from handlers.commands.worker import DueCommand
from handlers.network.lights import of_office
from handlers.rights.figures import FEWEST, figures
from handlers.rights.trial import plan_trial, send_trial
from policy.decision import Decided
from policy.readiness import Level, Light
from policy.rights import Channel
from policy.trial import NAME
from storage.tables import DueKind
from tests.handlers.test_requests import pass_
from tests.world.in_process import TownInProcess

OFFICE = "P29"


def light(town: TownInProcess) -> Light:
    with town.reading() as uow:
        network = uow.stores.the_network().id
        return next(one for one in of_office(network, uow, town.now) if one.about == NAME)


def next_trial(town: TownInProcess) -> str:
    """Day after day, until one comes that has no answer yet; its number."""
    with town.app.writing() as ctx:
        plan_trial(ctx)
        ctx.uow.commit()
    for _ in range(32):
        pass_(town, 1, DueKind.SEND_TRIAL)
        with town.reading() as uow:
            rows = uow.requests.listed(uow.stores.the_network().id, answered=False, most=50)
        for row in rows:
            if row.channel is Channel.TRIAL:
                return row.number
    raise AssertionError("none came")


def test_each_month_one_comes_and_has_to_be_answered_in_time(town: TownInProcess) -> None:
    """R-076: it has the clock of any other; answered it is green, missed it is red until the next one is answered."""
    town.warn()
    assert light(town).level is Level.GOOD
    first = next_trial(town)
    assert light(town).level is Level.CARE
    town.run(DecideRequest(town.account(OFFICE), first, Decided.OTHER, "確認しました。"))
    assert light(town).level is Level.GOOD
    second = next_trial(town)
    assert second != first
    town.now += timedelta(days=15)
    assert light(town).level is Level.BAD
    town.run(DecideRequest(town.account(OFFICE), second, Decided.OTHER, "確認しました。"))
    assert light(town).level is Level.BAD, "late is late"


def test_trials_are_nobody_and_count_for_nobody(town: TownInProcess) -> None:
    """R-076, R-121: whoever reads how many people asked reads of people."""
    town.warn()
    for month in range(1, FEWEST + 2):
        with town.app.writing() as ctx:
            send_trial(DueCommand(DueKind.SEND_TRIAL, None, {"month": f"2027-0{month}"}), ctx)
            ctx.uow.commit()
        town.run(DecideRequest(town.account(OFFICE), f"T-2027-0{month}", Decided.OTHER, "確認しました。"))
    with town.app.reading() as ctx:
        assert figures(ctx.uow.stores.the_network().id, ctx) is None
