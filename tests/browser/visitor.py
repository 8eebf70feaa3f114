"""A visitor at the sandbox with a phone in their hand: what they tap, type and read, whoever they play."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Locator, Page, expect

from tests.world.answers import PEACE, TILL, judged, on_page
from tests.world.chat import JUDGEMENT_FIELDS
from tests.world.over_http import SUSPECT

PHONE: Final[dict[str, Any]] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "locale": "ja-JP",
}
DRAWN_ONCE: Final[dict[str, Any]] = {"device_scale_factor": 1, "reduced_motion": "reduce"}
"""Nobody looks at the screen here: a quarter of the pixels, and nothing that moves, to be drawn without a GPU."""

REPORTER, RESPONSIBLE, APPROVER = "通報する人", "店舗責任者", "もう一人の承認者"
NEIGHBOUR, SECRETARIAT = "近くの店", "事務局"

BEYOND = """[...document.querySelectorAll("nav a")].filter(a => a.getBoundingClientRect().right > innerWidth)
    .map(a => a.textContent)"""
"""The rooms of the desk whose names are out of sight."""

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
FINGER = 44
"""CSS pixels: Apple's Human Interface Guidelines; WCAG 2.2, success criterion 2.5.5."""

TOO_SMALL = """(finger) => [...document.querySelectorAll("button, a[href], select, textarea, input, label:has(input)")]
  .filter((e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && e.type !== "hidden")
  .filter((e) => !(e.matches("input") && e.closest("label")))
  .map((e) => [e.getBoundingClientRect(), e])
  .filter(([box]) => box.width < finger - 0.5 || box.height < finger - 0.5)
  .map(([box, e]) => `${e.className || e.tagName} “${e.textContent.slice(0, 20)}” ${box.width} × ${box.height}`)"""


