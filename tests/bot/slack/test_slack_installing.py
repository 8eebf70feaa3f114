"""Workspaces let us in by OAuth: the real SDK and pages, against the simulator's Slack over HTTP."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from fastapi import APIRouter

from bot.application import Application
from bot.chat import Outgoing, SendFailed
from bot.clock import system_clock
from bot.refusals import Refusal, so_far
from bot.settings import Settings
from bot.slack import adapter
from bot.slack.installing import MINUTES
from bot.slack.manifest import scopes
from bot.slack.platform import SlackPlatform
from handlers.commands.workspaces import RenewTokens
from handlers.errors import NotFound
from handlers.network.workspaces import invite
from simulator.control import Simulator
from simulator.slack_state import Workspace
from simulator.world import Account
from storage.tables import Failure, Installation
from storage.unit_of_work import Database
from tests.bot.cards import ALERT
from tests.bot.stages import Kept, Stage, Wall
from tests.world.databases import ON_SQLITE
from tests.world.ports import SECRETS, ports

OTHER = "T0OTHER000"
ORGANISATION = "E0ORG00000"
AWAY = re.compile(r'href="([^"]*/oauth/v2/authorize[^"]*)"')


class Bot:
    """The bot's Slack side, and a browser in front of it."""

    def __init__(self, app: Application, sim: Simulator, url: str) -> None:
        self.app, self.sim, self.url = app, sim, url
        found = adapter.connect(app)
        assert isinstance(found, SlackPlatform)
        self.slack = found
        self.browser = httpx.Client(trust_env=False, timeout=90)

    def invited(self) -> str:
        """A fresh link."""
        with self.app.writing() as ctx:
            code = invite(ctx)
            ctx.uow.commit()
        return f"{self.url}/slack/install/{code}"

    def away(self, link: str) -> str:
        """Where our page leads to."""
        [address] = AWAY.findall(self.browser.get(link).text)
        return html.unescape(address)

    def back(self, address: str, team: str = OTHER) -> str:
        """Whereto Slack sends a browser in which somebody of the team said yes."""
        return self.browser.get(f"{address}&{urlencode({'team': team})}").headers["location"]

    def install(self, team: str = OTHER) -> Installation:
        """The whole way."""
        page = self.browser.get(self.back(self.away(self.invited()), team))
        assert (page.status_code, "半鐘をSlackに追加しました" in page.text) == (200, True)
        return self.standing()[-1]

    def standing(self) -> list[Installation]:
        """Who let us in, in that order."""
        with self.app.reading() as ctx:
            return sorted(ctx.uow.installations.standing(), key=lambda row: row.installed_at)

    def move_in(self, team: str) -> str:
        """Somebody with a phone in that workspace; returns their user id."""
        self.sim.world.settle([Account("U0NEWCOMER", "slack", "", "Anna", team=team)])
        return "U0NEWCOMER"


@pytest.fixture
def bot(
    sim: Simulator, wall: Wall, kept: Kept, database: Database, bot_stage: Stage, listen: Callable[[APIRouter], None]
) -> Iterator[Bot]:
    ours = {"slack_client_id": Workspace.client_id, "slack_client_secret": Workspace.client_secret}
    where = {"public_url": bot_stage.url, "slack_api_url": f"{sim.world.url}/slack/api/"}
    known = {"slack_signing_secret": Workspace.signing_secret, "slack_app_id": Workspace.app, "demo": True}
    settings = Settings.model_validate({**SECRETS, **ours, **where, **known})

    def now() -> datetime:
        return system_clock() + timedelta(seconds=wall.ahead)

    app = Application(settings, database, ports(), now)
    listen(adapter.webhook(app, kept))
    made = Bot(app, sim, bot_stage.url)
    yield made
    made.browser.close()


