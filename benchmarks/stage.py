"""A town, the fakes and the bot, each in a process of its own on loopback, as they would run."""

from __future__ import annotations

import base64
import csv
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bot.settings import Settings
from bot.wiring import Bot, build
from simulator.line_state import Channel
from simulator.phones import People
from simulator.serving import address, loopback_socket
from simulator.slack_state import Workspace

MODELS = Path(".models").resolve()
START_SECONDS = 90
"""On a busy machine."""


@dataclass(frozen=True)
class Stage:
    """What a benchmark needs: people with phones, the running bot, and another view of its database."""

    people: People
    bot: Bot
    bot_url: str
    process: subprocess.Popen[bytes]
    simulator_url: str


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """Start everything with the town whose ``stores.csv`` and ``members.csv`` lie in ``folder``."""
    bot_url, simulator_url = free_address(), free_address()
    environment = settings(folder, simulator_url, bot_url)
    with ExitStack() as stack:
        fakes = ["simulator", "--port", port(simulator_url), "--bot", bot_url, "--clock", str(folder / "clock")]
        stack.enter_context(running(fakes, f"{simulator_url}/_sim/clock", {}))
        for table in ("stores", "members"):
            hansho(environment, table, "import", str(folder / f"{table}.csv"))
        process = stack.enter_context(running(["bot.cli", "serve"], f"{bot_url}/readyz", environment))
        people = stack.enter_context(People(simulator_url))
        bot = build(
            Settings.model_validate({name.removeprefix("HANSHO_").lower(): v for name, v in environment.items()})
        )
        stack.callback(bot.application.database.close)
        yield Stage(people, bot, bot_url, process, simulator_url)


@contextmanager
def running(words: list[str], ready: str, environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """``python -m …`` until the block ends, from when ``ready`` answers."""
    process = subprocess.Popen(
        [sys.executable, "-m", *words], env={**os.environ, **environment}, stdout=subprocess.DEVNULL
    )
    try:
        _until_ready(ready, process)
        yield process
    finally:
        process.terminate()
        process.wait(60)


def hansho(environment: Mapping[str, str], *words: str) -> None:
    """One command of the bot's."""
    subprocess.run([sys.executable, "-m", "bot.cli", *words], env={**os.environ, **environment}, check=True)


def settings(folder: Path, simulator_url: str, bot_url: str) -> dict[str, str]:
    """The bot's environment; production code and default sizes."""

    def secret() -> str:
        return base64.b64encode(secrets.token_bytes(32)).decode()

    return {
        "HANSHO_DEMO": "true",
        "HANSHO_DEMO_CLOCK": str(folder / "clock"),
        "HANSHO_DATABASE_URL": f"sqlite:///{folder}/hansho.sqlite3",
        "HANSHO_PUBLIC_URL": bot_url,
        "HANSHO_PORT": port(bot_url),
        "HANSHO_MODELS": str(MODELS),
        "HANSHO_MASTER_KEYS": f"bench:{secret()}",
        "HANSHO_LINK_SECRET": secret(),
        "HANSHO_LEDGER_KEY": secret(),
        "HANSHO_LINE_CHANNEL_SECRET": Channel.secret,
        "HANSHO_LINE_CHANNEL_TOKEN": Channel.token,
        "HANSHO_LINE_API_URL": f"{simulator_url}/line",
        "HANSHO_SLACK_BOT_TOKEN": Workspace.token,
        "HANSHO_SLACK_SIGNING_SECRET": Workspace.signing_secret,
        "HANSHO_SLACK_APP_ID": Workspace.app,
        "HANSHO_SLACK_API_URL": f"{simulator_url}/slack/api/",
    }


def write_csv(path: Path, rows: list[dict[str, str]]) -> None:
    """A table as the imports read it."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def free_address() -> str:
    """A loopback address nobody listens at."""
    with loopback_socket() as sock:
        return address(sock)


def port(url: str) -> str:
    """The port of an address."""
    return url.rsplit(":", 1)[1]


def _until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < end:
        try:
            if httpx.get(url, trust_env=False, timeout=5).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise TimeoutError(f"nothing answers at {url}")
