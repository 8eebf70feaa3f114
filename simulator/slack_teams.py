"""Several workspaces of the fake Slack, the tokens that each gave out, and OAuth 2.0 as Slack has it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from simulator.slack_methods import SlackError
from simulator.slack_state import SlackState, Workspace

EXPIRES_SECONDS = 12 * 3600
"""Of a token that is rotated."""

CODE_SECONDS = 10 * 60


@dataclass
class Grant:
    """A token pair; ``expires`` 0: never."""

    state: SlackState
    scopes: str
    expires: float = 0.0
    refresh: str = ""


@dataclass
class SlackTeams:
    """All workspaces by team id; ``home`` is the demo's, whose own token always works."""

    home: SlackState
    rotates: bool = False
    """Whether the app's manifest turns token rotation on."""
    states: dict[str, SlackState] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict)
    """By access token."""
    _codes: dict[str, tuple[SlackState, str, str, float]] = field(default_factory=dict)

    def of(self, team: str) -> SlackState:
        """The workspace; "" is the demo's, and an unknown one begins now."""
        if team in ("", self.home.workspace.team):
            return self.home
        if team not in self.states:
            tail = team[1:]
            space = Workspace(token="", team=team, bot_user=f"U{tail}B", bot=f"B{tail}B", name=f"{team} Inc.")
            self.states[team] = SlackState(self.home.world, space)
        return self.states[team]

    def all(self) -> list[SlackState]:
        """Every workspace."""
        return [self.home, *self.states.values()]

    def opened_by(self, token: str) -> tuple[SlackState, str]:
        """The workspace that gave this token, and its scopes."""
        if not token:
            raise SlackError("not_authed")
        if token == self.home.workspace.token:
            return self.home, self.home.workspace.scopes
        grant = self.grants.get(token)
        if grant is None:
            raise SlackError("invalid_auth")
        if grant.expires and grant.expires <= self.home.world.clock.now():
            raise SlackError("token_expired")
        return grant.state, grant.scopes

    def approve(self, asked: dict[str, str]) -> str:
        """Somebody of the workspace says yes on Slack's page: the code that their browser brings back."""
        if asked.get("client_id") != Workspace.client_id:
            raise SlackError("invalid_client_id")
        code = secrets.token_hex(16)
        until = self.home.world.clock.now() + CODE_SECONDS
        where = self.of(asked.get("team", ""))
        self._codes[code] = where, asked.get("scope", ""), asked.get("redirect_uri", ""), until
        return code

    def access(self, arguments: dict[str, Any], client_id: str, client_secret: str) -> dict[str, Any]:
        """oauth.v2.access: a code, or a refresh token, becomes an access token; each works once."""
        if client_id != Workspace.client_id:
            raise SlackError("invalid_client_id")
        if client_secret != Workspace.client_secret:
            raise SlackError("bad_client_secret")
        if arguments.get("grant_type") == "refresh_token":
            return self._renewed(str(arguments.get("refresh_token")))
        state, scopes, redirect, until = self._codes.pop(str(arguments.get("code")), (self.home, "", "", 0.0))
        if until <= self.home.world.clock.now():
            raise SlackError("invalid_code")
        if redirect != arguments.get("redirect_uri", ""):
            raise SlackError("bad_redirect_uri")
        return self._granted(state, scopes)

    def revoke(self, state: SlackState) -> list[str]:
        """The workspace takes the app out: every token of it is dead. Returns them."""
        dead = [token for token, grant in self.grants.items() if grant.state is state]
        for token in dead:
            del self.grants[token]
        return dead

    def _renewed(self, refresh: str) -> dict[str, Any]:
        old = next((token for token, grant in self.grants.items() if refresh and grant.refresh == refresh), None)
        if old is None:
            raise SlackError("invalid_refresh_token")
        self.grants[old].refresh = ""  # the access token lives to its end
        return self._granted(self.grants[old].state, self.grants[old].scopes)

    def _granted(self, state: SlackState, scopes: str) -> dict[str, Any]:
        grant, space = Grant(state, scopes), state.workspace
        rotated: dict[str, Any] = {}
        if self.rotates:
            grant.expires, grant.refresh = (
                self.home.world.clock.now() + EXPIRES_SECONDS,
                f"xoxe-1-{secrets.token_hex(20)}",
            )
            rotated = {"expires_in": EXPIRES_SECONDS, "refresh_token": grant.refresh}
        token = f"{'xoxe.' if self.rotates else ''}xoxb-{secrets.token_hex(20)}"
        self.grants[token] = grant
        organisation = {"id": space.organisation, "name": space.name} if space.organisation else None
        return {
            "access_token": token,
            "token_type": "bot",
            "scope": scopes,
            "bot_user_id": space.bot_user,
            "app_id": space.app,
            "team": None if organisation else {"id": space.team, "name": space.name},
            "enterprise": organisation,
            "is_enterprise_install": bool(organisation),
            "authed_user": {"id": state.code("U")},
            **rotated,
        }
