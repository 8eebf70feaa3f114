"""One visitor plays reporter, approvers and neighbour in the sandbox, in a real browser on a phone-sized screen."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.visitor import NEIGHBOUR, REPORTER, Visitor, fits
from tests.world.chromium import IN_A_BROWSER
from tests.world.over_http import TownOverHttp

pytestmark = IN_A_BROWSER


def test_a_visitor_plays_a_whole_alert_with_one_thumb(town: TownOverHttp, visitor: Visitor) -> None:
    """R-113, R-118, R-095, R-078: from the photo to the recall, by touch; an open page loses its picture.

    And the desk opens beside the phones, whatever the visitor calls this machine.
    """
    visitor.report()
    visitor.approve_on_page()
    visitor.approve_on_slack()

    alert = visitor.look()
    assert town.case().state == "live"
    neighbour = visitor.take(NEIGHBOUR)
    visitor.press(neighbour, "見かけた")
    visitor.reads(visitor.take(REPORTER), "似た人を見かけた")
    fits(visitor.page, "sighting")

    visitor.sit_at_the_desk(town.case().number)
    visitor.recall()
    alert.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(alert.get_by_text("この警戒情報は終了しました")).to_be_visible()
    expect(alert.locator("img:not(.bell)")).to_have_count(0)
    fits(alert, "ended")
    visitor.reads(visitor.take(NEIGHBOUR), "【回収】")
    fits(visitor.page, "recall-card")
