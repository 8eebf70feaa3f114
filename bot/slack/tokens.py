"""Which token opens which workspace: the one of the settings, or those that workspaces gave us by installing us."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.application import Application
from bot.chat import SendFailed
from storage.keyring import Damaged
from storage.tables import Failure


class Tokens(Protocol):
    """A workspace is its id, ``T…`` or an organisation's ``E…``; "": there is one only."""

    def workspaces(self) -> Mapping[str, str]:
        """Each that we may write to, and its name."""

    def of(self, workspace: str) -> str:
        """Its token as it is now.

        Raises:
            SendFailed: the workspace let us go, or (for the operator) never let us in.
        """


@dataclass(frozen=True)
class OneToken:
    """``HANSHO_SLACK_BOT_TOKEN``, for a network with one workspace."""

    token: str

    def workspaces(self) -> Mapping[str, str]:
        return {"": ""}

    def of(self, workspace: str) -> str:
        if workspace:
            raise SendFailed(Failure.TOKEN)
        return self.token


@dataclass(frozen=True)
class InstalledTokens:
    """Read anew for each call, since another process may have renewed a token or heard of an end meanwhile."""

    app: Application

    def workspaces(self) -> Mapping[str, str]:
        with self.app.reading() as ctx:
            return {row.workspace: row.name for row in ctx.uow.installations.standing()}

    def of(self, workspace: str) -> str:
        with self.app.reading() as ctx:
            row = ctx.uow.installations.of(workspace)
            try:
                tokens = ctx.uow.installations.tokens(row) if row else None
            except Damaged:
                raise SendFailed(Failure.TOKEN) from None
        if tokens is None:
            raise SendFailed(Failure.BLOCKED if row else Failure.TOKEN)
        return tokens.access
