"""Every way in which an alert does not go out, and that nothing of it reaches a neighbour."""

from __future__ import annotations

from simulator.browser import Browser
from tests.world.answers import judged
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
def test_a_text_only_network_takes_no_photo(town: TownOverHttp) -> None:
    """R-003: the photo is refused at the door and never fetched; words still work."""
    town.set_rules(text_only=True)
    town.reporter.send_photo(town.picture.read_bytes())

    town.reporter.wait_for("写真")
    assert town.people.calls("line.content") == []
    town.hand_in()
    town.submit()


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
