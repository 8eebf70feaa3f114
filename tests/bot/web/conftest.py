"""The pages of a town, served over loopback."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from fastapi import FastAPI

from bot.web.pages import add_pages
from storage.unit_of_work import Database
from tests.bot.stages import Stage
from tests.world.pages import TownWithPages


@pytest.fixture
def town(database: Database, bot_stage: Stage, now: datetime) -> Iterator[TownWithPages]:
    """Two shops, three people, one case whose photo is being looked at."""
    made = TownWithPages(database, bot_stage.url, now)
    bot_stage.app = pages = FastAPI(openapi_url=None, redirect_slashes=False)
    add_pages(pages, made.app)
    yield made
    made.close()
