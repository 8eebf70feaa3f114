"""Each month somebody outside, whom we send, tries the public page and whether the desk answers."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI

from audit.event import Event
from bot.trial import DoorShut
from bot.web.pages import add_pages
from handlers import board
from handlers.commands.rights import DecideRequest, NoteTrial
from handlers.network.lights import of_office
from handlers.network.seats import seat_of
from handlers.rights.figures import FEWEST, figures
from handlers.rights.record import asked_in
from handlers.rights.trial import WORDS, plan_trial
from policy.decision import Decided
from policy.desk import Seated
from policy.readiness import Level, Light
from policy.rights import Channel, Wish
from policy.trial import NAME, SHUT
from storage.tables import DueKind, DueWork, Request
from tests.handlers.test_requests import pass_
from tests.world.in_process import TownInProcess
from tests.world.ledgers import noted
from tests.world.outside import Outside
from tests.world.requests import about, request, send

OFFICE = "P29"


def light(town: TownInProcess) -> Light:
    with town.reading() as uow:
        network = uow.stores.the_network().id
        return next(one for one in of_office(network, uow, town.now) if one.about == NAME)


def said_on_the_board(town: TownInProcess) -> list[str]:
    """What the desk's first page says of requests."""
    with town.app.reading() as ctx:
        member = ctx.uow.people.account_by_id(town.account(OFFICE)).member
        seat = seat_of(member, ctx)
        assert isinstance(seat, Seated)
        reader = ctx.recipient(member.accounts[0])
        return [reader.read(one.say) for one in board.items(seat, member.network_id, ctx)]


def trials(town: TownInProcess) -> list[Request]:
    with town.reading() as uow:
        return uow.session.query(Request).filter_by(channel=Channel.TRIAL).all()


def plan(town: TownInProcess) -> DueWork:
    with town.app.writing() as ctx:
        plan_trial(ctx)
        ctx.uow.commit()
    with town.reading() as uow:
        return uow.session.query(DueWork).filter_by(kind=DueKind.SEND_TRIAL, done_at=None).one()


def _before(pages: FastAPI) -> httpx.Client:
    return httpx.Client(transport=Outside(pages), base_url="https://hansho.example")


def _broken(town: TownInProcess, verb: str, address: str) -> FastAPI:
    """All pages but this one."""
    pages = FastAPI()
    getattr(pages, verb)(address)(lambda: "soon")
    add_pages(pages, town.app)
    return pages


def next_trial(town: TownInProcess) -> str:
    """The next month begins; the number of what comes in then."""
    before = {row.number for row in trials(town)}
    town.now = plan(town).due_at
    pass_(town, 0, DueKind.SEND_TRIAL)
    (number,) = {row.number for row in trials(town)} - before
    return number


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


def test_it_comes_by_the_page_that_people_use(town: TownInProcess) -> None:
    """R-032, R-070, R-076: with a number like anybody's, sealed words, and an entry that says what it was."""
    town.warn()
    number = next_trial(town)
    assert number.startswith("Q-")
    with town.reading() as uow:
        assert Event.REQUEST_TRY in noted(uow)
    with town.app.reading() as ctx:
        asked = asked_in(request(town, number), ctx)
        assert asked is not None
        assert asked.words == WORDS
    with pytest.raises(LookupError):
        town.run(NoteTrial("0" * 64))


def test_a_door_that_does_not_open_is_red_within_the_hour_and_tried_again(
    town: TownInProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-032, R-076: an address that leads nowhere would look as if nobody asked for anything."""
    town.warn()
    work = plan(town)
    town.now = work.due_at
    job = town.jobs.by_kind[DueKind.SEND_TRIAL]
    for pages in (FastAPI(), _broken(town, "get", "/r/ask"), _broken(town, "post", "/r/answer")):
        with monkeypatch.context() as away:
            away.setattr(job.__self__, "_visit", lambda at=pages: _before(at))  # type: ignore[attr-defined]
            with pytest.raises(DoorShut):
                job(work)
    assert trials(town) == []
    town.now += timedelta(minutes=59)
    assert light(town).level is Level.GOOD
    town.now += timedelta(minutes=1)
    assert (light(town).level, light(town).says) == (Level.BAD, SHUT)
    assert SHUT in said_on_the_board(town)
    pass_(town, 0, DueKind.SEND_TRIAL)
    assert len(trials(town)) == 1
    assert SHUT not in said_on_the_board(town)


def test_a_trial_that_was_cut_short_comes_in_once(town: TownInProcess) -> None:
    """R-076: a worker that is ended after it asked, and before it noted so, asks for nothing a second time."""
    town.warn()
    work = plan(town)
    town.now = work.due_at
    town.jobs.by_kind[DueKind.SEND_TRIAL](work)
    pass_(town, 0, DueKind.SEND_TRIAL)
    with town.reading() as uow:
        assert uow.session.query(Request).count() == 1
    assert len(trials(town)) == 1


def test_trials_are_nobody_and_count_for_nobody(town: TownInProcess) -> None:
    """R-076, R-121: whoever reads how many people asked reads of people."""
    town.warn()
    for turn in range(FEWEST + 1):
        number = send(town, about(town, Wish.QUESTION), f"Q-234567{turn}", f"192.0.2.{turn}")
        with town.reading() as uow:
            form = uow.session.query(Request).filter_by(number=number).one().form
        town.run(NoteTrial(form))
        town.run(DecideRequest(town.account(OFFICE), number, Decided.OTHER, "確認しました。"))
    with town.app.reading() as ctx:
        assert figures(ctx.uow.stores.the_network().id, ctx) is None
