"""The town of the scenarios and a phone-sized browser in front of its sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage

from masking import MaskingPool
from tests.browser.visitor import DRAWN_ONCE, PHONE, Visitor, by_name
from tests.world.chromium import PATIENCE_MS, chromium
from tests.world.over_http import TownOverHttp


@pytest.fixture
def town(tmp_path: Path, sqlite_url: str, master_keys: str, pool: MaskingPool) -> Iterator[TownOverHttp]:
    """The demo town with its bot, on SQLite; what databases differ in is seen in the scenarios."""
    with TownOverHttp(tmp_path, sqlite_url, master_keys, pool) as made:
        yield made


@pytest.fixture
def visitor(town: TownOverHttp) -> Iterator[Visitor]:
    """Somebody at the sandbox; no page of theirs may complain, or ask anything of third parties."""
    amiss: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        # Chromium itself says this of the page that learns that its alert is over (HTTP 410).
        if message.type in {"error", "warning"} and "410 (Gone)" not in message.text:
            amiss.append(message.text)

    with chromium() as browser:
        context = browser.new_context(**PHONE | DRAWN_ONCE)
        context.set_default_timeout(PATIENCE_MS)
        ours = (town.simulator_url, by_name(town.simulator_url), town.bot_url, f"blob:{town.simulator_url}")
        context.on("request", lambda asked: None if asked.url.startswith(ours) else amiss.append(asked.url))
        context.on("console", heard)
        context.on("weberror", lambda error: amiss.append(str(error.error)))
        page = context.new_page()
        page.goto(f"{town.simulator_url}/sandbox")
        yield Visitor(page)
        context.close()
    assert amiss == []
