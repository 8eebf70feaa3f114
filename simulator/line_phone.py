"""What a person does on their LINE, as the webhook events that LINE sends for it."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import uuid
from typing import Any

from simulator.line_state import Content, LineState
from simulator.screen import find_button
from simulator.webhook_delivery import Outcome, WebhookDelivery, WebhookSender
from simulator.world import Impossible, World

PATIENCE = 2.0
"""Seconds within which the bot must answer."""


class LinePhones:
    """All LINE phones of the town; each method is one thing a person can do."""

    def __init__(self, world: World, state: LineState, sender: WebhookSender, webhook_url: str) -> None:
        self._world = world
        self._state = state
        self._sender = sender
        self.url = webhook_url

    def say(self, user_id: str, text: str) -> Outcome:
        """Type a message and send it."""
        message = {"type": "text", "text": text}
        message_id = self._mine(user_id, message)
        return self._event(user_id, "message", message={**message, "id": message_id, "quoteToken": f"q{message_id}"})

    def photo(self, user_id: str, data: bytes, kind: str = "image/jpeg", ready_in: float = 0.0) -> Outcome:
        """Send a photo or video; the bot can fetch it ``ready_in`` seconds later."""
        what = kind.split("/", maxsplit=1)[0]
        message_id = self._mine(user_id, {"type": what, "media": kind})
        with self._world.lock:
            self._state.contents[message_id] = Content(data, kind, self._world.clock.now() + ready_in)
        message: dict[str, Any] = {"type": what, "id": message_id, "contentProvider": {"type": "line"}}
        if what == "image":
            message["quoteToken"] = f"q{message_id}"
        return self._event(user_id, "message", message=message)

    def press(self, user_id: str, label: str, message_id: str | None = None, key: str | None = None) -> Outcome:
        """Press the newest button or quick reply of that label; a link only opens and tells the bot nothing."""
        bubbles = self._world.chats[user_id]
        _, button = find_button(bubbles, label, message_id, key)
        return self._act(user_id, button["action"])

    def _act(self, user_id: str, action: dict[str, Any]) -> Outcome:
        if action["type"] in {"camera", "cameraRoll"}:
            return Outcome(200)
        if action["type"] == "uri":
            return Outcome(200, body=action["uri"].encode())
        if action["type"] == "message":
            return self.say(user_id, action["text"])
        if action.get("displayText"):
            self._mine(user_id, {"type": "text", "text": action["displayText"]})
        return self._event(user_id, "postback", postback={"data": action["data"]})

    def tap(self, user_id: str, label: str) -> Outcome:
        """Tap the area of the menu below the chat that is called so; the camera only opens."""
        menu = self._state.menus.shown_to(user_id)
        areas = menu.form["areas"] if menu else []
        action = next((area["action"] for area in areas if area["action"]["label"] == label), None)
        if action is None:
            raise Impossible(f"no {label!r} in the menu; there are {[area['action']['label'] for area in areas]}")
        return self._act(user_id, action)

    def sticker(self, user_id: str) -> Outcome:
        """Send a sticker, as people do."""
        sticker = {"type": "sticker", "packageId": "446", "stickerId": "1988", "stickerResourceType": "STATIC"}
        message_id = self._mine(user_id, {"type": "text", "text": "(スタンプ)"})
        return self._event(user_id, "message", message={**sticker, "id": message_id, "quoteToken": f"q{message_id}"})

    def unsend(self, user_id: str) -> Outcome:
        """Take back the newest message of one's own."""
        with self._world.lock:
            bubble = next((b for b in reversed(self._world.chats[user_id]) if b.mine and not b.removed), None)
            if bubble is None:
                raise Impossible("there is nothing to unsend")
            self._world.remove(bubble)
            if bubble.id in self._state.contents:
                self._state.contents[bubble.id].gone = True
        return self._event(user_id, "unsend", reply=False, unsend={"messageId": bubble.id})

    def block(self, user_id: str) -> Outcome:
        """Block the bot: nothing reaches the person from now on."""
        with self._world.lock:
            self._state.blocked.add(user_id)
            self._world.touch()
        return self._event(user_id, "unfollow", reply=False)

    def follow(self, user_id: str) -> Outcome:
        """Add the bot as a friend, or unblock it."""
        with self._world.lock:
            again = user_id in self._state.blocked
            self._state.blocked.discard(user_id)
            self._world.touch()
        return self._event(user_id, "follow", follow={"isUnblocked": again})

    def event(self, user_id: str, kind: str, **rest: Any) -> Outcome:
        """An event of any other kind, for instance one that LINE will only invent next year."""
        return self._event(user_id, kind, **rest)

    def verify(self) -> Outcome:
        """What LINE sends when somebody presses 「検証」 in its console: no events at all."""
        return self._sender.send(WebhookDelivery("line", self.url, [], self._write, PATIENCE, again=False))

    def probe(self) -> Outcome:
        """The same for whoever asks LINE's API to try."""
        return self._sender.probe(WebhookDelivery("line", self.url, [], self._write, PATIENCE, again=False))

    def _mine(self, user_id: str, message: dict[str, Any]) -> str:
        if user_id in self._state.blocked:
            raise Impossible("the person has blocked the bot")
        message_id = str(600_000_000_000_000_000 + self._world.number())
        self._world.add(user_id, message_id, message, mine=True)
        return message_id

    def _event(self, user_id: str, kind: str, *, reply: bool = True, **rest: Any) -> Outcome:
        event = {
            "type": kind,
            "mode": "active",
            "timestamp": int(self._world.clock.now() * 1000),
            "source": {"type": "user", "userId": user_id},
            "webhookEventId": uuid.uuid4().hex.upper()[:26],
            "deliveryContext": {"isRedelivery": False},
            **rest,
        }
        if reply:
            with self._world.lock:
                event["replyToken"] = self._state.offer_reply(user_id)
        return self._sender.send(WebhookDelivery("line", self.url, [event], self._write, PATIENCE))

    def _write(self, events: list[dict[str, Any]], attempt: int, _why: str) -> tuple[bytes, dict[str, str]]:
        again = {"deliveryContext": {"isRedelivery": attempt > 0}}
        content = {"destination": self._state.channel.destination, "events": [event | again for event in events]}
        body = json.dumps(content, ensure_ascii=False).encode()
        return body, {"content-type": "application/json; charset=utf-8", "x-line-signature": self.sign(body)}

    def sign(self, body: bytes) -> str:
        """The signature LINE would send with these bytes."""
        digest = hmac.new(self._state.channel.secret.encode(), body, hashlib.sha256).digest()
        return base64.b64encode(digest).decode()
