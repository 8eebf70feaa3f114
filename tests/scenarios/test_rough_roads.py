"""Bad input and rough delivery: each gets a clear answer, nothing is lost, nothing happens twice."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from base64 import b64encode
from http import HTTPStatus

import httpx
import pytest

from bot import attachment
from tests.world.databases import ON_SQLITE
from tests.world.over_http import TownOverHttp


@ON_SQLITE
def test_an_old_button_answers_with_the_present_state(town: TownOverHttp) -> None:
    """No click is ignored: a button of a finished assessment says that it is over."""
    town.hand_in()
    town.submit()
    request = town.responsible.wait_for("承認のお願い")
    town.insist(town.reporter, "取り下げる")
    town.responsible.wait_for("承認のお願いは終わりました：取り下げ")
    town.responsible.press("判定する", on=request)
    town.responsible.wait_for("この承認のお願いはもう終わっています")


def test_a_double_click_counts_once(town: TownOverHttp) -> None:
    """R-113: 承認者へ送る twice asks the approvers once, also where both wait and are done as one; later it is told."""
    town.hand_in()
    town.reporter.press("承認者へ送る")
    town.reporter.press("承認者へ送る")
    town.wait_until_sent()
    town.reporter.press("承認者へ送る")
    town.reporter.wait_for("もう承認者に送られています")
    asked = [m for m in town.responsible.inbox() if "承認のお願い" in m.text]
    assert len(asked) == 1


def test_a_repeated_webhook_changes_nothing(town: TownOverHttp) -> None:
    """The inbox keeps an event once, however often it is delivered."""
    town.reporter.say("通報")
    town.reporter.wait_for("写真を送ってください")
    before = len(town.reporter.inbox())
    assert town.people.replay() == HTTPStatus.OK
    time.sleep(1)
    assert len(town.reporter.inbox()) == before


def test_webhooks_in_the_wrong_order_are_understood(town: TownOverHttp) -> None:
    """LINE delivers out of order: events are handled by their time."""
    town.reporter.say("通報")
    town.reporter.press("写真なしで続ける")
    town.reporter.wait_for("何を、どれくらい")
    with town.people.held(backwards=True, together=True):
        town.reporter.say("化粧品 約20点をバッグに")
        town.reporter.say("１５分前")
    town.reporter.wait_for("どうやって気づきましたか")


@ON_SQLITE
def test_an_unsent_photo_is_gone(town: TownOverHttp) -> None:
    """R-040: the sender takes the photo back: it and the report are erased, only the fact is logged."""
    town.reporter.send_photo(town.picture.read_bytes())
    town.reporter.wait_for("写真を受け取りました")
    town.wait_for_state("mask_review")
    town.reporter.unsend()
    town.reporter.wait_for("通報を取り下げました")
    case = town.case()
    with town.bot.application.database.unit_of_work(read_only=True) as uow:
        assert not uow.vault.has_key(case.id, "original")


@ON_SQLITE
def test_too_long_texts_are_answered_kindly(town: TownOverHttp) -> None:
    """5,000 characters, emoji and control characters neither break anything nor slip through; it costs no message."""
    town.reporter.say("通報")
    town.reporter.press("写真なしで続ける")
    town.reporter.wait_for("何を、どれくらい")
    pushed = len(town.people.calls("line.push"))
    for words in ("あ" * 5000, "😀" * 400, "\x00\x07黒い\u200b帽子" * 80):
        assert town.reporter.say(words) == HTTPStatus.OK
        town.reporter.wait_for("何を、どれくらい")
    assert len(town.people.calls("line.push")) == pushed


@ON_SQLITE
def test_invisible_characters_are_dropped(town: TownOverHttp) -> None:
    """Right-to-left marks and the like can't turn a text round or hide a word from the rules."""
    town.hand_in(goods="\u202e化粧品\u202c 約20点\u200b")
    case = town.case()
    with town.bot.application.database.unit_of_work(read_only=True) as uow:
        assert "\u202e" not in uow.vault.get(case.id, "text", "report").decode()


@ON_SQLITE
def test_somebody_unknown_is_told_how_to_enrol(town: TownOverHttp) -> None:
    """Identity is enrolment: a stranger learns nothing but how to become a member."""
    stranger = town.newcomer("line")
    stranger.say("通報")
    stranger.wait_for("まだ登録されていません")


def test_a_code_in_other_hands_is_tried_five_times_and_gets_nothing_without_a_yes(town: TownOverHttp) -> None:
    """R-113: guessing is stopped; one more account of somebody waits for their yes, and the code is used up by then."""
    guesser, newcomer, second = town.newcomer("slack"), town.newcomer("line"), town.newcomer("slack")
    for _ in range(5):
        guesser.say("登録 AAAA-BBBB")
        guesser.wait_for("登録コードが違うか")
    code = town.enrolment_code("P09")
    guesser.say(f"登録 {code}")
    guesser.wait_for("登録コードの間違いが続いた")
    newcomer.say(f"登録 {code}")
    newcomer.wait_for("登録の確認を待っています")
    second.say(f"登録 {code}")
    second.wait_for("この登録コードはもう使われました")
    town.secretariat.wait_for("新しいアカウントの確認")
    town.neighbour.wait_for("新しいアカウントはあなたのものですか？")
    town.neighbour.press("はい、私です")
    newcomer.wait_for("登録が完了しました")
    town.neighbour.wait_for("新しいアカウントが登録されました")


@ON_SQLITE
def test_requests_that_are_not_lines_are_refused(town: TownOverHttp) -> None:
    """Signatures are checked on the raw bytes; broken JSON gets 400, unknown events 200."""
    secret = town.settings.line_channel_secret.get_secret_value().encode()
    for body, signed, status in (
        (b'{"events": []}', True, HTTPStatus.OK),
        (b'{"events": []}', False, HTTPStatus.UNAUTHORIZED),
        (b"{broken", True, HTTPStatus.BAD_REQUEST),
        (json.dumps({"events": [{"type": "never heard of", "webhookEventId": "x"}]}).encode(), True, HTTPStatus.OK),
    ):
        signature = b64encode(hmac.new(secret, body, hashlib.sha256).digest()).decode() if signed else "d3Jvbmc="
        answer = httpx.post(f"{town.bot_url}/line/webhook", content=body, headers={"x-line-signature": signature})
        assert answer.status_code == status, body


@ON_SQLITE
def test_a_photo_line_is_still_preparing_or_lets_trickle_in_arrives_later(
    town: TownOverHttp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-123: a 202 from the content server is asked again, and so is what would never end; neither is a failure."""
    monkeypatch.setattr(attachment, "LONGEST", 1.0)
    town.people.faults("line", trickle_next=1, only="/content")
    town.reporter.send_photo(town.picture.read_bytes(), ready_in=1.5)
    town.reporter.wait_for("写真を受け取りました")
    town.wait_for_state("mask_review")
