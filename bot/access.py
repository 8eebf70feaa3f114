"""Asks the platforms how they let us in; called by a worker, never within a request."""

from __future__ import annotations

from collections.abc import Mapping

from bot.chat import ChatPlatform, SendFailed
from handlers.commands.worker import FoundAccess, NoteAccess
from storage.tables import Amiss


def ask_access(name: str, platforms: Mapping[str, ChatPlatform]) -> NoteAccess | None:
    """Workspace by workspace; one that doesn't answer is told as that. None: the chat is not set up."""
    platform = platforms.get(name)
    if platform is None:
        return None
    return NoteAccess(name, {workspace: _found(platform, workspace) for workspace in platform.workspaces()})


def _found(platform: ChatPlatform, workspace: str) -> FoundAccess:
    try:
        found = platform.check(workspace)
    except SendFailed as failure:
        return FoundAccess({Amiss.SILENT: failure.reason})
    return FoundAccess(found.amiss, found.door.url if found.door else "", found.door is not None and found.door.ready)
