"""The demo town, moved in once per test process, and what its people do in one step, by commands of the bot's own."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Table, select

from bot.application import Application
from bot.clock import system_clock
from bot.web.material import Material
from bot.web.steps import step_of
from bot.web.wishes import NONE
from handlers.commands.chat import Command, SubmitForm
from handlers.commands.decided import ChangeRules, ConfirmHold
from handlers.commands.office import AskHold, LetMemberLeave
from handlers.commands.pages import RecordView
from handlers.context import Context
from handlers.network.imports import import_members, import_stores
from handlers.notices.facts import stated_now, taking_part
from handlers.notices.renew import renew
from handlers.picture.attempt import attempt_of
from handlers.routing import handle
from policy.access import Purpose
from policy.hold import HoldReason
from policy.rules import Value
from policy.states import VersionState
from simulator import town
from storage.tables import Case, Member, Publication
from storage.tables import Table as Row
from storage.unit_of_work import Database, UnitOfWork
from tests.world.answers import REPORT, judged
from tests.world.ports import ports

DESK: Final[dict[str, Value]] = {"desk_telephone": "0422-00-0000", "desk_hours": "9:00–17:00"}
"""Where people outside reach the town's desk."""

_moved_in: dict[tuple[datetime | None, bool, bool], list[tuple[Table, list[dict[str, Any]]]]] = {}


NEAR: Final[dict[str, Value]] = {"radius_km": 1}
"""Five shops hear of an alert instead of nine, which shows the same and costs half."""


def move_in(database: Database, at: datetime | None = None, *, awake: bool = False, near: bool = False) -> None:
    """Everything that the import of ``stores.csv`` and ``members.csv`` leaves, in an empty database; now, or then.

    ``awake``: without quiet hours, for stories that are told at any hour. ``near``: by the rules ``NEAR``.
    """
    if (at, awake, near) in _moved_in:
        with database.unit_of_work() as uow:
            for table, rows in _moved_in[at, awake, near]:
                if rows:
                    uow.session.execute(table.insert(), rows)
            uow.commit()
        return
    with database.unit_of_work() as uow:
        _import(uow, at or system_clock(), NEAR if near else {})
        uow.commit()
    if awake:
        with database.unit_of_work() as uow:
            ctx = Context(uow, ports(), at or system_clock())
            handle(ChangeRules({"quiet_from_hour": 0, "quiet_until_hour": 0}), ctx)
            uow.commit()
    with database.unit_of_work(read_only=True) as uow:  # once all is there: the ledger's entries are made at the commit
        found = [(table, uow.session.execute(select(table)).mappings()) for table in Row.metadata.sorted_tables]
        _moved_in[at, awake, near] = [(table, [dict(row) for row in rows]) for table, rows in found]


def _import(uow: UnitOfWork, now: datetime, rules: dict[str, Value]) -> None:
    ctx = Context(uow, ports(), now)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        town.write(folder, now.date())
        assert not import_stores((folder / "stores.csv").read_bytes(), ctx).errors
        assert not import_members((folder / "members.csv").read_bytes(), ctx).errors
    uow.stores.the_network().rules = {**rules}
    put_up(ctx)


def put_up(ctx: Context) -> None:
    """R-023: the network has published what is in force, and a photograph showed the poster in every shop."""
    network = ctx.uow.stores.the_network()
    said, stores = stated_now(network, ctx), [store.id for store in taking_part(network, ctx)]
    ctx.uow.notices.publish(
        Publication(network_id=network.id, facts=said.to_json(), stores=stores, published_at=ctx.now)
    )
    renew(network, ctx)
    for poster in ctx.uow.notices.missing(network.id):
        poster.posted_at = ctx.now


