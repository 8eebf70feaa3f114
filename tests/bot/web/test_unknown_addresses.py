"""An address that somebody typed, or that lost its end in a message: a page that says what to do, never raw JSON."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from starlette.routing import Route

from bot.app import create
from bot.settings import Settings
from bot.wiring import build
from tests.world.databases import ON_SQLITE
from tests.world.pages import TownWithPages
from tests.world.ports import SECRETS

pytestmark = ON_SQLITE

HERE = "https://hansho.example.jp"

FORM = "application/x-www-form-urlencoded"
ODD = "%00%ff%C2%B2"
"""Bytes that are no text, and what is a digit but no number."""

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize("path", ["/", "/nothing", "/p", "/p/a/b/c", "/desk/nothing/at/all"])
def test_who_types_an_address_reads_a_page(town: TownWithPages, path: str) -> None:
    """In both languages, since it may be anybody; the same page as behind a dead link."""
    answer = town.phone().get(path, **BROWSER)
    assert answer.status_code == 404
    assert "ページが見つかりません" in answer.text
    assert "[en] ページが見つかりません" in answer.text


def test_a_slash_at_the_end_leads_to_the_page_without_it(town: TownWithPages) -> None:
    """What was asked stays; nobody is led to another server, however many slashes or backslashes stand in front."""
    phone = town.phone().http
    phone.follow_redirects = False
    assert phone.get("/desk/?from=chat", headers=BROWSER).headers["location"] == "/desk?from=chat"
    for path in ("//elsewhere.example/", "/\\elsewhere.example/", "///elsewhere.example"):
        away = phone.get(httpx.URL(town.url).copy_with(raw_path=path.encode()), headers=BROWSER)
        to = httpx.URL(away.headers.get("location", "/"))
        assert to.host == ""
        assert not str(to).startswith(("//", "/\\"))


def test_programs_get_the_short_answer(town: TownWithPages) -> None:
    """A webhook with a typing error in its address needs no page."""
    answer = town.phone().http.post("/line/webhok", headers={"accept": "*/*"})
    assert answer.status_code == 404
    assert "<html" not in answer.text


def test_before_anybody_takes_part_no_address_is_a_fault(database_url: str, master_keys: str, tmp_path: Path) -> None:
    """A volunteer who set the bot up and has not imported a shop yet, or a scanner that found it: never a 500."""
    given = {"database_url": database_url, "key_directory": tmp_path / "keys", "checkpoints": tmp_path / "checkpoints"}
    settings = Settings.model_validate({**SECRETS, **given, "master_keys": master_keys, "public_url": HERE})
    bot = build(settings)
    app = create(bot, None)
    tried = asyncio.run(_each(app, "abc"))
    for path, found in asyncio.run(_each(app, ODD)).items():
        tried[path] |= found
    bot.application.database.close()
    assert tried["/r/ask"] == tried["/r/answer"] == tried["/r"] == {404}
    assert {path for path, found in tried.items() if max(found) >= 500} == set()


async def _each(app: FastAPI, word: str) -> dict[str, set[int]]:
    """What each address answers to each of its methods, by the address as it is written in the code.

    ``word``: what stands wherever an address, a question or a form takes one.
    """
    found = defaultdict(set)
    over = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=over, base_url=HERE, headers=BROWSER) as browser:
        for route in (one for one in app.routes if isinstance(one, Route) and one.methods):
            for method in route.methods - {"HEAD"}:
                path, given = re.sub(r"{[^}]+}", word, route.path), f"form_token={word}&number={word}&at={word}&{word}="
                body = {"content": given, "headers": {"content-type": FORM}} if method == "POST" else {}
                answer = await browser.request(method, f"{path}?{given}", **body)
                found[route.path].add(answer.status_code)
    return found