def test_a_workspace_lets_us_in_and_its_token_opens_no_other(bot: Bot) -> None:
    """R-064: with the manifest's scopes; what one workspace knows of its people another's token doesn't."""
    asked = parse_qs(urlsplit(bot.away(bot.invited())).query)
    assert {*asked["scope"][0].split(",")} == scopes()
    someone = bot.move_in(OTHER)
    bot.install("")
    bot.install(OTHER)
    assert bot.slack.workspaces().keys() == {Workspace.team, OTHER}
    assert [bot.slack.check(workspace).amiss for workspace in bot.slack.workspaces()] == [{}, {}]

    bot.slack.send(Outgoing("m1", f"{OTHER}/{someone}", ALERT, ""))
    assert len(bot.sim.world.chats[someone]) == 1
    for elsewhere, reason in ((Workspace.team, Failure.NOT_FOUND), ("T0NEVER000", Failure.TOKEN)):
        with pytest.raises(SendFailed) as failure:
            bot.slack.send(Outgoing("m2", f"{elsewhere}/{someone}", ALERT, ""))
        assert failure.value.reason == reason


@ON_SQLITE
@pytest.mark.parametrize(
    ("what", "status"),
    [("another browser", 403), ("forged", 403), ("too late", 403), ("no", 200), ("spent code", 502), ("nothing", 403)],
)
def test_no_other_way_back_from_slack_is_believed(bot: Bot, wall: Wall, what: str, status: int) -> None:
    """R-064: the state is this browser's, of these minutes, and nobody else's; the invitation still works then."""
    link = bot.invited()
    back = bot.back(bot.away(link))
    state = parse_qs(urlsplit(back).query)["state"][0]
    ways = {
        "forged": f"{bot.url}/slack/oauth_redirect?code=x&state={state[:-4]}AAAA",
        "no": f"{bot.url}/slack/oauth_redirect?error=access_denied&state={state}",
        "spent code": f"{bot.url}/slack/oauth_redirect?code=spent&state={state}",
        "nothing": f"{bot.url}/slack/oauth_redirect",
    }
    wall.ahead += MINUTES * 60 + 1 if what == "too late" else 0
    if what == "another browser":
        bot.browser.cookies.clear()
    assert bot.browser.get(ways.get(what, back)).status_code == status
    assert bot.standing() == []
    assert bot.browser.get(bot.back(bot.away(link))).status_code == 200
    assert len(bot.standing()) == 1


def test_an_invitation_is_used_up_and_none_is_none(bot: Bot) -> None:
    """R-064: an installation is not open to the world."""
    link = bot.invited()
    first, second = (bot.back(bot.away(link), team) for team in (OTHER, "T0STRANGER"))
    assert bot.browser.get(second).status_code == 200
    assert bot.browser.get(first).status_code == 403
    assert [row.workspace for row in bot.standing()] == ["T0STRANGER"]
    for none in (link, f"{bot.url}/slack/install/x"):
        assert bot.browser.get(none).status_code == 404
    assert bot.browser.get(f"{bot.url}/slack/install").status_code == 404


def test_an_organisation_is_one_workspace_for_all_it_has(bot: Bot, kept: Kept) -> None:
    """R-113: its requests name no workspace, or any; whoever writes is the organisation's."""
    branch = bot.sim.slack_teams.of(OTHER)
    branch.workspace = replace(branch.workspace, organisation=ORGANISATION)
    someone = bot.move_in(OTHER)
    assert bot.install(OTHER).workspace == ORGANISATION
    phones = bot.sim.slack_phones_of(OTHER)
    bot.slack.send(Outgoing("m1", f"{ORGANISATION}/{someone}", ALERT, ""))
    assert phones.say(someone, "状況").status == 200
    assert phones.command(someone, "/hansho", "状況").status == 200
    assert phones.press(someone, ALERT.buttons[0].label).status == 200
    assert phones.shortcut(someone, "report").status == 200
    assert {event.sender for event, _ in kept.rows()} == {f"{ORGANISATION}/{someone}"}
    assert len(kept.rows()) == 4


