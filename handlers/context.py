"""What every verb is given: the unit of work, the world outside, and the moment."""

from __future__ import annotations

from collections import deque
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime, timedelta

from audit.event import Event
from handlers.cards import Card, Topic
from handlers.commands.chat import Command
from handlers.recipient import Ports, Recipient, Traits
from handlers.topics import ALONE, lives_with_its_alert
from policy.verdict import Allow, Verdict
from storage.tables import Account, Case, Member, OutboxMessage
from storage.unit_of_work import UnitOfWork

A_DAY = timedelta(days=1)
"""No platform delivers that late; such a stamp is none."""


@dataclass(frozen=True)
class Context:
    """One unit of work at one moment. A verb changes rows, tells people, hands on what follows; it never commits."""

    uow: UnitOfWork
    ports: Ports
    now: datetime
    _: KW_ONLY
    by: str | None = None
    """Whose act it is at a terminal or the desk: a member's id or ``access.OPERATOR``; None in chats, for the clock."""
    account_id: str | None = None
    """From which account they act at the desk; None at a terminal, in chats and for the clock."""
    proof: Verdict = field(default_factory=Allow)
    """Whether they have just shown at the desk that it is they; elsewhere nobody is asked for it."""
    quiet_to: str | None = None
    """The account that asks faster than anybody reads: done it is, answered it isn't (``policy.lanes``)."""
    following: deque[Command] = field(default_factory=deque)
    happened_at: datetime | None = None
    """When it was said, by the platform's stamp; None at a terminal and for the clock."""
    asked_by: str = ""
    """The account that asks, as its command says; empty for the clock and at a terminal."""
    told: dict[str, Topic] = field(default_factory=dict)
    """Account → what it was told of last in this unit."""

    @property
    def said_at(self) -> datetime:
        """From when "15 minutes ago" counts, however long the words were on their way."""
        stamp = self.happened_at
        return stamp if stamp and self.now - A_DAY < stamp < self.now else self.now

    def tell(
        self, account: Account, case: Case | None, card: Card, *, urgent: bool = False, delivery_id: str | None = None
    ) -> None:
        """Queue the card for this account, in their language, with buttons and links of their own.

        Cards of one topic and subject replace each other where the platform can; ``urgent`` ones leave first. Where a
        platform counts calls, what one unit tells somebody leaves in one, but for alerts and their ends (R-078).
        """
        if account.id == self.quiet_to and not urgent and delivery_id is None:
            return
        self.told[account.id] = card.topic
        subject = card.subject or (case.id if case else "")
        topic = f"{card.topic}:{subject}" if subject else card.topic.value
        self.uow.outbox.queue(
            account_id=account.id,
            card_json=self.recipient(account).message(card, case).to_json(),
            topic=topic,
            now=self.now,
            case_id=case.id if case else None,
            delivery_id=delivery_id,
            urgent=urgent,
            governs=lives_with_its_alert(topic),
            owing_to=self._owing_to(case),
            joins=self.traits(account).has_quota and delivery_id is None and card.topic not in ALONE,
        )

    def _owing_to(self, case: Case | None) -> str | None:
        """R-123: whose doing it is: who asks, or whose report it is about; nobody's once the quorum sent it."""
        if case and case.sent_at == self.now:
            return None
        if self.asked_by:
            return self.uow.people.account_by_id(self.asked_by).member_id
        return case.reporter_id if case and self.by is None else None

    def redraw(self, message: OutboxMessage, case: Case, card: Card) -> None:
        """Queue the card in place of a message that is there, whoever reads it now; nothing new is posted."""
        self.uow.outbox.queue(
            account_id=message.account_id,
            card_json=self.recipient(message.account).message(card, case).to_json(),
            topic=f"{card.topic}:{case.id}",
            now=self.now,
            case_id=case.id,
            replaces=message.receipt,
        )

    def recipient(self, account: Account) -> Recipient:
        """The account as somebody who reads."""
        return Recipient(account, self.uow, self.ports, self.now)

    def after(self, moment: datetime | None) -> datetime:
        """Now, and later than what it follows, even if the clock was set back since."""
        return max(self.now, moment + timedelta(microseconds=1)) if moment else self.now

    def then(self, command: Command) -> None:
        """Have this done in the same unit of work, once the verb at hand has ended."""
        self.following.append(command)

    def note(
        self, event: Event, case: Case | None, actor: Account | Member | None = None, **details: str | int | list[str]
    ) -> None:
        """Write to the ledger: ids, numbers and hashes only."""
        actor_id = actor.member_id if isinstance(actor, Account) else actor.id if actor else self.by
        case_id = case.id if case else None
        self.uow.ledger.append(event, at=self.now, case_id=case_id, actor=actor_id, details=details)

    def traits(self, account: Account) -> Traits:
        """What the account's platform can do."""
        return self.ports.platforms[account.platform]
