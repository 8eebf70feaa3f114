"""What a person does on the app's Home tab, and in the menu of a message."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from simulator.slack_state import SlackState
from simulator.webhook_delivery import Outcome
from simulator.world import Impossible, World


class SlackHomes(ABC):
    """Part of ``simulator.slack_phone.SlackPhones``."""

    state: SlackState
    world: World

    def home(self, user_id: str) -> Outcome:
        """Open the Home tab."""
        view = self.state.homes.get(user_id)
        event = {"type": "app_home_opened", "user": user_id, "tab": "home", **({"view": view} if view else {})}
        return self._tell(event | {"channel": self.state.channel(user_id), "event_ts": self.state.stamp()})

    def press_home(self, user_id: str, label: str) -> Outcome:
        """Press a button on the Home tab."""
        view = self.state.homes.get(user_id) or {"blocks": []}
        found = [
            {**element, "block_id": block["block_id"]}
            for block in view["blocks"]
            for element in (block.get("elements") or [])
            if block["type"] == "actions" and element["text"]["text"] == label
        ]
        if not found:
            raise Impossible(f"no {label!r} on the Home tab")
        action = {k: found[0][k] for k in ("type", "action_id", "block_id", "value", "text") if k in found[0]}
        where = {"container": {"type": "view", "view_id": view["id"]}, "view": view}
        return self._pressed(user_id, action, where, found[0].get("url"))

    def report_photo(self, user_id: str) -> Outcome:
        """The app's entry in the menu of one's newest message: 「この写真を通報」."""
        bubble = next((b for b in reversed(self.state.messages(user_id)) if b.mine), None)
        if bubble is None:
            raise Impossible("there is no message")
        channel = {"id": self.state.channel(user_id), "name": "directmessage"}
        with self.world.lock:
            rest = {"trigger_id": self.state.offer_trigger(user_id), "action_ts": self.state.stamp()}
            rest["response_url"] = self.state.offer_response(user_id, bubble.id)
        message = {"callback_id": "report_photo", "message_ts": bubble.id, "message": bubble.raw, "channel": channel}
        return self._interact({"type": "message_action", **self._who(user_id), **message, **rest})

    def _pressed(self, user_id: str, action: dict[str, Any], where: dict[str, Any], url: str | None) -> Outcome:
        with self.world.lock:
            payload = {
                "type": "block_actions",
                **self._who(user_id),
                **where,
                "trigger_id": self.state.offer_trigger(user_id),
                "state": {"values": {}},
                "actions": [action | {"action_ts": self.state.stamp()}],
            }
        outcome = self._interact(payload)
        return Outcome(outcome.status, url.encode()) if url else outcome

    @abstractmethod
    def _interact(self, payload: dict[str, Any]) -> Outcome: ...

    @abstractmethod
    def _tell(self, event: dict[str, Any]) -> Outcome: ...

    @abstractmethod
    def _who(self, user_id: str) -> dict[str, Any]: ...
