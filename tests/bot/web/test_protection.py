"""Headers, forged posts, oversized bodies (R-001, R-064, R-095)."""

from __future__ import annotations

import re
from datetime import datetime

import httpx
import pytest
from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

from bot.app import create, working
from bot.application import Application
from bot.web.pages import add_pages
from bot.web.render import HERE
from bot.web.security import LONGEST_FORM, SecurityHeaders, comes_from_our_page
from bot.wiring import Bot
from tests.bot.stages import Stage
from tests.world.databases import ON_SQLITE
from tests.world.pages import SHA256, TownWithPages, form_token


def assert_protected(answer: httpx.Response) -> None:
    """Nothing is kept, indexed, framed, sniffed or told to others."""
    headers = answer.headers
    assert headers["cache-control"].startswith("no-store")
    assert "noindex" in headers["x-robots-tag"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@ON_SQLITE
def test_every_answer_is_protected(town: TownWithPages) -> None:
    """R-001, R-095: pages, pictures, states, errors and redirects alike."""
    town.alert_goes_live()
    phone, page = town.opened("alert", town.neighbour)
    for answer in (
        phone.get(page),
        phone.get(f"{page}/picture"),
        phone.get(f"{page}/state"),
        phone.get("/p/unknown"),
        phone.get("/p/a/b/c"),
        phone.post(page, {}),
        phone.post(f"{page}/open", {}),
        phone.http.post(f"{page}/open", data={"form_token": "x"}, follow_redirects=False),
        phone.post(f"{page}/open", {"form_token": "x" * LONGEST_FORM}),
        phone.get(f"{page}/picture?still=x"),
        phone.http.post(f"{page}/open", files={"form_token": b"a file"}),
        phone.http.post(f"{page}/open", content=b"--x", headers={"content-type": "multipart/form-data; boundary=x"}),
    ):
        assert_protected(answer)
        assert "loc" not in answer.text


@ON_SQLITE
def test_pages_hold_no_inline_scripts_or_styles_and_ask_nobody_else(town: TownWithPages) -> None:
    """R-001: no third-party request from any page."""
    for template in HERE.glob("templates/*.html"):
        text = template.read_text()
        assert not re.search(r"<script(?! src=)|<style|\sstyle=|\son[a-z]+=|https?://", text), template.name
    for static in HERE.glob("static/*.[cj]s*"):
        assert not re.search(r"https?://|@import|url\(", static.read_text()), static.name
    shown = town.phone().get(town.link("mask", town.reporter)).text
    assert '<meta name="robots" content="noindex' in shown
    assert '<meta name="referrer" content="no-referrer"' in shown


@ON_SQLITE
def test_page_files_are_served_with_their_hash(town: TownWithPages) -> None:
    """Every file a page names is there."""
    phone = town.phone()
    shown = phone.get(town.link("mask", town.reporter)).text
    named = set(re.findall(r'"(/assets/[^"]+)"', shown))
    assert named
    for address in named:
        answer = phone.get(address)
        assert answer.status_code == 200
        assert "v=" in address
        assert answer.headers["x-content-type-options"] == "nosniff"


@ON_SQLITE
def test_modules_that_a_file_names_are_there_and_never_out_of_date(town: TownWithPages) -> None:
    """A module names others without a hash, so that browsers have to ask each time."""
    phone = town.phone()
    named = set(re.findall(r'from "\./([a-z]+\.js)"', (HERE / "static" / "edit.js").read_text()))
    assert named
    for name in named:
        answer = phone.get(f"/assets/{name}")
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-cache"
        etag = answer.headers["etag"]
        assert phone.get(f"/assets/{name}", **{"if-none-match": etag}).status_code == 304


@ON_SQLITE
def test_every_address_of_the_server_is_protected(town: TownWithPages) -> None:
    """R-064: also what no link leads to, and what isn't there."""
    for address in ("/healthz", "/line/webhook", "/p", "/nowhere"):
        assert_protected(town.phone().get(address))


@pytest.mark.parametrize("action", ["known", "pick", "confirm"])
@ON_SQLITE
def test_a_post_without_the_pages_token_is_not_believed(town: TownWithPages, action: str) -> None:
    """R-064: 403, and what to do."""
    town.mask_arrives()
    phone, page = town.opened("mask", town.reporter)
    for token in ("", "x", form_token(phone.get(town.link("mask", town.reporter)))):
        refused = phone.post(f"{page}/{action}", {"form_token": token, "x": "1", "y": "1", "sha256": SHA256})
        assert refused.status_code == 403
        assert "チャットのリンクから開き直してください" in refused.text


@ON_SQLITE
def test_another_browsers_token_is_not_believed(town: TownWithPages) -> None:
    """R-064: a token is good for the browser it was given to."""
    page = town.link("mask", town.reporter)
    token = form_token(town.phone().get(page))
    other = town.phone()
    other.get(page)
    assert other.post(f"{page}/open", {"form_token": token}).status_code == 403


@ON_SQLITE
def test_a_browser_without_cookies_is_told_so(town: TownWithPages) -> None:
    """R-001: without a cookie we could not know it again."""
    page = town.link("mask", town.reporter)
    phone = town.phone()
    token = form_token(phone.get(page))
    phone.http.cookies.clear()
    refused = phone.post(f"{page}/open", {"form_token": token})
    assert refused.status_code == 403
    assert "Cookie" in refused.text


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none", "origin": "null"},
        {"origin": "http://[", "sec-fetch-site": "same-origin"},
    ],
)
@ON_SQLITE
def test_a_post_from_another_site_is_not_believed(town: TownWithPages, headers: dict[str, str]) -> None:
    """R-064: even with the right token."""
    page = town.link("mask", town.reporter)
    phone = town.phone()
    token = form_token(phone.get(page))
    assert phone.post(f"{page}/open", {"form_token": token}, **headers).status_code == 403


