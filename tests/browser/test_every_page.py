"""Every page of an alert, of the desk and beside them: walked without scripts, and read by axe with them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import cycle
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from playwright.sync_api import Page, expect
from sqlalchemy import update

from bot.application import Application
from bot.jobs import Jobs
from bot.language import sentences
from bot.slack.installing import installing
from bot.web.links import Signer
from bot.web.pages import add_pages
from handlers.commands.chat import SendPhoto
from handlers.commands.pages import TickByHand
from handlers.network.workspaces import invite
from masking import Found, Masked, Quality, Still, Stroke, Tap
from policy.desk import Room
from policy.incidents.kinds import What
from policy.rights import Channel, Wish
from simulator.serving import address, loopback_socket, served, simulated
from storage.tables import Member
from storage.unit_of_work import Database
from tests.bot.desk.sitting import Browser as AtTheDesk
from tests.bot.desk.test_acts import PERSON, STORE
from tests.browser.visitor import BEYOND, DRAWN_ONCE, SIDEWAYS, fits, tap_answers
from tests.world.answers import PEACE, TILL, judged, on_page
from tests.world.chromium import IN_A_BROWSER, PATIENCE_MS, chromium
from tests.world.in_process import Masking, TownInProcess
from tests.world.pages import HEIGHT, MASKED, UPRIGHT, WIDTH
from tests.world.ports import SECRETS
from tests.world.requests import TOKYO
from tests.world.town import move_in

pytestmark = IN_A_BROWSER

REPORTER, RESPONSIBLE, APPROVER, NEIGHBOUR, OFFICE = "P01", "P02", "P03", "P09", "P29"
DARK = Quality(size=300, brightness=10, blur=30, texts=0)
LOOKS: Final = (("ja", "light"), ("en", "dark"))
"""Pages take turns: words and colours come from one catalogue and one sheet, and each reading costs half a second."""
ALL: Final[dict[str, Any]] = {"resultTypes": ["violations"]}
SMALL: Final[dict[str, Any]] = DRAWN_ONCE | {
    "viewport": {"width": 360, "height": 740},
    "has_touch": True,
    "locale": "ja-JP",
}


class Painting(Masking):
    """Masking at the other end of its pipe, whose pictures a browser can show; too dark, and opened by a hand."""

    quality, by_hand, colours = DARK, 0.6, ("black", "navy")

    def stills(self, data: bytes, progress: Callable[[int, int], None]) -> tuple[Still, ...]:
        return tuple(
            replace(still, picture=UPRIGHT, width=WIDTH, height=HEIGHT) for still in super().stills(data, progress)
        )

    def find(self, data: bytes, quarters: int = 0) -> Found:
        return replace(super().find(data, quarters), picture=UPRIGHT, width=WIDTH, height=HEIGHT)

    def mask(self, data: bytes, suspects: object, strokes: Sequence[Stroke] = (), taps: Sequence[Tap] = ()) -> Masked:
        made = super().mask(data, suspects, strokes, taps)
        picture = MASKED + made.sha256.encode()
        return replace(made, picture=picture, sha256=hashlib.sha256(picture).hexdigest(), width=WIDTH, height=HEIGHT)


class ServedTown(TownInProcess):
    """The demo town with its pages on loopback; what scripts would wait for is done at once."""

    def __init__(self, database: Database, now: datetime, url: str) -> None:
        super().__init__(database, now)
        signer = Signer(SECRETS["link_secret"], url)
        settings = self.app.settings.model_copy(update={"public_url": url, "slack_client_id": "1.2"})
        own = replace(self.app.ports, sentences=sentences, page=signer.page)
        self.app: Application = replace(self.app, settings=settings, ports=own)
        self.at_once = True
        self.masking = Painting()
        self.jobs = Jobs(self.app, self.chats, self.masking)  # type: ignore[arg-type]

    def link(self, code: str) -> str:
        """The newest page that a card of theirs leads to."""
        self.deliver()
        return [card.link.url for card in self.cards(code) if card.link][-1]

    def speak(self, language: str) -> None:
        """Everybody reads this language."""
        with self.database.unit_of_work() as uow:
            uow.session.execute(update(Member).values(language=language))
            uow.commit()


LINKS = "[...document.querySelectorAll('a[href]:not([download])')].map((link) => link.href)"


@pytest.fixture
def town(sqlite_url: str, master_keys: str, now: datetime) -> Iterator[ServedTown]:
    """On SQLite, with its server."""
    database = Database(sqlite_url, master_keys=master_keys)
    move_in(database, datetime.fromisoformat("2026-11-01T00:00:00+00:00"))
    listener = loopback_socket()
    made = ServedTown(database, now, address(listener))
    app = FastAPI(openapi_url=None)
    add_pages(app, made.app)
    app.routes.extend(installing(made.app).routes)

    @app.middleware("http")
    async def at_once(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await answer(request)
        if request.method == "POST" and made.at_once:
            await run_in_threadpool(made.work)
        return response

    with served(app, listener):
        yield made
    made.close()
    database.close()


@dataclass
class Eyes:
    """Reads a page as screen readers do, at the same address and with the same cookies, but with scripts."""

    town: ServedTown
    page: Page
    axe: Axe = field(default_factory=Axe)
    found: dict[str, str] = field(default_factory=dict)
    looks: Iterator[tuple[str, str]] = field(default_factory=lambda: cycle(LOOKS))

    def read(self, name: str, plain: Page | None = None, *, at: str = "") -> None:
        """In one language and colour scheme, the next page in the other."""
        if plain:
            self.page.context.add_cookies(plain.context.cookies())  # type: ignore[arg-type]
        language, scheme = next(self.looks)
        self.town.speak(language)
        self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        self.page.goto(at or (plain.url if plain else ""))
        self.here(f"{name}, {language}")
        self.town.speak("ja")

    def here(self, name: str) -> None:
        """As it stands on the screen."""
        self.page.wait_for_load_state()
        amiss = self.axe.run(self.page, options=ALL)
        if amiss.violations_count:
            self.found[name] = amiss.generate_report()


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
    reporter.eyes.read("around", reporter.page, at=f"{reporter.page.url}?again=around")


def tell(reporter: Thumb, lead: Thumb) -> None:
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


def sit_down(town: ServedTown, eyes: Eyes) -> str:
    """The secretariat's way in; the desk's address."""
    clerk, url = AtTheDesk(town, OFFICE), town.app.settings.public_url
    eyes.read("desk door", at=f"{url}{clerk.link()}")
    clerk.sign_in()
    eyes.page.context.add_cookies(
        [{"name": one.name, "value": one.value or "", "url": url} for one in clerk.http.cookies.jar]
    )
    clerk.http.close()
    return f"{url}/desk"


def rooms(desk: str, eyes: Eyes) -> None:
    """Every room that a link there leads to, one of each kind."""
    seen: set[str] = set()
    ahead = [desk]
    while ahead:
        at = ahead.pop()
        kind = re.sub(r"(?<=/desk/)(\w+)/[^/?]+", r"\1/…", urlsplit(at).path)
        if kind in seen:
            continue
        seen.add(kind)
        eyes.read(kind, at=at)
        ahead += [link for link in eyes.page.evaluate(LINKS) if link.startswith(desk)]
    assert len(seen) > len(Room), seen


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
        tell(reporter, lead)
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


def test_axe_finds_nothing_in_any_room_of_the_desk_nor_beside_an_alert(town: ServedTown) -> None:
    """R-127: what operators, visitors and whoever has an old link read."""
    with chromium() as browser:
        eyes = Eyes(town, browser.new_context(**SMALL).new_page())
        town.warn()
        eyes.read("missing", at=f"{town.app.settings.public_url}/p/nothing")
        beside(town, eyes)
        rooms(sit_down(town, eyes), eyes)
        assert eyes.found == {}


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
        page.keyboard.press("Enter")
        tab_to(page, "合言葉")
        page.keyboard.type(secret.lower())
        page.keyboard.press("Enter")
        expect(page.get_by_text("窓口が読むのを待っています")).to_be_visible()
        assert page.evaluate(SIDEWAYS) == 0
        assert eyes.found == {}
