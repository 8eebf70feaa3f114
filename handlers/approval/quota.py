"""A platform's monthly messages: an alert leaves only if its own recall could still follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from audit.event import Event
from handlers import wording
from handlers.case.involved import in_charge, secretariat
from handlers.case.record import rules_of
from handlers.case.told import told
from handlers.commands.steps import SendAlert
from handlers.commands.worker import NoteQuota
from handlers.context import Context
from handlers.topics import TALK, is_talk
from policy.caps import DAY
from policy.quota import (
    JUST_NOW,
    LONGEST_WAIT,
    QuotaFacts,
    is_known,
    leaves_a_recall,
    leaves_the_reserve,
    may_cost,
    may_use_the_reserve,
)
from policy.rules import Rules
from policy.verdict import Allow, Deny, Verdict, all_of
from storage.tables import Account, Case, DueKind, OutboxMessage

RETRY_MINUTES = 5
"""How soon a broadcast that the quota held back is tried again; the secretariat needs minutes to buy messages."""


def enough_quota(case: Case, recipients: Sequence[tuple[str, Account]], ctx: Context) -> Verdict:
    """R-078: a broadcast leaves enough messages for its own recall, on each platform that counts them."""
    rules, needed = rules_of(case, ctx), Counter(_counted(recipients, ctx))
    verdicts = (
        leaves_a_recall(_quota(platform, ctx), n, ctx.uow.outbox.promised(platform), rules, ctx.now)
        for platform, n in needed.items()
    )
    return all_of((Allow(), *verdicts))


def quota_known(recipients: Sequence[tuple[str, Account]], ctx: Context) -> bool:
    """R-078: whether every platform that counts messages was asked lately."""
    return all(is_known(_quota(platform, ctx), ctx.now) for platform in set(_counted(recipients, ctx)))


def must_ask(cmd: SendAlert, recipients: Sequence[tuple[str, Account]], ctx: Context) -> bool:
    """R-078: whether the broadcast waits for a figure of its own: it does once, and for a minute at most."""
    just_now = (is_known(_quota(platform, ctx), ctx.now, JUST_NOW) for platform in set(_counted(recipients, ctx)))
    return not (cmd.again or cmd.waited or all(just_now))


class Reserve:
    """R-078: what keeps the last messages of a month for recalls and corrections; one for each batch of cards."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._promised: Counter[str] = Counter()

    def keeps(self, message: OutboxMessage, *, free: bool) -> bool:
        """Whether this card may not cost a message; if it may, it is counted on. ``free``: it can leave by a reply."""
        account, ctx = message.account, self._ctx
        if not ctx.traits(account).has_quota or self._comes_first(message):
            return False
        rules = ctx.uow.stores.rules(account.member.network_id)
        if self._is_too_much(message, rules):
            return True
        if not leaves_the_reserve(_quota(account.platform, ctx), self._promised[account.platform], rules):
            return True
        if not free:
            self._promised[account.platform] += 1
        return False

    def may_be_old(self, message: OutboxMessage) -> bool:
        """Whether a new month may have begun since the platform was asked: then it is asked, and the card waits for it.

        A minute at most, as an alert does.
        """
        ctx = self._ctx
        rules = ctx.uow.stores.rules(message.account.member.network_id)
        old = not is_known(_quota(message.account.platform, ctx), ctx.now)
        if old and not self._is_too_much(message, rules) and ctx.now - message.created_at < LONGEST_WAIT:
            plan_quota_question(ctx.now, ctx)
            ctx.uow.due.hasten(DueKind.ASK_QUOTA, ctx.now)
            return True
        return False

    def _comes_first(self, message: OutboxMessage) -> bool:
        """R-078: what is urgent, but of what is about no case only so much a day."""
        if not message.urgent or message.case_id is not None:
            return message.urgent
        ctx = self._ctx
        return may_use_the_reserve(ctx.uow.outbox.paid_in_haste(message.account.platform, ctx.now - DAY))

    def _is_too_much(self, message: OutboxMessage, rules: Rules) -> bool:
        """R-123: what this person did themselves has cost enough in the last day."""
        if not is_talk(message.topic):
            return False
        return not may_cost(self._ctx.uow.outbox.paid_for(message.account.member_id, TALK, self._ctx.now - DAY), rules)


def ask_first(case: Case, ctx: Context) -> None:
    """R-078: hold the alert back while the quota is asked, until the answer is there and for a minute at most."""
    plan_quota_question(ctx.now, ctx)
    ctx.uow.due.hasten(DueKind.ASK_QUOTA, ctx.now)
    _plan_retry(case, ctx.now + LONGEST_WAIT, ctx, waited=str(int(LONGEST_WAIT.total_seconds())))


def warn_unknown(case: Case, ctx: Context) -> None:
    """R-078: it went out without knowing; who can look and buy messages is told."""
    for account in secretariat(case, ctx):
        ctx.tell(account, case, wording.assess.sent_without_quota(told(case, ctx)), urgent=True)


def _counted(recipients: Sequence[tuple[str, Account]], ctx: Context) -> list[str]:
    return [account.platform for _, account in recipients if ctx.traits(account).has_quota]


def _quota(platform: str, ctx: Context) -> QuotaFacts | None:
    row = ctx.uow.quota.get(platform)
    return QuotaFacts(row.allowed, row.used, row.checked_at) if row else None


def _plan_retry(case: Case, when: datetime, ctx: Context, **arguments: str) -> None:
    ctx.uow.due.plan(
        DueKind.RETRY_BROADCAST, f"{case.id}:{when.isoformat()}", when, case_id=case.id, arguments=arguments
    )


def note_quota(cmd: NoteQuota, ctx: Context) -> None:
    """Remember what the platform said about this month's messages; what was held back for it is tried at once.

    What left while it was asked may be missing in its answer, so it is counted on top.
    """
    now_known = _quota(cmd.platform, ctx)
    meanwhile = now_known.used - cmd.known if now_known and cmd.known is not None else 0
    ctx.uow.quota.set(cmd.platform, cmd.allowed, cmd.used + max(0, meanwhile), ctx.now)
    ctx.uow.due.hasten(DueKind.RETRY_BROADCAST, ctx.now)


def plan_quota_question(when: datetime, ctx: Context) -> None:
    """Ask for the quota soon, so that the figure is fresh when the alert is due; once a minute is enough."""
    for platform, traits in ctx.ports.platforms.items():
        if traits.has_quota:
            minute = f"{platform}:{when:%Y%m%dT%H%M}"
            about = {"platform": platform}
            ctx.uow.due.plan(DueKind.ASK_QUOTA, minute, when, arguments=about, at_once=when <= ctx.now)


def hold_back(case: Case, why: Deny, ctx: Context, *, again: bool) -> None:
    """Fail closed: nothing is sent, the people in charge hear why once, and it is tried again until the case lapses."""
    ctx.note(Event.ALERT_WITHHOLD, case, clause=why.clause)
    when = ctx.now + timedelta(minutes=RETRY_MINUTES)
    _plan_retry(case, when, ctx)
    plan_quota_question(when - timedelta(minutes=1), ctx)
    for account in [] if again else in_charge(case, ctx):
        ctx.tell(account, case, wording.assess.held_back(told(case, ctx), why), urgent=True)
