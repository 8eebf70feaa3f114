"""LINE and Slack as we know them from our own rows: nothing is asked of them while the page is made (R-078)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.web.desk.people import KINDS
from bot.web.desk.reception import Guest
from handlers.cards import Text, t
from handlers.context import Context
from policy.verdict import N_
from storage.tables import Failure, Quota

LATELY: Final = timedelta(hours=24)

FAILURES: Final = {
    Failure.QUOTA: N_("今月の通数を使い切りました。プランを上げるか、月が変わるのを待ってください。"),
    Failure.BLOCKED: N_("相手がブロックしています。別の連絡先を決めてください。"),
    Failure.NOT_FOUND: N_("相手が見つかりません。退職していないかを確かめてください。"),
    Failure.REFUSED: N_("相手のサービスが受け取りませんでした。サーバーの担当者に伝えてください。"),
    Failure.RATE: N_("一度に送る数が多すぎました。自動で送り直しています。"),
    Failure.TOKEN: N_("接続の鍵が使えません。サーバーの担当者に、鍵と権限を確かめてもらってください。"),
    Failure.UNREACHABLE: N_("相手のサービスにつながりません。自動で送り直しています。"),
}
"""Why cards did not leave, as far as somebody can do something about it."""


@dataclass(frozen=True)
class Chat:
    """One platform: its messages of the month, what last came from it, its people and menus, and what failed lately."""

    name: str
    quota: Quota | None
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


@dataclass(frozen=True)
class Chats:
    """All of them."""

    chats: tuple[Chat, ...]
    workspaces: tuple[Workspace, ...]


def shown(guest: Guest, ctx: Context) -> Chats:
    """R-078, R-123: what reaches people, what it costs, and what is in the way."""
    rows = ctx.uow.installations.standing()
    spaces = tuple(Workspace(row.name, row.installed_at, row.failing_since) for row in rows)
    return Chats(tuple(_chat(platform, guest, ctx) for platform in sorted(ctx.ports.platforms)), spaces)


def _chat(platform: str, guest: Guest, ctx: Context) -> Chat:
    quota, accounts = ctx.uow.quota.get(platform), ctx.uow.desk.accounts(guest.network_id, platform)
    failed = ctx.uow.desk.failures(platform, ctx.now - LATELY)
    return Chat(
        KINDS.get(platform, platform),
        quota,
        ctx.uow.desk.last_heard(platform),
        accounts.all,
        accounts.blocked,
        accounts.homes,
        ctx.ports.platforms[platform].has_quota,
        tuple((t(FAILURES[why]), count) for why, count in failed if why in FAILURES),
    )