def test_what_browsers_send_for_our_own_forms_is_believed() -> None:
    """A page without referrer posts with ``Origin: null``; the fetch metadata tells then."""
    ours = "https://hansho.example"
    assert comes_from_our_page(Headers({"origin": "null", "sec-fetch-site": "same-origin"}), ours)
    assert comes_from_our_page(Headers({"origin": "https://hansho.example"}), ours)
    assert comes_from_our_page(Headers({"origin": "https://hansho.example:443"}), ours + "/")
    assert comes_from_our_page(Headers({}), ours)
    assert not comes_from_our_page(Headers({"origin": "http://hansho.example"}), ours)


@ON_SQLITE
def test_an_oversized_form_is_refused(town: TownWithPages) -> None:
    """R-064: nobody fills our memory."""
    page = town.link("mask", town.reporter)
    phone = town.phone()
    phone.get(page)
    huge = phone.post(f"{page}/open", {"form_token": "x" * LONGEST_FORM})
    assert huge.status_code == 413
    chunks = (b"form_token=" + b"x" * 1000 for _ in range(50))
    typed = {"content-type": "application/x-www-form-urlencoded"}
    assert phone.http.post(f"{page}/open", content=chunks, headers=typed).status_code == 413


@ON_SQLITE
def test_over_https_the_cookie_and_the_browser_insist_on_it(town: TownWithPages, bot_stage: Stage) -> None:
    """R-064: encryption in transit."""
    settings = town.app.settings.model_copy(update={"public_url": "https://hansho.example"})
    app = FastAPI()
    add_pages(app, type(town.app)(settings, town.database, town.app.ports, town.clock))
    bot_stage.app = app
    shown = town.phone().get(town.link("mask", town.reporter))
    assert "Secure" in shown.headers["set-cookie"]
    assert shown.headers["strict-transport-security"].startswith("max-age=")


@ON_SQLITE
def test_an_unexpected_fault_is_protected_wherever_it_happens(town: TownWithPages, bot_stage: Stage) -> None:
    """R-064: behind a link or not, an error page says its id and has every header; a worker's own port too."""

    def broken() -> datetime:
        raise OSError

    app = Application(town.app.settings, town.database, town.app.ports, broken)
    bot = Bot(town.app.settings, app)
    page = town.link("mask", town.reporter)
    for serving, address in ((create, page), (create, "/readyz"), (working, "/readyz")):
        bot_stage.app = serving(bot, None)
        with httpx.Client(base_url=bot_stage.url) as http:  # the server hangs up after a fault
            failed = http.get(address)
            assert failed.status_code == 500
            assert failed.text.startswith("error ")
            assert_protected(failed)


def test_even_a_failing_application_is_protected(bot_stage: Stage) -> None:
    """R-001: an answer that isn't ours carries the headers too."""
    bot_stage.app = SecurityHeaders(PlainTextResponse("oops", status_code=500), https=False)
    with httpx.Client(base_url=bot_stage.url) as http:
        assert_protected(http.get("/p/x"))
