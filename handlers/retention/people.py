"""People who left: what they are called and where they read is erased a year later; their acts stay on record."""

from __future__ import annotations

from datetime import timedelta

from audit.event import Event
from handlers.audit.digest import midnight
from handlers.commands.worker import DueCommand
from handlers.context import Context
from policy.retention import AFTER_LEAVING
from storage.tables import DueKind

EIGHT = timedelta(hours=8)
"""Of the morning: before the digest, at nine, counts what is overdue."""


def plan_forgetting(ctx: Context) -> None:
    """Plan tomorrow's look; planning twice plans once."""
    tomorrow = midnight(ctx) + timedelta(days=1) + EIGHT
    ctx.uow.due.plan(DueKind.ERASE_PEOPLE, f"{tomorrow:%Y-%m-%d}", tomorrow)


def erase_people(cmd: DueCommand, ctx: Context) -> None:
    """R-040, R-043: who left a year ago is known by no name, and an account revoked a year ago by no id.

    Whoever has to do with a held case is spared until the hold ends (R-142).
    """
    forgotten, before = ctx.uow.forgotten, ctx.now - AFTER_LEAVING
    spared = forgotten.held(ctx.now)
    for member in forgotten.members(before):
        if member.id not in spared:
            forgotten.erase_member(member, ctx.now)
            ctx.note(Event.MEMBER_ERASE, None, member=member.id)
    for account in forgotten.accounts(before):
        if account.member_id not in spared:
            forgotten.erase_account(account, ctx.now)
            ctx.note(Event.ACCOUNT_ERASE, None, account=account.id)
    plan_forgetting(ctx)
