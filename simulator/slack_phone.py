"""What a person does in Slack, as the signed requests Slack sends for it: events, clicks, modals, commands."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any
from urllib.parse import urlencode

from simulator.screen import find_button
from simulator.slack_forms import Answers, fill, missing
from simulator.slack_homes import SlackHomes
from simulator.slack_methods import SlackError, describe
from simulator.slack_state import SlackFile, SlackState
from simulator.slack_views import checked
from simulator.webhook_delivery import Outcome, WebhookDelivery, WebhookSender
from simulator.world import Impossible

PATIENCE = 3.0
"""Seconds within which the bot must answer."""
TROUBLE = {"": "We had some trouble connecting. Try again?"}
FORM = "application/x-www-form-urlencoded"


class SlackPhones(SlackHomes):
    """All Slack phones of the town; each method is one thing a person can do."""

    def __init__(self, state: SlackState, sender: WebhookSender, webhook_url: str) -> None:
        self.state = state
        self.world = state.world
        self._sender = sender
        self._url = webhook_url

    def of(self, state: SlackState) -> SlackPhones:
        """Those of another workspace."""
        return SlackPhones(state, self._sender, self._url)

    def say(self, user_id: str, text: str) -> Outcome:
        """A direct message to the bot."""
        return self._message(user_id, {"text": text, "client_msg_id": self.state.code("c")})

    def photo(self, user_id: str, data: bytes, kind: str = "image/jpeg") -> Outcome:
        """A file in the direct messages."""
        file = self.upload(user_id, data, kind)
        shared = {"text": "", "subtype": "file_share", "upload": False}
        return self._message(user_id, shared | {"files": [self._describe(file)]})

    def upload(self, user_id: str, data: bytes, kind: str = "image/jpeg") -> SlackFile:
        """A file for a modal's ``file_input``."""
        with self.world.lock:
            name = f"photo.{kind.rpartition('/')[2].replace('jpeg', 'jpg')}"
            file = SlackFile(self.state.code("F"), name, kind, data, user_id)
            self.state.files[file.id] = file
        return file

    def press(self, user_id: str, label: str, message_id: str | None = None, key: str | None = None) -> Outcome:
        """Press the newest button of that label; a link button opens its page and tells the bot as well."""
        bubble, button = find_button(self.world.chats[user_id], label, message_id, key)
        element = button["action"]
        action = {k: element[k] for k in ("type", "action_id", "block_id", "value", "selected_option") if k in element}
        if "text" in element:
            action["text"] = element["text"]
        place = {"type": "message", "message_ts": bubble.id, "channel_id": self.state.channel(user_id)}
        with self.world.lock:
            where = {
                "container": place | {"is_ephemeral": bubble.only_shown},
                "channel": {"id": self.state.channel(user_id), "name": "directmessage"},
                "message": bubble.raw,
                "response_url": self.state.offer_response(user_id, bubble.id),
            }
        return self._pressed(user_id, action, where, button.get("url"))

    def submit(self, user_id: str, answers: Answers) -> dict[str, str]:
        """Send the open modal, answers by block id or label; returns Slack's or the bot's complaints by block id."""
        self._choose(user_id, answers)
        view = self._top(user_id)
        values = fill(view, answers, lambda file_id: self._describe(self.state.files[file_id]))
        wrong = missing(view, values)
        if wrong:
            return wrong
        view["state"] = {"values": values}
        with self.world.lock:
            payload = {"type": "view_submission", **self._who(user_id), "view": view, "response_urls": []}
            payload["trigger_id"] = self.state.offer_trigger(user_id)
        outcome = self._interact(payload)
        try:
            answer = json.loads(outcome.body) if outcome.body.strip() else {}
            return self._answered(user_id, view, answer) if outcome.ok else TROUBLE
        except (ValueError, KeyError, SlackError):
            # An answer that is no JSON, names no field, or carries a view Slack would refuse.
            return TROUBLE

    def choose(self, user_id: str, answers: Answers, block_id: str) -> Outcome:
        """A choice that the app wants to hear of at once, with what is filled in so far; the modal may change."""
        view = self._top(user_id)
        named = {name for b in view["blocks"] if b["type"] == "input" for name in (b["block_id"], b["label"]["text"])}
        there = {name: given for name, given in answers.items() if name in named}
        values = fill(view, there, lambda file_id: self._describe(self.state.files[file_id]))
        view["state"] = {"values": values}
        ((action_id, value),) = values[block_id].items()
        action = value | {"action_id": action_id, "block_id": block_id, "action_ts": self.state.stamp()}
        with self.world.lock:
            payload = {"type": "block_actions", **self._who(user_id), "view": view, "actions": [action]}
            payload |= {"container": {"type": "view", "view_id": view["id"]}}
            payload["trigger_id"] = self.state.offer_trigger(user_id)
        return self._interact(payload)

    def _choose(self, user_id: str, answers: Answers) -> None:
        """Whoever fills in a modal chooses from above; what appears then is answered too."""
        chosen: set[str] = set()
        while True:
            deciding = (b for b in self._top(user_id)["blocks"] if b.get("dispatch_action"))
            given = ({b["block_id"], b["label"]["text"]} & answers.keys() and b["block_id"] for b in deciding)
            block_id = next((one for one in given if one and one not in chosen), None)
            if block_id is None:
                return
            chosen.add(block_id)
            self.choose(user_id, answers, block_id)

    def close(self, user_id: str) -> Outcome:
        """Close the modal with its ✕; the app hears of it only if it asked to."""
        view = self._top(user_id)
        with self.world.lock:
            self.state.views[user_id] = []
            self.world.touch()
        if not view["notify_on_close"]:
            return Outcome(200)
        return self._interact({"type": "view_closed", **self._who(user_id), "view": view, "is_cleared": True})

    def command(self, user_id: str, command: str, text: str = "") -> Outcome:
        """A slash command; what the bot answers at once is shown to the person alone."""
        who = {"user_id": user_id, "user_name": self.world.accounts[user_id].code}
        where = {"team_id": self.state.workspace.team, "team_domain": "hansho-sandbox", "channel_name": "directmessage"}
        with self.world.lock:
            form = {
                "token": "legacy",
                **where,
                **who,
                "channel_id": self.state.channel(user_id),
                "command": command,
                "text": text,
                "api_app_id": self.state.workspace.app,
                "enterprise_id": self.state.workspace.organisation,
                "is_enterprise_install": str(bool(self.state.workspace.organisation)).lower(),
                "response_url": self.state.offer_response(user_id, ""),
                "trigger_id": self.state.offer_trigger(user_id),
            }
        outcome = self._post(form, FORM, again=False)
        self._show_answer(user_id, outcome)
        return outcome

    def shortcut(self, user_id: str, callback_id: str) -> Outcome:
        """A global shortcut from the lightning menu."""
        with self.world.lock:
            trigger = self.state.offer_trigger(user_id)
        stamp = {"action_ts": self.state.stamp(), "trigger_id": trigger}
        return self._interact({"type": "shortcut", **self._who(user_id), **stamp, "callback_id": callback_id})

    def unsend(self, user_id: str) -> Outcome:
        """Delete one's own newest message, with its files."""
        with self.world.lock:
            bubble = next((b for b in reversed(self.state.messages(user_id)) if b.mine), None)
            if bubble is None:
                raise Impossible("there is nothing to delete")
            self.world.remove(bubble)
            for file in bubble.raw.get("files") or []:
                self.state.files[file["id"]].deleted = True
        gone = {"subtype": "message_deleted", "hidden": True, "deleted_ts": bubble.id, "previous_message": bubble.raw}
        return self.event(user_id, {"type": "message", **gone, "ts": self.state.stamp()})

    def challenge(self) -> Outcome:
        """What Slack sends when the request address is set."""
        body = {"type": "url_verification", "token": "legacy", "challenge": self.state.code("C")}
        return self._post(body, "application/json", again=False)

    def event(self, user_id: str, event: dict[str, Any]) -> Outcome:
        """Any event of the direct message channel, in its envelope."""
        place = {"channel": self.state.channel(user_id), "channel_type": "im", "event_ts": event.get("ts")}
        return self._tell({**event, **place})

    def uninstalled(self) -> Outcome:
        """What Slack sends when a workspace takes the app out: the tokens' end, then the app's."""
        self._tell({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.state.workspace.bot_user]}})
        return self._tell({"type": "app_uninstalled"})

    def taken_out(self) -> Outcome:
        """What Slack sends when an organisation takes the app out of this workspace."""
        self.state.shut = True
        return self._tell({"type": "team_access_revoked", "team_ids": [self.state.workspace.team]})

    def _tell(self, event: dict[str, Any]) -> Outcome:
        space = self.state.workspace
        whose = {"enterprise_id": space.organisation or None, "team_id": space.team}
        authorization = {"user_id": space.bot_user, "is_bot": True, "is_enterprise_install": bool(space.organisation)}
        envelope = {
            "token": "legacy",
            **whose,
            "api_app_id": space.app,
            "event": event,
            "type": "event_callback",
            "event_id": self.state.code("Ev"),
            "event_time": int(self.world.clock.now()),
            "authorizations": [whose | authorization],
            "is_ext_shared_channel": False,
        }
        return self._post(envelope, "application/json", again=True)

    def sign(self, body: bytes, timestamp: str) -> str:
        """The signature Slack would send with these bytes at that second."""
        base = b"v0:" + timestamp.encode() + b":" + body
        return "v0=" + hmac.new(self.state.workspace.signing_secret.encode(), base, hashlib.sha256).hexdigest()

    def _message(self, user_id: str, content: dict[str, Any]) -> Outcome:
        ts = self.state.stamp()
        message = {"type": "message", "user": user_id, "ts": ts, "team": self.state.workspace.team, **content}
        self.world.add(user_id, ts, message, mine=True)
        return self.event(user_id, message)

    def _describe(self, file: SlackFile) -> dict[str, Any]:
        return describe(file, self.world.url, self.state.workspace.team)

    def _who(self, user_id: str) -> dict[str, Any]:
        space, code = self.state.workspace, self.world.accounts[user_id].code
        user = {"id": user_id, "username": code, "name": code, "team_id": space.team}
        # An organisation's app hears of the person's workspace alone.
        organisation = {"id": space.organisation, "name": space.name} if space.organisation else None
        team = None if organisation else {"id": space.team, "domain": "hansho-sandbox"}
        rest = {"enterprise": organisation, "is_enterprise_install": bool(organisation)}
        return {"user": user, "team": team, "api_app_id": space.app, "token": "legacy", **rest}

    def _top(self, user_id: str) -> dict[str, Any]:
        stack = self.state.views.get(user_id)
        if not stack:
            raise Impossible("no modal is open")
        return stack[-1]

    def _interact(self, payload: dict[str, Any]) -> Outcome:
        return self._post({"payload": json.dumps(payload, ensure_ascii=False)}, FORM, again=False)

    def _post(self, content: dict[str, Any], kind: str, *, again: bool) -> Outcome:
        def write(given: dict[str, Any], attempt: int, why: str) -> tuple[bytes, dict[str, str]]:
            body = (urlencode(given) if kind == FORM else json.dumps(given, ensure_ascii=False)).encode()
            timestamp = str(int(self.world.clock.wall()))
            headers = {"content-type": kind, "x-slack-request-timestamp": timestamp}
            if attempt:
                headers |= {"x-slack-retry-num": str(attempt), "x-slack-retry-reason": why}
            return body, headers | {"x-slack-signature": self.sign(body, timestamp)}

        return self._sender.send(WebhookDelivery("slack", self._url, content, write, PATIENCE, again))

    def _answered(self, user_id: str, view: dict[str, Any], answer: dict[str, Any]) -> dict[str, str]:
        action = answer.get("response_action")
        if action == "errors":
            fields = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
            if not answer["errors"] or not answer["errors"].keys() <= fields:
                raise KeyError("errors")
            return dict(answer["errors"])
        with self.world.lock:
            stack = self.state.views[user_id]
            if action in {"update", "push"}:
                fresh = self.state.open_view(user_id, checked(answer, "modal"))
                stack[:] = [*stack, fresh] if action == "push" else [*stack[:-1], fresh]
            elif action == "clear":
                stack.clear()
            else:
                stack[:] = [v for v in stack if v["id"] != view["id"]]
            self.world.touch()
        return {}

    def _show_answer(self, user_id: str, outcome: Outcome) -> None:
        text = outcome.body.decode(errors="replace").strip()
        if not outcome.ok:
            text = "Slack: the app did not respond (operation_timeout)"
        if not text:
            return
        raw: dict[str, Any] = json.loads(text) if text.startswith("{") else {"text": text}
        self.world.add(user_id, self.state.stamp(), {**raw, "ts": self.state.stamp()}, mine=False, only_shown=True)