def test_a_token_that_expires_is_renewed_once(bot: Bot) -> None:
    """R-064: by Slack's own rules a refresh token is used up; a renewal that comes too late changes nothing."""
    bot.sim.slack_teams.rotates = True
    row = bot.install()
    assert row.expires_at is not None
    due = row.expires_at.isoformat()
    fresh = bot.slack.renew(row.id, due)
    assert isinstance(fresh, RenewTokens)
    with pytest.raises(SendFailed) as refused:
        bot.slack.renew(row.id, due)
    assert refused.value.reason == Failure.REFUSED
    bot.app.run(fresh)
    with pytest.raises(NotFound):
        bot.slack.renew(row.id, due)
    assert bot.slack.check(OTHER).amiss == {}


def test_an_expired_token_is_the_operator_s_and_not_the_person_s(bot: Bot, wall: Wall) -> None:
    """R-064: nobody counts as having blocked us for it."""
    bot.sim.slack_teams.rotates = True
    bot.install()
    wall.ahead += 13 * 3600
    with pytest.raises(SendFailed) as refused:
        bot.slack.send(Outgoing("m1", f"{OTHER}/{bot.move_in(OTHER)}", ALERT, ""))
    assert refused.value.reason == Failure.TOKEN


def test_a_workspace_that_takes_us_out_ends_alone(bot: Bot, kept: Kept) -> None:
    """R-005: its tokens go, and what it says afterwards is nobody's; the other one's people are heard."""
    someone, before = bot.move_in(OTHER), so_far(Refusal.TEAM)
    home = next(a.user_id for a in bot.sim.world.accounts.values() if a.platform == "slack" and not a.team)
    for team in (OTHER, ""):
        bot.install(team)
    bot.sim.slack_teams.revoke(bot.sim.slack_teams.of(OTHER))
    assert bot.sim.slack_phones_of(OTHER).uninstalled().status == 200
    assert [row.workspace for row in bot.standing()] == [Workspace.team]
    assert bot.sim.slack_phones_of(OTHER).say(someone, "状況").status == 200
    assert so_far(Refusal.TEAM) == before + 2
    bot.sim.slack_phones.say(home, "状況")
    assert [event.sender for event, _ in kept.rows()] == [f"{Workspace.team}/{home}"]
    with pytest.raises(SendFailed) as failure:
        bot.slack.send(Outgoing("m1", f"{OTHER}/{someone}", ALERT, ""))
    assert failure.value.reason == Failure.BLOCKED


def test_an_organisation_ends_with_the_last_workspace_that_it_takes_us_out_of(bot: Bot) -> None:
    """R-005: one of two is no end; after the last its tokens go; while Slack doesn't say which are left, it tells us
    again.
    """
    branch = bot.sim.slack_teams.of(OTHER)
    branch.workspace = replace(branch.workspace, organisation=ORGANISATION, branches=("T0SECOND00",))
    bot.install(OTHER)
    phones = bot.sim.slack_phones_of(OTHER)
    assert phones.taken_out().status == 200
    assert [row.workspace for row in bot.standing()] == [ORGANISATION]
    branch.workspace = replace(branch.workspace, branches=())
    bot.sim.faults["slack"].set(fail_next=1, status=503, only="auth.teams.list")
    assert phones.taken_out().status == 503
    assert [row.workspace for row in bot.standing()] == [ORGANISATION]
    assert phones.taken_out().status == 200
    assert bot.standing() == []


def test_an_organisation_s_dead_token_has_no_workspace_left(bot: Bot) -> None:
    """R-005: Slack tells of the last workspace and takes the token back in one; a workspace of its own ends by name."""
    branch = bot.sim.slack_teams.of(OTHER)
    branch.workspace = replace(branch.workspace, organisation=ORGANISATION)
    bot.install(OTHER)
    bot.install("")
    bot.sim.slack_teams.revoke(branch)
    assert bot.sim.slack_phones_of(OTHER).taken_out().status == 200
    assert [row.workspace for row in bot.standing()] == [Workspace.team]
    assert bot.sim.slack_phones.taken_out().status == 200
    assert bot.standing() == []
