"""Whatever changes rules, stores or desk is compared with what the public is told, by whichever road it came."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Final

from handlers.commands import decided, keys, notices, office, rights
from handlers.commands.chat import Command
from handlers.commands.office import Listing, Table
from handlers.incidents.verbs import HANDLERS as INCIDENTS
from handlers.network import at_desk
from handlers.network.imports import import_stores
from handlers.twofold import decide
from policy.notices.posting import Kind
from policy.twofold import Act
from storage.imports.seen import mark
from storage.imports.stores import COLUMNS
from storage.tables import DueKind, DueWork, Poster, Store
from tests.handlers.test_notices import OFFICE, OWN, narrower, photographed, publish
from tests.world.in_process import TownInProcess

SECOND: Final = "P30"
ROOT: Final = Path(__file__).parents[2]


def _business(town: TownInProcess) -> str:
    with town.reading() as uow:
        return uow.session.query(Store).filter_by(code=OWN).one().business.code


def _row(town: TownInProcess, code: str, **changed: str) -> dict[str, str]:
    """A line of stores.csv."""
    with town.reading() as uow:
        store = uow.session.query(Store).filter_by(code=OWN).one()
        known = {
            "business_code": store.business.code,
            "business_name": store.business.name,
            "agreed_on": str(store.business.agreed_on),
            "store_code": code,
            "store_name": f"{code}番店",
            "latitude": str(store.latitude + int(code[1:]) / 100),
            "longitude": str(store.longitude),
        }
    return {**dict.fromkeys(COLUMNS, ""), **known, **changed}


def _csv(row: dict[str, str]) -> str:
    return f"{','.join(row)}\n{','.join(row.values())}\n"


def _bring_in(town: TownInProcess) -> None:
    with town.reading() as uow:
        against = mark(uow)
    town.run(office.BringIn(Table(Listing.STORES, _csv(_row(town, "N02"))), against))


def _two_people(town: TownInProcess) -> None:
    """Asked for at the desk, allowed by a button in the other's chat; what is stricter starts at once."""
    town.run(office.AskTwofold(town.account(OFFICE), Act.RULES, {"changes": {"radius_km": 2}}))
    town.press(SECOND, "認める")


def _at_noon(town: TownInProcess) -> None:
    """A store leaves at a moment ahead; what counts is that moment."""
    noon = town.now + timedelta(hours=1)
    town.run(office.LetStoreLeave("N02", noon))
    town.work()
    town.now = noon
    while town._one_due((DueKind.PARTICIPATION,)):
        pass


def _a_day_later(town: TownInProcess) -> None:
    """What is looser starts on the next day, at night or not."""
    town.run(office.AskTwofold(town.account(OFFICE), Act.RULES, {"changes": {"radius_km": 3}}))
    town.press(SECOND, "認める")
    town.work()
    town.now += timedelta(days=1)
    while town._one_due((DueKind.START_RULES,)):
        pass


def _at_the_terminal(town: TownInProcess) -> None:
    with town.app.writing() as ctx:
        assert not import_stores(_csv(_row(town, "N03")), ctx).errors
        ctx.uow.commit()


def _photographed_first(town: TownInProcess) -> None:
    """In the chat: the first poster of a shop hangs, so it takes part."""
    with town.database.unit_of_work() as uow:
        store = uow.session.query(Store).filter_by(code=OWN).one()
        store.notice_posted_on = None
        uow.session.query(Poster).filter_by(store_id=store.id).update({"posted_at": None})
        uow.commit()
    photographed(town, "P01", kind=Kind.POSTER)


Road = Callable[[TownInProcess], None]

ROADS: Final[dict[type[Command] | str, Road]] = {
    "a photograph in the chat": _photographed_first,
    office.SuspendStore: lambda town: town.run(office.SuspendStore(OWN)),
    decided.ResumeStore: lambda town: town.run(decided.ResumeStore(OWN)),
    office.LetStoreLeave: lambda town: town.run(office.LetStoreLeave(OWN)),
    office.ReturnStore: lambda town: town.run(office.ReturnStore(OWN)),
    office.LetBusinessLeave: lambda town: town.run(office.LetBusinessLeave(_business(town))),
    office.ReturnBusiness: lambda town: town.run(office.ReturnBusiness(_business(town))),
    office.JoinStore: lambda town: town.run(office.JoinStore(_row(town, "N01"))),
    office.BringIn: _bring_in,
    decided.DecideRules: _two_people,
    decided.ChangeRules: lambda town: town.run(decided.ChangeRules({"radius_km": 1})),
    notices.PublishNotices: narrower,
    "a list at the terminal": _at_the_terminal,
    "the date of a store comes": _at_noon,
    "the date of a rule comes": _a_day_later,
}
"""Each from where the one before it ended."""

