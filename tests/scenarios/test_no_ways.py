"""Every way in which an alert does not go out, and that nothing of it reaches a neighbour."""

from __future__ import annotations

import pytest

from handlers.errors import NotAllowed
from simulator.browser import Browser
from tests.world.answers import REPORT, judged
from tests.world.databases import ON_SQLITE
from tests.world.over_http import TownOverHttp


def quiet(town: TownOverHttp) -> bool:
    """No neighbour heard anything."""
    return not any("警戒のお願い" in message.text for message in town.neighbour.inbox())


@ON_SQLITE
def test_one_no_stops_the_alert(town: TownOverHttp) -> None:
    """R-112: one "no" stays a no: who said it lets the reporter read why; reported anew, two others are not enough."""
    town.hand_in()
    town.submit()
    town.say_yes(town.approver)
    town.say_yes(town.responsible, no="subsidiarity")

    assert "ほかに防ぐ方法がある" in town.reporter.wait_for("配信しないことになりました").text
    assert town.case().state == "refused"
    town.approver.wait_for("終了しました")
    why = judged(of=f"P02 {town.case().number}")["subsidiarity_reason"]
    town.responsible.press("通報者に理由を見せる")
    assert why not in town.reporter.wait_for("理由を読めます").text
    with Browser() as browser:
        assert why in browser.visit(town.reporter.open_link("理由を見る")).text
    town.hand_in(when="60")
    town.submit()
    assert "同じ出来事かもしれない" in town.secretariat.wait_for("承認のお願い").text
    town.say_yes(town.approver)
    town.say_yes(town.people.phone("P04", "line"))
    town.reporter.wait_for("事務局の「はい」も必要です。回答を待っています。")
    assert quiet(town)
    town.say_yes(town.secretariat)
    town.neighbour.wait_for("警戒のお願い")


@ON_SQLITE
def test_a_returned_alert_is_mended_and_needs_new_approvals(town: TownOverHttp) -> None:
    """R-111: what was approved before the change no longer counts."""
    town.hand_in()
    town.submit()
    town.say_yes(town.responsible)
    town.look("P03")
    town.approver.press("差し戻す")
    town.approver.modal("差し戻す")
    town.approver.submit({"どこを直せばよいですか？": "上着の色が映像と違うので確認してください"})
    town.reporter.wait_for("差し戻されました")
    assert town.case().state == "returned"

    town.reporter.press("書き直す")
    town.answer_questions()
    town.reporter.wait_for("この内容でよろしいですか？")
    town.submit()
    town.say_yes(town.approver)
    town.reporter.wait_for("1 / 2")
    assert quiet(town)
    town.say_yes(town.responsible)
    town.neighbour.wait_for("警戒のお願い")


@ON_SQLITE
def test_silence_is_reminded_then_stood_in_for_then_lapses(town: TownOverHttp) -> None:
    """R-115: nobody answers, so the danger has passed; the deputy was asked meanwhile."""
    town.hand_in()
    town.submit()
    town.responsible.wait_for("承認のお願い")
    town.let_pass(minutes=6)
    town.responsible.wait_for("再度のお願い")
    town.let_pass(minutes=5)
    town.deputy.wait_for("承認のお願い")
    town.let_pass(minutes=50)
    town.reporter.wait_for("時間切れで終了しました")
    assert town.case().state == "lapsed"
    assert quiet(town)


@ON_SQLITE
def test_a_withdrawn_report_reaches_nobody(town: TownOverHttp) -> None:
    """R-125: the reporter takes it back while it lies with the approvers."""
    town.hand_in()
    town.submit()
    town.responsible.wait_for("承認のお願い")
    town.insist(town.reporter, "取り下げる")

    town.reporter.wait_for("通報を取り下げました")
    town.responsible.wait_for("終了しました")
    assert town.case().state == "withdrawn"
    with pytest.raises(NotAllowed):
        town.say_yes(town.responsible)
    assert quiet(town)


@ON_SQLITE
def test_a_text_only_network_takes_no_photo(town: TownOverHttp) -> None:
    """R-003: the photo is refused at the door and never fetched; words still work."""
    town.set_rules(text_only=True)
    town.reporter.send_photo(town.picture.read_bytes())

    town.reporter.wait_for("写真")
    assert town.people.calls("line.content") == []
    town.hand_in()
    town.submit()


