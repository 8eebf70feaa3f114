"""LINE and Slack as we know them from our own rows: nothing is asked of them while the page is made (R-078)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.chat import NAMES
from bot.web.desk.reception import Guest
from handlers.cards import Text, t
from handlers.context import Context
from handlers.wording.access import FAILURES, told
from storage.tables import ChatAccess, Quota

LATELY: Final = timedelta(hours=24)

SLACK: Final = "slack"


@dataclass(frozen=True)
class Chat:
    """One platform: its messages of the month, what last came from it, its people and menus, and what failed lately.

    ``checked_at``: when it was last asked how it lets us in, and ``amiss``: what it found, sentence by sentence.
    """

    name: str
    quota: Quota | None
    checked_at: datetime | None
    amiss: tuple[Text, ...]
    heard_at: datetime | None
    people: int
    blocked: int
    menus: int
    has_quota: bool
    failures: tuple[tuple[Text, int], ...]


@dataclass(frozen=True)
class Workspace:
    """One workspace that let us in."""

    name: str
    since: datetime
    failing_since: datetime | None
    amiss: tuple[Text, ...]


@dataclass(frozen=True)
class Chats:
    """All of them."""

    chats: tuple[Chat, ...]
    workspaces: tuple[Workspace, ...]


def shown(guest: Guest, ctx: Context) -> Chats:
    """R-078, R-123: what reaches people, what it costs, and what is in the way."""
    known = {(row.platform, row.workspace): row for row in ctx.uow.access.all()}
    spaces = tuple(
        Workspace(row.name, row.installed_at, row.failing_since, _amiss(known.get((SLACK, row.workspace))))
        for row in ctx.uow.installations.standing()
    )
    return Chats(tuple(_chat(platform, known, guest, ctx) for platform in sorted(ctx.ports.platforms)), spaces)


def _chat(platform: str, known: Mapping[tuple[str, str], ChatAccess], guest: Guest, ctx: Context) -> Chat:
    asked = [row.checked_at for (name, _), row in known.items() if name == platform]
    quota, accounts = ctx.uow.quota.get(platform), ctx.uow.desk.accounts(guest.network_id, platform)
    failed = ctx.uow.desk.failures(platform, ctx.now - LATELY)
    return Chat(
        NAMES.get(platform, platform),
        quota,
        max(asked, default=None),
        _amiss(known.get((platform, ""))),
        ctx.uow.desk.last_heard(platform),
        accounts.all,
        accounts.blocked,
        accounts.homes,
        ctx.ports.platforms[platform].has_quota,
        tuple((t(FAILURES[why]), count) for why, count in failed if why in FAILURES),
    )


def _amiss(row: ChatAccess | None) -> tuple[Text, ...]:
    return tuple(told(row.amiss.items())) if row else ()
