"""What Slack remembers: the workspace, direct messages, files, triggers, open views and response addresses."""

from __future__ import annotations

import copy
import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Any

from simulator.world import Account, Bubble, World

TRIGGER_SECONDS = 3
RESPONSE_SECONDS, RESPONSE_USES = 30 * 60, 5


@dataclass(frozen=True)
class Workspace:
    """The app's credentials, the same that the bot is started with, and its identity."""

    token: str = "xoxb-sandbox-slack-bot-token"  # noqa: S105 - of a fake
    signing_secret: str = "sandbox-slack-signing-secret"  # noqa: S105 - of a fake
    team: str = "T0HANSHO00"
    app: str = "A0HANSHO00"
    scopes: str = "chat:write,commands,files:read,files:write,im:history,im:write"
    client_id: str = "1000000000.1000000000"
    client_secret: str = "sandbox-slack-client-secret"  # noqa: S105 - of a fake
    bot_user: str = "U0HANSHO00"
    bot: str = "B0HANSHO00"
    name: str = "半鐘町"
    organisation: str = ""
    """Of an app that a whole organisation installed; its workspaces then share one token."""
    branches: tuple[str, ...] = ()
    """The organisation's workspaces beside this one that let the app in."""


@dataclass
class SlackFile:
    """An uploaded file; ``complete`` once it may be seen."""

    id: str
    name: str
    kind: str
    data: bytes
    owner: str
    complete: bool = True
    deleted: bool = False


@dataclass
class SlackState:
    """All of it; callers hold the world's lock."""

    world: World
    workspace: Workspace = field(default_factory=Workspace)
    files: dict[str, SlackFile] = field(default_factory=dict)
    deletes_files: bool = False
    """Whether the workspace lets an app delete what people uploaded; most don't."""
    deactivated: set[str] = field(default_factory=set)
    """Users whose account was closed: their chat with the bot isn't found, and can't be opened."""
    shut: bool = False
    """Whether the organisation took the app out of this workspace."""
    views: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """User id → stack of open modals, the top one last."""
    homes: dict[str, dict[str, Any]] = field(default_factory=dict)
    _triggers: dict[str, tuple[str, float]] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)
    _responses: dict[str, tuple[str, str, float, int]] = field(default_factory=dict)
    _last_ts: int = 0

    def channel(self, user_id: str) -> str:
        """The direct message channel of a user and the bot."""
        return "D" + hashlib.sha256(user_id.encode()).hexdigest()[:10].upper()

    def account(self, user_id: str) -> Account | None:
        """The account, if it is in this workspace."""
        account = self.world.account(user_id, "slack")
        return account if account and account.team in self._names() else None

    def owner(self, channel: str) -> str | None:
        """Whose direct message channel that is."""
        slack = (a for a in self.world.accounts.values() if a.platform == "slack" and a.team in self._names())
        return next((a.user_id for a in slack if self.channel(a.user_id) == channel), None)

    def _names(self) -> set[str]:
        return {self.workspace.team, ""} if self.workspace.team == Workspace.team else {self.workspace.team}

    def stamp(self) -> str:
        """A message timestamp, unique in the workspace as Slack's are per channel."""
        with self.world.lock:
            self._last_ts = max(self._last_ts + 1, int(self.world.clock.now() * 1_000_000))
            return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def code(self, prefix: str) -> str:
        """A new id such as Slack gives: a letter or two and ten characters."""
        return prefix + secrets.token_hex(5).upper()

    def messages(self, user_id: str) -> list[Bubble]:
        """What stands in somebody's direct messages, oldest first."""
        return [b for b in self.world.chats[user_id] if not (b.removed or b.only_shown)]

    def offer_trigger(self, user_id: str) -> str:
        """A trigger that opens one view within three seconds."""
        trigger = f"{self.world.number()}.{secrets.token_hex(8)}"
        self._triggers[trigger] = (user_id, self.world.clock.wall() + TRIGGER_SECONDS * self.world.patience)
        return trigger

    def redeem_trigger(self, trigger: str) -> tuple[str, str]:
        """(user, error): one of them empty."""
        if trigger in self._used:
            return "", "exchanged_trigger_id"
        user_id, until = self._triggers.pop(trigger, ("", 0.0))
        if not user_id:
            return "", "invalid_trigger_id"
        self._used.add(trigger)
        return (user_id, "") if self.world.clock.wall() < until else ("", "expired_trigger_id")

    def offer_response(self, user_id: str, message_ts: str) -> str:
        """An address that may be answered to five times within 30 minutes."""
        code = secrets.token_hex(12)
        self._responses[code] = (user_id, message_ts, self.world.clock.wall() + RESPONSE_SECONDS, RESPONSE_USES)
        return f"{self.world.url}/slack/response/{code}"

    def redeem_response(self, code: str) -> tuple[str, str] | None:
        """User and message the address belongs to; None if it is used up, late or unknown."""
        user_id, ts, until, uses = self._responses.get(code, ("", "", 0.0, 0))
        if not uses or self.world.clock.wall() > until:
            return None
        self._responses[code] = (user_id, ts, until, uses - 1)
        return user_id, ts

    def open_view(self, user_id: str, view: dict[str, Any]) -> dict[str, Any]:
        """Complete a view as Slack does, with ids, hash and empty state."""
        stack = self.views.get(user_id, [])
        full: dict[str, Any] = {
            "private_metadata": "",
            "callback_id": "",
            "external_id": "",
            "close": None,
            "submit": None,
        }
        full |= {"clear_on_close": False, "notify_on_close": False, "state": {"values": {}}} | copy.deepcopy(view)
        full |= {"id": self.code("V"), "team_id": self.workspace.team, "app_id": self.workspace.app}
        full |= {
            "app_installed_team_id": self.workspace.organisation or self.workspace.team,
            "bot_id": self.workspace.bot,
        }
        full["hash"] = f"{self.stamp()}.{secrets.token_hex(4)}"
        full["previous_view_id"] = stack[-1]["id"] if stack else None
        full["root_view_id"] = stack[0]["id"] if stack else full["id"]
        name_blocks(full["blocks"], self)
        self.world.touch()
        return full

    def find_view(self, view_id: str, external_id: str = "") -> tuple[str, int] | None:
        """(user, place in the stack) of an open modal."""
        for user_id, stack in self.views.items():
            for place, view in enumerate(stack):
                if view["id"] == view_id or (external_id and view["external_id"] == external_id):
                    return user_id, place
        return None


def name_blocks(blocks: list[dict[str, Any]], state: SlackState) -> list[dict[str, Any]]:
    """Give blocks and elements the ids the app left out."""
    for block in blocks:
        block.setdefault("block_id", state.code("b"))
        for element in [*(block.get("elements") or []), block.get("accessory"), block.get("element")]:
            if isinstance(element, dict) and element.get("type") not in {None, "image", "mrkdwn", "plain_text"}:
                element.setdefault("action_id", state.code("a"))
    return blocks
