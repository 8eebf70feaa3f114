"""Slack workspaces: who lets them in, whose card goes where, and what ends with one."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat import Outgoing, SendFailed
from handlers.commands.workspaces import AdmitWorkspace, EndWorkspace, RenewTokens
from handlers.errors import LinkOver
from handlers.network import workspaces
from handlers.network.imports import import_members
from simulator import town as simulated
from storage.installations import VALID_FOR, Tokens
from storage.tables import Failure, Installation
from tests.world.in_process import TownInProcess
from tests.world.ledgers import noted

ONE, OTHER = "T0ONE00000", "T0OTHER000"


def invited(town: TownInProcess) -> str:
    """The invitation behind a fresh link."""
    with town.app.writing() as ctx:
        found = ctx.uow.installations.invited(workspaces.invite(ctx), town.now)
        ctx.uow.commit()
    assert found is not None
    return found.id


def admit(town: TownInProcess, workspace: str, *, lives: timedelta | None = None, invitation: str = "") -> None:
    """It lets us in; its token ``lives`` so long, or until it is revoked."""
    expires_at = town.now + lives if lives else None
    tokens = Tokens(f"xoxb-{workspace}", "xoxe-first" if lives else "")
    town.run(AdmitWorkspace(invitation or invited(town), workspace, "青空ストア", "U0BOT", tokens, expires_at))


def move(town: TownInProcess, code: str, external_id: str) -> str:
    """The person has this account alone from now on; returns its row's id."""
    with town.database.unit_of_work() as uow:
        member = town.member(code, uow)
        for account in member.accounts:
            uow.people.revoke(account, town.now)
        account = uow.people.bind_account(member, "slack", external_id, town.now)
        uow.commit()
    return account.id


def row_of(town: TownInProcess, workspace: str) -> Installation:
    """As it stands in the database."""
    with town.reading() as uow:
        found = uow.installations.of(workspace)
    assert found is not None
    return found


def asks(town: TownInProcess, code: str) -> None:
    """They ask where things stand, and are answered if they can be."""
    town.say(code, "状況")
    town.deliver()


def heard(town: TownInProcess, external_id: str) -> list[str]:
    """The titles of what came to this id."""
    return [card.title for card in town.chats["slack"].sent[external_id]]


def test_an_invitation_lets_one_workspace_in_once(town: TownInProcess) -> None:
    """R-064: without the secretariat's link nobody's workspace joins; a used or old one is none."""
    first, late = invited(town), invited(town)
    admit(town, ONE, invitation=first)
    with pytest.raises(LinkOver):
        admit(town, OTHER, invitation=first)
    town.now += VALID_FOR
    with pytest.raises(LinkOver):
        admit(town, OTHER, invitation=late)
    with town.reading() as uow:
        assert [row.workspace for row in uow.installations.standing()] == [ONE]
        assert {"network:workspace:invite", "network:workspace:admit"} <= {*noted(uow)}
    assert town.last("P29").title == "Slackのワークスペースが加わりました"


def test_one_id_in_two_workspaces_is_two_people(town: TownInProcess) -> None:
    """R-113: an account is a workspace and a user; each hears through their own."""
    move(town, "P09", f"{ONE}/U0SAME0000")
    move(town, "P13", f"{OTHER}/U0SAME0000")
    with town.reading() as uow:
        assert [
            account.member.code if (account := uow.people.account("slack", given)) else None
            for given in (f"{ONE}/U0SAME0000", f"{OTHER}/U0SAME0000", "U0SAME0000")
        ] == ["P09", "P13", None]
    asks(town, "P09")
    assert [len(heard(town, f"{there}U0SAME0000")) for there in (f"{ONE}/", f"{OTHER}/", "")] == [1, 0, 0]


def test_a_dead_token_closes_the_gate_of_its_workspace_alone(town: TownInProcess) -> None:
    """R-078: everybody else gets their cards meanwhile, on Slack too; and it is tried sparingly, by one card."""
    dead, alive = f"{ONE}/U0DEAD0000", f"{OTHER}/U0ALIVE000"
    for code, given in (("P09", dead), ("P10", f"{ONE}/U0DEAD0001"), ("P07", alive)):
        move(town, code, given)
    tried: list[str] = []
    slack = town.chats["slack"]

    def before(message: Outgoing) -> None:
        tried.append(message.to)
        if message.to.startswith(ONE):
            raise SendFailed(Failure.TOKEN)

    slack.before_send = before
    for code in ("P09", "P10"):
        asks(town, code)
    assert tried == [dead]
    for code in ("P07", "P15"):
        asks(town, code)
    assert heard(town, alive)
    assert town.titles("P15")
    with town.reading() as uow:
        assert uow.outbox.waiting_for(Failure.TOKEN).keys() == {f"slack/{ONE}"}
    slack.before_send = lambda _: None
    town.wait(retrying=True, seconds=60)
    assert heard(town, dead)


