"""A year after somebody left, nothing says who they were; what they did stays, by an id that names nobody."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from bot.web.browsers import browser_hash
from handlers.commands.worker import DueCommand
from handlers.network.imports import import_members
from simulator import town as demo
from storage.tables import Account, Browser, ButtonMeaning, DueKind, Link, Member, MemberRole, OutboxMessage
from tests.handlers.test_kept_no_longer import everything
from tests.world.in_process import TownInProcess


def later(town: TownInProcess, days: int) -> None:
    """The daily look, so many days from now; the other days' looks found nothing."""
    town.now += timedelta(days=days)
    town.run(DueCommand(DueKind.ERASE_PEOPLE, None))


def gone(town: TownInProcess, code: str) -> tuple[Member, list[Account]]:
    """Somebody who reported, opened a page, and left."""
    town.hand_in(code)
    town.open_link(code, "a cookie")
    with town.reading() as uow:
        member = town.member(code, uow)
        accounts = list(member.accounts)
    town.leave(code)
    return member, accounts


def events(town: TownInProcess, event: str) -> list[str]:
    with town.reading() as uow:
        lines: list[str] = []
        uow.ledger.export(lines.append, uow.ledger.head()[0])
    return [line for line in lines if json.loads(line)["entry"]["event"] == event]


def test_nobody_is_known_by_name_a_year_after_leaving(town: TownInProcess) -> None:
    """R-040, R-043: name, code, chat ids, browsers, links, buttons, cards and roles are gone; the acts stay."""
    member, accounts = gone(town, "P01")
    later(town, 364)
    assert member.name in everything(town)
    later(town, 2)
    left = everything(town)
    for secret in (member.name, *(account.external_id for account in accounts), browser_hash("a cookie")):
        assert secret not in left
    assert member.id in left
    with town.reading() as uow:
        for table in (Browser, Link, ButtonMeaning, OutboxMessage):
            ids = [account.id for account in accounts]
            assert uow.session.scalar(select(func.count()).where(table.account_id.in_(ids))) == 0
        assert uow.session.scalar(select(func.count()).where(MemberRole.member_id == member.id)) == 0
        assert uow.cases.latest_of(member.id) is not None
    assert [member.id in line for line in events(town, "member:member:erase")] == [True]
    later(town, 2)
    assert len(events(town, "member:member:erase")) == 1


def test_whoever_comes_back_after_a_year_is_new(town: TownInProcess, tmp_path: Path) -> None:
    """R-043, R-113: the code is free again, and nothing ties the old acts to the new row."""
    member, _ = gone(town, "P02")
    later(town, 366)
    demo.write(tmp_path, town.now.date())
    with town.app.writing() as ctx:
        result = import_members((tmp_path / "members.csv").read_bytes(), ctx)
        assert result.errors == ()
        ctx.uow.commit()
    with town.reading() as uow:
        assert town.member("P02", uow).id != member.id


def test_an_account_revoked_a_year_ago_is_known_by_no_id(town: TownInProcess) -> None:
    """R-043: its person is still here, and keeps their name and the account they use."""
    with town.app.writing() as ctx:
        account = town.first_account(ctx.uow, "P03")
        ctx.uow.people.revoke(account, town.now)
        ctx.uow.commit()
    later(town, 366)
    assert account.external_id not in everything(town)
    with town.reading() as uow:
        assert town.member("P03", uow).name
    assert len(events(town, "member:account:erase")) == 1


def test_a_hold_spares_whoever_has_to_do_with_the_case(town: TownInProcess) -> None:
    """R-142: a suspected abuse is looked into with names; they go when the hold ends."""
    member, _ = gone(town, "P01")
    later(town, 360)
    with town.reading() as uow:
        case = uow.cases.latest_of(member.id)
    assert case is not None
    town.hold(case.id, days=20)
    later(town, 18)
    assert member.name in everything(town)
    later(town, 4)
    assert member.name not in everything(town)
