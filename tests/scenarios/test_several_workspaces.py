"""Each business has its own Slack: two workspaces let us in, and one leaves while an alert lives."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from masking import MaskingPool
from simulator.phones import Phone
from simulator.slack_state import Workspace
from tests.world.databases import ON_SQLITE
from tests.world.over_http import TownOverHttp

OTHER = "T0AOZORA00"
LINK = re.compile(r"http\S+/slack/install/\S+")
AWAY = re.compile(r'href="([^"]*/oauth/v2/authorize[^"]*)"')


@pytest.fixture
def town(tmp_path: Path, database_url: str, master_keys: str, pool: MaskingPool) -> Iterator[TownOverHttp]:
    """The town, whose accounts on Slack are from the time of the one token."""
    ours = {"slack_client_id": Workspace.client_id, "slack_client_secret": Workspace.client_secret}
    with TownOverHttp(tmp_path, database_url, master_keys, pool, slack_bot_token="", **ours) as made:
        yield made


def install(town: TownOverHttp, team: str) -> str:
    """Somebody of the workspace opens the secretariat's link and says yes in Slack; the page they end on."""
    [link] = LINK.findall(town.hansho("slack", "invite").output)
    with httpx.Client(follow_redirects=True, trust_env=False, timeout=90) as browser:
        [away] = AWAY.findall(browser.get(link).text)
        return browser.get(f"{html.unescape(away)}&team={team}").text


def enrol(town: TownOverHttp, code: str, team: str) -> Phone:
    """The member has a phone in that workspace alone from now on."""
    assert town.hansho("accounts", "revoke", code).exit_code == 0
    person = {"user_id": f"U0{code}SPACE", "platform": "slack", "code": f"{code}-{team}", "name": code, "team": team}
    town.people.post("/people", [person])
    phone = town.people.phone(f"{code}-{team}")
    phone.say(f"登録 {town.enrolment_code(code)}")
    phone.wait_for("登録が完了しました")
    return phone


@ON_SQLITE
def test_two_workspaces_share_an_alert_and_one_leaves(town: TownOverHttp) -> None:
    """R-005, R-064, R-078, R-124: each person hears through their own workspace; who left hears nothing more."""
    assert "半鐘をSlackに追加しました" in install(town, "")
    assert "半鐘をSlackに追加しました" in install(town, OTHER)
    assert town.hansho("slack", "adopt", Workspace.team).exit_code == 0
    town.secretariat.wait_for("Slackのワークスペースが加わりました")
    here, there = town.people.phone("P15"), enrol(town, "P09", OTHER)
    town.neighbour = there
    town.warn()
    here.wait_for("警戒のお願い")
    assert all(team in town.hansho("slack", "list").output for team in (Workspace.team, OTHER))
    assert "token accepted" in town.hansho("doctor").output

    town.people.post(f"/uninstall/{OTHER}", {})
    assert OTHER in str(town.secretariat.wait_for("Slackのワークスペースが外れました"))
    town.people.phone("P10").wait_for("警戒のお願い")
    read = [message.id for message in there.inbox()]
    town.stop("recall")
    here.wait_for("回収")
    town.people.phone("P10").wait_for("回収")
    town.wait_until_sent()
    assert [message.id for message in there.inbox()] == read
    teams = {entry["team"] for entry in town.people.calls("slack.chat.postMessage") if entry["ok"]}
    assert teams == {Workspace.team, OTHER}

    assert town.hansho("slack", "end", OTHER).exit_code == 1
    assert town.hansho("slack", "end", Workspace.team).exit_code == 0
    assert town.hansho("slack", "list").output == ""
    read = [message.id for message in here.inbox()]
    here.say("状況")
    assert [message.id for message in here.inbox()] == read
