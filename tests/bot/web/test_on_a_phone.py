"""The pages in a real browser, on a phone 360 px wide, by touch and by keyboard."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import select

from handlers.commands.chat import ConfirmBrowser
from handlers.commands.picture import KeepMasked
from policy.facts import AlertForm
from policy.states import State
from storage import tables
from tests.world.answers import FEATURES, REPORT
from tests.world.chromium import IN_A_BROWSER, chromium
from tests.world.databases import ON_SQLITE
from tests.world.pages import MASKED, NUMBER, TownWithPages

pytestmark = [ON_SQLITE, *IN_A_BROWSER]

PHONE = {"width": 360, "height": 740}
SCREENSHOTS = os.environ.get("HANSHO_TEST_SCREENSHOTS", "")


@pytest.fixture(scope="module", name="chromium")
def browser() -> Iterator[Browser]:
    """One headless Chromium for all tests here."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def screen(chromium: Browser, town: TownWithPages) -> Iterator[Page]:
    """A phone in somebody's hand; anything the page complains about or asks of others fails the test."""
    context = chromium.new_context(
        viewport=PHONE, device_scale_factor=2, is_mobile=True, has_touch=True, locale="ja-JP"
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if "Content Security" in message.text else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith(town.url) else complaints.append(asked.url))
    yield page
    context.close()
    assert complaints == []


def open_page(screen: Page, town: TownWithPages, purpose: str, account_id: str) -> None:
    """Follow the link and press 「開く」."""
    screen.goto(town.url + town.link(purpose, account_id))
    looked_at(screen, "open")
    screen.get_by_role("button", name="開く").tap()


def looked_at(screen: Page, name: str) -> None:
    """Nothing runs out of the screen sideways; with HANSHO_TEST_SCREENSHOTS, the page is kept to look at."""
    screen.wait_for_load_state()  # before its style sheet is there, everything is wide
    assert screen.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    if SCREENSHOTS:
        screen.screenshot(path=Path(SCREENSHOTS) / f"{name}.png")


def touch_height(button: Locator) -> float:
    """In CSS pixels."""
    box = button.bounding_box()
    assert box
    return box["height"]


def point_asked_for(town: TownWithPages) -> tuple[int, int]:
    """What masking was asked for, in pixels of the upright picture."""
    with town.database.unit_of_work() as uow:
        work = uow.due.claim(town.clock(), 60)
        assert work is not None
        return int(work.arguments["x"]), int(work.arguments["y"])


def at_the_frame_of(screen: Page, person: str) -> tuple[float, float]:
    """A place just inside a person's frame, at its left and below: shares of the picture's width and height."""
    x, y = screen.locator(f'.box[data-person="{person}"] rect').evaluate(
        """e => { const [x, y, w, h] = ["x", "y", "width", "height"].map(n => Number(e.getAttribute(n)));
          const { width, height } = e.ownerSVGElement.viewBox.baseVal;
          return [(x + .05 * w) / width, (y + .8 * h) / height]; }"""
    )
    return float(x), float(y)


def chosen_point(screen: Page) -> list[str]:
    """What the page would send."""
    return [screen.locator(f'[name="{name}"]').input_value() for name in ("x", "y")]


def middle_of(screen: Page, person: str) -> list[str | None]:
    """What choosing by the number sends."""
    radio = screen.locator(f'[name="person"][value="{person}"]')
    return [radio.get_attribute(name) for name in ("data-x", "data-y")]


def test_the_reporter_taps_the_suspect_and_confirms(screen: Page, town: TownWithPages) -> None:
    """R-118: a tap inside one person's frame alone is the choice; at its edge, and not the pavement there, too."""
    town.photo_arrives()
    open_page(screen, town, "mask", town.reporter)
    frame = screen.locator(".frame")
    expect(frame.locator("img")).to_have_js_property("naturalWidth", 400)
    go = screen.get_by_role("button", name="この人を対象者にする")
    expect(go).to_be_disabled()
    assert touch_height(go) >= 48
    size = frame.bounding_box()
    assert size
    looked_at(screen, "pick")
    middle = middle_of(screen, "2")
    x, y = at_the_frame_of(screen, "2")
    frame.tap(position={"x": size["width"] * x, "y": size["height"] * y})
    expect(screen.get_by_text("塗りつぶしています")).to_be_visible()
    looked_at(screen, "working")
    assert [str(at) for at in point_asked_for(town)] == middle
    town.app.run(KeepMasked(town.case, town.turn(), MASKED, {}))
    expect(screen.get_by_role("heading", name="この画像でよいですか")).to_be_visible()
    looked_at(screen, "review")
    screen.get_by_role("button", name="この画像でよい").tap()
    expect(screen.get_by_text("画像を確認しました")).to_be_visible()
    looked_at(screen, "done")


