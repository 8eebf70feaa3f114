"""What people do in Slack reaches the bot as Slack would send it, and modals behave as they do there."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import pytest
from fastapi import Response
from fastapi.responses import JSONResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier

from simulator.phones import Phone, Unable
from tests.simulator.test_slack_limits import actions, button, field, modal, plain
from tests.world.simulated import Received, SimulatedTown
from tests.world.wire import HTTP

WHICH = {"type": "static_select", "options": [{"text": plain(t), "value": v} for t, v in (("東", "e"), ("西", "w"))]}
REPORT = modal(
    {**field(label="何が"), "block_id": "goods"},
    {**field(WHICH, label="どちらへ"), "block_id": "direction"},
    {**field({"type": "file_input"}, label="写真"), "block_id": "photo", "optional": True},
    callback_id="report",
)


def payload(received: Received) -> dict[str, Any]:
    """The JSON in an interaction's form."""
    return dict(json.loads(parse_qs(received.body.decode())["payload"][0]))


def ask(slack: WebClient, phone: Phone, **looks: Any) -> None:
    slack.chat_postMessage(channel=phone.user_id, text="?", blocks=[actions(button(value="b1", **looks))])


def opening(slack: WebClient, view: dict[str, Any]) -> Callable[[Received], Response]:
    """A bot that opens a modal on every click."""

    def answer(received: Received) -> Response:
        slack.views_open(trigger_id=payload(received)["trigger_id"], view=view)
        return Response()

    return answer


@pytest.fixture
def phone(town: SimulatedTown) -> Phone:
    """The second approver's."""
    return town.phone("P03")


@pytest.fixture
def form(town: SimulatedTown, slack: WebClient, phone: Phone) -> Phone:
    """The same phone with the report's modal open; the bot answers 200 from now on."""
    ask(slack, phone)
    town.bot.answer = opening(slack, REPORT)
    phone.press("はい")
    town.bot.answer = lambda _: Response()
    assert phone.modal("通報")["callback_id"] == "report"
    return phone


def test_every_request_is_signed(town: SimulatedTown, slack: WebClient, phone: Phone) -> None:
    """Events, clicks, commands, shortcuts, the first challenge: Slack's own verifier accepts all."""
    phone.say("通報")
    ask(slack, phone)
    phone.press("はい")
    phone.command("/hansho", "通報")
    phone.shortcut("report")
    town.people.verify("slack")

    verifier = SignatureVerifier(town.sim.slack.workspace.signing_secret)
    assert len(town.bot.got) == 5
    assert all(verifier.is_valid_request(r.body, r.headers) for r in town.bot.got)
    assert not verifier.is_valid_request(b"other", town.bot.got[0].headers)


def test_a_direct_message_is_an_event(town: SimulatedTown, phone: Phone) -> None:
    """message.im in its envelope, with an id of its own."""
    phone.say("通報")
    phone.say("通報")

    first, second = (json.loads(r.body) for r in town.bot.got)
    assert (first["type"], first["event"]["type"], first["event"]["channel_type"]) == (
        "event_callback",
        "message",
        "im",
    )
    assert (first["event"]["user"], first["event"]["text"]) == (phone.user_id, "通報")
    assert first["event_id"] != second["event_id"]


def test_a_deleted_message_is_an_event_too(town: SimulatedTown, phone: Phone) -> None:
    """message_deleted names what is gone."""
    phone.say("間違えました")
    phone.unsend()

    said, deleted = (json.loads(r.body)["event"] for r in town.bot.got)
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", said["ts"])


def test_an_event_not_taken_comes_three_times_more(town: SimulatedTown, phone: Phone) -> None:
    """Numbered, with the reason, and the same event id; a click is never repeated."""
    town.people.habits(slack_pauses=[0, 0.05, 0.05])
    town.bot.answer = lambda _: Response(status_code=500)
    phone.say("通報")
    end = time.monotonic() + 60
    while len(town.bot.got) < 4 and time.monotonic() < end:
        time.sleep(0.02)
    time.sleep(0.2)

    numbers = [r.headers.get("x-slack-retry-num") for r in town.bot.got]
    assert numbers == [None, "1", "2", "3"]
    assert {r.headers["x-slack-retry-reason"] for r in town.bot.got[1:]} == {"http_error"}
    assert len({json.loads(r.body)["event_id"] for r in town.bot.got}) == 1


