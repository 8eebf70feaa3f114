"""The public pages of the demo town, and strangers who open them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from shutil import copyfile
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from bot.language import sentences
from bot.web.pages import add_pages
from storage.unit_of_work import Database
from tests.world.in_process import TownInProcess


class Visitor:
    """Somebody at an address, whose browser keeps nothing; ``headers``: what they, or a proxy, say of themselves."""

    def __init__(self, pages: FastAPI, address: str) -> None:
        self.headers: dict[str, str] = {}
        self._transport = httpx.ASGITransport(pages, client=(address, 50000))

    def get(self, address: str, **params: str) -> httpx.Response:
        return asyncio.run(self._ask("GET", address, params=params or None))

    def post(self, address: str, data: Mapping[str, str]) -> httpx.Response:
        return asyncio.run(self._ask("POST", address, data=data))

    async def _ask(self, method: str, address: str, **more: Any) -> httpx.Response:
        async with httpx.AsyncClient(transport=self._transport, base_url="https://hansho.example") as http:
            return await http.request(method, address, headers=self.headers, **more)


Stranger = Callable[[str], Visitor]


@pytest.fixture
def town(tmp_path: Path, town_file: Path, master_keys: str, now: datetime) -> Iterator[TownInProcess]:
    """A town of this test's own, on SQLite."""
    copyfile(town_file, tmp_path / "town.sqlite3")
    database = Database(f"sqlite:///{tmp_path}/town.sqlite3", master_keys=master_keys)
    made = TownInProcess(database, now)
    yield made
    made.close()
    database.close()


@pytest.fixture
def stranger(town: TownInProcess) -> Stranger:
    """Somebody at this address, whose browser keeps nothing; they read in the language that they choose."""
    pages = FastAPI(openapi_url=None)
    add_pages(pages, replace(town.app, ports=replace(town.app.ports, sentences=sentences)))
    return lambda address: Visitor(pages, address)