def test_the_suspect_is_picked_with_the_keyboard_alone(screen: Page, town: TownWithPages) -> None:
    """R-118: the numbers are a choice like any other."""
    town.photo_arrives()
    open_page(screen, town, "mask", town.reporter)
    screen.get_by_role("radio", name="1番の人").focus()
    screen.keyboard.press("Space")
    expect(screen.get_by_text("1番を選びました")).to_be_visible()
    screen.keyboard.press("Enter")
    expect(screen.get_by_text("塗りつぶしています")).to_be_visible()
    assert point_asked_for(town) == (70, 160)


def test_a_tap_where_nobody_is_numbered_counts_too(screen: Page, town: TownWithPages) -> None:
    """R-118: people whom the detectors missed can be pointed at, to the pixel; then the page asks whether it is so."""
    town.photo_arrives()
    open_page(screen, town, "mask", town.reporter)
    expect(screen.locator(".frame img")).to_have_js_property("naturalWidth", 400)
    screen.locator(".frame").tap(position={"x": 5, "y": 5})
    expect(screen.get_by_text("印をつけた所を選びました")).to_be_visible()
    size = screen.locator(".frame img").bounding_box()
    assert size
    assert all(abs(int(at) - 5 * 400 / size["width"]) <= 1 for at in chosen_point(screen))
    expect(screen.get_by_role("button", name="この人を対象者にする")).to_be_enabled()


def test_without_scripts_picking_and_comparing_still_work(chromium: Browser, town: TownWithPages) -> None:
    """R-118: an old browser picks by number, looks at before and after, and confirms."""
    town.photo_arrives()
    context = chromium.new_context(viewport=PHONE, has_touch=True, java_script_enabled=False)
    page = context.new_page()
    open_page(page, town, "mask", town.reporter)
    page.get_by_role("radio", name="2番の人").check()
    page.get_by_role("button", name="この人を対象者にする").click()
    expect(page.get_by_text("塗りつぶしています")).to_be_visible()
    assert point_asked_for(town) == (250, 175)
    town.app.run(KeepMasked(town.case, town.turn(), MASKED, {}))
    page.reload()
    page.get_by_text("元の写真").click()
    expect(page.locator(".before img")).to_be_visible()
    expect(page.locator(".after img")).to_be_hidden()
    page.get_by_role("button", name="この画像でよい").click()
    expect(page.get_by_text("画像を確認しました")).to_be_visible()
    context.close()


def test_without_reception_the_review_says_so_instead_of_an_empty_editor(screen: Page, town: TownWithPages) -> None:
    """R-117: nothing is confirmed unseen for want of a word."""
    town.mask_arrives()
    screen.route("**/p/*/picture*", lambda route: route.abort())
    open_page(screen, town, "mask", town.reporter)
    expect(screen.get_by_text("写真を表示できませんでした").first).to_be_visible()
    expect(screen.locator(".editor")).to_be_hidden()


def test_an_open_alert_vanishes_when_it_is_recalled(screen: Page, town: TownWithPages) -> None:
    """R-078, R-095: coming back to the page, or waiting, shows the end instead of the picture."""
    town.alert_goes_live()
    open_page(screen, town, "alert", town.neighbour)
    expect(screen.locator(".frame img")).to_have_js_property("naturalWidth", 400)
    looked_at(screen, "alert")
    town.end("recall")
    screen.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(screen.get_by_text("この警戒情報は終了しました")).to_be_visible()
    expect(screen.locator("img:not(.bell)")).to_have_count(0)
    looked_at(screen, "ended")


def test_a_long_press_or_right_click_offers_nothing(screen: Page, town: TownWithPages) -> None:
    """R-095: no menu with "save picture"; nothing to print."""
    town.alert_goes_live()
    open_page(screen, town, "alert", town.neighbour)
    expect(screen.locator("figure")).to_be_visible()
    screen.wait_for_load_state()  # its script has run then
    stopped = "document.querySelector('figure').dispatchEvent(new Event('contextmenu', {cancelable: true})) === false"
    assert screen.evaluate(stopped)
    assert screen.evaluate("getComputedStyle(document.querySelector('.frame img')).pointerEvents") == "none"
    screen.emulate_media(media="print")
    expect(screen.locator("figure")).to_be_hidden()