class Visitor:
    """Plays the phones of the sandbox, one tab after the other, and the pages behind their links."""

    def __init__(self, page: Page, suspect: tuple[int, int] = SUSPECT) -> None:
        self.page = page
        self.suspect = suspect
        self.judged: list[int] = []

    # --- small moves ---

    def take(self, part: str) -> Locator:
        """The phone of that part, in hand."""
        self.page.get_by_role("tab", name=part).tap()
        return self.page.locator(".phone.chosen")

    def press(self, phone: Locator, label: str) -> None:
        """The newest button whose label has those words."""
        phone.get_by_role("button", name=label).last.tap()

    def reads(self, phone: Locator, words: str) -> None:
        """The newest message has those words."""
        expect(phone.locator(".row").last).to_contain_text(words)

    def follow(self, phone: Locator, label: str) -> Page:
        """The page behind the newest such link, in a tab of its own, let in."""
        with self.page.context.expect_page() as opened:
            self.press(phone, label)
        page = opened.value
        # On a desk the sandbox opens a window; a phone opens a tab as large as itself.
        page.set_viewport_size(PHONE["viewport"])
        page.wait_for_load_state()  # a browser can be asked about a page whose style has yet to come
        fits(page, "open")
        page.get_by_role("button", name="開く").tap()
        return page

    # --- the parts of the story ---

    def report(self) -> None:
        """The sample photo, the questions, the suspect on the page, and off to the approvers."""
        phone = self.take(REPORTER)
        phone.locator(".more").tap()
        expect(phone.locator(".menu")).to_contain_text("どんな犯罪とも関係ありません")
        fits(self.page, "menu")
        self.press(phone, "サンプル写真を送る")
        page = self.mask(phone)
        tap_answers(page, TILL)
        fits(page, "till")
        page.get_by_role("button", name="この画像でよい").tap()
        expect(page.get_by_role("heading", name="あと少しです")).to_be_visible()
        tap_answers(page, PEACE | {"form": "picture"})
        fits(page, "rest")
        page.get_by_role("button", name="内容を確認する").tap()
        expect(page.get_by_text("送る前の確認")).to_be_visible()
        fits(page, "summary")
        page.get_by_role("button", name="承認者へ送る").tap()
        expect(page.get_by_text("承認者へ送りました")).to_be_visible()
        page.close()
        self.reads(phone, "承認をお願いしています")
        fits(self.page, "reporter")

    def mask(self, phone: Locator) -> Page:
        """Taps the suspect; the page shows what is left of the picture."""
        page = self.follow(phone, "画像を確認する")
        expect(page.get_by_role("heading", name="対象者を選んでください")).to_be_visible()
        fits(page, "pick")
        tap_at(page, *self.suspect)
        expect(page.get_by_text("塗りつぶしています")).to_be_visible()
        fits(page, "working")
        expect(page.get_by_role("heading", name="この画像でよいですか")).to_be_visible()
        drawn(page)
        fits(page, "review")
        return page

    def preview(self, phone: Locator) -> Page:
        """An approver looks at what would go out."""
        page = self.follow(phone, "内容を見る")
        expect(page.get_by_text("配信前の確認用")).to_be_visible()
        drawn(page)
        self.judged = size_of_picture(page)
        fits(page, "preview")
        return page

    def approve_on_page(self) -> None:
        """The responsible person: the four tests below the alert."""
        phone = self.take(RESPONSIBLE)
        self.reads(phone, "承認のお願い")
        fits(self.page, "request")
        page = self.preview(phone)
        tap_answers(page, on_page(judged()))
        page.get_by_role("button", name="判定を送る").tap()
        self.reads(phone, "判定を記録しました")
        page.close()

    def approve_on_slack(self) -> None:
        """The second approver: the same in one sheet."""
        phone = self.take(APPROVER)
        self.reads(phone, "承認のお願い")
        fits(self.page, "request-slack")
        self.preview(phone).close()
        self.press(phone, "判定する")
        sheet = phone.locator(".sheet")
        for question, answer in JUDGEMENT_FIELDS.items():  # the next test appears after a "yes"
            field = sheet.locator(".field").filter(has=self.page.get_by_text(question))
            if answer == "はい":
                field.get_by_text(answer, exact=True).tap()
            else:
                field.locator("textarea").fill(answer)
        fits(self.page, "sheet")
        sheet.locator(".primary").tap()
        expect(sheet).to_have_count(0)

    def look(self) -> Page:
        """The neighbour opens the picture; the page stays open."""
        phone = self.take(NEIGHBOUR)
        self.reads(phone, "警戒のお願い")
        fits(self.page, "card")
        page = self.follow(phone, "内容を見る")
        expect(page.get_by_text("警戒中")).to_be_visible()
        drawn(page)
        assert size_of_picture(page) == self.judged, "neighbours are shown what approvers judged, and as close by"
        fits(page, "alert")
        return page

    def sit_at_the_desk(self, number: str) -> None:
        """Whoever came by another name of this machine presses the desk's button, and finds the alert there."""
        self.page.goto(by_name(self.page.url))
        button = self.page.get_by_role("button", name="管理画面を、事務局として別の画面で開く")
        for _ in range(2):  # a way in from before stands in the chat by then, and is good no longer
            with self.page.context.expect_page() as opened:
                button.tap()
            desk = opened.value
            expect(desk.get_by_role("heading", name="今日", exact=True)).to_be_visible()
        desk.set_viewport_size({"width": 800, "height": 600})
        assert desk.evaluate(BEYOND) == [], "a mouse doesn't push a row of rooms aside"
        desk.set_viewport_size(PHONE["viewport"])
        fits(desk, "today")
        expect(desk.get_by_text(number)).to_be_visible()
        desk.clock.install()
        desk.reload()
        desk.evaluate("document.querySelector('main').replaceChildren()")
        desk.clock.fast_forward(30_000)  # it looks again by itself
        expect(desk.get_by_text(number)).to_be_visible()
        desk.close()

    def recall(self) -> None:
        """The reporter takes it back."""
        phone = self.take(REPORTER)
        self.press(phone, "取り消す（回収）")
        self.reads(phone, "なぜ取り消しますか")
        self.press(phone, "別の人だった")
        self.reads(phone, "終了しました：取り消し（回収）")
        fits(self.page, "recalled")


def by_name(url: str) -> str:
    """The same server, as many people type it."""
    return url.replace("127.0.0.1", "localhost")


def tap_answers(page: Page, answers: dict[str, str]) -> None:
    """Chips by name and value; what ends with ``.words`` is typed."""
    for name, value in answers.items():
        if name.endswith(".words"):
            page.locator(f'[name="{name}"]').fill(value)
        else:
            page.locator("label").filter(has=page.locator(f'input[name="{name}"][value="{value}"]')).tap()


def tap_at(page: Page, x: int, y: int) -> None:
    """A tap on a point of the picture, given in the picture's own pixels."""
    drawn(page)
    image = page.locator(".frame img")
    width, shown = image.evaluate("e => [e.naturalWidth, e.clientWidth]")
    page.locator(".frame").tap(position={"x": x * shown / width, "y": y * shown / width})


def drawn(page: Page) -> None:
    """The picture is there."""
    expect(page.locator(".frame img").first).not_to_have_js_property("naturalWidth", 0)


def size_of_picture(page: Page) -> list[int]:
    """Width and height of what was sent, in pixels."""
    sent: list[int] = page.locator(".frame img").first.evaluate("image => [image.naturalWidth, image.naturalHeight]")
    return sent


def fits(page: Page, name: str) -> None:
    """Nothing runs out of the screen sideways, a finger hits everything; kept to look at if asked for."""
    page.wait_for_load_state()  # before its style is there, all is small
    if folder := os.environ.get("HANSHO_TEST_SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png")
    assert page.evaluate(SIDEWAYS) <= 0, f"{name} scrolls sideways"
    small = page.evaluate(TOO_SMALL, FINGER)
    assert small == [], f"{name}: {small}"
