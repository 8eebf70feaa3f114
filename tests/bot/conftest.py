"""Real HTTP over loopback: the simulator on one address, the webhooks under test on another."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from shutil import copyfile

import pytest
import uvicorn
from fastapi import APIRouter, FastAPI

from bot.door import Door
from simulator import app as simulated
from simulator.clock import Clock
from simulator.control import Simulator
from simulator.serving import address, loopback_socket
from storage.unit_of_work import Database
from tests.bot.stages import Kept, Stage, Wall
from tests.world.town import move_in


def _stage() -> Iterator[Stage]:
    listener = loopback_socket()
    stage = Stage(address(listener))
    server = uvicorn.Server(uvicorn.Config(stage, log_level="critical", lifespan="off", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield stage
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def simulator_stage() -> Iterator[Stage]:
    """Where the simulator stands."""
    yield from _stage()


@pytest.fixture(scope="session")
def bot_stage() -> Iterator[Stage]:
    """Where the bot listens."""
    yield from _stage()


@pytest.fixture(scope="session")
def town_file(tmp_path_factory: pytest.TempPathFactory, empty_sqlite: Path, master_keys: str) -> Path:
    """A SQLite file with the whole town, to copy."""
    path = tmp_path_factory.mktemp("town") / "town.sqlite3"
    copyfile(empty_sqlite, path)
    database = Database(f"sqlite:///{path}", master_keys=master_keys)
    move_in(database, datetime.fromisoformat("2026-11-01T00:00:00+00:00"))
    database.close()
    return path


@pytest.fixture
def wall() -> Wall:
    """A wall clock that a test can move."""
    return Wall()


@pytest.fixture
def sim(simulator_stage: Stage, bot_stage: Stage, wall: Wall) -> Iterator[Simulator]:
    """A fresh town with LINE and Slack."""
    app = simulated.create(url=simulator_stage.url, bot_url=bot_stage.url, clock=Clock(wall=wall))
    simulator_stage.app = app
    yield app.state.simulator
    app.state.simulator.sender.close()


@pytest.fixture
def listen(bot_stage: Stage) -> Callable[[APIRouter], None]:
    """Let the bot listen with one router."""

    def put_up(router: APIRouter) -> None:
        app = FastAPI()
        app.routes.extend(router.routes)
        app.add_middleware(Door)
        bot_stage.app = app

    return put_up


@pytest.fixture
def kept(database: Database, now: datetime) -> Kept:
    """An empty inbox."""
    return Kept(database, now)
