"""A simulated world and, where the bot would stand, a listener that keeps what it is sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from linebot.v3.messaging import ApiClient, Configuration, MessagingApi, MessagingApiBlob
from slack_sdk import WebClient

from simulator.clock import Clock
from simulator.phones import People
from simulator.serving import address, loopback_socket, served, simulated
from simulator.stage import Stage
from tests.world.simulated import Listener, Received, SimulatedTown

PATIENT = 10
"""How many times as long as in the world LINE and Slack wait for the bot; the tests of their limits set it to 1."""


@pytest.fixture(scope="session")
def listening() -> Iterator[Listener]:
    """One listener for all tests, since starting a server takes longer than most of them."""
    app, listener = FastAPI(), Listener()

    @app.post("/{path:path}")
    async def receive(path: str, request: Request) -> Response:
        received = Received(f"/{path}", await request.body(), dict(request.headers))
        listener.got.append(received)
        return await run_in_threadpool(listener.answer, received)

    with served(app) as listener.url:
        yield listener


@pytest.fixture
def bot(listening: Listener) -> Listener:
    """A bot that answers 200 to everything and has been sent nothing yet."""
    listening.got.clear()
    listening.answer = lambda _: Response()
    return listening


@pytest.fixture
def town(bot: Listener, tmp_path: Path) -> Iterator[SimulatedTown]:
    """The demo town around that bot."""
    with simulated(bot.url, clock=Clock(tmp_path / "clock")) as (url, sim), People(url) as people:
        sim.world.patience = PATIENT
        yield SimulatedTown(url, sim, people, bot)


def _configuration(town: SimulatedTown, token: str) -> Configuration:
    return Configuration(host=f"{town.url}/line", access_token=token)


@pytest.fixture
def line(town: SimulatedTown) -> Iterator[MessagingApi]:
    """LINE's own client with the channel's token."""
    with ApiClient(_configuration(town, town.sim.line.channel.token)) as client:
        yield MessagingApi(client)


@pytest.fixture
def files(town: SimulatedTown) -> Iterator[MessagingApiBlob]:
    """LINE's own client for contents."""
    with ApiClient(_configuration(town, town.sim.line.channel.token)) as client:
        yield MessagingApiBlob(client)


@pytest.fixture
def slack(town: SimulatedTown) -> WebClient:
    """Slack's own client with the bot's token."""
    return WebClient(town.sim.slack.workspace.token, base_url=f"{town.url}/slack/api/", timeout=60)


class StandIn:
    """Where the bot's process would be: it takes the town, and gives the newcomer a code."""

    def __init__(self, ledger: Path) -> None:
        self.ledger = ledger
        self.languages: list[str] = []

    def start(self, language: str) -> dict[str, str]:
        """Started, in that language."""
        self.languages.append(language)
        return {"P35": "AAAA-BBBB"}

    def stop(self) -> None:
        """Stopped."""

    def run(self, *words: str) -> str:
        """It takes the sample year, and has no other modules."""
        if words == ("bot.cli", "sample"):
            return ""
        raise RuntimeError(" ".join(words))

    def restart(self) -> None:
        """It has no process to die."""


@pytest.fixture
def stage(bot: Listener, tmp_path: Path) -> Iterator[Stage]:
    """The town of ``make demo``, without its bot."""
    sock = loopback_socket()
    made = Stage(address(sock), bot.url, Clock(tmp_path / "clock"), StandIn(tmp_path / "ledger.txt"))
    with served(made, sock):
        made.begin("ja")
        yield made
        made.close()
