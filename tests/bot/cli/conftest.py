"""The command line with settings of its own, and the demo town's files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import hansho
from simulator import town
from simulator.control import Simulator
from simulator.line_state import Channel
from simulator.slack_state import Workspace
from tests.bot.cli.terminal import Operator
from tests.world.ports import SECRETS


@pytest.fixture
def operator(sqlite_url: str, master_keys: str, monkeypatch: pytest.MonkeyPatch) -> Operator:
    """Somebody at a terminal with settings of their own."""
    settings = {
        "DATABASE_URL": sqlite_url,
        "MASTER_KEYS": master_keys,
        "LINK_SECRET": SECRETS["link_secret"],
        "LEDGER_KEY": SECRETS["ledger_key"],
        "PUBLIC_URL": "https://hansho.example.jp",
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"HANSHO_{name}", value)
    return lambda *words, answers="": CliRunner().invoke(hansho, words, input=answers)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """The demo town's CSV files."""
    town.write(tmp_path, date(2026, 11, 23))
    return tmp_path


@pytest.fixture
def chats(sim: Simulator, monkeypatch: pytest.MonkeyPatch) -> Simulator:
    """LINE and Slack are set up."""
    settings = {
        "DEMO": "true",
        "LINE_CHANNEL_SECRET": Channel.secret,
        "LINE_CHANNEL_TOKEN": Channel.token,
        "LINE_API_URL": f"{sim.world.url}/line",
        "SLACK_SIGNING_SECRET": Workspace.signing_secret,
        "SLACK_BOT_TOKEN": Workspace.token,
        "SLACK_API_URL": f"{sim.world.url}/slack/api/",
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"HANSHO_{name}", value)
    return sim
