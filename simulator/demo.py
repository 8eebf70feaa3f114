"""``make demo``: the town and its bot in a process of its own, at the sandbox; headless, the story alone."""

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
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import httpx
from rich.console import Console
from rich.markup import escape

from simulator import town
from simulator.clock import Clock
from simulator.line_state import Channel
from simulator.phones import People, Phone
from simulator.script import Said
from simulator.serving import address, listening_at, loopback_socket, served
from simulator.slack_state import Workspace
from simulator.stage import ACTS, Stage
from simulator.webhook_delivery import LOOPBACK

FOLDER = Path(".demo")
PORT, TO_BOT = 8000, 80
"""The sandbox's port, and how much higher that of the bot's pages is."""
FURTHER = 100
"""Between the ports of two demos side by side."""
LOOK_SECONDS = 1.0
"""Between two looks whether the bot still runs."""
START_SECONDS = 60
"""On a busy machine; the models load meanwhile."""


def main() -> None:
    """Keep the town open for visitors until Ctrl-C; with ``--headless`` play the story and leave."""
    os.umask(0o077)  # as the bot does: what is tried out may be somebody's photo
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: the bot must not outlive its demo
    parser = argparse.ArgumentParser(prog="hansho demo", description=__doc__)
    parser.add_argument("--headless", action="store_true", help="any free ports; leave after the story")
    parser.add_argument("--port", type=int, default=PORT, help="of the sandbox; the bot's pages are 80 above")
    options = parser.parse_args()
    console = Console()
    if options.headless:
        with tempfile.TemporaryDirectory(prefix="hansho-demo-") as scratch, open_town(Path(scratch)) as (stage, _):
            tell_story(stage, console)
        return
    sockets = taken(options.port)
    with open_town(emptied(FOLDER / str(options.port)), *sockets) as (stage, url):
        stay(console, stage, url)


@contextmanager
def open_town(folder: Path, *sockets: socket.socket) -> Iterator[tuple[Stage, str]]:
    """The town with its bot, on these two ports or on any; the stage and its address."""
    sandbox, bot = sockets or (loopback_socket(), loopback_socket())
    clock, url, bot_url = Clock(folder / "clock"), address(sandbox), address(bot)
    bot.close()
    stage = Stage(url, bot_url, clock, BotProcess(folder, url, bot_url))
    try:
        with served(stage, sandbox):
            stage.begin("ja")
            yield stage, url
    except (RuntimeError, subprocess.CalledProcessError) as error:
        sys.exit(str(error))
    finally:
        stage.close()


def tell_story(stage: Stage, console: Console) -> None:
    """The story as fast as the bot goes, on the terminal."""
    began = time.monotonic()

    def tell(who: Phone | None, said: Said) -> None:
        name = f"{who.name}（{who.platform.upper()}） " if who else ""
        line = f"[dim]{time.monotonic() - began:5.1f} s[/]  [bold]{escape(name)}[/]{escape(said.ja)}"
        console.print(f"{line}  [dim italic]{escape(said.en)}[/]", soft_wrap=True)

    def show(text: str) -> None:
        for line in text.splitlines():
            console.print(f"         │ {escape(line)}", highlight=False, soft_wrap=True)

    console.rule("[bold]半鐘 Hansho[/]  半鐘町の月曜日 / A Monday in Hansho-machi")
    with People(stage.url) as people:
        for act in ACTS["whole"]:
            act(people, "ja", tell, show, stage.bot).play()