def test_a_picture_that_cannot_be_had_says_so(screen: Page, town: TownWithPages) -> None:
    """Bad reception in the stock room."""
    town.alert_goes_live()
    screen.route("**/p/*/picture*", lambda route: route.abort())
    open_page(screen, town, "alert", town.neighbour)
    expect(screen.get_by_text("写真を表示できませんでした")).to_be_visible()


def test_another_browser_opens_by_itself_after_the_yes(screen: Page, town: TownWithPages) -> None:
    """R-001: the waiting page needs no reload."""
    town.alert_goes_live()
    town.opened("alert", town.neighbour)
    open_page(screen, town, "alert", town.neighbour)
    expect(screen.get_by_text("チャットで確認してください")).to_be_visible()
    looked_at(screen, "ask")
    with town.database.unit_of_work(read_only=True) as uow:
        browser_id = uow.session.scalars(select(tables.Browser.id).where(tables.Browser.confirmed_at.is_(None))).one()
    town.app.run(ConfirmBrowser(town.neighbour, browser_id, mine=True))
    expect(screen.get_by_role("heading", name="警戒のお願い")).to_be_visible()


def test_an_approver_sees_the_preview(screen: Page, town: TownWithPages) -> None:
    """R-117: exactly the alert, marked as not sent."""
    town.alert_goes_live()
    town.move(State.ASSESSING)
    open_page(screen, town, "preview", town.responsible)
    expect(screen.get_by_text("配信前の確認用")).to_be_visible()
    looked_at(screen, "preview")


@pytest.mark.parametrize("form", [AlertForm.FEATURES, AlertForm.WARNING])
def test_an_alert_in_words_stands_on_its_page_under_the_readers_name(
    screen: Page, town: TownWithPages, form: AlertForm
) -> None:
    """R-003, R-095: text-only networks too; features only where the alert has them."""
    town.alert_goes_live()
    town.change_report(form=form)
    open_page(screen, town, "alert", town.neighbour)
    expect(screen.get_by_text(REPORT["direction"])).to_be_visible()
    assert screen.get_by_text(FEATURES).count() == (form is AlertForm.FEATURES)
    assert screen.locator("figure").count() == 0
    expect(screen.locator(".reader")).to_contain_text(NUMBER)
    looked_at(screen, f"words-{form}")


def test_the_reporter_reads_the_finished_alert_before_it_is_handed_in(screen: Page, town: TownWithPages) -> None:
    """R-117: what neighbours would get is framed, what they don't see stands apart."""
    town.alert_goes_live()
    town.move(State.MASK_REVIEW)
    open_page(screen, town, "mask", town.reporter)
    expect(screen.get_by_text("送る前の確認")).to_be_visible()
    expect(screen.locator(".as-sent")).to_contain_text(FEATURES)
    expect(screen.locator(".apart").first).to_contain_text(REPORT["step_up_reason"])
    looked_at(screen, "summary")


def test_somebody_objects_by_keyboard_without_scripts_on_the_narrowest_phone(
    chromium: Browser, town: TownWithPages
) -> None:
    """R-070, R-099, L146, L214: from what hangs on the wall to the receipt in three screens, none wider than it is."""
    narrow = {"width": 320, "height": 640}
    with_scripts, context = (
        chromium.new_page(viewport=narrow),
        chromium.new_context(viewport=narrow, java_script_enabled=False, locale="ja-JP"),
    )
    page = context.new_page()
    page.goto(f"{town.url}/r")
    press(page, "申し出る、たずねる")
    press(page, "自分ではない、万引きではない、解決済みだ", key="Space")
    press(page, "5. ", type_="その時間は、べつの町にいました。")
    press(page, "送る")
    expect(page.get_by_text("Q-")).to_be_visible()
    for path in ("/r", "/r/ask", "/r/answer", "/r/notices"):
        for language in ("ja", "easy", "en"):
            with_scripts.goto(f"{town.url}{path}?lang={language}")
            assert with_scripts.evaluate("document.documentElement.scrollWidth") <= narrow["width"], (path, language)
    context.close()
    with_scripts.close()


def press(page: Page, name: str, *, key: str = "Enter", type_: str = "") -> None:
    """Walk to it by the keyboard alone, and press it, or write there."""
    there = page.get_by_label(name).or_(page.get_by_role("link", name=name)).or_(page.get_by_role("button", name=name))
    for _ in range(40):
        page.keyboard.press("Tab")
        if there.first.evaluate("e => e === document.activeElement"):
            break
    if type_:
        page.keyboard.type(type_)
    else:
        page.keyboard.press(key)
        page.wait_for_load_state()
