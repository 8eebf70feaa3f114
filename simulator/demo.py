"""``make demo``: the town, its bot in a process of its own, a story over HTTP, then the sandbox."""

from __future__ import annotations

import argparse
import base64
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import httpx
from rich.console import Console

from simulator import town
from simulator.app import create
from simulator.clock import Clock
from simulator.line_state import Channel
from simulator.phones import People
from simulator.serving import address, listening_at, loopback_socket, served
from simulator.slack_state import Workspace
from simulator.story import Story

FOLDER = Path(".demo")
SANDBOX_PORT, BOT_PORT = 8000, 8080
START_SECONDS = 60
"""On a busy machine; the models load meanwhile."""


def main() -> None:
    """Play the story; without ``--headless`` stay open for visitors until Ctrl-C."""
    os.umask(0o077)  # as the bot does: what is tried out may be somebody's photo
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: the bot must not outlive its demo
    parser = argparse.ArgumentParser(prog="hansho demo", description=__doc__)
    parser.add_argument("--headless", action="store_true", help="any free ports; leave after the story")
    options = parser.parse_args()
    console = Console()
    sandbox, bot = (loopback_socket() for _ in range(2)) if options.headless else (taken(SANDBOX_PORT), taken(BOT_PORT))
    folder = Path(tempfile.mkdtemp(prefix="hansho-demo-")) if options.headless else emptied(FOLDER)
    clock = Clock(folder / "clock")
    bot_url = address(bot)
    app = create(url=address(sandbox), bot_url=bot_url, clock=clock)
    bot.close()
    with served(app, sandbox) as simulator_url:
        environment = {**os.environ, **settings(folder, simulator_url, bot_url)}
        town.write(folder, datetime.fromtimestamp(clock.now(), town.ZONE).date())
        run(environment, "bot.cli", "stores", "import", str(folder / "stores.csv"))
        run(environment, "bot.cli", "members", "import", str(folder / "members.csv"))
        with running(environment, folder / "bot.log", bot_url), People(simulator_url) as people:
            Story(people, console, lambda *words: run(environment, *words), folder / "ledger.txt").play()
            if not options.headless:
                stay(console, simulator_url)
    if options.headless:
        shutil.rmtree(folder)


def emptied(folder: Path) -> Path:
    """The folder without what an earlier demo left in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def settings(folder: Path, simulator_url: str, bot_url: str) -> dict[str, str]:
    """The bot's environment: production code, the fakes' addresses, fresh secrets."""

    def secret() -> str:
        return base64.b64encode(secrets.token_bytes(32)).decode()

    return {
        "HANSHO_DEMO": "true",
        "HANSHO_DEMO_CLOCK": str(folder / "clock"),
        "HANSHO_DATABASE_URL": f"sqlite:///{folder}/hansho.sqlite3",
        "HANSHO_PUBLIC_URL": bot_url,
        "HANSHO_PORT": bot_url.rsplit(":", 1)[1],
        "HANSHO_MASTER_KEYS": f"demo:{secret()}",
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


def taken(port: int) -> socket.socket:
    """The port people expect, or a clear word that something else has it."""
    try:
        return listening_at(port)
    except OSError:
        sys.exit(f"ポート {port} は使用中です。 / Port {port} is taken: stop what uses it, then try again.")


def run(environment: dict[str, str], *words: str) -> str:
    """One of the project's modules; what it printed.

    Raises:
        subprocess.CalledProcessError: it failed; what it said stands on the terminal.
    """
    command = [sys.executable, "-m", *words]
    return subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603


@contextmanager
def running(environment: dict[str, str], log_file: Path, bot_url: str) -> Iterator[None]:
    """``hansho serve`` in a process of its own, ready; its log goes to a file."""
    with log_file.open("w") as log:
        command = [sys.executable, "-m", "bot.cli", "serve"]
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)  # noqa: S603
        try:
            _until_ready(bot_url, process, log_file)
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def stay(console: Console, simulator_url: str) -> None:
    """Keep everything running for visitors."""
    console.print(f"\n[bold]さわってみる / Try it yourself:[/] {simulator_url}/sandbox   (Ctrl-C で終了 / to leave)")
    try:
        signal.pause()
    except KeyboardInterrupt:
        console.print("またどうぞ。 / Bye.")


def _until_ready(bot_url: str, process: subprocess.Popen[bytes], log_file: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        if process.poll() is not None or time.monotonic() > end:
            sys.exit(f"The bot did not start; see {log_file}.")
        try:
            if httpx.get(f"{bot_url}/readyz", trust_env=False).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