@ON_SQLITE
def test_a_person_who_may_be_a_minor_is_never_shown(town: TownOverHttp) -> None:
    """R-117, D7: "don't know" counts as yes; a picture is refused, and the secretariat has to agree."""
    town.fill_in("P01", form="picture", vulnerable="unknown")
    town.reporter.wait_for("配慮が必要な人の画像は送れません")
    town.reporter.press("特徴を文字で")
    town.reporter.wait_for("この内容でよろしいですか？")
    town.submit()
    town.secretariat.wait_for("承認のお願い")
    town.say_yes(town.responsible)
    town.say_yes(town.approver)
    town.reporter.wait_for("2 / 3")
    assert quiet(town)

    town.say_yes(town.secretariat)
    town.neighbour.wait_for("警戒のお願い")


def test_without_enough_line_messages_nothing_is_sent_until_there_are(town: TownOverHttp) -> None:
    """R-078, R-113: a broadcast never eats what its recall would need; an approver is told on the phone, and asks."""
    town.hand_in()
    town.people.quota(200, used=200)
    town.let_pass(minutes=2)
    town.submit()
    town.wait_for_quota(200)
    town.secretariat.wait_for("承認のお願いがまだ届いていない人がいます")
    assert not any("承認のお願い" in message.text for message in town.responsible.inbox())
    town.responsible.say("状況")
    town.responsible.wait_for("承認のお願い")
    town.say_yes(town.responsible)
    town.say_yes(town.approver)

    town.secretariat.wait_for("まだ配信できません")
    assert quiet(town)
    town.people.quota(5000, used=120)
    town.people.wait(minutes=6)  # while they wait
    town.wait_for_quota(5000)
    town.people.wait(minutes=6)
    town.neighbour.wait_for("警戒のお願い")


@ON_SQLITE
def test_a_lost_phone_takes_its_yes_along(town: TownOverHttp) -> None:
    """R-063, R-113: the responsible person says so in the chat; the case tells the others, nothing goes out."""
    town.hand_in()
    town.submit()
    town.say_yes(town.approver)
    town.responsible.say("端末をなくした")
    town.responsible.press("朝霧 蓮")
    town.responsible.press("1時間前から")
    town.reporter.wait_for("1 人の判定を取り消しました")
    town.say_yes(town.responsible)

    town.reporter.wait_for("1 / 2")
    assert town.case().state == "assessing"
    assert quiet(town)


@ON_SQLITE
def test_the_reporter_does_not_approve_their_own_report(town: TownOverHttp) -> None:
    """R-114: even a responsible person can't be reporter and approver at once."""
    town.reporter = town.people.phone("P02")
    town.hand_in()
    town.submit()

    with pytest.raises(NotAllowed) as refusal:
        town.say_yes(town.reporter)
    assert refusal.value.deny.clause == "R-114"
    assert quiet(town)


@ON_SQLITE
def test_whoever_mended_a_report_has_reported_it_and_the_known_need_the_secretariat(town: TownOverHttp) -> None:
    """R-110, R-114: an approver wrote it anew and others decide; who could be asked isn't left to the store alone."""
    town.hand_in(known_person="yes")
    town.submit()
    town.give_back("P03", "上着の色が映像と違うので確認してください")
    town.reporter.wait_for("差し戻されました")
    town.form("P03", "report", **{**REPORT, "known_person": "yes", "features": "灰色の上着"})
    town.reporter.wait_for("この内容でよろしいですか？")
    town.submit()
    with pytest.raises(NotAllowed) as refusal:
        town.say_yes(town.approver)
    assert refusal.value.deny.clause == "R-114"
    town.say_yes(town.responsible)
    town.say_yes(town.deputy)
    assert "知っている人か連絡のとれる人" in town.reporter.wait_for("2 / 3").text
    assert quiet(town)
    town.say_yes(town.secretariat)
    town.neighbour.wait_for("警戒のお願い")


@ON_SQLITE
def test_one_person_on_two_phones_counts_once_and_a_taken_back_yes_no_longer(town: TownOverHttp) -> None:
    """R-113: the deputy answers on LINE and again on Slack, which is one person; withdrawn until sent, it is none."""
    line, slack = town.people.phone("P04", "line"), town.people.phone("P04", "slack")
    town.hand_in()
    town.submit()
    town.say_yes(line)
    town.say_yes(slack)
    town.reporter.wait_for("1 / 2")
    assert town.case().state == "assessing"
    town.insist(town.deputy, "判定を取り消す")
    town.deputy.wait_for("判定を取り消しました")
    town.say_yes(town.approver)
    town.reporter.wait_for("1 / 2")
    assert quiet(town)
    town.say_yes(town.responsible)
    town.neighbour.wait_for("警戒のお願い")
