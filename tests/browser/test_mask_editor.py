"""The reporter corrects the mask with one thumb on a phone 360 px wide; the pictures are compared pixel by pixel."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from masking.figure.brush import Tap, loaded, loaded_taps
from masking.figure.strokes import trace
from tests.browser.visitor import DRAWN_ONCE, PHONE, fits
from tests.world.chromium import IN_A_BROWSER, PATIENCE_MS, chromium
from tests.world.masking import shown as not_flat
from tests.world.over_http import PICTURE, TownOverHttp
from tests.world.touch import Place, Touch

pytestmark = IN_A_BROWSER

WIDE, HIGH = 800, 564
"""Pixels of the picture."""

NARROW = {**PHONE, **DRAWN_ONCE, "viewport": {"width": 360, "height": 740}}
WOMAN_WITH_BAG = (75, 330)
BAG = ((45, 300), (70, 330))
SHADOW = ((110, 520), (170, 530))
"""On the crossing at her feet, near her and on nobody else: masking fills it, a hand may reveal it."""
SKY = (420, 20)
HER_OUTLINE = ((40, 200), (120, 200), (140, 350), (115, 515), (60, 515), (25, 350), (40, 205))
MAN_FAR_AWAY = ((750, 250), (750, 350))


@pytest.fixture
def amiss() -> Iterator[list[str]]:
    """What pages complained about, or asked of others: nothing."""
    heard: list[str] = []
    yield heard
    assert heard == []


@pytest.fixture(scope="module")
def window() -> Iterator[Browser]:
    """One browser for all tests here."""
    with chromium() as browser:
        yield browser


def at_the_photo(browser: Browser, town: TownOverHttp, amiss: list[str], **changed: object) -> Page:
    """The reporter's page with the people to choose from."""
    town.reporter.send_photo(PICTURE.read_bytes())
    link = town.reporter.open_link("画像を確認する")
    context: BrowserContext = browser.new_context(**{**NARROW, **changed})  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.on("console", lambda m: amiss.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: amiss.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith(town.bot_url) else amiss.append(asked.url))
    page.goto(link)
    page.get_by_role("button", name="開く").click()
    page.get_by_role("button", name="同じでした").click()
    expect(page.get_by_role("button", name="同じでした")).to_be_hidden()
    expect(page.get_by_role("heading", name="対象者を選んで")).to_be_visible()
    return page


def choose(page: Page, place: Place) -> None:
    """Pick whoever stands there, in pixels of the picture."""
    page.evaluate(
        """([x, y]) => { const form = document.querySelector("[data-pick]");
        form.elements.x.value = x; form.elements.y.value = y; form.submit(); }""",
        place,
    )


def opened(browser: Browser, town: TownOverHttp, amiss: list[str], **changed: object) -> Page:
    """The reporter's page with the mask of the woman with the bag."""
    page = at_the_photo(browser, town, amiss, **changed)
    choose(page, WOMAN_WITH_BAG)
    expect(page.locator(".editor")).to_be_visible()
    expect(page.get_by_role("button", name="元を見る")).to_be_enabled()
    return page


def masked(town: TownOverHttp) -> NDArray[np.int16]:
    """The masked picture as it stands in the vault."""
    with town.bot.application.database.unit_of_work(read_only=True) as uow:
        data = uow.vault.get(town.case().id, "masked", "picture")
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB")).astype(np.int16)


def original(town: TownOverHttp) -> NDArray[np.int16]:
    """The upright picture, pixel for pixel as masking read it."""
    with town.bot.application.database.unit_of_work(read_only=True) as uow:
        data = uow.vault.get(town.case().id, "original", "upright")
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB")).astype(np.int16)


def shown(picture: NDArray[np.int16]) -> NDArray[np.bool_]:
    """Where it is not the flat colour."""
    return not_flat(picture)


