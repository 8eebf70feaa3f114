"""``python -m tests.browser.first_steps``: makes the guide's pictures of a volunteer's first day, by playing it."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize

from masking import MaskingPool
from tests.browser.pictures import MODELS, database, keep
from tests.browser.visitor import PHONE
from tests.scenarios.test_first_hour import EmptyTown, done, drill, enrol, write_lists
from tests.world.chromium import chromium

WINDOW: ViewportSize = {"width": 1000, "height": 620}
"""Of a small screen in an office."""


def main() -> None:
    """Three shops and nine people, from their lists to the first drill."""
    with (
        tempfile.TemporaryDirectory() as folder,
        MaskingPool(MODELS, memory_mb=2000, seconds=60) as pool,
        EmptyTown(Path(folder), *database(Path(folder)), pool) as town,
        chromium() as browser,
    ):
        cards = bring_in(town, Path(folder))
        phone(browser, cards["M1"][1])
        enrol(town, {code: words for code, (words, _) in cards.items()})
        desk = sit_down(town, browser)
        keep(desk, "first-today.png")
        desk.get_by_role("button", name="同じでした").click()
        desk.get_by_role("link", name="店舗一覧").click()
        keep(desk, "first-lights.png")
        drill(town)
        desk.get_by_role("link", name="警戒情報").click()
        desk.get_by_role("table").get_by_role("link").first.click()
        desk.set_viewport_size({**WINDOW, "height": 1000})
        keep(desk, "first-drill.png")


def bring_in(town: EmptyTown, folder: Path) -> dict[str, tuple[str, str]]:
    """Step 6; the words of each card, and its page."""
    write_lists(folder, town)
    done(town, "stores", "import", str(folder / "stores.csv"))
    printed = done(town, "members", "import", str(folder / "members.csv"))
    done(town, "line", "menus", "sync")
    listed = re.findall(r"^(M\d)\t(登録 \S+)\t(\S+)$", printed, re.MULTILINE)
    return {code: (words, page) for code, words, page in listed}


def phone(browser: Browser, card: str) -> None:
    """Step 7: what the QR code of a card opens."""
    context = browser.new_context(**PHONE | {"device_scale_factor": 1})
    page = context.new_page()
    page.goto(card)
    keep(page, "first-card.png")
    context.close()


def sit_down(town: EmptyTown, browser: Browser) -> Page:
    """Step 8."""
    town.phones["M1"].say("管理画面")
    page = browser.new_page(viewport=WINDOW, locale="ja-JP")
    page.goto(town.phones["M1"].open_link("管理画面"))
    page.get_by_role("button", name="開く").click()
    page.get_by_role("heading", name="今日", exact=True).wait_for()
    return page


if __name__ == "__main__":
    main()