class BotProcess:
    """``hansho serve`` in a process of its own, with a new database and new secrets at each start.

    Args:
        folder: Holds all of it, and the log.
    """

    def __init__(self, folder: Path, simulator_url: str, bot_url: str) -> None:
        self.ledger, self.log = folder / "ledger.txt", folder / "bot.log"
        self._folder, self._simulator_url, self._url = folder, simulator_url, bot_url
        self._environment: dict[str, str] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._one_at_a_time = threading.Lock()

    def start(self, language: str) -> dict[str, str]:
        """Start it in a town of that language, and wait until it is ready; returns the codes for newcomers.

        Raises:
            RuntimeError: it did not start.
            subprocess.CalledProcessError: an import failed.
        """
        data = emptied(self._folder / "town")
        self._environment = {**os.environ, **settings(data, self._folder / "clock", self._simulator_url, self._url)}
        town.write(data, datetime.fromtimestamp(Clock().now(), town.ZONE).date(), town.EVERYBODY, language)
        printed = self.run("bot.cli", "town", str(data), *town.DESK)
        self.log.unlink(missing_ok=True)
        self._serve()
        rows = (line.split("\t") for line in printed.splitlines() if "\t" in line)
        return {code: enrolment.split()[-1] for code, enrolment, *_ in rows}

    def revive(self) -> bool:
        """Start it again as it was, as a supervisor would, if it has ended by itself; whether it had.

        Raises:
            RuntimeError: it did not start.
        """
        with self._one_at_a_time:
            ended = self._process is not None and self._process.poll() is not None
            if ended:
                self._serve()
        return ended

    def restart(self) -> None:
        """It dies in the middle of whatever it does, and is started again as it was.

        Raises:
            RuntimeError: it did not start.
        """
        with self._one_at_a_time:
            if self._process:
                self._process.kill()
                self._process.wait()
            self._serve()

    def _serve(self) -> None:
        with self.log.open("a") as log:
            command = [sys.executable, "-m", "bot.cli", "serve"]
            self._process = subprocess.Popen(command, env=self._environment, stdout=log, stderr=log)  # noqa: S603
        self._wait_until_ready(self._process)

    def stop(self) -> None:
        """End it, if it runs."""
        if self._process:
            self._process.send_signal(signal.SIGTERM)
            self._process.wait(30)
            self._process = None

    def run(self, *words: str) -> str:
        """One of the project's modules; what it printed.

        Raises:
            subprocess.CalledProcessError: it failed; what it said stands on the terminal.
        """
        command = [sys.executable, "-m", *words]
        return subprocess.run(command, env=self._environment, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        end = time.monotonic() + START_SECONDS
        with httpx.Client(trust_env=False, verify=LOOPBACK) as asking:
            while process.poll() is None and time.monotonic() < end:
                try:
                    if asking.get(f"{self._url}/readyz").is_success:
                        return
                except httpx.TransportError:
                    pass
                time.sleep(0.1)
        raise RuntimeError(f"The bot did not start; see {self.log}.")


def emptied(folder: Path) -> Path:
    """The folder without what was in it before."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def settings(folder: Path, clock: Path, simulator_url: str, bot_url: str) -> dict[str, str]:
    """The bot's environment: production code, the fakes' addresses, fresh secrets."""

    def secret() -> str:
        return base64.b64encode(secrets.token_bytes(32)).decode()

    return {
        "HANSHO_DEMO": "true",
        "HANSHO_DEMO_CLOCK": str(clock),
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


def taken(port: int) -> tuple[socket.socket, socket.socket]:
    """The sandbox's port and the bot's, or a clear word which of them something else has, and what to type instead."""
    try:
        return both(port)
    except OSError as error:
        free = next((other for other in range(port + FURTHER, 65_000, FURTHER) if is_free(other)), 0)
        sys.exit(f"{error}\n別のポートで始めてください。 / Start it on another port:  make demo PORT={free}\n")


def both(port: int) -> tuple[socket.socket, socket.socket]:
    """The two sockets.

    Raises:
        OSError: something else has one of them; says which.
    """
    sockets: list[socket.socket] = []
    for one in (port, port + TO_BOT):
        try:
            sockets.append(listening_at(one))
        except (OSError, OverflowError) as error:
            for earlier in sockets:
                earlier.close()
            raise OSError(f"ポート {one} は使えません。 / Port {one} can't be used: {error}") from error
    return sockets[0], sockets[1]


def is_free(port: int) -> bool:
    """Whether a demo could start there."""
    try:
        for sock in both(port):
            sock.close()
    except OSError:
        return False
    return True


def stay(console: Console, stage: Stage, url: str) -> None:
    """Keep everything running for visitors; a bot that has ended is started again, with all that it knew."""
    console.print(f"\n[bold]さわってみる / Try it yourself:[/] {url}/sandbox   (Ctrl-C で終了 / to leave)")
    try:
        while True:
            time.sleep(LOOK_SECONDS)
            if stage.revive():
                told = f"ボットが止まったので、起動し直しました。 / The bot had ended and runs again: {stage.bot.log}"
                console.print(told, soft_wrap=True)
    except KeyboardInterrupt:
        console.print("またどうぞ。 / Bye.")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
