"""A platform's monthly messages: an alert leaves only if its own recall could still follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from audit.event import Event
from handlers import wording
from handlers.approval.share import Spent, month_of, tell_spent
from handlers.case.involved import in_charge, secretariat
from handlers.case.record import rules_of
from handlers.case.told import told
from handlers.commands.steps import SendAlert
from handlers.commands.worker import NoteQuota
from handlers.context import Context
from handlers.topics import STOPS, is_stop
from policy.caps import DAY
from policy.quota import (
    JUST_NOW,
    LONGEST_WAIT,
    is_known,
    leaves_a_recall,
    leaves_the_reserve,
    leaves_what_is_owed,
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
        leaves_a_recall(
            month_of(platform, ctx),
            n,
            ctx.uow.quota.promised(platform),
            rules,
            ctx.now,
            owed=ctx.uow.quota.owed(platform, STOPS, besides=case.id),
        )
        for platform, n in needed.items()
    )
    return all_of((Allow(), *verdicts))


def quota_known(recipients: Sequence[tuple[str, Account]], ctx: Context) -> bool:
    """R-078: whether every platform that counts messages was asked lately."""
    return all(is_known(month_of(platform, ctx), ctx.now) for platform in set(_counted(recipients, ctx)))


def must_ask(cmd: SendAlert, recipients: Sequence[tuple[str, Account]], ctx: Context) -> bool:
    """R-078: whether the broadcast waits for a figure of its own: it does once, and for a minute at most."""
    just_now = (is_known(month_of(platform, ctx), ctx.now, JUST_NOW) for platform in set(_counted(recipients, ctx)))
    return not (cmd.again or cmd.waited or all(just_now))


class Reserve:
    """R-078: what keeps the last messages of a month for recalls and corrections; one for each batch of cards."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        self._promised: Counter[str] = Counter()
        self._spent = Spent(ctx)
        self._recalls: dict[str, int] = {}

    def keeps(self, message: OutboxMessage, *, free: bool) -> bool:
        """Whether this card may not cost a message; if it may, it is counted on. ``free``: it can leave by a reply."""
        account, ctx = message.account, self._ctx
        if not ctx.traits(account).has_quota or (message.urgent and is_stop(message.topic)):
            return False
        rules = ctx.uow.stores.rules(account.member.network_id)
        if not (self._has_share(message, rules) and self._is_left(message, rules)):
            return True
        if not free:
            self._promised[account.platform] += 1
            self._spend(message, rules)
        return False

    def _is_left(self, message: OutboxMessage, rules: Rules) -> Verdict:
        platform = message.account.platform
        quota, promised, owed = month_of(platform, self._ctx), self._promised[platform], self._owed(platform)
        if self._comes_first(message):
            return leaves_what_is_owed(quota, promised, rules, owed=owed, decided=message.delivery_id is not None)
        return leaves_the_reserve(quota, promised, rules, owed=owed)

    def _owed(self, platform: str) -> int:
        if platform not in self._recalls:
            self._recalls[platform] = self._ctx.uow.quota.owed(platform, STOPS)
        return self._recalls[platform]

    def may_be_old(self, message: OutboxMessage) -> bool:
        """Whether a new month may have begun since the platform was asked: then it is asked, and the card waits for it.

        A minute at most, as an alert does.
        """
        ctx = self._ctx
        rules = ctx.uow.stores.rules(message.account.member.network_id)
        old = not is_known(month_of(message.account.platform, ctx), ctx.now)
        if old and self._has_share(message, rules) and ctx.now - message.created_at < LONGEST_WAIT:
            plan_quota_question(ctx.now, ctx)
            ctx.uow.due.hasten(DueKind.ASK_QUOTA, ctx.now)
            return True
        return False

    def _comes_first(self, message: OutboxMessage) -> bool:
        """R-078: what is urgent, but of what is about no case only so much a day."""
        if not message.urgent or message.case_id is not None:
            return message.urgent
        ctx = self._ctx
        return may_use_the_reserve(ctx.uow.quota.spent_in_haste(message.account.platform, ctx.now - DAY))

    def _has_share(self, message: OutboxMessage, rules: Rules) -> Verdict:
        """R-123: what one person does may cost so much a day."""
        person, platform = _doing_of(message), message.account.platform
        if person is None:
            return Allow()
        return self._spent.leaves_one(person, platform, rules)

    def _spend(self, message: OutboxMessage, rules: Rules) -> None:
        """R-123: with the last one the secretariat reads whose doings these are."""
        person = _doing_of(message)
        if person is None:
            return
        self._spent.promise(person, message.account.platform)
        more = self._has_share(message, rules)
        if isinstance(more, Deny):
            tell_spent(person, more, self._ctx)


def _doing_of(message: OutboxMessage) -> str | None:
    """R-123: whose day's number a card counts to; alerts took others' yes, and their ends must reach everybody."""
    exempt = message.delivery_id is not None or is_stop(message.topic)
    return None if exempt else message.owing_to


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


def _plan_retry(case: Case, when: datetime, ctx: Context, **arguments: str) -> None:
    ctx.uow.due.plan(
        DueKind.RETRY_BROADCAST, f"{case.id}:{when.isoformat()}", when, case_id=case.id, arguments=arguments
    )


def note_quota(cmd: NoteQuota, ctx: Context) -> None:
    """Remember what the platform said about this month's messages; what was held back for it is tried at once.

    What left while it was asked may be missing in its answer, so it is counted on top.
    """
    now_known = month_of(cmd.platform, ctx)
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
