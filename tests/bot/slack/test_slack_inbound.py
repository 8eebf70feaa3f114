"""Slack's requests over real HTTP: into the real inbox first, acknowledged after."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from fastapi import APIRouter

from bot.chat import Outgoing
from bot.door import BODY_LIMIT
from bot.refusals import Refusal, so_far
from bot.slack import modal
from bot.slack.commands import command
from bot.slack.form_view import FormView, Submission
from bot.slack.inbound import client, events
from bot.slack.platform import SlackPlatform
from bot.slack.tokens import OneToken
from bot.slack.workspace import OneHome
from handlers.commands.chat import OpenHome, Press, Say, SendPhoto, SubmitForm, UnsendPhoto
from handlers.forms.definitions import RECALL, REPORT
from simulator.control import Simulator
from simulator.slack_state import Workspace
from tests.bot.cards import ALERT
from tests.bot.stages import Kept, Stage
from tests.world.answers import REPORT as REPORT_ANSWERS
from tests.world.chat import in_labels
from tests.world.wire import HTTP

FORM = "application/x-www-form-urlencoded"

pytestmark = pytest.mark.usefixtures("slack")


def japanese(sentence: str, /, **values: str | int) -> str:
    return sentence.format(**values) if values else sentence


@dataclass
class KnownForms:
    """Which forms there are, as the rest of the bot would tell; remembers who asked."""

    views: dict[str | None, FormView] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)
    asked: list[Any] = field(default_factory=list)

    def open_form(self, button_id: str | None, slack_user: str) -> FormView | None:
        self.asked.append((button_id, slack_user, threading.current_thread() is threading.main_thread()))
        return self.views.get(button_id)

    def change_form(self, told: Submission, slack_user: str) -> FormView | None:
        self.asked.append((told, slack_user))
        view = next(iter(self.views.values()), None)
        return replace(view, given=told.answers) if view else None

    def check_form(self, told: Submission, slack_user: str) -> dict[str, str]:
        self.asked.append((told, slack_user))
        return self.wrong


@pytest.fixture
def forms() -> KnownForms:
    return KnownForms()


@pytest.fixture
def someone(sim: Simulator) -> str:
    return next(a.user_id for a in sim.world.accounts.values() if a.platform == "slack")


@pytest.fixture
def slack(
    sim: Simulator, kept: Kept, forms: KnownForms, bot_stage: Stage, listen: Callable[[APIRouter], None]
) -> Slack:
    space = sim.slack.workspace
    api_url = f"{sim.world.url}/slack/api/"
    home = OneHome(client(api_url, space.token), space.token)
    given = {"signing_secret": space.signing_secret, "app_id": space.app, "api_url": api_url}
    listen(events(kept, forms, home, no_end, **given))
    return Slack(f"{bot_stage.url}/slack/events", space.signing_secret)


def no_end(workspace: str, at: datetime) -> None:
    """With one token there is nothing that ends."""
    raise AssertionError(workspace, at)


@dataclass
class Slack:
    """Requests that the simulator's people would never send."""

    url: str
    secret: str

    def post(self, body: bytes, kind: str = "application/json", **headers: str) -> httpx.Response:
        stamp = headers.pop("stamp", str(int(time.time())))
        signature = "v0=" + hmac.new(self.secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
        signed = {"x-slack-request-timestamp": stamp, "x-slack-signature": signature, "content-type": kind}
        encoded = {name: value.encode() for name, value in {**signed, **headers}.items()}
        return HTTP.post(self.url, content=body, headers=encoded)


def meanings(kept: Kept) -> list[Any]:
    return [command(body, "me") for body in kept.bodies()]


def show(sim: Simulator, someone: str) -> None:
    space = sim.slack.workspace
    slack = SlackPlatform(tokens=OneToken(space.token), api_url=f"{sim.world.url}/slack/api/")
    slack.send(Outgoing("m1", someone, ALERT, ""))


MESSAGE = {"type": "message", "channel_type": "im", "user": "U1", "text": "通報", "ts": "1763874000.000100"}
EVENT = {"type": "event_callback", "event_id": "Ev1", "event": MESSAGE, "team_id": Workspace.team}
BODY = json.dumps(EVENT).encode()
CLICK = {
    "type": "block_actions",
    "user": {"id": "U1"},
    "trigger_id": "1.2",
    "actions": [{"value": "b", "action_id": "x"}],
}


def posted(slack: Slack, **changes: Any) -> int:
    return slack.post(json.dumps(EVENT | changes).encode()).status_code


def clicked(slack: Slack, **changes: Any) -> int:
    return slack.post(urlencode({"payload": json.dumps(CLICK | changes)}).encode(), FORM).status_code


def test_what_another_workspace_says_is_not_done(slack: Slack, kept: Kept) -> None:
    """R-064: an app that is installed elsewhere too signs with the same secret. Counted, and acknowledged, so that
    Slack does not repeat it. Slack names the workspace of an installation in one of four places.
    """
    before = so_far(Refusal.TEAM)
    other = "T0ELSEWHERE"
    assert posted(slack, team_id=other) == posted(slack, authorizations=[{"team_id": other}]) == 200
    assert clicked(slack, team={"id": other}) == clicked(slack, view={"app_installed_team_id": other}) == 200
    assert clicked(slack) == posted(slack, team_id=None) == 200
    assert slack.post(f"command=/hansho&text=x&user_id=U1&team_id={other}".encode(), FORM).status_code == 200
    assert kept.rows() == []
    assert so_far(Refusal.TEAM) == before + 7

    assert posted(slack, team_id=other, authorizations=[{"team_id": Workspace.team}]) == 200
    assert clicked(slack, team={"id": Workspace.team}) == 200
    assert len(kept.rows()) == 2


def test_what_another_app_hears_is_not_done(slack: Slack, kept: Kept) -> None:
    """R-064: rightly signed, from our own workspace, and yet not ours; of a shortcut Slack names no app."""
    ours, other = {"team": {"id": Workspace.team}}, {"api_app_id": "A0ELSEWHERE"}
    before = so_far(Refusal.TEAM)
    assert posted(slack, **other) == clicked(slack, **ours, **other) == posted(slack, api_app_id=["A"]) == 200
    form = f"command=/hansho&text=x&user_id=U1&team_id={Workspace.team}&api_app_id=A0ELSEWHERE"
    assert slack.post(form.encode(), FORM).status_code == 200
    assert kept.rows() == []
    assert so_far(Refusal.TEAM) == before + 4

    assert posted(slack, api_app_id=Workspace.app) == clicked(slack, **ours) == 200
    assert len(kept.rows()) == 2


def test_while_the_database_restarts_slack_waits(slack: Slack, kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is lost: also of a press, which Slack does not deliver again; and never beyond its three seconds."""
    ours = {"team": {"id": Workspace.team}}
    monkeypatch.setattr("bot.slack.inbound._WAIT_SECONDS", 60)
    kept.away = 3
    assert clicked(slack, **ours) == 200
    assert len(kept.rows()) == 1

    monkeypatch.setattr("bot.slack.inbound._WAIT_SECONDS", 0.3)
    kept.away = 1000
    assert clicked(slack, **ours, trigger_id="3.4") == 503


def test_an_organisation_s_app_hears_its_workspaces_alone(sim: Simulator, slack: Slack, kept: Kept) -> None:
    """R-064: a token of the whole organisation belongs to none of its workspaces."""
    sim.slack.workspace = replace(sim.slack.workspace, organisation="E0OURS")
    theirs = {"team_id": Workspace.team, "enterprise_id": "E0THEIRS", "is_enterprise_install": True}
    assert posted(slack, authorizations=[theirs]) == 200
    assert kept.rows() == []
    assert posted(slack, authorizations=[theirs | {"enterprise_id": "E0OURS", "team_id": "T0BRANCH"}]) == 200
    assert len(kept.rows()) == 1


def test_nothing_is_done_while_slack_does_not_say_who_we_are(sim: Simulator, slack: Slack, kept: Kept) -> None:
    """R-064: 503, so that it is delivered again; asked once, Slack need not answer any more."""
    sim.faults["slack"].fail_next = 1
    assert posted(slack) == 503
    assert kept.rows() == []
    assert posted(slack) == 200
    sim.faults["slack"].fail_next = 1
    assert posted(slack, event_id="Ev2") == 200
    assert len(kept.rows()) == 2


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"x-slack-signature": ""}, id="none"),
        pytest.param({"x-slack-signature": "v0=" + "0" * 64}, id="wrong"),
        pytest.param({"x-slack-signature": "v0=\u00e4"}, id="not even hexadecimal"),
        pytest.param({"stamp": str(int(time.time()) - 301)}, id="older than five minutes"),
        pytest.param({"stamp": "soon"}, id="no time stamp"),
        pytest.param({"stamp": ""}, id="empty time stamp"),
        pytest.param({"stamp": "9" * 310}, id="the end of time"),
        pytest.param({"stamp": "9" * 5000}, id="after the end of time"),
    ],
)
def test_without_slacks_signature_nothing_is_read(
    slack: Slack, kept: Kept, headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    """R-064: 401, and what was refused does not end up in the log; with the right signature it is kept."""
    assert slack.post(BODY, **headers).status_code == 401
    assert kept.rows() == []
    assert "通報" not in caplog.text
    assert slack.post(BODY).status_code == 200
    assert len(kept.rows()) == 1


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        pytest.param(b"\xff\xfe", "application/json", 401, id="no text"),
        pytest.param(b"{", "application/json", 400, id="half an object"),
        pytest.param(b"[]", "application/json", 400, id="a list"),
        pytest.param(b"[" * 100_000, "application/json", 400, id="a tower"),
        pytest.param(b"payload=%7B", FORM, 400, id="half a payload"),
        pytest.param(b"payload=%7B%7D", "multipart/form-data", 200, id="a form of another kind"),
        pytest.param(b"payload=" + b"%5B" * 100_000, FORM, 400, id="a tower in a form"),
        pytest.param(
            b'{"type":"event_callback","event":{"type":"message","channel_type":"im","user":"U\\u0000"}}',
            FORM,
            200,
            id="nobody",
        ),
        pytest.param(b"x" * (BODY_LIMIT + 1), "application/json", 413, id="enormous"),
        pytest.param(b"", "application/json", 200, id="nothing"),
        pytest.param(b'{"type":"telepathy"}', "application/json", 200, id="a type invented tomorrow"),
        pytest.param(b"payload=%7B%22type%22%3A%22telepathy%22%7D", FORM, 200, id="an interaction invented tomorrow"),
        pytest.param(b'{"type":"event_callback","event":{"type":"app_home_opened"}}', FORM, 200, id="home"),
        pytest.param(
            b'{"type":"event_callback","event":{"type":"message","channel_type":"channel","user":"U1","text":"x"}}',
            "application/json",
            200,
            id="a channel's message",
        ),
        pytest.param(
            b'{"type":"event_callback","event":{"type":"message","channel_type":"im","bot_id":"B1","user":"U1","text":"x"}}',
            "application/json",
            200,
            id="our own message",
        ),
        pytest.param(
            b'{"type":"event_callback","event":{"type":"message","channel_type":"im","subtype":"message_changed",'
            b'"message":{"user":"U1","text":"x"}}}',
            "application/json",
            200,
            id="an edited message",
        ),
    ],
)
def test_what_is_not_for_us_is_answered_and_not_kept(
    slack: Slack, kept: Kept, caplog: pytest.LogCaptureFixture, body: bytes, kind: str, status: int
) -> None:
    """Bad input gets a clear status; what is unknown gets 200, since a 404 would only be repeated."""
    assert slack.post(body, kind).status_code == status
    assert kept.rows() == []
    assert caplog.text == ""


def test_slacks_challenge_is_answered(sim: Simulator) -> None:
    """How the request address is set up."""
    outcome = sim.slack_phones.challenge()

    assert outcome.status == 200
    assert json.loads(outcome.body)["challenge"]


def test_without_a_signing_secret_the_webhook_does_not_open(kept: Kept, forms: KnownForms) -> None:
    """R-064: an empty secret would let everybody sign."""
    with pytest.raises(ValueError, match="signing_secret"):
        events(kept, forms, OneHome(client("http://127.0.0.1/"), ""), no_end, signing_secret="", app_id="", api_url="")


def test_a_message_a_photo_and_its_deletion_arrive_in_order(sim: Simulator, kept: Kept, someone: str) -> None:
    """From typing to commands."""
    sim.slack_phones.say(someone, "通報")
    sim.slack_phones.photo(someone, b"\xff\xd8 a photo")
    sim.slack_phones.unsend(someone)

    word, photo, unsent = meanings(kept)
    assert word == Say("me", "通報")
    assert isinstance(photo, SendPhoto)
    assert unsent == UnsendPhoto("me", photo.reference)
    assert {row.sender for row, _body in kept.rows()} == {someone}


def test_no_name_and_no_token_is_kept(sim: Simulator, kept: Kept, someone: str) -> None:
    """Less is kept: of a click only which button it was, not the card under it, nor who the person is called."""
    show(sim, someone)
    sim.slack_phones.press(someone, "見かけた")

    [body] = kept.bodies()
    assert set(json.loads(body)) == {"type", "actions"}


def test_a_delivery_that_slack_repeats_is_kept_once(sim: Simulator, kept: Kept, someone: str) -> None:
    """Retries, and a valid request replayed within Slack's five minutes."""
    sim.sender.habits.repeat = 3
    sim.slack_phones.say(someone, "通報")
    sim.sender.habits.repeat = 1
    assert sim.sender.replay().status == 200

    assert meanings(kept) == [Say("me", "通報")]


def test_what_cannot_be_kept_is_not_acknowledged(
    sim: Simulator, kept: Kept, someone: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is lost: 503, Slack tries again; the log names the kind of failure only."""
    sim.sender.habits.slack_pauses = []
    show(sim, someone)
    kept.broken = True
    assert sim.slack_phones.say(someone, "通報").status == 503
    assert sim.slack_phones.press(someone, "見かけた").status == 503
    assert sim.slack_phones.command(someone, "/hansho", "状況").status == 503
    told = capsys.readouterr()
    assert told.out.count("OSError") == 3
    assert "通報" not in told.out + told.err

    kept.broken = False
    assert sim.sender.replay(3).status == 200
    assert meanings(kept) == [Say("me", "通報")]


def test_a_click_is_kept_as_a_press(sim: Simulator, kept: Kept, forms: KnownForms, someone: str) -> None:
    """Whatever the button means is found out later; the forms was asked in a thread."""
    show(sim, someone)

    assert sim.slack_phones.press(someone, "見かけた").status == 200

    assert meanings(kept) == [Press("me", "b-seen")]
    assert forms.asked == [("b-seen", someone, False)]


def test_a_link_is_acknowledged_and_forgotten(sim: Simulator, kept: Kept, forms: KnownForms, someone: str) -> None:
    """Slack tells of links too; nobody waits for an answer."""
    show(sim, someone)

    assert sim.slack_phones.press(someone, "内容を見る").status == 200
    assert (kept.rows(), forms.asked) == ([], [])


def test_a_button_that_means_a_form_opens_it(sim: Simulator, kept: Kept, forms: KnownForms, someone: str) -> None:
    """The modal is the answer; what is filled in is checked first, then kept."""
    forms.views["b-doubt"] = FormView(RECALL, "case-1", japanese)
    forms.wrong = {"reason": "もう回収されています。"}
    show(sim, someone)
    sim.slack_phones.press(someone, "誤りでは？")
    filled = {"なぜ取り消しますか？": "支払い済みだった"}

    assert sim.slack_phones.submit(someone, filled) == {"field:reason": "もう回収されています。"}
    assert kept.rows() == []
    forms.wrong = {}
    assert sim.slack_phones.submit(someone, filled) == {}

    assert meanings(kept) == [SubmitForm("me", "recall", "case-1", {"reason": "paid"}, None)]
    assert forms.asked[-1] == (Submission("recall", "case-1", {"reason": "paid"}, None), someone)
    assert sim.slack.views[someone] == []


def test_a_submission_repeated_is_kept_once(sim: Simulator, kept: Kept, forms: KnownForms, someone: str) -> None:
    """A replayed submission does not report twice."""
    forms.views[None] = FormView(REPORT, None, japanese)
    sim.slack_phones.command(someone, "/hansho")
    filled = in_labels(REPORT, REPORT_ANSWERS)
    photo = sim.slack_phones.upload(someone, b"\xff\xd8 a photo")

    assert sim.slack_phones.submit(someone, {**filled, "写真か動画": [photo.id]}) == {}
    assert sim.sender.replay().status == 200

    [told] = meanings(kept)
    assert (told.form, told.case_id, told.reference) == ("report", None, photo.id)
    assert told.answers["travel"] == REPORT_ANSWERS["travel"]
    assert told.answers["features"] == REPORT_ANSWERS["features"]


def test_a_question_that_could_not_appear_is_asked_for_when_the_form_is_handed_in(
    sim: Simulator, kept: Kept, forms: KnownForms, someone: str
) -> None:
    """R-116: Slack didn't answer ``views.update``: the modal stays open, with the question that is missing."""
    forms.views[None], forms.wrong = FormView(REPORT, None, japanese), {"features": "特徴を書いてください。"}
    sim.slack_phones.command(someone, "/hansho")
    left_out = in_labels(REPORT, {k: v for k, v in REPORT_ANSWERS.items() if k not in {"features", "step_up_reason"}})
    sim.faults["slack"].set(fail_next=1, status=500, only="views.update")
    assert sim.slack_phones.submit(someone, left_out) == {}
    assert "features" in modal.asks(sim.slack.views[someone][-1])
    assert meanings(kept) == []


@pytest.mark.parametrize("way", ["command", "shortcut"])
def test_a_report_starts_from_the_command_and_the_shortcut(
    sim: Simulator, kept: Kept, forms: KnownForms, someone: str, way: str
) -> None:
    """With a form for this person it opens; without one the chat answers, as if they had said 「通報」."""
    start = getattr(sim.slack_phones, way)

    assert start(someone, "/hansho").status == 200
    assert meanings(kept) == [Say("me", "通報")]
    forms.views[None] = FormView(REPORT, None, japanese)
    assert start(someone, "/hansho").status == 200

    assert len(kept.rows()) == 1
    assert sim.slack.views[someone][-1]["title"]["text"] == "万引きの通報"


def test_words_behind_the_command_are_like_a_message(
    sim: Simulator, kept: Kept, forms: KnownForms, someone: str
) -> None:
    """`/hansho 状況` asks for no form."""
    assert sim.slack_phones.command(someone, "/hansho", "状況").status == 200

    assert meanings(kept) == [Say("me", "状況")]
    assert forms.asked == []


@pytest.mark.parametrize("trouble", [{"status": 500}, {"status": 429}], ids=["error", "limit"])
def test_a_form_that_cannot_open_becomes_a_press(
    sim: Simulator, kept: Kept, forms: KnownForms, someone: str, trouble: dict[str, int]
) -> None:
    """No click is ignored: the questions then come one by one in the chat."""
    forms.views["b-doubt"] = FormView(RECALL, "case-1", japanese)
    show(sim, someone)
    sim.faults["slack"].set(fail_next=1, **trouble, only="views.open")

    assert sim.slack_phones.press(someone, "誤りでは？").status == 200
    assert meanings(kept) == [Press("me", "b-doubt")]


def test_a_slow_slack_does_not_cost_the_click(sim: Simulator, kept: Kept, forms: KnownForms, someone: str) -> None:
    """Two of the three seconds are for opening; the rest is for keeping the press."""
    forms.views["b-doubt"] = FormView(RECALL, "case-1", japanese)
    show(sim, someone)
    sim.faults["slack"].set(hang_next=1, hang_seconds=2.5, only="views.open")

    assert sim.slack_phones.press(someone, "誤りでは？").status == 200
    assert meanings(kept) == [Press("me", "b-doubt")]


def test_a_repeated_click_opens_no_second_dialogue(sim: Simulator, kept: Kept, forms: KnownForms, someone: str) -> None:
    """Its trigger is used up, and its modal is open."""
    forms.views["b-doubt"] = FormView(RECALL, "case-1", japanese)
    show(sim, someone)
    sim.slack_phones.press(someone, "誤りでは？")

    assert sim.sender.replay().status == 200
    assert kept.rows() == []
    assert len(sim.slack.views[someone]) == 1


def test_a_closed_modal_and_a_foreign_modal_leave_nothing(slack: Slack, kept: Kept) -> None:
    """Acknowledged quietly."""
    for kind in ("view_closed", "view_submission"):
        view = {"callback_id": "x", "type": "modal", "private_metadata": "", "state": {"values": {}}}
        payload = {"type": kind, "user": {"id": "U1"}, "view": view, "trigger_id": "1.2"}
        assert slack.post(urlencode({"payload": json.dumps(payload)}).encode(), FORM).status_code == 200

    assert kept.rows() == []


def test_of_a_page_or_a_message_only_what_is_needed_is_kept(sim: Simulator, kept: Kept, someone: str) -> None:
    """R-064: a look at the Home tab, a press there, and "report this photo": no words of the page or the message."""
    sim.slack_phones.photo(someone, b"photo")
    assert sim.slack_phones.report_photo(someone).status == 200
    assert sim.slack_phones.home(someone).status == 200
    button = {"type": "button", "action_id": "press:0", "text": {"type": "plain_text", "text": "状況"}, "value": "b-1"}
    words = {"type": "section", "text": {"type": "plain_text", "text": "told to nobody"}}
    view = {"type": "home", "blocks": [words, {"type": "actions", "elements": [button]}]}
    sim.slack.homes[someone] = sim.slack.open_view(someone, view)
    assert sim.slack_phones.home(someone).status == 200
    assert sim.slack_phones.press_home(someone, "状況").status == 200
    _photo, again, first, second, press = meanings(kept)
    assert isinstance(again, SendPhoto)
    assert (first, second, press) == (OpenHome("me"), OpenHome("me"), Press("me", "b-1"))
    told = repr(kept.rows()[1:])
    assert "told to nobody" not in told
    assert "url_private" not in told
