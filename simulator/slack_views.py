"""Slack's views.* methods: modals opened by a trigger within three seconds, updated, stacked; home tabs."""

from __future__ import annotations

from typing import Any

from simulator.slack_limits import check_view
from simulator.slack_methods import SlackError, structure
from simulator.slack_state import SlackState

STACK = 3
"""Views on top of each other that Slack allows."""


class ViewMethods:
    """views.open, push, update, publish."""

    def __init__(self, state: SlackState) -> None:
        self.state = state

    def open(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """views.open; the trigger is used up even if the view is refused, as at Slack."""
        user_id = self._triggered(arguments)
        view = checked(arguments, "modal")
        if self.state.views.get(user_id):
            self.state.views[user_id] = []
        return {"view": self._stack(user_id, view)}

    def push(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """views.push onto the open modal."""
        user_id = self._triggered(arguments)
        view = checked(arguments, "modal")
        if not self.state.views.get(user_id):
            raise SlackError("not_found")
        if len(self.state.views[user_id]) >= STACK:
            raise SlackError("push_limit_reached")
        return {"view": self._stack(user_id, view)}

    def update(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """views.update by id or external id; a stale hash is refused."""
        view = checked(arguments, "modal")
        place = self.state.find_view(str(arguments.get("view_id") or ""), str(arguments.get("external_id") or ""))
        if place is None:
            raise SlackError("not_found")
        user_id, number = place
        old = self.state.views[user_id][number]
        if arguments.get("hash") not in {None, "", old["hash"]}:
            raise SlackError("hash_conflict")
        fresh = self.state.open_view(user_id, view)
        fresh |= {name: old[name] for name in ("id", "root_view_id", "previous_view_id")}
        self.state.views[user_id][number] = fresh
        return {"view": fresh}

    def publish(self, arguments: dict[str, Any]) -> dict[str, Any]:
        """views.publish: somebody's home tab."""
        view = checked(arguments, "home")
        user_id = str(arguments.get("user_id"))
        if self.state.account(user_id) is None:
            raise SlackError("user_not_found")
        self.state.homes[user_id] = self.state.open_view(user_id, view)
        self.state.world.note("slack.home", to=user_id, blocks=view["blocks"])
        self.state.world.touch()
        return {"view": self.state.homes[user_id]}

    def _triggered(self, arguments: dict[str, Any]) -> str:
        user_id, error = self.state.redeem_trigger(str(arguments.get("trigger_id")))
        if error:
            raise SlackError(error)
        return user_id

    def _stack(self, user_id: str, view: dict[str, Any]) -> dict[str, Any]:
        full = self.state.open_view(user_id, view)
        self.state.views.setdefault(user_id, []).append(full)
        return full


def checked(arguments: dict[str, Any], kind: str) -> dict[str, Any]:
    """The view among the arguments, if Slack would take it."""
    view = structure(arguments.get("view"))
    problems = check_view(view)
    if problems:
        raise SlackError("invalid_arguments", problems)
    if view["type"] != kind:
        raise SlackError("view_type_mismatch" if kind == "modal" else "invalid_arguments")
    return dict(view)