def on_stage(page: Page) -> Callable[[Place], Place]:
    """From pixels of the picture to the stage, with the whole picture on it."""
    page.get_by_role("button", name="全体").click()
    width, height = page.locator(".stage").evaluate("e => [e.clientWidth, e.clientHeight]")
    scale = min(width / WIDE, height / HIGH)
    left, top = (width - WIDE * scale) / 2, (height - HIGH * scale) / 2
    return lambda place: (left + place[0] * scale, top + place[1] * scale)


def kept(page: Page, name: str) -> None:
    """A picture of the screen, if asked for."""
    if folder := os.environ.get("HANSHO_TEST_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def test_a_bag_is_covered_and_a_place_revealed_by_touch(window: Browser, town: TownOverHttp, amiss: list[str]) -> None:
    """R-117, R-118, R-119: draw, take back, send, see the new picture, confirm it; nobody else appears."""
    page = opened(window, town, amiss, device_scale_factor=2)  # as phones have it
    before, first = masked(town), town.case().masked_sha256
    fits(page, "edit-rest")
    stage = page.locator(".stage")
    touch = Touch(page, stage)
    at = on_stage(page)
    expect(page.get_by_role("button", name="この画像でよい")).to_be_visible()

    page.get_by_role("button", name="塗る", exact=True).tap()
    touch.drag(*map(at, BAG))
    touch.drag(at((70, 450)), at((90, 450)))
    page.get_by_role("button", name="戻す", exact=True).tap()
    expect(page.get_by_role("button", name="やり直す")).to_be_enabled()
    expect(page.get_by_role("button", name="この画像でよい")).to_be_hidden()
    fits(page, "edit-cover")

    page.get_by_role("button", name="見せる").tap()
    expect(page.get_by_text("見せられるのは点線の中だけです")).to_be_visible()
    touch.drag(*map(at, MAN_FAR_AWAY))
    expect(page.get_by_text("そこは見せられません")).to_be_visible()
    fits(page, "edit-closed")
    touch.drag(*map(at, SHADOW))
    fits(page, "edit-reveal")
    assert page.evaluate("scrollY") == 0, "a finger on the picture never moves the page"

    page.get_by_role("button", name="修正を反映する").tap()
    answered(page, "修正を反映しました。")
    kept(page, "edit-done")

    after = masked(town)
    assert town.case().masked_sha256 != first
    with town.bot.application.database.unit_of_work(read_only=True) as uow:
        strokes = loaded(uow.vault.get(town.case().id, "original", "strokes"))
    assert [stroke.kind for stroke in strokes] == ["cover", "reveal"], "the one taken back and the one far away are not"
    bag, shadow = (trace(stroke, shown(after).shape) for stroke in strokes)
    assert bag[300, 45]
    assert shadow[520, 110]
    assert (shown(before) & bag).sum() > 300
    assert not (shown(after) & bag).any()
    assert (shown(after) & ~shown(before) & shadow).sum() > 300
    assert not (shown(after) & ~shown(before) & ~shadow).any()
    toned = shown(after) & (after != original(town)).any(-1)  # the letters on her sweater
    assert toned.sum() < 0.1 * shown(after).sum()
    assert len(np.unique(after[toned], axis=0)) <= 1

    page.get_by_role("button", name="この画像でよい").tap()
    expect(page.get_by_text("画像を確認しました")).to_be_visible()
    assert town.case().mask_confirmed_at is not None


def test_whoever_compares_and_zooms_agrees_to_what_is_on_the_screen_and_draws_nothing(
    window: Browser, town: TownOverHttp, amiss: list[str]
) -> None:
    """R-118: before and after, for the reporter alone; nobody confirms what they have not seen yet."""
    page = opened(window, town, amiss)
    the_original_is_seen_while_the_button_is_held(page)
    nobody_agrees_before_the_picture_is_there(page)
    two_fingers_zoom_and_never_draw(page)


def the_original_is_seen_while_the_button_is_held(page: Page) -> None:
    """By finger and by key, with the numbers."""
    stage = page.locator(".stage")
    after = stage.screenshot()
    button = page.get_by_role("button", name="元を見る")
    button.dispatch_event("pointerdown")
    expect(button).to_have_attribute("aria-pressed", "true")
    assert stage.screenshot() != after
    fits(page, "edit-before")
    button.dispatch_event("pointerup")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.focus()
    page.keyboard.down("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    page.keyboard.up("Enter")
    expect(button).to_have_attribute("aria-pressed", "false")


def nobody_agrees_before_the_picture_is_there(page: Page) -> None:
    """Nor while it is on its way."""
    held = list[Route]()
    page.route(lambda url: "/picture?" in url or url.endswith("/picture"), lambda asked: held.append(asked))  # noqa: PLW0108 - a bound method of list has no signature that Playwright could read
    page.reload(wait_until="domcontentloaded")
    agree = page.get_by_role("button", name="この画像でよい")
    expect(agree).to_be_disabled()
    for asked in held:
        asked.continue_()
    page.unroute_all()
    expect(agree).to_be_enabled()


def two_fingers_zoom_and_never_draw(page: Page) -> None:
    """Pinching with the brush in hand leaves no stroke and does not zoom the page."""
    stage = page.locator(".stage")
    at = on_stage(page)
    page.get_by_role("button", name="塗る", exact=True).tap()
    far = stage.screenshot()
    Touch(page, stage).pinch((at((60, 300)), at((20, 200))), (at((90, 340)), at((300, 540))))
    near = stage.screenshot()
    assert near != far
    fits(page, "edit-zoomed")
    expect(page.get_by_role("button", name="戻す", exact=True)).to_be_disabled()
    assert page.evaluate("visualViewport.scale") == pytest.approx(1)
    Touch(page, stage).drag((100, 100), (160, 160))
    expect(page.get_by_role("button", name="戻す", exact=True)).to_be_enabled()


def test_the_mask_is_corrected_at_a_desk_by_keyboard_and_wheel(
    window: Browser, town: TownOverHttp, amiss: list[str]
) -> None:
    """R-118: every control is reached without a finger."""
    page = opened(
        window, town, amiss, viewport={"width": 1280, "height": 900}, device_scale_factor=1, is_mobile=False,
        has_touch=False, color_scheme="dark",
    )  # fmt: skip
    fits(page, "edit-desk-dark")
    stage = page.locator(".stage")
    plain = stage.screenshot()
    stage.hover()
    page.mouse.wheel(0, -400)
    expect(stage).to_be_visible()
    page.wait_for_timeout(100)
    assert stage.screenshot() != plain
    page.get_by_role("button", name="塗る", exact=True).focus()
    page.keyboard.press("Enter")
    stage.focus()
    for key in ("ArrowUp", "ArrowUp", " ", "ArrowLeft", "Enter"):
        page.keyboard.press(key)
    page.keyboard.press("Control+z")
    expect(page.get_by_role("button", name="やり直す")).to_be_enabled()
    page.keyboard.press("Control+Shift+z")
    page.get_by_role("button", name="修正を反映する").focus()
    page.keyboard.press("Enter")
    answered(page, "修正を反映しました。")
    with town.bot.application.database.unit_of_work(read_only=True) as uow:
        strokes = loaded(uow.vault.get(town.case().id, "original", "strokes"))
    assert [len(stroke.points) for stroke in strokes] == [1, 1]


def taps(town: TownOverHttp) -> tuple[Tap, ...]:
    """Those in the mask that stands."""
    with town.bot.application.database.unit_of_work(read_only=True) as uow:
        return loaded_taps(uow.vault.get(town.case().id, "original", "taps"))


def answered(page: Page, words: str) -> None:
    """The next mask is there, on the same page, which says what became of the correction."""
    expect(page.locator("[data-hint]")).to_contain_text(words)
    expect(page.get_by_role("button", name="この画像でよい")).to_be_enabled()


def drawn_around(page: Page, town: TownOverHttp) -> None:
    """Masking finds nobody in the sky; then a line is drawn, at first by keys, then with a finger."""
    choose(page, SKY)
    page.get_by_role("link", name="なぞって囲む").click()
    stage, done = page.locator(".stage"), page.get_by_role("button", name="この線で囲む")
    expect(stage).to_be_visible()
    stage.focus()
    for key in ("ArrowUp", "Enter", "ArrowLeft", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_text("角 2")).to_be_visible()
    expect(done).to_be_disabled()
    Touch(page, stage).drag(*map(on_stage(page), HER_OUTLINE))
    expect(page.get_by_text("囲みました")).to_be_visible()
    fits(page, "around")
    done.click()
    expect(page.locator(".editor")).to_be_visible()
    expect(page.get_by_role("button", name="元を見る")).to_be_enabled()
    assert town.case().evidence["by_hand"]["share"] == 1  # type: ignore[index]


def test_a_tap_corrects_the_mask_by_finger_and_by_keys(
    window: Browser, town: TownOverHttp, amiss: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-118: each in the mode of the last, and taken back; without scripts ``test_every_page`` does it.

    The page stays where it is, and says aloud what became of each, though it take longer than the page waits.
    """
    page = at_the_photo(window, town, amiss)
    drawn_around(page, town)
    expect(page.get_by_role("status").get_by_text("服装がわかります")).to_be_visible()
    first, at = masked(town), on_stage(page)
    page.evaluate("document.body.dataset.same = '1'")
    page.get_by_role("radio", name="この人の一部").tap()
    fits(page, "tap-keep")
    page.locator(".stage").tap(position=dict(zip("xy", at(SHADOW[0]), strict=True)))  # type: ignore[arg-type]
    answered(page, "見えるようにしました。")
    expect(page.get_by_role("radio", name="この人の一部")).to_be_checked()
    fits(page, "tapped")
    (one,) = taps(town)
    assert one.keep
    assert abs(np.array([one.x, one.y]) - SHADOW[0]).max() <= 2
    opened_by_it = shown(masked(town)) & ~shown(first)
    assert opened_by_it[SHADOW[0][1], SHADOW[0][0]]

    monkeypatch.setattr("bot.web.answering.ANSWER_SECONDS", 0)
    page.get_by_role("radio", name="隠す").focus()
    page.keyboard.press("Space")
    page.locator(".stage").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    answered(page, "隠しました。")
    assert [tap.keep for tap in taps(town)] == [True, False]
    page.get_by_role("button", name="最後のタップを戻す").click()
    answered(page, "最後のタップを戻しました。")
    assert taps(town) == (one,)
    assert page.evaluate("document.body.dataset.same") == "1", "no page was loaded for any of it"
    page.context.close()


def test_covering_all_of_it_is_refused_and_the_strokes_wait_to_be_taken_back(
    window: Browser, town: TownOverHttp, amiss: list[str]
) -> None:
    """R-119: the picture that stood stands; a sentence says what to do, and 「戻す」 does it."""
    page = opened(window, town, amiss, color_scheme="dark")
    first = town.case().masked_sha256
    at = on_stage(page)
    page.get_by_role("button", name="塗る", exact=True).tap()
    page.locator("[data-size]").fill("40")
    touch = Touch(page, page.locator(".stage"))
    touch.drag(at((70, 160)), at((70, 560)))
    touch.drag(at((70, 160)), at((70, 560)))
    page.get_by_role("button", name="修正を反映する").click()
    expect(page.get_by_text("対象者がすべて塗りつぶされたため")).to_be_visible()
    fits(page, "edit-refused-dark")
    assert town.case().masked_sha256 == first
    undo = page.get_by_role("button", name="戻す", exact=True)
    undo.tap()
    undo.tap()
    expect(undo).to_be_disabled()
    expect(page.get_by_role("button", name="この画像でよい")).to_be_visible()