SAY_NOTHING: Final[frozenset[type[Command]]] = frozenset(
    {
        *INCIDENTS,
        *(one for one in at_desk.ANYBODYS if one.__module__ in (keys.__name__, rights.__name__)),
        office.AskHold,
        office.RecallAlert,
        office.AskTwofold,
        office.DecideTwofold,
        office.EndSession,
        office.ReviewRules,
        office.JoinMember,
        office.InviteMember,
        office.InviteMembers,
        office.ChangeRole,
        office.LockMember,
        office.LetMemberLeave,
        office.ReturnMember,
        decided.AllowOffice,
        decided.GiveRole,
        decided.RotateKeys,
        decided.ConfirmHold,
        decided.ConfirmNoLeak,
    }
)
"""Of people, requests, incidents, keys and holds nothing is said in public; asking and allowing change nothing yet."""

SAID_OF: Final = {
    "store": {"name", "facility", "cameras", "joined_at", "left_at", "suspended_at", "suspended_until"},
    "business": {"name", "code", "agreed_on", "left_at"},
    "network": {"name", "rules", "timezone"},
}
"""What public pages and posters are made of, as verbs write it."""
WRITTEN: Final = re.compile(rf"\b(?:{'|'.join(SAID_OF)})\.\w+(?:,| = )|setattr\((?:{'|'.join(SAID_OF)}),")


def test_every_road_that_changes_what_is_said_brings_the_comparison(town: TownInProcess) -> None:
    """R-026, R-029, R-122: terminal, desk, list, chat, two people's act, and the day that was named for it."""
    town.open_desk()
    publish(town)
    for named, road in ROADS.items():
        town.now += timedelta(minutes=1)
        before = set(_looks(town))
        road(town)
        new = set(_looks(town)) - before
        assert new, named
        town.now += timedelta(hours=10)  # the night is over, whenever it was
        while town._one_due((DueKind.LOOK_AT_NOTICES,)):
            pass
        done = _looks(town)
        assert any(done[look] for look in new), named


def test_no_act_of_the_desk_and_of_two_people_is_left_out() -> None:
    """R-029: whoever adds an act says whether it changes what is said in public."""
    acts = {*at_desk.VERBS, *decide.VERBS, office.LetBusinessLeave, office.ReturnBusiness}
    assert acts == {one for one in ROADS if not isinstance(one, str)} | SAY_NOTHING
    assert not SAY_NOTHING & {*ROADS}


def test_nobody_writes_what_is_said_in_public_without_having_it_compared() -> None:
    """R-029: in the code itself, so that a new verb can't forget it; an import is compared once, at its end."""
    found = dict(_writers("handlers"))
    assert {"leave", "come_back", "suspend", "resume", "business_leaves", "business_returns", "change_rules"} <= {
        *found
    }
    assert [name for name, calls in found.items() if not calls & {"look_at", "watch"}] == []
    assert {name for name, _ in _writers("storage")} == {"keep", "_keep_businesses"}


def _writers(house: str) -> Iterator[tuple[str, set[str]]]:
    """Functions that write one of these columns, and whom they call."""
    for path in sorted((ROOT / house).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "migrations" in path.parts or not WRITTEN.search(text):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and any(_writes(one) for one in ast.walk(node)):
                yield node.name, {getattr(one.func, "id", "") for one in ast.walk(node) if isinstance(one, ast.Call)}


def _writes(node: ast.AST) -> bool:
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "setattr":
        return getattr(node.args[0], "id", "") in SAID_OF
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.attr in SAID_OF.get(node.value.id, ())
    )


def _looks(town: TownInProcess) -> dict[str, bool]:
    """Each comparison that was ever planned, and whether it is done."""
    with town.reading() as uow:
        rows = uow.session.query(DueWork).filter_by(kind=DueKind.LOOK_AT_NOTICES).all()
        return {row.id: row.done_at is not None for row in rows}