def test_a_click_carries_what_the_bot_needs(town: SimulatedTown, slack: WebClient, phone: Phone) -> None:
    """The value, who, where, a trigger and a response address that works five times."""
    ask(slack, phone)
    phone.press("はい")
    click = payload(town.bot.got[0])
    assert (click["type"], click["actions"][0]["value"], click["user"]["id"]) == ("block_actions", "b1", phone.user_id)
    assert click["container"]["message_ts"] == click["message"]["ts"]

    answers = [HTTP.post(click["response_url"], json={"text": "はい"}).status_code for _ in range(6)]
    assert answers == [200] * 5 + [404]
    HTTP.post(click["response_url"], json={"text": "?"})
    assert [m.text for m in phone.inbox()][1:] == ["はい"] * 5


def test_a_response_can_replace_the_message(town: SimulatedTown, slack: WebClient, phone: Phone) -> None:
    """replace_original redraws it, delete_original removes it."""
    ask(slack, phone)
    phone.press("はい")
    address = payload(town.bot.got[0])["response_url"]
    HTTP.post(address, json={"replace_original": True, "text": "判定しました"})
    assert [m.text for m in phone.inbox()] == ["判定しました"]

    HTTP.post(address, json={"delete_original": True})
    assert phone.inbox() == []


def test_a_link_button_tells_the_bot_as_well(town: SimulatedTown, slack: WebClient, phone: Phone) -> None:
    """Slack sends block_actions for it, to be answered quietly."""
    ask(slack, phone, url="http://127.0.0.1:8080/p/x")
    phone.press("はい")

    assert phone.open_link() == "http://127.0.0.1:8080/p/x"
    assert payload(town.bot.got[0])["type"] == "block_actions"


def test_a_trigger_opens_one_view_within_three_seconds(town: SimulatedTown, slack: WebClient, phone: Phone) -> None:
    """Used twice, late, or made up: three different errors."""

    def error(trigger: str) -> str:
        with pytest.raises(SlackApiError) as refused:
            slack.views_open(trigger_id=trigger, view=REPORT)
        return str(refused.value.response["error"])

    town.sim.world.patience = 1
    ask(slack, phone)
    phone.press("はい")
    phone.press("はい")
    first, second = (payload(r)["trigger_id"] for r in town.bot.got)
    slack.views_open(trigger_id=first, view=REPORT)
    assert error(first) == "exchanged_trigger_id"
    wall = town.sim.world.clock.wall()
    town.sim.world.clock.wall = lambda: wall + 3.1
    assert error(second) == "expired_trigger_id"
    assert error("1.made-up") == "invalid_trigger_id"


def test_a_modal_is_filled_in_by_label(town: SimulatedTown, form: Phone) -> None:
    """Texts, choices and files arrive in the view's state; an empty answer closes the modal."""
    assert form.submit({"何が": "化粧品", "どちらへ": "西", "写真": b"\xff\xd8"}) == {}

    sent = payload(town.bot.got[-1])
    values = {name: next(iter(v.values())) for name, v in sent["view"]["state"]["values"].items()}
    assert (sent["type"], values["goods"]["value"]) == ("view_submission", "化粧品")
    assert values["direction"]["selected_option"]["value"] == "w"
    assert values["photo"]["files"][0]["mimetype"] == "image/jpeg"
    assert form.look()["modal"] is None


