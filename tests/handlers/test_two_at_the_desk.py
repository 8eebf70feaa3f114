"""Two people at two desks, really at once: on PostgreSQL the second sees what the first did, and decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from audit.event import Event
from handlers.commands.chat import Command
from handlers.commands.office import (
    AskTwofold,
    AtDesk,
    ChangeRole,
    DecideTwofold,
    InviteMembers,
    LetStoreLeave,
    SuspendStore,
)
from handlers.errors import AlreadyAsked, HanshoError, NotAllowed
from handlers.network.as_shown import STANDS
from handlers.routing import handle
from policy.facts import Role
from policy.twofold import Act
from storage.browsers import Device
from storage.tables import Machine, Program, TwofoldAct
from storage.unit_of_work import Database
from tests.storage.test_lock_order import until_one_waits
from tests.world.databases import ON_POSTGRES
from tests.world.in_process import TownInProcess
from tests.world.ledgers import noted
from tests.world.town import move_in

pytestmark = ON_POSTGRES
"""SQLite has one writer at a time, so nobody looks while another one decides."""

OFFICE, AUDITOR = "P29", "P30"
FIRST, SECOND = "ABCD-EFGH", "JKMN-PQRS"


@pytest.fixture
def town(database: Database, now: datetime) -> Iterator[TownInProcess]:
    """With the town of the demo."""
    move_in(database, now - timedelta(days=20))
    made = TownInProcess(database, now)
    yield made
    made.close()


def pressed(town: TownInProcess, once: str, code: str = OFFICE) -> Callable[[Command], AtDesk]:
    """A press at a desk of one's own, on a page that shows how things stand now."""
    account = town.account(code)
    with town.database.unit_of_work() as uow:
        browser = uow.people.meet_browser(
            account, f"came as {once}", once, Device(Machine.OTHER, Program.OTHER), town.now
        )
        assert browser is not None
        browser.confirmed_at = town.now
        session = uow.desk_sessions.begin(browser, once, town.now)
        session.proven_at = town.now
        uow.commit()

    def press(command: Command) -> AtDesk:
        with town.app.reading() as ctx:
            seen = STANDS[type(command)](command, ctx) if type(command) in STANDS else ""
        return AtDesk(account, session.id, once, command, seen or "")

    return press


MEETINGS: dict[str, tuple[Command, Command, type[HanshoError] | None]] = {
    "a store leaves while it is suspended": (SuspendStore("A01"), LetStoreLeave("A01"), NotAllowed),
    "two roles": (
        ChangeRole("P09", Role.DEPUTY, "A01", give=True),
        ChangeRole("P09", Role.STAFF, "H01", give=True),
        NotAllowed,
    ),
    "the same rules": (
        AskTwofold("", Act.RULES, {"changes": {"radius_km": 2}}),
        AskTwofold("", Act.RULES, {"changes": {"radius_km": 2}}),
        AlreadyAsked,
    ),
    "two codes": (InviteMembers({"P09": FIRST}), InviteMembers({"P09": SECOND}), None),
}
"""What the first does, what the second wanted, and what they hear; None: nothing, and there is nothing left to do."""


def meet(town: TownInProcess, one: Command, other: Command, hears: type[HanshoError] | None) -> None:
    """The second comes while the first is not yet kept."""
    with town.app.writing() as ours, ThreadPoolExecutor(1) as threads:
        handle(one, ours)
        theirs = threads.submit(town.app.run, other)
        until_one_waits(ours.uow, theirs)
        ours.uow.commit()
        if hears:
            with pytest.raises(hears):
                theirs.result(60)
        else:
            theirs.result(60)


@pytest.mark.postgres
@pytest.mark.parametrize(("first", "second", "hears"), MEETINGS.values(), ids=MEETINGS)
def test_of_two_at_once_the_second_sees_what_the_first_did(
    first: Command, second: Command, hears: type[HanshoError] | None, town: TownInProcess
) -> None:
    """R-001, R-005, R-061, R-097: both pages showed the same; one counts, and no code in somebody's hand ends."""
    meet(town, pressed(town, "one")(mine(town, first)), pressed(town, "other")(mine(town, second)), hears)
    with town.reading() as uow:
        known = [uow.people.known_code(code) for code in (FIRST, SECOND)]
    assert [code is not None for code in known] == [hears is None, False]


@pytest.mark.postgres
def test_a_press_that_comes_twice_at_once_is_one(town: TownInProcess) -> None:
    """R-064: two hands, or a network that sends a form twice."""
    press = pressed(town, "one")(SuspendStore("A01"))
    meet(town, press, press, None)
    with town.reading() as uow:
        assert noted(uow).count(Event.STORE_SUSPEND) == 1


@pytest.mark.postgres
@pytest.mark.parametrize("first", [True, False], ids=["yes", "no"])
def test_of_a_yes_and_a_no_at_once_the_first_counts(first: bool, town: TownInProcess) -> None:
    """R-097: nobody decides on what is decided."""
    town.run(AskTwofold(town.account(OFFICE), Act.RULES, {"changes": {"life_hours": 12}}))
    with town.reading() as uow:
        act = uow.session.query(TwofoldAct).one().id
    yes, no = (
        pressed(town, once, AUDITOR)(DecideTwofold(town.account(AUDITOR), act, allow))
        for once, allow in (("yes", True), ("no", False))
    )
    meet(town, *((yes, no) if first else (no, yes)), NotAllowed)
    with town.reading() as uow:
        assert (uow.stores.rules(uow.stores.the_network().id).life_hours == 12) is first


def mine(town: TownInProcess, command: Command) -> Command:
    """As whoever sits there."""
    return (
        AskTwofold(town.account(OFFICE), command.act, command.arguments) if isinstance(command, AskTwofold) else command
    )