class Town:
    """The town around a bot; people are called by their member codes."""

    app: Application
    rules: Mapping[str, Value] = {}
    """What it has decided beside the numbers of the guideline."""

    @property
    def database(self) -> Database:
        """The bot's."""
        return self.app.database

    def reading(self) -> UnitOfWork:
        """A look into the database."""
        return self.database.unit_of_work(read_only=True)

    def run(self, command: Command) -> None:
        """One command, one commit."""
        self.app.run(command)

    # --- who ---

    def member(self, code: str, uow: UnitOfWork) -> Member:
        """A person's row in the given unit."""
        member = uow.people.by_code(uow.stores.the_network().id, code)
        assert member is not None
        return member

    def account(self, code: str, platform: str | None = None) -> str:
        """Our id of a person's account; without a platform the one they get cards on."""
        with self.reading() as uow:
            member = self.member(code, uow)
            if platform is None:
                found = uow.people.preferred_account(member)
                assert found is not None
                return found.id
            return next(a.id for a in member.accounts if a.platform == platform and a.revoked_at is None)

    # --- what they do ---

    def fill_in(self, code: str, platform: str | None = None, *, photo: str | None = None, **changed: str) -> None:
        """A whole report at once; ``photo`` is the platform's reference to one that comes with it."""
        self.run(SubmitForm(self.account(code, platform), "report", None, {**REPORT, **changed}, photo))

    def answer(self, code: str, no: str = "", platform: str | None = None) -> None:
        """A look at what would go out, then four answers in their own words; ``no``: the test answered with no."""
        self.look(code)
        case = self.case()
        answers = judged(no, of=f"{code} {case.number}")
        self.form(code, "assess", platform=platform, **answers, binding=self.binding())

    def give_back(self, code: str, reason: str) -> None:
        """A look at what would go out, then what to mend."""
        self.look(code)
        self.form(code, "return", reason=reason, binding=self.binding())

    def look(self, code: str, purpose: Purpose = Purpose.PREVIEW) -> None:
        """A look at the page and the picture on it, as the viewer records it."""
        self.run(RecordView(self.account(code), self.case().id, purpose, picture=True))

    def form(self, code: str, name: str, *, platform: str | None = None, **answers: str) -> None:
        """Hand in a form about the newest case."""
        self.run(SubmitForm(self.account(code, platform), name, self.case().id, answers))

    def leave(self, code: str) -> None:
        """The person leaves the network."""
        self.run(LetMemberLeave(code))

    def hold(self, case_id: str, *, days: int) -> None:
        """The secretariat asks for a hold, and the auditor confirms it."""
        with self.reading() as uow:
            number = uow.cases.get(case_id).number
        self.run(AskHold(number, "P29", days, HoldReason.SUSPECTED_ABUSE))
        self.run(ConfirmHold(number, "P30"))

    def set_rules(self, **rules: Value) -> None:
        """The network decides on other numbers."""
        with self.database.unit_of_work() as uow:
            uow.stores.the_network().rules = {**self.rules, **rules}
            uow.commit()

    def open_desk(self) -> None:
        """The network has a desk, says so, and every shop shows it."""
        with self.app.writing() as ctx:
            ctx.uow.stores.the_network().rules = {**DESK}
            put_up(ctx)
            ctx.uow.commit()

    # --- what there is ---

    def binding(self) -> str:
        """What the newest case's approvers are asked to say yes to."""
        with self.reading() as uow:
            case = uow.cases.get(self.case().id)
            waiting = [row.binding for row in uow.cases.versions(case.id) if row.state == VersionState.PENDING]
            return (*waiting, case.binding or "")[0]

    def case(self) -> Case:
        """The newest case of the one who reports."""
        return self.newest("P01")

    def on_page(self, code: str, purpose: Purpose) -> dict[str, str]:
        """The rows of a person's page about the newest case of the one who reports."""
        with self.app.reading() as ctx:
            case, account = ctx.uow.cases.get(self.case().id), ctx.uow.people.account_by_id(self.account(code))
            _, view = Material(account, case, ctx).sheet(step_of(case, purpose), "", NONE)
            return dict(view.rows)  # type: ignore[attr-defined]

    def newest(self, code: str) -> Case:
        """The newest case this person reported."""
        with self.reading() as uow:
            member_id = uow.session.scalars(select(Member.id).where(Member.code == code)).one()
            case = uow.cases.latest_of(member_id)
            assert case is not None
            return case

    def turn(self) -> str:
        """Which photo or choice of the newest case is being masked."""
        return attempt_of(self.case())
