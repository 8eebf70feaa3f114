"""The desk of the demo town: its people's browsers on one side, their chats on the other."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from fastapi import FastAPI

from bot.web.pages import add_pages
from storage.unit_of_work import Database
from tests.bot.desk.sitting import Browser
from tests.bot.stages import Stage
from tests.world.in_process import TownInProcess


@pytest.fixture
def desk_app() -> FastAPI:
    """What stands on the bot's stage."""
    return FastAPI(openapi_url=None)


@pytest.fixture
def town(
    tmp_path: Path, town_file: Path, master_keys: str, bot_stage: Stage, desk_app: FastAPI, now: datetime
) -> Iterator[TownInProcess]:
    """A town of this test's own, on SQLite, with its desk served over loopback."""
    shutil.copyfile(town_file, tmp_path / "town.sqlite3")
    database = Database(f"sqlite:///{tmp_path}/town.sqlite3", master_keys=master_keys)
    made = TownInProcess(database, now)
    settings = made.app.settings.model_copy(update={"public_url": bot_stage.url})
    made.app = replace(made.app, settings=settings)
    add_pages(desk_app, made.app)
    bot_stage.app = desk_app
    yield made
    made.close()
    database.close()


@pytest.fixture
def browser(town: TownInProcess) -> Iterator[Callable[[str], Browser]]:
    """A browser of one of its people that we have never seen."""
    with ExitStack() as opened:

        def open_one(code: str) -> Browser:
            made = Browser(town, code)
            opened.enter_context(made.http)
            return made

        yield open_one
