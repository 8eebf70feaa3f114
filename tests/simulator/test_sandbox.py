"""A visitor plays the phones of the sandbox in a real browser, on a desk and on a phone-sized screen."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from fastapi import Response
from playwright.sync_api import Browser, Page, ViewportSize, expect
from slack_sdk import WebClient

from simulator.stage import Stage
from tests.simulator.test_line_limits import POSTBACK, bubble, flex
from tests.simulator.test_slack_phone import REPORT, ask, payload
from tests.world.chromium import IN_A_BROWSER, chromium
from tests.world.simulated import Received, SimulatedTown

pytestmark = IN_A_BROWSER

JAPANESE = """[...document.querySelectorAll("body *")].flatMap((e) => [...e.childNodes].filter((n) => n.nodeType === 3)
  .concat([e.ariaLabel, e.placeholder].filter(Boolean)).map((n) => n.textContent ?? n))
  .filter((words) => /[\\u3040-\\u9fff]/.test(words) && words !== "日本語")"""
DESK: ViewportSize = {"width": 1400, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
SMALLEST: ViewportSize = {"width": 360, "height": 740}


@pytest.fixture(scope="module", name="chromium")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(chromium: Browser, town: SimulatedTown) -> Iterator[Page]:
    """The sandbox on a desk; at the end nothing was asked of anybody else, and nothing was amiss."""
    page, asked, amiss = chromium.new_page(viewport=DESK), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: amiss.append(str(error)))
    page.on("console", lambda message: amiss.append(message.text) if message.type == "error" else None)
    page.goto(f"{town.url}/sandbox")
    yield page
    page.close()
    assert [url for url in asked if not url.startswith((town.url, "blob:"))] == []
    assert amiss == []


def sent(town: SimulatedTown) -> list[dict[str, object]]:
    return [event for received in town.bot.got for event in json.loads(received.body).get("events", [])]


def show_alert(town: SimulatedTown, code: str = "P09") -> None:
    """The neighbour's card: a text, a button, a link, quick replies."""
    pieces = [
        {"type": "text", "text": "<b>化粧品</b> 約20点", "wrap": True, "size": "lg", "weight": "bold"},
        {"type": "button", "style": "primary", "action": POSTBACK | {"label": "確認しました"}},
        {"type": "button", "action": {"type": "uri", "label": "写真を見る", "uri": f"{town.url}/sandbox"}},
    ]
    labels = ("見かけた", "見かけたが、もう出ていった", "気のせいだったかもしれない", "やめる")
    quick = {"items": [{"type": "action", "action": POSTBACK | {"label": one, "data": "b2"}} for one in labels]}
    message = flex(bubble(*pieces)) | {"quickReply": quick}
    town.sim.line_api.send("push", {"to": town.phone(code).user_id, "messages": [message]}, None)


def test_five_phones_stand_side_by_side(page: Page) -> None:
    """All are visible at once on a desk, with who plays which part."""
    expect(page.locator(".phone")).to_have_count(5)
    expect(page.locator(".phone .screen >> visible=true")).to_have_count(5)
    expect(page.locator(".part").nth(0)).to_have_text("通報する人")


def test_a_visitor_writes_and_sends_an_own_photo(town: SimulatedTown, page: Page) -> None:
    """Both reach the bot, and stand in the chat."""
    reporter = page.locator(".phone").nth(0)
    reporter.locator(".write").fill("通報")
    reporter.locator(".send").click()
    expect(reporter.locator(".row.mine .balloon")).to_have_text("通報")
    reporter.locator(".menu input").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": b"\x89PNG"})
    expect(reporter.locator(".row.mine .photo")).to_have_count(1)

    assert [event["message"]["type"] for event in sent(town)] == ["text", "image"]  # type: ignore[index]


