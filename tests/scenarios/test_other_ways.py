"""Ways beside the main road: words alone, far stores, blocked phones, second browsers, files that are no photo."""

from __future__ import annotations

import io
import os
import re
from http import HTTPStatus

from PIL import Image

from bot.attachment import PHOTO_LIMIT
from bot.jobs import UNREADABLE
from simulator.browser import Browser
from tests.world.answers import FEATURES
from tests.world.databases import ON_SQLITE
from tests.world.over_http import TownOverHttp
from tests.world.rows import is_kept

pytestmark = ON_SQLITE


def animated() -> bytes:
    """A GIF that moves."""
    frames = [Image.new("RGB", (300, 300), colour) for colour in ("red", "blue")]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], duration=100)
    return file.getvalue()


def huge() -> bytes:
    """A small file of 81 million pixels."""
    file = io.BytesIO()
    Image.new("1", (9000, 9000)).save(file, "PNG")
    return file.getvalue()


def test_files_that_are_no_photo_get_a_clear_answer(town: TownOverHttp) -> None:
    """Hostile pictures cost one clear message each: what moves, unfolds, does not fit or is none is refused, and the
    report goes on without it.
    """
    for content, sentence in (
        (b"", "読み取れませんでした"),
        (b"not a picture at all", "読み取れませんでした"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 2000, "読み取れませんでした"),
        (b"GIF89a" + b"\x00" * 100, "読み取れませんでした"),
        (animated(), UNREADABLE["animated"]),
        (huge(), UNREADABLE["too_many_pixels"]),
        (b"\xff\xd8\xff" + os.urandom(PHOTO_LIMIT), UNREADABLE["too_large"]),
    ):
        town.reporter.send_photo(content)
        assert sentence in town.reporter.wait_for("この写真は使えませんでした").text
        assert town.case().state == "draft"
        with town.reading() as uow:
            assert not is_kept(uow, town.case().id, "original", "received")


def test_stickers_bring_help(town: TownOverHttp) -> None:
    """No message is ignored."""
    town.reporter.sticker()
    town.reporter.wait_for("できること")


def test_an_alert_in_a_network_of_words_alone(town: TownOverHttp) -> None:
    """R-003, R-030, R-095: without pictures the way is the same; the words stand on the page, and looks at it are
    counted; the far store, for which nobody asked, hears nothing.
    """
    town.set_rules(text_only=True)
    town.reporter.say("通報")
    town.answer_questions()
    town.reporter.wait_for("この内容でよろしいですか？")
    town.submit()
    town.say_yes(town.responsible)
    town.say_yes(town.approver)
    card = town.neighbour.wait_for("警戒のお願い")
    assert FEATURES not in card.text
    with Browser() as browser:
        assert FEATURES in browser.visit(card.links[0]).text
    with town.reading() as uow:
        delivery = uow.deliveries.for_account(town.case().id, town.account("P09"))
        assert delivery is not None
        assert delivery.opened_at is not None
    town.wait_until_sent()
    assert town.people.phone("P27").inbox() == []


def test_a_far_store_of_ones_own_is_added_with_a_reason(town: TownOverHttp) -> None:
    """R-030: 40 km away and of the same business: by hand, ticked by an approver who read why; that stays with us."""
    reason = "同じ手口の被害が霧ヶ沢店でも昨日から続いているため"
    town.hand_in()
    town.reporter.press("遠くの自社店舗を加える")
    town.reporter.press("霧ヶ沢店")
    town.reporter.wait_for("なぜ")
    town.reporter.say(reason)
    town.reporter.wait_for("この内容でよろしいですか？")
    town.submit()
    town.say_yes(town.responsible)
    town.approver.wait_for("承認のお願い")
    with Browser() as browser:
        page = browser.tick_all(town.approver.open_link("内容を見る"))
    assert f"理由：{reason}" in page
    assert "霧ヶ沢店" in page
    town.reporter.wait_for("0 / 2")
    town.say_yes(town.responsible)
    town.say_yes(town.approver)
    far = town.people.phone("P27")
    assert reason not in far.wait_for("警戒のお願い").text


def test_a_neighbour_who_blocked_the_bot_is_reached_through_the_colleague(town: TownOverHttp) -> None:
    """D13: LINE would swallow the card; the store's second contact gets it at once."""
    blocked, town.neighbour = town.neighbour, town.people.phone("P10")
    blocked.block()
    town.warn()
    assert blocked.inbox() == []


def test_who_blocks_line_reads_on_slack(town: TownOverHttp) -> None:
    """D14: the deputy has both; the one that is blocked gets nothing more."""
    line, other = town.people.phone("P04", "line"), town.people.phone("P04", "slack")
    line.block()
    town.hand_in()
    town.submit()
    town.let_pass(minutes=11)
    other.wait_for("承認のお願い")
    assert line.inbox() == []


def test_a_link_in_other_hands_is_told_and_ended_and_its_owner_comes_back(town: TownOverHttp) -> None:
    """R-001, R-063: a thief who was first is told of; the owner's "no" throws out all, a new link lets them in."""
    town.reporter.send_photo(town.picture.read_bytes())
    town.reporter.wait_for("写真を受け取りました")
    town.wait_for_state("mask_review")
    link = town.reporter.open_link("画像を確認する")
    with Browser() as owner, Browser() as thief:
        thief.visit(link)
        assert thief.picture(link, "?original=1").is_success
        first = town.reporter.wait_for("あなたのページが開かれました")
        asking = owner.visit(link)
        assert not owner.picture(link, "?original=1").is_success
        second = town.reporter.wait_for("別の端末でページが開かれました")
        (number,) = re.findall(r'class="number">(\d\d)<', asking.text)
        assert number in second.text
        town.reporter.press("はい、私です")
        town.reporter.wait_for("その端末で開けるよう")
        owner.visit(link)
        assert owner.picture(link, "?original=1").is_success

        town.reporter.press("いいえ、私ではありません", on=first)
        town.reporter.wait_for("端末とリンクをすべて解除しました（端末 2 台）")
        for browser in (thief, owner):
            assert browser.visit(link).status_code == HTTPStatus.NOT_FOUND
            assert not browser.picture(link, "?original=1").is_success
        town.reporter.wait_for("新しいリンクです")
        fresh = town.reporter.open_link("開く")
        owner.visit(fresh)
        assert owner.picture(fresh, "?original=1").is_success
        town.reporter.wait_for("あなたのページが開かれました")
        assert thief.visit(link).status_code == HTTPStatus.NOT_FOUND


def test_the_rules_are_read_in_the_chat(town: TownOverHttp) -> None:
    """R-126: by anyone enrolled, part by part, on LINE and Slack, in their language."""
    nora = town.people.phone("P25")
    for phone, word, part, says in (
        (town.reporter, "規則", "だれが通報し、だれが確かめるか", "R-113"),
        (town.approver, "規則", "期限と消去", "R-040"),
        (nora, "rules", "What an alert says", "R-087"),
    ):
        phone.say(word)
        phone.press(part)
        assert part in phone.wait_for(says).text
