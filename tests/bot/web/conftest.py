"""The pages of a town, served over loopback."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from fastapi import FastAPI

from bot.web.pages import add_pages
from bot.web.viewer import Viewer
from storage.unit_of_work import Database
from tests.bot.stages import Stage
from tests.world.pages import TownWithPages


@pytest.fixture(scope="session")
def pages() -> FastAPI:
    """Laying out the addresses takes longer than most tests, so each town only comes to stand behind them."""
    return FastAPI(openapi_url=None)


@pytest.fixture
def town(database: Database, bot_stage: Stage, pages: FastAPI, now: datetime) -> Iterator[TownWithPages]:
    """Two shops, three people, one case whose photo is being looked at."""
    made = TownWithPages(database, bot_stage.url, now)
    if not pages.routes:
        add_pages(pages, made.app)
    pages.state.viewer = Viewer(made.app)
    bot_stage.app = pages
    yield made
    made.close()