def test_the_sample_photo_is_one_press_away(town: SimulatedTown, page: Page) -> None:
    """Nobody needs a photo of their own to try it."""
    reporter = page.locator(".phone").nth(0)
    reporter.locator(".more").click()
    reporter.get_by_role("button", name="サンプル写真を送る").click()
    expect(reporter.locator(".row.mine .photo")).to_have_count(1)
    expect(reporter.locator(".menu")).to_be_hidden()

    (content,) = town.sim.line.contents.values()
    assert (content.kind, content.data[:3]) == ("image/jpeg", b"\xff\xd8\xff")


def test_cards_are_shown_as_text_and_their_buttons_work(town: SimulatedTown, page: Page) -> None:
    """What looks like HTML stays text; a button and a quick reply reach the bot; a link opens a window."""
    show_alert(town)
    neighbour = page.locator(".phone").nth(3)
    expect(neighbour.locator(".flex-text")).to_have_text("<b>化粧品</b> 約20点")
    with page.expect_popup():
        neighbour.get_by_role("button", name="写真を見る").click()
    neighbour.get_by_role("button", name="見かけた", exact=True).click()
    expect(neighbour.locator(".quick button")).to_have_count(0)
    neighbour.get_by_role("button", name="確認しました").click()
    expect(neighbour.locator(".row.mine")).to_have_count(2)

    assert [event["postback"]["data"] for event in sent(town)] == ["b2", "b1"]  # type: ignore[index]


def test_a_modal_opens_inside_the_phone(town: SimulatedTown, slack: WebClient, page: Page) -> None:
    """Filled in, complained about, corrected, sent; typing survives the polling."""
    phone = town.phone("P03")
    ask(slack, phone)
    approver = page.locator(".phone").nth(2)

    def answer(received: Received) -> Response:
        if payload(received)["type"] == "block_actions":
            slack.views_open(trigger_id=payload(received)["trigger_id"], view=REPORT)
        return Response()

    town.bot.answer = answer
    approver.get_by_role("button", name="はい").click()
    approver.get_by_label("何が").fill("化粧品")
    approver.get_by_role("button", name="送る", exact=True).click()
    expect(approver.locator(".complaint >> visible=true")).to_have_text("入力してください。")
    approver.get_by_label("どちらへ").select_option("西")
    page.wait_for_timeout(1000)
    approver.get_by_role("button", name="送る", exact=True).click()
    expect(approver.locator(".sheet")).to_have_count(0)

    values = payload(town.bot.got[-1])["view"]["state"]["values"]
    assert next(iter(values["goods"].values()))["value"] == "化粧品"


def test_the_clock_can_be_moved_and_what_arrives_is_told(town: SimulatedTown, page: Page) -> None:
    """For page and bot alike; somebody who is not on the page is one press away."""
    for name in ("+5分", "+1時間", "+1日"):
        page.get_by_role("button", name=name).click()
    expect(page.locator("#ahead")).to_have_text("実際より 1日 1時間 5分 先")
    assert town.sim.world.clock.ahead() == 90_300

    page.get_by_role("button", name="月曜9時").click()
    expect(page.locator("#now")).to_have_text(re.compile("\\(月\\).*0?9:00"))
    show_alert(town, "P11")
    page.get_by_role("button", name="霞 奏太 1").click()
    expect(page.locator(".phone.chosen")).to_contain_text("約20点")


def test_a_phone_can_change_hands(town: SimulatedTown, page: Page) -> None:
    """Anybody of the town can be played."""
    page.locator(".owner").nth(3).select_option(town.phone("P25").user_id)
    third = page.locator(".phone").nth(3)
    third.locator(".write").fill("hello")
    third.locator(".send").click()
    expect(third.locator(".row.mine")).to_have_count(1)

    assert sent(town)[0]["source"]["userId"] == town.phone("P25").user_id  # type: ignore[index]


def test_a_silent_bot_is_told_to_the_visitor(town: SimulatedTown, page: Page) -> None:
    """Otherwise nobody would know why nothing comes back."""
    town.sim.line_phones.url = "http://127.0.0.1:1/line/webhook"
    page.locator(".write").nth(0).fill("通報")
    page.locator(".send").nth(0).click()

    expect(page.locator("#trouble")).to_contain_text("応答しませんでした")


