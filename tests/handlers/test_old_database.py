"""A database of the version before opens, with a live alert in it, and everything that was under way goes on.

``database_0040.sql`` was written by that version (alembic 0040): a picture alert that is live, one that lies with its
approvers with one yes and cards still waiting, a video whose scenes are offered, a masked picture yet to be confirmed,
one being masked, and forms half filled in. Buttons and links are those that people hold on their phones.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.web.authentication import Standing, let_in
from handlers.cards import ButtonAction
from handlers.commands.chat import Press
from handlers.commands.picture import ConfirmMask, PickSuspect
from handlers.commands.video import PickStill
from handlers.network.rule_versions import version_on_record
from policy.access import Purpose
from policy.states import State
from storage.tables import ButtonMeaning, Case, Link, Scene
from storage.unit_of_work import Database
from tests.world.answers import SECOND_REASONS
from tests.world.in_process import TownInProcess

WRITTEN_BY_THE_VERSION_BEFORE = Path(__file__).with_name("database_0040.sql")
LAST_MOMENT = datetime(2026, 11, 23, 5, 0, 27, tzinfo=UTC)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory, master_keys: str) -> Path:
    """The old file, brought to today's tables."""
    path = tmp_path_factory.mktemp("old") / "old.sqlite3"
    old = sqlite3.connect(path)
    old.executescript(WRITTEN_BY_THE_VERSION_BEFORE.read_text(encoding="utf-8"))
    old.close()
    database = Database(f"sqlite:///{path}", master_keys=master_keys)
    database.migrate()
    database.close()
    return path


@pytest.fixture
def town(migrated: Path, tmp_path: Path, master_keys: str) -> Iterator[TownInProcess]:
    """Its town, a moment after the old version stopped."""
    path = tmp_path / "town.sqlite3"
    shutil.copyfile(migrated, path)
    database = Database(f"sqlite:///{path}", master_keys=master_keys)
    made = TownInProcess(database, LAST_MOMENT)
    made._made = 10_000  # the ids that the old version gave out are taken
    yield made
    made.close()
    database.close()


def case_in(town: TownInProcess, state: State) -> Case:
    """P01's case that stands there."""
    with town.reading() as uow:
        reporter = uow.people.account_by_id(town.account("P01")).member_id
        return next(
            case for case in uow.session.scalars(select(Case)) if (case.reporter_id, case.state) == (reporter, state)
        )


def test_the_rules_of_its_cases_can_be_read(town: TownInProcess) -> None:
    """R-126: the values in force then are kept under the very version that its cases cite."""
    with town.app.reading() as ctx:
        (kept,) = ctx.uow.rule_sets.history()
        assert {case.rule_version for case in ctx.uow.session.scalars(select(Case))} == {kept.version}
        assert "radius_km = 3" in version_on_record(kept.version, ctx)


def press_old(town: TownInProcess, code: str, action: ButtonAction, case: Case, **arguments: str) -> None:
    """Press a button on a card that the old version sent."""
    with town.reading() as uow:
        held = uow.session.scalars(
            select(ButtonMeaning).where(ButtonMeaning.case_id == case.id, ButtonMeaning.action == action)
        )
        button = next(
            b for b in held if b.account_id == town.account(code) and arguments.items() <= b.arguments.items()
        )
    town.run(Press(button.account_id, button.id))


def test_a_live_alert_is_answered_and_ended_by_the_buttons_of_old_cards(town: TownInProcess) -> None:
    """R-078: a sighting reaches the reporter, and the all-clear everybody who got the alert."""
    live = case_in(town, State.LIVE)
    press_old(town, "P09", ButtonAction.SIGHTING, live)
    town.deliver()
    assert "似た人を見かけたとの連絡" in town.titles("P01")
    press_old(town, "P01", ButtonAction.ALL_CLEAR, live)
    town.press("P01", "はい、解除する")
    town.deliver()
    with town.reading() as uow:
        told = [row.account.member.code for row in uow.deliveries.of_case(live.id)]
    assert all("解除：もう警戒の必要はありません" in town.titles(code) for code in told)


def test_the_page_behind_an_old_link_still_opens_until_the_alert_ends(town: TownInProcess) -> None:
    """R-001, R-064: to the same account, for the same purpose."""
    with town.app.reading() as ctx:
        link = ctx.uow.session.scalars(select(Link).where(Link.account_id == town.account("P09"))).one()
        visitor = let_in(link.id, "", ctx)
        assert (visitor.purpose, visitor.standing) == (Purpose.ALERT, Standing.NEW)


def test_an_alert_with_its_approvers_keeps_its_yes_and_goes_out_with_the_next(town: TownInProcess) -> None:
    """R-111, R-113: the cards that waited leave, and the binding holds over the change of version."""
    waiting = case_in(town, State.ASSESSING)
    town.deliver()
    town.look_at(town.account("P03"), waiting.id)
    press_old(town, "P03", ButtonAction.FORM, waiting, form="assess")
    town.press("P03", "チャットで答える")
    for reason in SECOND_REASONS.values():
        town.say("P03", "yes")
        town.say("P03", reason)
    town.deliver()
    with town.reading() as uow:
        assert uow.cases.get(waiting.id).state == State.LIVE


def test_pictures_that_were_on_their_way_arrive(town: TownInProcess) -> None:
    """R-118: what was being masked is masked, a still can be chosen, a mask that was made can be confirmed."""
    assert town.newest("P06").picture.scenes == (Scene(100, 100, 1.0, 1), Scene(100, 100, 2.0, 2))
    town.run(PickStill(town.account("P06"), town.newest("P06").id, 2))
    made = town.newest("P10")
    assert made.picture.picked == (40, 40)
    town.run(ConfirmMask(town.account("P10"), made.id, made.masked_sha256 or ""))
    assert town.newest("P10").mask_confirmed_at is not None
    town.work()
    assert town.newest("P18").masked_sha256 is not None
    found = town.newest("P06")
    assert found.picture.found is not None
    town.run(PickSuspect(town.account("P06"), found.id, 40, 40))
    town.work()
    assert town.newest("P06").picture.verified


def test_a_form_half_filled_in_goes_on_where_it_was(town: TownInProcess) -> None:
    """Nobody answers twice: one form is open, the other was put aside."""
    town.say("P06", "状況")
    assert town.last("P06").facts == (("質問", "2 / 18"),)
    town.say("P10", "状況")
    town.deliver()
    assert town.last("P10").facts == (("質問", "1 / 18"),)


def test_what_was_due_is_done(town: TownInProcess) -> None:
    """R-040, R-043: the alert that nobody ends expires, and what was never finished lapses with its photo."""
    live = case_in(town, State.LIVE)
    town.wait(hours=26)
    with town.reading() as uow:
        assert uow.cases.get(live.id).state == State.ENDED
    assert town.newest("P18").state == State.LAPSED
