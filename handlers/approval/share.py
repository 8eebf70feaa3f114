"""What one person's doings may cost of a month's messages, and who hears that it was too much."""

from __future__ import annotations

from collections import Counter

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


class Spent:
    """R-123: what people's doings have cost within a day; looked up once, and what leaves meanwhile is counted on."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._known: dict[tuple[str | None, str], int] = {}
        self._promised: Counter[tuple[str | None, str]] = Counter()

    def leaves_one(self, member_id: str, platform: str, rules: Rules) -> Verdict:
        """Whether one more card that leaves by this person's doing may cost a message."""
        spent = self._by(member_id, platform)
        # Of no consequence to whoever costs little, which is nearly everybody.
        by_all = self._by(None, platform) if spent >= ONE_REPORT else 0
        return may_cost(spent, by_all, month_of(platform, self._ctx), rules)

    def promise(self, member_id: str, platform: str) -> None:
        """A card of theirs is about to leave."""
        self._promised.update([(member_id, platform), (None, platform)])

    def _by(self, member_id: str | None, platform: str) -> int:
        who = member_id, platform
        if who not in self._known:
            self._known[who] = self._ctx.uow.quota.spent_by(*who, STOPS, self._ctx.now - DAY)
        return self._known[who] + self._promised[who]


def require_messages(member: Member, ctx: Context) -> None:
    """R-123: asked before a report is begun, since its requests would reach nobody.

    Raises:
        NotAllowed: they have used up their day's messages.
    """
    rules = ctx.uow.stores.rules(member.network_id)
    for platform, traits in ctx.ports.platforms.items():
        if traits.has_quota:
            require(Spent(ctx).leaves_one(member.id, platform, rules))


def tell_spent(member_id: str, why: Deny, ctx: Context) -> None:
    """R-123: the secretariat reads once a day whose doings are not told by a counted platform any more."""
    member = ctx.uow.people.member(member_id)
    card = wording.unsent.spent(member.name, member.code, why)
    if ctx.uow.outbox.queued_since(f"{Topic.SPENT}:{member.code}", ctx.now - DAY):
        return
    for account in reachable(ctx.uow.people.for_network(member.network_id, [Role.SECRETARIAT]), ctx):
        ctx.tell(account, None, card, urgent=True)
