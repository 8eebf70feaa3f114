"""Every page of an alert, of the desk and beside them: walked without scripts, and read by axe with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pytest
from playwright.sync_api import Page, expect

from handlers.commands.chat import SendPhoto
from handlers.commands.pages import TickByHand
from handlers.commands.picture import PickSuspect
from policy.incidents.kinds import What
from policy.rights import Channel, Wish
from tests.bot.desk.test_acts import PERSON, STORE
from tests.browser.eyes import SMALL, Eyes, ServedTown, sit_down, with_pages
from tests.browser.visitor import BEYOND, DRAWN_ONCE, SIDEWAYS, fits, tap_answers
from tests.world.answers import PEACE, TILL, judged, on_page
from tests.world.chromium import IN_A_BROWSER, PATIENCE_MS, chromium
from tests.world.requests import TOKYO

pytestmark = IN_A_BROWSER

REPORTER, RESPONSIBLE, LATE, APPROVER, NEIGHBOUR = "P01", "P02", "P04", "P03", "P09"


ELSEWHERE: Final = {"install.html"}
"""Read in ``test_pages_beside_alerts``."""


@pytest.fixture
def town(sqlite_url: str, master_keys: str, now: datetime) -> Iterator[ServedTown]:
    """The demo town with its pages on loopback."""
    with with_pages(sqlite_url, master_keys, now) as made:
        yield made


@dataclass
class Thumb:
    """Somebody with an old browser that runs no scripts."""

    town: ServedTown
    eyes: Eyes
    code: str
    page: Page

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE_MS)

    def open(self) -> None:
        """The newest link, and 「開く」."""
        self.page.goto(self.town.link(self.code))
        self.press("開く")

    def press(self, label: str) -> None:
        """A button."""
        self.page.get_by_role("button", name=label, exact=True).first.click()

    def go(self, label: str) -> None:
        """A link on the page."""
        self.page.get_by_role("link", name=label).click()

    def sees(self, name: str, words: str) -> None:
        """The page has these words, fits the screen, and axe has nothing against it."""
        expect(self.page.get_by_text(words).first).to_be_visible()
        fits(self.page, f"plain-{name}")
        self.eyes.read(name, self.page)


def mask(reporter: Thumb) -> None:
    """From the photo to a picture that was corrected by taps, by number and by choosing anew."""
    reporter.page.goto(reporter.town.link(REPORTER))
    reporter.sees("open", "ご本人専用のページです")
    reporter.press("開く")
    reporter.sees("pick", "対象者を選んでください")
    town = reporter.town
    town.run(PickSuspect(town.account(REPORTER), town.case().id, 0, 0))
    town.work()
    reporter.page.reload()
    reporter.go("なぞって囲む")
    reporter.sees("around", "対象者をなぞって囲んでください")
    reporter.page.go_back()
    reporter.page.get_by_role("radio", name="1番の人").check()
    reporter.town.at_once = False
    reporter.press("この人を対象者にする")
    reporter.sees("working", "塗りつぶしています")
    reporter.town.work()
    reporter.town.at_once = True
    expect(reporter.page.get_by_text("この画像でよいですか")).to_be_visible()  # by itself
    reporter.page.locator("input[type=image]").click(position={"x": 60, "y": 60})
    expect(reporter.page.get_by_text("を選んでから、画像の中をタップするか")).to_be_visible()
    reporter.page.get_by_role("radio", name="隠す").check()
    reporter.page.locator("input[type=image]").click(position={"x": 60, "y": 60})
    expect(reporter.page.get_by_role("radio", name="隠す")).to_be_checked()
    reporter.page.get_by_role("radio", name="この人の一部").check()
    reporter.page.get_by_label("番号で選ぶ").fill("5")
    reporter.press("その番号の所を直す")
    reporter.press("最後のタップを戻す")
    reporter.sees("review", "この画像でよいですか")


def tell(reporter: Thumb, lead: Thumb, late: Thumb) -> None:
    """What is known at the till, by the reporter; the rest, by whoever takes it; and off to the approvers."""
    reporter.press("この画像でよい（渡す）")
    reporter.sees("review-tried", "それでも使う理由")
    reporter.page.get_by_label("それでも使う理由").fill("ほかのカメラには写っていない")
    tap_answers(reporter.page, TILL)
    reporter.press("この画像でよい（渡す）")
    reporter.sees("handed", "店舗責任者に続きを頼みました")
    lead.open()
    lead.sees("take", "答えはじめた人が")
    lead.press("承認者へ送る")
    late.open()
    late.sees("done", "さんが続きを引き受けました")
    lead.sees("rest", "赤いところを直してから")
    tap_answers(lead.page, PEACE | {"form": "picture"})
    lead.press("内容を確認する")
    lead.sees("summary", "送る前の確認")
    lead.press("承認者へ送る")
    lead.sees("sent", "承認者へ送りました")


def judge(approver: Thumb) -> None:
    """One look, one receiver fewer, four answers."""
    approver.open()
    approver.press("点線の中を見ました")
    approver.sees("preview", "4つの質問にお答えください")
    tap_answers(approver.page, on_page(judged(of=approver.code)))
    approver.press("判定を送る")
    expect(approver.page.get_by_text("いま、あなたの答えを待っている質問はありません")).to_be_visible()


def test_an_alert_goes_its_way_without_scripts_and_axe_finds_nothing(town: ServedTown) -> None:
    """R-127: picked, corrected by tap, told, completed, judged and read with scripts off; axe has nothing to say."""
    with chromium() as browser:
        eyes = Eyes(town, browser.new_context(**SMALL).new_page())

        def old(code: str) -> Thumb:
            return Thumb(town, eyes, code, browser.new_context(**SMALL, java_script_enabled=False).new_page())

        town.run(SendPhoto(town.account(REPORTER), "photo-1"))
        town.work()
        reporter, lead, approver, neighbour = map(old, (REPORTER, RESPONSIBLE, APPROVER, NEIGHBOUR))
        mask(reporter)
        tell(reporter, lead, old(LATE))
        judge(approver)
        town.look("P04")
        town.run(TickByHand(town.account("P04"), town.case().id, town.binding()))
        town.answer("P04")
        assert town.case().state == "live"
        neighbour.open()
        neighbour.sees("alert", "警戒中")
        another = old(NEIGHBOUR)
        another.page.goto(town.link(NEIGHBOUR))
        another.press("開く")
        another.sees("ask", "チャットで確認してください")
        town.press(NEIGHBOUR, "はい、私です")
        expect(another.page.get_by_text("警戒中")).to_be_visible()
        eyes.read("the alert at the desk", at=f"{sit_down(town, eyes)}/alerts/{town.case().number}")
        town.press(REPORTER, "解除する")
        town.work()
        neighbour.page.reload()
        neighbour.sees("over", "この警戒情報は終了しました")
        town.run(SendPhoto(town.account(REPORTER), "video-1", video=True))
        town.work()
        reporter.page.goto(town.link(REPORTER))
        reporter.sees("stills", "どの場面を使いますか")
        assert eyes.found == {}
        assert eyes.unread("") == ELSEWHERE


STOPS = """[...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
  .filter((e) => e.checkVisibility() && !e.disabled)
  .filter((e) => e.type !== "radio" || document.querySelector(`[name=${e.name}]`) === e).length"""
STOP = """() => { const e = document.activeElement, at = e.getBoundingClientRect();
  const top = document.elementFromPoint(at.left + Math.min(at.width / 2, 20), at.top + at.height / 2);
  const seen = top && (e.contains(top) || top.contains(e)) && at.right <= innerWidth + 1;
  return e === document.body ? "" : seen && getComputedStyle(e).outlineStyle === "solid" ? "seen" : e.outerHTML; }"""


def walk(page: Page, at: str) -> None:
    """It fits any window; tab by tab through all of it every stop comes, is in sight, and shows that it is the one."""
    page.goto(at)
    for width in (320, 1280, 640):
        page.set_viewport_size({"width": width, "height": 450})
        assert (page.evaluate(SIDEWAYS), page.evaluate(BEYOND)) == (0, []), (at, width)
    wanted, stops = page.evaluate(STOPS), list[str]()
    while len(stops) < 3 * wanted:
        page.keyboard.press("Tab")
        stops.append(page.evaluate(STOP))
        if not stops[-1]:
            break
    assert {*stops} == {"seen", ""}, at
    assert len(stops) > wanted, at


def test_the_desk_is_worked_by_keyboard_at_twice_the_size_and_a_press_counts_once(town: ServedTown) -> None:
    """R-127: at 200 %, without a mouse; after a press the way back shows a fresh form."""
    with chromium() as browser:
        page = browser.new_context(**DRAWN_ONCE, viewport={"width": 640, "height": 450}, locale="ja-JP").new_page()
        page.set_default_timeout(PATIENCE_MS)
        desk = sit_down(town, Eyes(town, page))
        for room in (
            "",
            "/alerts",
            "/people",
            "/lists/stores",
            "/new/store",
            "/people/P09",
            "/rules/change",
            "/incidents",
            "/requests/new",
        ):
            walk(page, desk + room)
        page.goto(f"{desk}/new/member")
        page.get_by_label("会員コード").focus()
        for typed in ("P95", "新井 望"):
            page.keyboard.type(typed)
            page.keyboard.press("Tab")
        page.get_by_label("役割").select_option("staff")
        page.get_by_label("店舗コード").focus()
        page.keyboard.type("H01")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="新井 望")).to_be_visible()
        page.go_back()
        expect(page.get_by_label("会員コード")).to_be_visible()
        page.go_forward()
        expect(page.get_by_role("heading", name="新井 望")).to_be_visible()


ASKED: Final = {"channel": Channel.TELEPHONE, "wish": Wish.QUESTION, "words": "店に入っただけです。"}
WITHOUT_SCRIPTS: Final = (
    ("/new/store", "/new/store", STORE, STORE["store_name"]),
    ("/new/member", "/new/member", PERSON, PERSON["name"]),
    (f"/people/{PERSON['member_code']}", f"/people/{PERSON['member_code']}/invite", {}, "半鐘に登録する"),
    (
        "/requests/new",
        "/requests/new",
        {"channel": Channel.TELEPHONE, "wish": Wish.QUESTION, "words": "店に入っただけです。"},
        "申出の控え",
    ),
    ("/incidents", "/incidents", {"what": What.SCREENSHOT}, "まだいません"),
)
"""Where the secretariat is, which form it sends, what it types, and what it reads then."""


def send(page: Page, at: str, action: str, **typed: str) -> None:
    """Fill that form of the page and press its button."""
    page.goto(at)
    form = page.locator(f"form[action='{action}']")
    for name, value in typed.items():
        field = form.locator(f"[name='{name}']")
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    form.locator("button").last.click()


def test_the_desk_does_its_work_without_scripts(town: ServedTown) -> None:
    """R-064, R-127: a shop and a person come in and are invited; a request and an incident begin; one signs out."""
    with chromium() as browser:
        eyes = Eyes(town, browser.new_context(**SMALL).new_page())
        desk = sit_down(town, eyes)
        context = browser.new_context(**SMALL, java_script_enabled=False)
        context.add_cookies(eyes.page.context.cookies())  # type: ignore[arg-type]  # as they were given
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        for at, action, typed, says in WITHOUT_SCRIPTS:
            send(page, desk + at, f"/desk{action}", **typed)
            expect(page.get_by_text(says).first).to_be_visible()
        page.get_by_role("button", name="サインアウト").click()
        page.goto(desk)
        expect(page.get_by_role("heading", name="サインインしていません")).to_be_visible()


NAMED = "() => { const e = document.activeElement; return (e.labels?.[0] ?? e).innerText.trim(); }"
RECEIPT = re.compile(r"<dd>([A-Z0-9-]+)</dd>")


def tab_to(page: Page, label: str) -> None:
    """The next stop that is called so."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(NAMED).startswith(label):
            return
    raise AssertionError(label)


def test_a_person_outside_asks_by_keyboard_alone_and_reads_how_it_stands(town: ServedTown) -> None:
    """R-070, R-099, R-127: from the address on the poster: no script, no mouse, 320 px; three pages to the receipt; axe
    has nothing to say.
    """
    with chromium() as browser:
        store = town.warn().store
        url, at = town.app.settings.public_url, f"/r/{store.business.code}/{store.code}"
        eyes = Eyes(town, browser.new_context(**SMALL).new_page())
        narrow = {"viewport": {"width": 320, "height": 640}, "locale": "ja-JP", "java_script_enabled": False}
        page = browser.new_context(**DRAWN_ONCE, **narrow).new_page()
        page.set_default_timeout(PATIENCE_MS)
        for path in (at, f"{at}/ask", "/r/ask", "/r/answer"):
            walk(page, f"{url}{path}")
            eyes.read(path, at=f"{url}{path}?lang=en")
        page.set_viewport_size({"width": 320, "height": 640})
        page.goto(f"{url}{at}")
        tab_to(page, "申し出る")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        tab_to(page, "自分ではない")
        page.keyboard.press("Space")
        event_at = town.case().event_at
        assert event_at is not None
        local = event_at.astimezone(TOKYO)
        tab_to(page, "日")
        page.keyboard.type(f"{local:%m%d%Y}")
        tab_to(page, "時刻")
        page.keyboard.type(f"{local.hour} 時台")
        tab_to(page, "5.")
        page.keyboard.type("その時間は、ちがう店にいました。")
        tab_to(page, "送る")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="受け付けました")).to_be_visible()
        assert town.case().paused_at is not None, "shop, day and hour came along"
        _, secret = RECEIPT.findall(page.content())
        tab_to(page, "申し出の答えを見る")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        tab_to(page, "合言葉")
        page.keyboard.type(secret.lower())
        page.keyboard.press("Enter")
        expect(page.get_by_text("窓口が読むのを待っています")).to_be_visible()
        assert page.evaluate(SIDEWAYS) == 0
        assert eyes.found == {}
