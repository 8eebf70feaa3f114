"""A passkey in a real browser, whose authenticator Chromium plays (WebDriver's WebAuthn extension)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi import FastAPI
from playwright.sync_api import expect

from bot.web.desk.rooms import Rooms
from tests.bot.desk.sitting import Browser
from tests.world.chromium import CHROMIUM, chromium
from tests.world.in_process import TownInProcess

FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}
"""A laptop with a fingerprint reader, and the right finger on it."""


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium on the PATH")
def test_the_page_s_script_makes_a_key_and_asks_for_it(
    town: TownInProcess, desk_app: FastAPI, browser: Callable[[str], Browser]
) -> None:
    """R-064: a laptop's finger, from the first press to the second look; an address by number can have no keys."""
    url = town.app.settings.public_url.replace("127.0.0.1", "localhost")
    town.app = replace(town.app, settings=town.app.settings.model_copy(update={"public_url": url}))
    desk_app.state.desk = Rooms(town.app)
    with chromium() as real:
        page = real.new_page()
        amiss: list[str] = []
        page.on("console", lambda message: amiss.append(message.text) if message.type == "error" else None)
        devices = page.context.new_cdp_session(page)
        devices.send("WebAuthn.enable")
        device = devices.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})
        page.goto(f"{url}{browser('P29').link()}")
        page.get_by_role("button", name="開く").click()
        page.get_by_role("link", name="本人の確認と端末").click()
        page.get_by_role("button", name="この端末のパスキーを登録する").click()
        expect(page.get_by_text("確認済み")).to_be_visible()
        town.now += timedelta(minutes=16)
        page.reload()
        expect(page.get_by_text("確認済み")).not_to_be_visible()
        devices.send("WebAuthn.setUserVerified", device | {"isUserVerified": False})
        page.get_by_role("button", name="パスキーで確認する").click()
        expect(page.get_by_text("パスキーで確認できませんでした")).to_be_visible()
        devices.send("WebAuthn.setUserVerified", device | {"isUserVerified": True})
        page.get_by_role("button", name="パスキーで確認する").click()
        expect(page.get_by_text("確認済み")).to_be_visible()
        page.get_by_role("button", name="サインアウト").click()
        town.now += timedelta(seconds=1)
        page.get_by_role("button", name="パスキーでサインイン").click()
        expect(page.get_by_role("heading", name="今日")).to_be_visible()
        amiss = [line for line in amiss if "403" not in line]  # the browser's own word on the page of who is signed out
        assert amiss == []
