"""The same on Slack: a report in one modal, requests that are forged, repeated or about something else."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from http import HTTPStatus
from typing import Any

import httpx
import pytest

from handlers.forms.definitions import REPORT as FORM
from policy.access import Purpose
from simulator.phones import Phone
from simulator.slack_state import Workspace
from tests.world.answers import REPORT
from tests.world.chat import in_labels
from tests.world.databases import ON_SQLITE
from tests.world.over_http import PICTURE, TownOverHttp, wait_until


def filled(**changed: str) -> dict[str, Any]:
    """The modal's answers by label, choices by theirs."""
    return {**in_labels(FORM, REPORT | changed)}


@pytest.fixture
def on_slack(town: TownOverHttp) -> Phone:
    """The deputy reports, on Slack."""
    town.reporter = town.people.phone("P04", "slack")
    town.reporter.command("/hansho")
    town.reporter.modal(FORM.title)
    return town.reporter


def slack(town: TownOverHttp, body: dict[str, Any], *, age: int = 0, signed: bool = True) -> httpx.Response:
    """A request to the bot as Slack would sign it ``age`` seconds ago, or without any signature."""
    data, stamp = json.dumps(body).encode(), str(int(time.time()) - age)
    secret = town.settings.slack_signing_secret.get_secret_value().encode()
    sum_ = hmac.new(secret, b"v0:" + stamp.encode() + b":" + data, hashlib.sha256).hexdigest()
    headers = {"content-type": "application/json"}
    if signed:
        headers |= {"x-slack-request-timestamp": stamp, "x-slack-signature": f"v0={sum_}"}
    return httpx.post(f"{town.bot_url}/slack/events", content=data, headers=headers, timeout=90)


def said(phone: Phone, text: str, **event: Any) -> dict[str, Any]:
    """An event of the direct messages."""
    inner = {"type": "message", "channel_type": "im", "user": phone.user_id, "text": text, "ts": "1.1", **event}
    where = {"event_id": f"Ev{text}{len(event)}", "team_id": Workspace.team}
    return {"type": "event_callback", **where, "event": inner}


@ON_SQLITE
def test_a_whole_report_with_its_photo_in_one_modal(town: TownOverHttp, on_slack: Phone) -> None:
    """R-113, R-118: everything at once, then the page, then the approvers; the neighbour gets the alert.

    Slack opened the form and was slow to say so: the chat began to ask, and what is handed in whole still counts.
    """
    on_slack.close()
    town.people.faults("slack", hang_next=1, hang_seconds=2.5, only="views.open")
    on_slack.command("/hansho")
    on_slack.modal(FORM.title)
    on_slack.wait_for("写真を送ってください")
    assert on_slack.submit({**filled(form="picture"), "写真か動画": PICTURE.read_bytes()}) == {}
    on_slack.wait_for("あとは画像の確認だけです")
    town.mask()
    on_slack.wait_for("この内容でよろしいですか？")
    town.submit()
    for phone in (town.responsible, town.approver):
        town.look_at_preview(phone)
        town.say_yes(phone)
    town.neighbour.wait_for("警戒のお願い")
    assert town.neighbour.open_link("内容を見る")


@ON_SQLITE
def test_whoever_works_for_several_shops_fills_in_the_modal_too(town: TownOverHttp) -> None:
    """R-127: a modal can't ask for the shop first; once that is said, nobody presses their way through 18 questions."""
    several = town.approver
    several.command("/hansho")
    several.press("半鐘堂薬局 本店")
    several.press("写真なしで続ける")
    several.modal(FORM.title)
    several.close()
    several.press("写真なしで続ける")
    several.modal(FORM.title)
    assert several.submit(filled()) == {}
    several.wait_for("この内容でよろしいですか？")


@ON_SQLITE
def test_a_modal_with_a_name_in_it_stays_open_and_nothing_begins(town: TownOverHttp, on_slack: Phone) -> None:
    """R-087: the complaint stands at its field; mended, the same modal is taken."""
    complaints = on_slack.submit(filled(goods="田中さんが化粧品をとった"))
    assert list(complaints) == ["field:goods"]
    with town.bot.application.database.unit_of_work(read_only=True) as uow:
        assert uow.cases.latest_of(town.member("P04", uow).id) is None
    assert on_slack.submit(filled()) == {}
    on_slack.wait_for("この内容でよろしいですか？")


def test_a_click_delivered_twice_within_five_minutes_counts_once(town: TownOverHttp) -> None:
    """R-113: the signature is still good, so the event's own id has to stop it."""
    town.reporter = town.people.phone("P04", "slack")
    town.hand_in()
    town.reporter.press("承認者へ送る")
    town.reporter.wait_for("承認をお願いしています")
    town.responsible.wait_for("承認のお願い")
    before = len(town.reporter.inbox())
    assert town.people.replay() == HTTPStatus.OK
    time.sleep(1)
    town.wait_until_sent()
    assert len(town.reporter.inbox()) == before
    assert len([m for m in town.responsible.inbox() if "承認のお願い" in m.text]) == 1


@ON_SQLITE
def test_slack_requests_without_or_with_an_old_signature_are_refused(town: TownOverHttp) -> None:
    """Nobody speaks for Slack: neither unsigned nor replayed later than five minutes."""
    body = said(town.approver, "状況")
    assert slack(town, body, signed=False).status_code == HTTPStatus.UNAUTHORIZED
    assert slack(town, body, age=400).status_code == HTTPStatus.UNAUTHORIZED
    assert town.approver.inbox() == []
    assert slack(town, body).status_code == HTTPStatus.OK
    town.approver.wait_for("できること")


@ON_SQLITE
def test_an_edited_message_is_not_said_again(town: TownOverHttp) -> None:
    """Mending a typo in an old message answers no question."""
    edited = {"subtype": "message_changed", "message": {"user": town.approver.user_id, "text": "通報", "ts": "1.1"}}
    assert slack(town, said(town.approver, "", **edited)).status_code == HTTPStatus.OK
    assert slack(town, said(town.approver, "状況")).status_code == HTTPStatus.OK
    town.approver.wait_for("できること")
    assert len(town.approver.inbox()) == 1


@ON_SQLITE
def test_the_audience_is_narrowed_in_a_modal(town: TownOverHttp) -> None:
    """R-117, R-124: both questions at once; the preview shows the smaller reach and whom it leaves out."""
    town.reporter = town.people.phone("P04", "slack")
    town.hand_in()
    everybody = len(town.case().audience)
    town.reporter.press("配信先をしぼる")
    form = town.reporter.modal("配信先をしぼる")
    assert form
    nearest = next(
        o for o in json.dumps(form, ensure_ascii=False).split('"') if o.endswith("店") and " " in o and "\\n" not in o
    )
    assert town.reporter.submit({"どこまで知らせますか？": "500m以内", "知らせない店舗はありますか？": nearest}) == {}
    town.reporter.wait_for("この内容でよろしいですか？")
    wait_until(lambda: len(town.case().audience) < everybody, "the audience to be narrowed")
    assert town.case().audience
    town.submit()
    page = town.on_page("P02", Purpose.PREVIEW)
    assert page["範囲"] == "500m以内"
    assert page["外した店舗"] == nearest
