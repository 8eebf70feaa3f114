"""A simulated world and, where the bot would stand, a listener that keeps what it is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from linebot.v3.messaging import ApiClient, Configuration, MessagingApi, MessagingApiBlob
from slack_sdk import WebClient

from simulator.clock import Clock
from simulator.control import Simulator
from simulator.people import People, Phone
from simulator.serving import served, simulated


@dataclass
class Received:
    """One request to the bot."""

    path: str
    body: bytes
    headers: dict[str, str]


@dataclass
class Listener:
    """Stands where the bot would; ``answer`` decides what it says to a request."""

    url: str = ""
    got: list[Received] = field(default_factory=list)
    answer: Callable[[Received], Response] = lambda _: Response()


@dataclass
class Town:
    """Everything a test needs of the simulated world."""

    url: str
    sim: Simulator
    people: People
    bot: Listener

    def phone(self, who: str, platform: str | None = None) -> Phone:
        """The phone of a person."""
        return self.people.phone(who, platform)


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
def town(bot: Listener, tmp_path: Path) -> Iterator[Town]:
    """The demo town around that bot."""
    with simulated(bot.url, clock=Clock(tmp_path / "clock")) as (url, sim), People(url) as people:
        yield Town(url, sim, people, bot)


def _configuration(town: Town, token: str) -> Configuration:
    return Configuration(host=f"{town.url}/line", access_token=token)


@pytest.fixture
def line(town: Town) -> Iterator[MessagingApi]:
    """LINE's own client with the channel's token."""
    with ApiClient(_configuration(town, town.sim.line.channel.token)) as client:
        yield MessagingApi(client)


@pytest.fixture
def files(town: Town) -> Iterator[MessagingApiBlob]:
    """LINE's own client for contents."""
    with ApiClient(_configuration(town, town.sim.line.channel.token)) as client:
        yield MessagingApiBlob(client)


@pytest.fixture
def slack(town: Town) -> WebClient:
    """Slack's own client with the bot's token."""
    return WebClient(town.sim.slack.workspace.token, base_url=f"{town.url}/slack/api/", timeout=5)
