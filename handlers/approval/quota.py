"""A platform's monthly messages: an alert leaves only if its own recall could still follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from audit.event import Event
from handlers import wording
from handlers.case.involved import in_charge
from handlers.case.record import rules_of
from handlers.case.told import told
from handlers.commands.chat import NoteQuota
from handlers.context import Context
from policy.verdict import N_, Allow, Deny, Verdict
from storage.tables import Account, Case, DueKind

RETRY_MINUTES = 5
"""How soon a broadcast that the quota held back is tried again; the secretariat needs minutes to buy messages."""


def enough_quota(case: Case, recipients: Sequence[tuple[str, Account]], ctx: Context) -> Verdict:
    """R-078: a broadcast leaves enough messages for its own recall, so that a recall never fails."""
    for platform, needed in Counter(account.platform for _, account in recipients).items():
        quota = ctx.uow.quota.get(platform)
        if quota is None or quota.allowed is None:
            continue
        left = quota.allowed - quota.used - max(rules_of(case, ctx).line_reserve_messages, needed)
        if needed > left:
            return Deny(
                "R-078",
                N_("今月の残り通数が足りません（必要 {needed}、使える {left}）。事務局が追加すると自動で送られます。"),
                {"needed": needed, "left": max(left, 0)},
            )
    return Allow()


def note_quota(cmd: NoteQuota, ctx: Context) -> None:
    """Remember what the platform said about this month's messages."""
    ctx.uow.quota.set(cmd.platform, cmd.allowed, cmd.used, ctx.now)


def plan_quota_question(when: datetime, ctx: Context) -> None:
    """Ask for the quota soon, so that the figure is fresh when the alert is due; once a minute is enough."""
    for platform, traits in ctx.ports.platforms.items():
        if traits.has_quota:
            minute = f"{platform}:{when:%Y%m%dT%H%M}"
            ctx.uow.due.plan(DueKind.ASK_QUOTA, minute, when, arguments={"platform": platform})


def hold_back(case: Case, why: Deny, ctx: Context, *, again: bool) -> None:
    """Fail closed: nothing is sent, the people in charge hear why once, and it is tried again until the case lapses."""
    ctx.note(Event.ALERT_WITHHOLD, case, clause=why.clause)
    when = ctx.now + timedelta(minutes=RETRY_MINUTES)
    ctx.uow.due.plan(DueKind.RETRY_BROADCAST, f"{case.id}:{when.isoformat()}", when, case_id=case.id)
    plan_quota_question(when - timedelta(minutes=1), ctx)
    for account in [] if again else in_charge(case, ctx):
        ctx.tell(account, case, wording.assess.held_back(told(case, ctx), why))
