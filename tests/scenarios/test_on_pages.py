"""From the photo to the neighbours' cards on pages alone: the chat carries the bell, the page the words."""

from __future__ import annotations

import re

from simulator.browser import Browser
from tests.world.answers import PEACE, TILL, judged, on_page
from tests.world.databases import ON_SQLITE
from tests.world.over_http import PICTURE, SUSPECT, TownOverHttp


@ON_SQLITE
def test_an_alert_is_reported_handed_in_and_judged_on_pages_alone(town: TownOverHttp) -> None:
    """R-112, R-118, R-127: no word is typed into a chat; the same rules, and the same people who have to agree."""
    town.reporter.send_photo(PICTURE.read_bytes())
    town.reporter.wait_for("写真を受け取りました")
    link = town.reporter.open_link("画像を確認する")
    with Browser() as browser:
        assert "どちらへ向かいましたか" in browser.pick(link, *SUSPECT)
        assert "あと少しです" in browser.confirm(link, part="till", **TILL).text
        assert "承認者へ送る" in browser.answer(link, "peace", **PEACE | {"form": "picture"}).text
        assert "承認者へ送りました" in browser.hand_in(link).text
    for phone in (town.responsible, town.approver):
        phone.wait_for("承認のお願い")
        preview = phone.open_link("内容を見る")
        with Browser() as browser:
            page = browser.visit(preview).text
            assert "補充性" in page
            assert 'href="tel:0422-00-0000"' in page
            assert re.search(r"あと[56]\d分（", page)
            assert page.count('class="dot"') >= page.count('name="store"') > 0
            assert browser.picture(preview).is_success
            answered = browser.answer(preview, "judge", **on_page(judged(of=phone.code)))
    assert "この内容の承認は終わりました" in answered.text  # by the last yes
    town.neighbour.wait_for("警戒のお願い")
