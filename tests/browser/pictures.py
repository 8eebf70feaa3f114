"""``python -m tests.browser.pictures``: makes the README's pictures anew, from an alert that a visitor plays."""

from __future__ import annotations

import base64
import io
import os
import secrets
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, expect

from masking import MaskingPool
from simulator.town import ZONE
from storage.unit_of_work import Database
from tests.browser.visitor import NEIGHBOUR, PHONE, REPORTER, SECRETARIAT, Visitor
from tests.world.chromium import PATIENCE_MS, chromium
from tests.world.over_http import PICTURE, TownOverHttp

FOLDER = Path("docs/pictures")
MODELS = Path(".models")
DESK: ViewportSize = {"width": 1400, "height": 1040}
"""High enough for the whole card."""
WOMAN_WITH_BAG = (75, 330)
GAP = 6
"""Pixels between two pictures side by side."""
AFTERNOON = 15
"""O'clock, when shops are busy, whenever the pictures are made."""


class ToldTown(TownOverHttp):
    """As in the demo the public knows whom to ask, before the bot looks whether it does."""

    def _settle(self) -> None:
        super()._settle()
        self.open_desk()


def main() -> None:
    """Play the alert up to the sighting; keep three pages of a phone, five phones, and the desk."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        MaskingPool(MODELS, memory_mb=2000, seconds=60) as pool,
        ToldTown(Path(folder), *database(Path(folder)), pool) as town,
        chromium() as browser,
    ):
        before_and_after(pool).save(Path("docs/masking-crossing.png"), optimize=True)
        town.let_pass(seconds=until_afternoon(town.bot.application.now()).total_seconds())
        os.environ["HANSHO_TEST_SCREENSHOTS"] = folder  # where a visitor keeps what they see
        play(town, browser)
        side_by_side([Path(folder) / f"{page}.png" for page in ("review", "preview", "alert")], FOLDER / "pages.png")
        desk = browser.new_page(viewport=DESK, locale="ja-JP")
        desk.goto(f"{town.simulator_url}/sandbox")
        expect(desk.locator(".phone").nth(4)).to_contain_text("出ていった")
        # Her answer covers the card; the picture is about the card.
        desk.get_by_text("警戒のお願い").last.evaluate("e => e.closest('.row').scrollIntoView()")
        keep(desk, "sandbox.png")
        at_the_desk(town, desk)
        keep(desk, "desk.png")


def at_the_desk(town: TownOverHttp, page: Page) -> None:
    """The secretariat looks at the alert that was played."""
    town.secretariat.say("管理画面")
    page.goto(town.secretariat.open_link("管理画面"))
    page.get_by_role("button", name="開く").click()
    page.get_by_role("link", name="警戒情報").click()
    page.get_by_role("table").get_by_role("link").first.click()


def side_by_side(pages: list[Path], there: Path) -> None:
    """Screens of one size in a row."""
    screens = [Image.open(page).convert("RGB") for page in pages]
    wide, high = screens[0].size
    sheet = Image.new("RGB", (len(screens) * (wide + GAP) - GAP, high), "white")
    for place, screen in enumerate(screens):
        sheet.paste(screen, (place * (wide + GAP), 0))
    sheet.save(there, optimize=True)


def before_and_after(pool: MaskingPool) -> Image.Image:
    """The sample photograph, and what leaves after one tap on the woman with the bag."""
    found = pool.find(PICTURE.read_bytes())
    masked = pool.mask(found.picture, [WOMAN_WITH_BAG])
    both = [Image.open(io.BytesIO(data)).convert("RGB") for data in (found.picture, masked.picture)]
    wide, high = 600, round(600 * found.height / found.width)
    sheet = Image.new("RGB", (2 * wide + GAP, high), "white")
    for place, picture in enumerate(both):
        sheet.paste(picture.resize((wide, high), Image.Resampling.LANCZOS), (place * (wide + GAP), 0))
    return sheet


def play(town: TownOverHttp, browser: Browser) -> None:
    """From the photo to the sighting; the neighbour's page is kept on the way."""
    context = browser.new_context(**PHONE)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(f"{town.simulator_url}/sandbox")
    visitor = Visitor(page, WOMAN_WITH_BAG)
    visitor.report()
    visitor.approve_on_page()
    visitor.approve_on_slack()
    visitor.look()
    neighbour = visitor.take(NEIGHBOUR)
    visitor.press(neighbour, "見かけた")
    visitor.press(neighbour, "出ていった")
    visitor.reads(neighbour, "様子を伝えました")
    for part in (REPORTER, SECRETARIAT):
        visitor.reads(visitor.take(part), "出ていった")
    context.close()


def keep(page: Page, name: str) -> None:
    """What stands on the screen, packed tighter than the browser does."""
    Image.open(io.BytesIO(page.screenshot())).convert("RGB").save(FOLDER / name, optimize=True)


def database(folder: Path) -> tuple[str, str]:
    """The address of a new database and its keys."""
    url, keys = f"sqlite:///{folder}/hansho.sqlite3", f"pictures:{base64.b64encode(secrets.token_bytes(32)).decode()}"
    made = Database(url, master_keys=keys)
    made.migrate()
    made.close()
    return url, keys


def until_afternoon(now: datetime) -> timedelta:
    """From now to the next afternoon in the town."""
    local = now.astimezone(ZONE)
    afternoon = local.replace(hour=AFTERNOON, minute=20)
    return (afternoon + timedelta(days=afternoon < local)).astimezone(UTC) - now


if __name__ == "__main__":
    main()
