"""Recall, all-clear and correction, and who has looked."""

from __future__ import annotations

from http import HTTPStatus

from simulator.browser import Browser
from tests.world.answers import FEATURES, REPORT
from tests.world.databases import ON_SQLITE
from tests.world.over_http import TownOverHttp

OTHER = "灰色の上着、大きな手提げ袋"


def recall(town: TownOverHttp) -> None:
    town.reporter.press("取り消す（回収）")
    town.reporter.wait_for("なぜ取り消しますか")
    town.reporter.press("別の人だった")


@ON_SQLITE
def test_a_recall_of_which_one_neighbour_had_looked(town: TownOverHttp) -> None:
    """R-078, R-095: a photo taken back asks for it; the open page dies at once, everyone is told and confirms, and the
    store sees who looked and who did not.
    """
    town.warn_with_picture()
    looked, unread = town.neighbour.open_link("内容を見る"), town.people.phone("P15").open_link("内容を見る")
    with Browser() as browser, Browser() as other:
        browser.visit(looked)
        assert browser.picture(looked).is_success
        for _ in ("承認者へ送る", "the photo"):
            town.reporter.unsend()
        town.reporter.wait_for("警戒情報はまだ配信中です")
        recall(town)
        told = town.reporter.wait_for("終了しました：取り消し（回収）").text
        assert "内容を見た" in told
        assert "届いた" in told
        town.neighbour.wait_for("【回収】")
        assert browser.visit(looked).status_code == HTTPStatus.GONE
        assert not browser.picture(looked).is_success
        assert other.visit(unread).status_code == HTTPStatus.NOT_FOUND
    town.neighbour.press("確認しました")
    town.neighbour.wait_for("確認ありがとうございます")


@ON_SQLITE
def test_silent_stores_are_called_and_asked_again(town: TownOverHttp) -> None:
    """D13, R-078: no answer within ten minutes: the second contact gets the card; silent about a recall, they are
    reminded, and the secretariat sees which they are.
    """
    town.warn()
    town.let_pass(minutes=11)
    town.people.phone("P10").wait_for("警戒のお願い")
    recall(town)
    town.neighbour.wait_for("【回収】")
    town.let_pass(minutes=11)
    town.neighbour.wait_for("再度のお願い")
    assert "届いた" in town.secretariat.wait_for("終了しました：取り消し（回収）").text


def test_a_recall_while_cards_are_still_leaving_stops_the_rest(town: TownOverHttp) -> None:
    """R-078: who already got the card hears of the recall; who did not, never gets it."""
    town.hand_in()
    town.submit()
    town.say_yes(town.responsible)
    town.people.faults("line", fail_next=1000, only="push")
    town.say_yes(town.approver)
    town.wait_for_state("live")
    town.stop("recall")
    town.people.faults("line", fail_next=0)
    town.people.wait(minutes=10)  # while they wait
    town.wait_until_sent()
    assert not any("警戒のお願い" in message.text for message in town.neighbour.inbox())


@ON_SQLITE
def test_a_doubt_reaches_those_who_can_recall(town: TownOverHttp) -> None:
    """R-096: the page tells of nobody until the store has looked into it; store and secretariat can recall."""
    town.warn()
    link = town.neighbour.open_link("内容を見る")
    with Browser() as browser:
        assert FEATURES in browser.visit(link).text
        town.neighbour.press("誤りでは？")
        town.neighbour.wait_for("「誤りでは？」を伝えました")
        town.neighbour.press("別の人に見える")
        town.responsible.wait_for("表示を止めています")
        assert FEATURES not in browser.visit(link).text
        town.responsible.press("確かめました、続けます")
        town.neighbour.wait_for("通報した店舗が確かめました")
        assert FEATURES in browser.visit(link).text
    town.secretariat.wait_for("誤りでは？」という連絡")
    town.secretariat.press("取り消す（回収）")
    town.secretariat.modal("回収")
    town.secretariat.submit({"なぜ取り消しますか？": "別の人だった"})
    town.neighbour.wait_for("【回収】")


@ON_SQLITE
def test_a_correction_reaches_everyone_under_the_same_number(town: TownOverHttp) -> None:
    """R-049, R-111: from a list and at once; what is to be read instead goes out as a new version, once approved."""
    town.warn()
    number = town.case().number
    town.responsible.press("訂正する")
    town.responsible.wait_for("どこが誤りでしたか")
    town.responsible.press("服装や特徴")
    card = town.neighbour.wait_for("【訂正】")
    assert number in card.text
    town.form(town.reporter.code, "report", platform=town.reporter.platform, **{**REPORT, "features": OTHER})
    town.say_yes(town.responsible)
    town.say_yes(town.approver)
    assert OTHER not in town.neighbour.wait_for("内容が変わりました（第2版）").text
    with Browser() as browser:
        page = browser.visit(town.neighbour.open_link("内容を見る")).text
    assert OTHER in page
    assert FEATURES not in page


@ON_SQLITE
def test_nothing_left_open_or_on_its_way_holds_up_the_next_report(town: TownOverHttp) -> None:
    """R-003, R-040, R-078: a form about erased words, then a photo LINE never gets ready: each ends with a sentence."""
    town.warn()
    town.insist(town.reporter, "解除する")
    town.reporter.wait_for("終了しました：解除")
    town.reporter.press("取り消す（回収）")
    town.reporter.wait_for("なぜ取り消しますか")
    town.let_pass(days=31)
    town.wait_for_state("erased")
    town.reporter.say("人違いでした")
    town.reporter.wait_for("途中だった質問は")
    town.reporter.send_photo(town.picture.read_bytes(), ready_in=86_400)
    town.reporter.wait_for("写真を受け取りました")
    town.let_pass(seconds=62)
    town.reporter.wait_for("もう少しお待ちください")
    town.let_pass(minutes=5)
    town.reporter.wait_for("同じものをもう一度送ってみてください")
    town.reporter.send_photo(town.picture.read_bytes())
    town.wait_for_state("mask_review")