def test_every_kind_of_input_arrives_as_slack_sends_it(town: SimulatedTown, slack: WebClient, phone: Phone) -> None:
    """Radio buttons, checkboxes, dates and times; what was filled in before counts unless it is changed."""
    options = [{"text": plain(text), "value": text} for text in ("一", "二", "三")]
    elements = {
        "radio": {"type": "radio_buttons", "options": options, "initial_option": options[0]},
        "boxes": {"type": "checkboxes", "options": options},
        "date": {"type": "datepicker", "initial_date": "2026-11-23"},
        "time": {"type": "timepicker"},
        "text": {"type": "plain_text_input", "initial_value": "前の答え"},
    }
    fields = [{**field(e | {"action_id": "a"}, label=name), "block_id": name} for name, e in elements.items()]
    ask(slack, phone)
    town.bot.answer = opening(slack, modal(*fields))
    phone.press("はい")
    town.bot.answer = lambda _: Response()
    assert phone.submit({"boxes": ["一", "三"], "time": "14:05"}) == {}

    values = {name: v["a"] for name, v in payload(town.bot.got[-1])["view"]["state"]["values"].items()}
    assert values["radio"]["selected_option"]["value"] == "一"
    assert [o["value"] for o in values["boxes"]["selected_options"]] == ["一", "三"]
    assert (values["date"]["selected_date"], values["time"]["selected_time"]) == ("2026-11-23", "14:05")
    assert values["text"]["value"] == "前の答え"


def test_too_long_and_too_short_answers_stay_with_the_person(
    town: SimulatedTown, slack: WebClient, phone: Phone
) -> None:
    """Slack's client counts before it sends."""
    asked = modal({**field({"type": "plain_text_input", "min_length": 3, "max_length": 5}), "block_id": "b"})
    ask(slack, phone)
    town.bot.answer = opening(slack, asked)
    phone.press("はい")
    town.bot.answer = lambda _: Response()

    assert phone.submit({"何が": "短い"}) == {"b": "This is too short."}
    assert phone.submit({"何が": "とても長い答え"}) == {"b": "This is too long."}
    assert phone.submit({"何が": "ちょうど"}) == {}


def test_views_pile_up_to_three(town: SimulatedTown, slack: WebClient, phone: Phone) -> None:
    """views.push puts one on top, closing removes all, and without any there is nothing to push onto."""

    def push() -> str:
        phone.press("はい")
        trigger = payload(town.bot.got[-1])["trigger_id"]
        try:
            return str(slack.views_push(trigger_id=trigger, view=REPORT)["view"]["previous_view_id"] or "")
        except SlackApiError as error:
            return str(error.response["error"])

    ask(slack, phone)
    assert push() == "not_found"
    town.bot.answer = opening(slack, REPORT)
    phone.press("はい")
    first = phone.modal()["id"]
    town.bot.answer = lambda _: Response()
    assert push() == first
    assert push() == phone.look()["modal"]["previous_view_id"]
    assert push() == "push_limit_reached"


def test_an_option_of_a_menu_is_pressed_like_a_button(town: SimulatedTown, slack: WebClient, phone: Phone) -> None:
    """Its text is the label; the bot gets the selected option."""
    slack.chat_postMessage(channel=phone.user_id, text="?", blocks=[actions(WHICH)])
    phone.press("西")

    assert payload(town.bot.got[0])["actions"][0]["selected_option"]["value"] == "w"


def test_a_person_reads_every_kind_of_block(slack: WebClient, phone: Phone) -> None:
    """Header, section with fields, context and rich text become lines."""
    run = {"type": "rich_text_section", "elements": [{"type": "text", "text": "文"}, {"type": "text", "text": "章"}]}
    blocks = [
        {"type": "header", "text": plain("見出し")},
        {"type": "section", "text": plain("本文"), "fields": [plain("何が\n化粧品")], "accessory": button()},
        {"type": "divider"},
        {"type": "context", "elements": [plain("小さく")]},
        {"type": "rich_text", "elements": [run]},
    ]
    slack.chat_postMessage(channel=phone.user_id, text="?", blocks=blocks)

    (message,) = phone.inbox()
    assert message.text.splitlines() == ["見出し", "本文", "何が 化粧品", "小さく", "文章"]
    assert message.buttons == ("はい",)


