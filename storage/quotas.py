"""A platform's monthly messages: what it said of them, what they went for, and what recalls may still need."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from policy.states import DeliveryState, State
from storage.outbox import of_topics
from storage.tables import OPEN, Account, Case, Delivery, OutboxMessage, OutboxState, Quota

NEVER_THERE = (DeliveryState.WITHHELD, DeliveryState.FAILED)


class Quotas:
    """Every query about them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, platform: str) -> Quota | None:
        """The quota as last asked, or None when it never was."""
        return self._session.get(Quota, platform)

    def set(self, platform: str, allowed: int | None, used: int, now: datetime) -> None:
        """What the platform answered; ``allowed`` None means unlimited."""
        self._session.merge(Quota(platform=platform, allowed=allowed, used=used, checked_at=now))

    def spend(self, platform: str, messages: int) -> None:
        """So many left since; the platform's own figure takes the place of this one when it is asked again."""
        of_platform = update(Quota).where(Quota.platform == platform)
        self._session.execute(of_platform.values(used=Quota.used + messages))

    def spent_by(self, member_id: str | None, platform: str, besides: Collection[str], since: datetime) -> int:
        """What this person's doings have cost since then, whoever read it: no alerts, and none of these topics.

        ``member_id`` None: everybody's.
        """
        whose = OutboxMessage.owing_to.is_not(None) if member_id is None else OutboxMessage.owing_to == member_id
        return self._spent(_on(platform), whose, OutboxMessage.delivery_id.is_(None), ~of_topics(besides), since=since)

    def spent_in_haste(self, platform: str, since: datetime) -> int:
        """What urgent cards about no case have cost since then."""
        in_haste = (OutboxMessage.urgent.is_(True), OutboxMessage.case_id.is_(None))
        return self._spent(_on(platform), *in_haste, since=since)

    def promised(self, platform: str) -> int:
        """How many cards are about to leave by a message that may be charged."""
        leaving = OutboxMessage.state.in_((OutboxState.PENDING, OutboxState.LATE))
        return self._messages(_on(platform), leaving, OutboxMessage.reply_token.is_(None))

    def owed(self, platform: str, stops: Collection[str], besides: str = "") -> int:
        """R-078: what it costs to call back every alert that lives but this one, and the stops that wait to leave."""
        live = (
            select(func.count(Delivery.id))
            .join(Case, Case.id == Delivery.case_id)
            .join(Account, Account.id == Delivery.account_id)
            .where(Case.state == State.LIVE, Case.id != besides, Account.platform == platform)
            .where(Delivery.state.not_in(NEVER_THERE))
        )
        waiting = (OutboxMessage.state.in_(OPEN), of_topics(stops), OutboxMessage.reply_token.is_(None))
        return self._session.scalars(live).one() + self._messages(_on(platform), *waiting)

    def _spent(self, *which: ColumnElement[bool], since: datetime) -> int:
        pushed = OutboxMessage.receipt["by"].as_string() == "push"
        return self._messages(OutboxMessage.state == OutboxState.SENT, OutboxMessage.sent_at > since, pushed, *which)

    def _messages(self, *which: ColumnElement[bool]) -> int:
        return self._session.scalars(select(func.count(OutboxMessage.id)).where(*which)).one()


def _on(platform: str) -> ColumnElement[bool]:
    return OutboxMessage.account.has(Account.platform == platform)