def test_who_was_reached_there_alone_is_named_when_a_workspace_leaves(town: TownInProcess) -> None:
    """R-005, R-124: no card goes there, the secretariat reads which shop has to be called, and coming back mends it."""
    admit(town, ONE)
    for code in ("P09", "P10"):
        move(town, code, f"{ONE}/U0{code}00000")
    town.run(EndWorkspace(ONE, town.now - timedelta(days=1)))
    assert row_of(town, ONE).ended_at is None

    town.run(EndWorkspace(ONE, town.now))
    card = town.last("P29")
    assert card.title == "Slackのワークスペースが外れました"
    assert ("届かない店舗", "青空ストア 駅前店（A01）") in card.facts
    left = row_of(town, ONE)
    assert (left.sealed, left.key_id) == (None, None)
    with town.reading() as uow:
        assert "network:workspace:end" in noted(uow)
        assert uow.people.preferred_account(town.member("P09", uow)) is None
    before = len(town.cards("P29"))
    town.run(EndWorkspace(ONE, town.now))
    town.deliver()
    assert len(town.cards("P29")) == before

    admit(town, ONE)
    asks(town, "P09")
    with town.reading() as uow:
        assert uow.people.preferred_account(town.member("P10", uow)) is not None
    assert heard(town, f"{ONE}/U0P0900000")


def test_a_token_is_renewed_before_it_expires_and_a_refusal_is_told_once(town: TownInProcess) -> None:
    """R-064: two hours ahead; refused, it is tried on, and the ledger and the secretariat know it once."""
    admit(town, ONE, lives=timedelta(hours=12))
    slack, asked = town.chats["slack"], []

    def renew(installation_id: str, expires_at: str) -> RenewTokens:
        asked.append(expires_at)
        if len(asked) < 4:
            raise SendFailed(Failure.REFUSED)
        return RenewTokens(installation_id, Tokens("xoxb-second", "xoxe-second"), town.now + timedelta(hours=12))

    slack.renewed = renew
    town.wait(hours=9)
    assert asked == []
    town.wait(hours=1, minutes=5)
    assert len(asked) == 4
    with town.reading() as uow:
        row = uow.installations.of(ONE)
        assert row is not None
        assert uow.installations.tokens(row) == Tokens("xoxb-second", "xoxe-second")
        assert [event for event in noted(uow) if event.startswith("network:workspace:re")] == [
            "network:workspace:refuse",
            "network:workspace:renew",
        ]
    assert town.titles("P29").count("Slackのワークスペースにつながりません") == 1
    town.wait(hours=10)
    assert len(asked) == 5


def test_accounts_of_the_one_token_move_into_their_workspace(town: TownInProcess) -> None:
    """A database of before goes on: nobody enrols anew, and LINE is left alone."""
    admit(town, ONE)
    with town.app.writing() as ctx:
        moved = workspaces.adopt(ONE, ctx)
        ctx.uow.commit()
    asks(town, "P15")
    with town.reading() as uow:
        slack = [a for code in ("P15", "P29") for a in town.member(code, uow).accounts if a.platform == "slack"]
    assert moved >= len(slack)
    assert all(account.external_id.startswith(f"{ONE}/U") for account in slack)
    assert len(town.titles("P15")) == 1
    with town.reading() as uow:
        assert uow.people.account("line", town.first_account(uow, "P09").external_id) is not None


def test_an_old_file_ends_no_account_that_moved(town: TownInProcess, tmp_path: Path) -> None:
    """R-113: its plain ids mean the accounts that are there; of somebody new, the workspace has to be said."""
    admit(town, ONE)
    with town.app.writing() as ctx:
        workspaces.adopt(ONE, ctx)
        simulated.write(tmp_path, town.now.date())
        plain = (tmp_path / "members.csv").read_bytes()
        again = import_members(plain, ctx)
        strange = import_members(plain.replace(b"P15", b"P95").replace("綾瀬 栞".encode(), "綾瀬 梢".encode()), ctx)
        ctx.uow.commit()
    assert [*again.errors, *again.codes] == []
    assert {error.column for error in strange.errors} == {"slack_user_id"}
    asks(town, "P15")
    assert len(town.titles("P15")) == 1
