"""Every page that is no alert's: the desk's, with what stands behind a press, the public ones, and others; by axe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import cycle
from typing import Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from handlers.commands.incidents import OpenIncident
from handlers.commands.office import AskTwofold
from handlers.network.workspaces import invite
from policy.desk import Room
from policy.incidents.kinds import What
from policy.rights import Channel, LookPurpose, Wish
from policy.twofold import Act
from simulator.serving import simulated
from tests.bot.desk.test_acts import PERSON, STORE
from tests.bot.desk.test_handing_over import granted
from tests.browser.eyes import OFFICE, SMALL, Eyes, ServedTown, sit_down, way_in, with_pages
from tests.world.chromium import IN_A_BROWSER, PATIENCE_MS, chromium
from tests.world.requests import WORDS, about, send

pytestmark = IN_A_BROWSER

REPORTER = "P01"
LINKS: Final = "[...document.querySelectorAll('a[href]:not([download])')].map((link) => link.href)"


@pytest.fixture
def town(sqlite_url: str, master_keys: str, now: datetime) -> Iterator[ServedTown]:
    """The demo town with its pages on loopback."""
    with with_pages(sqlite_url, master_keys, now) as made:
        yield made


@pytest.fixture
def eyes(town: ServedTown) -> Iterator[Eyes]:
    """On a small phone."""
    with chromium() as browser:
        page = browser.new_context(**SMALL).new_page()
        page.set_default_timeout(PATIENCE_MS)
        made = Eyes(town, page)
        yield made
        assert made.found == {}


def beside(town: ServedTown, eyes: Eyes) -> None:
    """Slack's installation, the printed card, and the sandbox."""
    with town.app.writing() as ctx:
        code = invite(ctx)
        ctx.uow.commit()
    eyes.read("install", at=f"{town.app.settings.public_url}/slack/install/{code}")
    eyes.read("install-over", at=f"{town.app.settings.public_url}/slack/install/none")
    with simulated(town.app.settings.public_url) as (url, _):
        eyes.page.goto(f"{url}/sandbox")
        expect(eyes.page.locator(".phone").first).to_be_visible()
        eyes.here("sandbox, ja")
        eyes.page.get_by_role("button", name="English").click()
        eyes.here("sandbox, en")


def rooms(desk: str, eyes: Eyes) -> None:
    """Every room that a link there leads to, one of each kind."""
    seen: set[str] = set()
    ahead = [desk]
    while ahead:
        at = ahead.pop()
        kind = re.sub(r"/[^/?]*[A-Z0-9][^/?]*", "/…", urlsplit(at).path)
        if kind in seen:
            continue
        seen.add(kind)
        eyes.read(kind, at=at)
        ahead += [link for link in eyes.page.evaluate(LINKS) if link.startswith(desk)]
    assert len(seen) > len(Room), seen


def button(page: Page, action: str, label: str = "") -> Locator:
    """Of the form that is sent there."""
    buttons = page.locator(f"form[action='{action}'] button")
    return buttons.filter(has_text=label).last if label else buttons.last


def fill(page: Page, action: str, **typed: str) -> Locator:
    """Type into that form; its button."""
    for name, value in typed.items():
        field = page.locator(f"form[action='{action}'] [name='{name}']")
        chosen = field.evaluate("e => e.tagName") == "SELECT"
        field.select_option(value) if chosen else field.fill(value)
    return button(page, action)


def behind_presses(town: ServedTown, desk: str, number: str, eyes: Eyes) -> None:
    """What only an answer to a form shows: a request that is read, receipts, codes, what was typed too late."""
    page, person = eyes.page, f"/desk/people/{PERSON['member_code']}"
    eyes.read("a request, read", at=f"{desk}/requests/{number}?purpose={LookPurpose.ANSWER}")
    page.goto(f"{desk}/requests/new")
    asked = {"channel": Channel.TELEPHONE, "wish": Wish.QUESTION, "words": WORDS}
    eyes.press("a receipt", fill(page, "/desk/requests/new", **asked))
    page.goto(f"{desk}/new/member")
    eyes.press("somebody new", fill(page, "/desk/new/member", **PERSON))
    eyes.press("their code", button(page, f"{person}/invite"))
    page.goto(f"{desk}/people?outside=yes")
    eyes.press("all codes", button(page, "/desk/invitations", "カードを画面に出す"))
    page.goto(f"{desk}/new/store")
    send_late = fill(page, "/desk/new/store", **STORE)
    town.now += timedelta(hours=7)
    eyes.press("typed when nobody sat there any more", send_late)
    another = page.context.new_page()
    another.goto(way_in(town))
    another.get_by_role("button", name="開く").click()
    expect(another.get_by_role("heading", name="今日", exact=True)).to_be_visible()
    eyes.press("not sent yet", button(page, "/desk/new/store"))


def test_axe_finds_nothing_in_any_room_of_the_desk(town: ServedTown, eyes: Eyes) -> None:
    """R-127: with an alert, an incident, requests and what waits for a second person; a new page fails this test."""
    _, number = granted(town)
    send(town, about(town), number="Q-2345679")
    town.run(OpenIncident(town.account(REPORTER), What.SCREENSHOT, "a press"))
    town.run(AskTwofold(town.account(OFFICE), Act.RULES, {"changes": {"radius_km": 2}}))
    eyes.read("nobody sits there", at=f"{town.app.settings.public_url}/desk")
    desk = sit_down(town, eyes)
    rooms(desk, eyes)
    behind_presses(town, desk, number, eyes)
    assert eyes.unread("desk") == set()


def test_axe_finds_nothing_beside_an_alert(town: ServedTown, eyes: Eyes) -> None:
    """R-127: what visitors and whoever has an old link read."""
    eyes.read("missing", at=f"{town.app.settings.public_url}/p/nothing")
    beside(town, eyes)


def test_axe_finds_nothing_on_any_public_page(town: ServedTown, eyes: Eyes) -> None:
    """R-070, R-127: from a shop's address to the receipt and the answer; a new public page fails this test."""
    page, url, store = eyes.page, town.app.settings.public_url, town.warn().store
    shop = f"/r/{store.business.code}/{store.code}"
    languages = cycle(("ja", "easy", "en"))
    for at in ("/r", shop, "/r/notices", "/r/answer", "/i/ABCD2345"):
        eyes.read(at, at=f"{url}{at}?lang={next(languages)}")
    eyes.read("form", at=f"{url}{shop}/ask?lang=ja")
    page.locator(f"[name=wish][value={Wish.QUESTION}]").check()
    page.locator("[name=words]").fill("090-1234-5678")
    page.locator("[name=day]").fill("2026-11-01")
    send_it = page.get_by_role("button", name="送る")
    with page.context.expect_page() as opened:
        send_it.click(modifiers=["Control"])
    expect(opened.value.locator("dd").first).to_be_visible()
    replace(eyes, page=opened.value).here("receipt")
    number, secret = opened.value.locator("dd").all_inner_texts()[:2]
    eyes.press("twice", send_it)
    page.goto(f"{url}/r/answer?number={number}&lang=ja")
    for said, name in (("AAAA-AAAA-AAAA", "wrong secret"), (secret, "answer")):
        page.locator("[name=secret]").fill(said)
        eyes.press(name, page.get_by_role("button").last)
    assert eyes.unread("public") == set()