def test_a_small_screen_shows_one_phone_with_tabs(town: SimulatedTown, page: Page) -> None:
    """The others tell by a number that something came; nothing is wider than the screen, and the three steps stay."""
    page.set_viewport_size(PHONE)
    expect(page.locator(".phone .screen >> visible=true")).to_have_count(1)
    assert amiss_above(page) == []
    for step in ("＋から写真を送る", "2人がページで承認", "近くの店へ届く"):
        expect(page.get_by_role("button", name=step)).to_be_in_viewport(ratio=1)
    show_alert(town)
    neighbour = page.get_by_role("tab", name="近くの店")
    expect(neighbour.locator(".badge")).to_have_text("1")
    neighbour.click()
    expect(page.get_by_role("button", name="確認しました")).to_be_visible()
    expect(page.locator("#steps [aria-current]")).to_contain_text("近くの店へ届く")

    replies = neighbour_replies(page)
    assert (replies["rows"], replies["swipes"]) == (1, True)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def amiss_above(page: Page) -> list[str]:
    """What of the row above the phones lies over something else or reaches out of a small screen."""
    return [each for size in (PHONE, SMALLEST) for each in _amiss_above(page, size)]


def _amiss_above(page: Page, size: ViewportSize) -> list[str]:
    page.set_viewport_size(size)
    return list(
        page.locator(".brand img, .top button").evaluate_all(
            """all => {
              const seen = all.filter(e => e.checkVisibility({checkOpacity: true}));
              const boxes = seen.map(e => e.getBoundingClientRect());
              const over = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
              return seen.filter((_, i) => boxes[i].left < 0 || boxes[i].right > innerWidth
                || boxes.some((box, j) => j !== i && over(boxes[i], box))).map(e => e.id || e.tagName);
            }"""
        )
    )


def neighbour_replies(page: Page) -> dict[str, object]:
    """In how many rows the quick replies stand, and whether there are more to swipe to."""
    return dict(
        page.locator(".phone.chosen .quick").evaluate(
            "e => ({rows: new Set([...e.children].map(b => b.offsetTop)).size, swipes: e.scrollWidth > e.clientWidth})"
        )
    )


def test_on_a_small_screen_the_phone_stays_when_its_owner_changes(town: SimulatedTown, page: Page) -> None:
    """Nobody is left looking at an empty page."""
    page.set_viewport_size(PHONE)
    page.get_by_role("tab", name="近くの店").click()
    page.locator(".owner >> visible=true").select_option(town.phone("P25").user_id)
    expect(page.locator(".phone .screen >> visible=true")).to_have_count(1)


def test_one_switch_makes_everything_english_and_the_story_plays_on_request(chromium: Browser, stage: Stage) -> None:
    """Cast, bot and buttons begin anew in the other language; a newcomer is told their code."""
    page = chromium.new_page(viewport=DESK)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.goto(f"{stage.url}/sandbox")
    expect(page.get_by_role("button", name="物語を見る")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.locator(".part").nth(0)).to_have_text("Reporter")
    expect(page.locator(".owner").nth(0)).to_contain_text("Akari Kogure")
    page.locator(".owner").nth(3).select_option(
        label="Mei Nitta · Aozora Store Station Front new here, not enrolled yet"
    )
    expect(page.locator(".phone").nth(3)).to_contain_text("register AAAA-BBBB")
    assert page.evaluate(JAPANESE) == []
    assert amiss_above(page) == []

    page.get_by_role("button", name="Fill the desk").click()
    expect(page.get_by_text("An invented year is there.")).to_be_visible()
    page.get_by_role("button", name="Watch story").click()
    expect(page.locator("#line")).to_have_text("13 shops take part, on LINE and Slack")
    page.get_by_role("button", name="Start over").click()
    expect(page.locator("#story")).to_be_hidden()
    assert asked == ["Clear this town and start over?"], "of a town in which nothing has happened nothing is lost"
    page.close()
