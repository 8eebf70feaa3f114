"""What one person's doings may cost of a month's messages, and who hears that it was too much."""

from __future__ import annotations

from handlers import wording
from handlers.cards import Topic
from handlers.case.involved import reachable
from handlers.case.record import require
from handlers.context import Context
from handlers.topics import STOPS
from policy.caps import DAY
from policy.facts import Role
from policy.quota import ONE_REPORT, QuotaFacts, may_cost
from policy.rules import Rules
from policy.verdict import Deny, Verdict
from storage.tables import Member


def month_of(platform: str, ctx: Context) -> QuotaFacts | None:
    """What a platform said of this month's messages, and what left since; None: it was never asked."""
    row = ctx.uow.quota.get(platform)
    return QuotaFacts(row.allowed, row.used, row.checked_at) if row else None


def has_messages(member_id: str, platform: str, rules: Rules, ctx: Context, *, promised: int = 0) -> Verdict:
    """R-123: whether one more card that leaves by this person's doing may cost a message.

    ``promised``: to cards that are about to leave.
    """
    a_day_ago = ctx.now - DAY
    spent = promised + ctx.uow.quota.spent_by(member_id, platform, STOPS, a_day_ago)
    # Of no consequence to whoever costs little, which is nearly everybody.
    by_all = ctx.uow.quota.spent_by(None, platform, STOPS, a_day_ago) if spent >= ONE_REPORT else 0
    return may_cost(spent, by_all, month_of(platform, ctx), rules)


def require_messages(member: Member, ctx: Context) -> None:
    """R-123: asked before a report is begun, since its requests would reach nobody.

    Raises:
        NotAllowed: they have used up their day's messages.
    """
    rules = ctx.uow.stores.rules(member.network_id)
    for platform, traits in ctx.ports.platforms.items():
        if traits.has_quota:
            require(has_messages(member.id, platform, rules, ctx))


def tell_spent(member_id: str, why: Deny, ctx: Context) -> None:
    """R-123: the secretariat reads once a day whose doings are not told by a counted platform any more."""
    member = ctx.uow.people.member(member_id)
    card = wording.unsent.spent(member.name, member.code, why)
    if ctx.uow.outbox.queued_since(f"{Topic.SPENT}:{member.code}", ctx.now - DAY):
        return
    for account in reachable(ctx.uow.people.for_network(member.network_id, [Role.SECRETARIAT]), ctx):
        ctx.tell(account, None, card, urgent=True)