def test_slack_itself_insists_on_required_fields(town: SimulatedTown, form: Phone) -> None:
    """Nothing is sent, and the modal stays."""
    before = len(town.bot.got)

    assert form.submit({"どちらへ": "東"}) == {"goods": "Please complete this required field."}
    assert len(town.bot.got) == before
    with pytest.raises(Unable, match="no field"):
        form.submit({"なにが": "化粧品"})
    with pytest.raises(Unable, match="no option"):
        form.submit({"何が": "化粧品", "どちらへ": "北"})


def test_the_bots_complaints_stand_beside_the_fields(town: SimulatedTown, form: Phone) -> None:
    """response_action errors keeps the modal open; update and clear change it."""
    good = {"何が": "化粧品", "どちらへ": "東"}
    town.bot.answer = lambda _: JSONResponse({"response_action": "errors", "errors": {"goods": "短すぎます"}})
    assert form.submit(good) == {"goods": "短すぎます"}

    town.bot.answer = lambda _: JSONResponse({"response_action": "update", "view": modal(title=plain("次へ"))})
    form.submit(good)
    assert form.modal()["title"]["text"] == "次へ"

    town.bot.answer = lambda _: JSONResponse({"response_action": "clear"})
    form.submit({})
    assert form.look()["modal"] is None


def test_a_bot_that_fails_leaves_the_modal_open(town: SimulatedTown, form: Phone) -> None:
    """Slack says that it had trouble connecting."""
    town.bot.answer = lambda _: Response(status_code=500)

    good = {"何が": "化粧品", "どちらへ": "東"}
    assert "trouble connecting" in form.submit(good)[""]
    for wrong in ("<html>", {"response_action": "errors", "errors": {"no such block": "?"}}):
        town.bot.answer = lambda _, wrong=wrong: JSONResponse(wrong) if isinstance(wrong, dict) else Response(wrong)
        assert "trouble connecting" in form.submit(good)[""]
    assert form.modal("通報")


def test_closing_is_told_only_if_asked_for(town: SimulatedTown, slack: WebClient, phone: Phone) -> None:
    """notify_on_close brings a view_closed."""
    ask(slack, phone)
    for told in (False, True):
        town.bot.answer = opening(slack, REPORT | {"notify_on_close": told})
        phone.press("はい")
        town.bot.answer = lambda _: Response()
        phone.close()

    kinds = [payload(r)["type"] for r in town.bot.got]
    assert kinds == ["block_actions", "block_actions", "view_closed"]
    with pytest.raises(Unable, match="no modal"):
        phone.close()


def test_a_view_is_updated_by_id_and_a_stale_hash_is_refused(slack: WebClient, form: Phone) -> None:
    """hash_conflict means that somebody else was faster."""
    view = form.modal()
    slack.views_update(view_id=view["id"], hash=view["hash"], view=modal(title=plain("一")))
    assert form.modal()["title"]["text"] == "一"

    with pytest.raises(SlackApiError, match="hash_conflict"):
        slack.views_update(view_id=view["id"], hash=view["hash"], view=modal(title=plain("二")))
    with pytest.raises(SlackApiError, match="not_found"):
        slack.views_update(view_id="V0", view=modal())


def test_a_command_is_answered_to_the_person_alone(town: SimulatedTown, phone: Phone) -> None:
    """The immediate answer is shown; silence becomes Slack's own complaint."""
    town.bot.answer = lambda _: JSONResponse({"text": "通報を始めます"})
    phone.command("/hansho", "通報")
    form = parse_qs(town.bot.got[0].body.decode())
    assert (form["command"], form["text"], form["user_id"]) == (["/hansho"], ["通報"], [phone.user_id])
    assert phone.inbox()[-1].text == "通報を始めます"

    town.bot.answer = lambda _: Response(status_code=500)
    phone.command("/hansho")
    assert "operation_timeout" in phone.inbox()[-1].text


def test_a_home_tab_is_published(slack: WebClient, phone: Phone) -> None:
    """A modal is not a home."""
    slack.views_publish(user_id=phone.user_id, view={"type": "home", "blocks": []})

    with pytest.raises(SlackApiError, match="invalid_arguments"):
        slack.views_publish(user_id=phone.user_id, view=modal())
