"""What came from whom lately: asked once for all events that are kept in one unit, so that an acknowledgement stays
fast however many wait.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from policy.lanes import Crowd, Lane, lane_for
from storage.tables import Account, InboxEvent, InboxState, Member

Sender = tuple[str, str]
"""Platform, and the platform's user id."""


class Traffic:
    """The senders of one unit; each event that is let in counts for those after it."""

    def __init__(self, session: Session, senders: Collection[Sender], now: datetime) -> None:
        self._session = session
        self._wanted = [*{platform for platform, _ in senders}], [*{sender for _, sender in senders}]
        self._enrolled = self._accounts()
        self._counts = self._lately(now)
        self._waiting, self._kept = (0, 0) if self._enrolled.issuperset(senders) else self._strangers()

    def lane(self, sender: Sender, size: int) -> Lane | None:
        """Where an event of ``size`` bytes waits; None: it is not kept."""
        minute, hour = self._counts.get(sender, (0, 0))
        lane = lane_for(size, Crowd(sender in self._enrolled, minute, hour, self._waiting, self._kept))
        if lane is not None:
            self._counts[sender] = minute + 1, hour + 1
        if lane is Lane.STRANGER:
            self._waiting, self._kept = self._waiting + 1, self._kept + 1
        return lane

    def _accounts(self) -> set[Sender]:
        platforms, senders = self._wanted
        found = (
            select(Account.platform, Account.external_id)
            .join(Member, Member.id == Account.member_id)
            .where(
                Account.platform.in_(platforms),
                Account.external_id.in_(senders),
                Account.revoked_at.is_(None),
                Member.left_at.is_(None),
            )
        )
        return {(platform, sender) for platform, sender in self._session.execute(found)}

    def _lately(self, now: datetime) -> dict[Sender, tuple[int, int]]:
        platforms, senders = self._wanted
        in_minute = func.sum(case((InboxEvent.received_at > now - timedelta(minutes=1), 1), else_=0))
        found = (
            select(InboxEvent.platform, InboxEvent.sender, in_minute, func.count())
            .where(
                InboxEvent.platform.in_(platforms),
                InboxEvent.sender.in_(senders),
                InboxEvent.received_at > now - timedelta(hours=1),
            )
            .group_by(InboxEvent.platform, InboxEvent.sender)
        )
        return {(platform, sender): (minute, hour) for platform, sender, minute, hour in self._session.execute(found)}

    def _strangers(self) -> tuple[int, int]:
        is_new = func.sum(case((InboxEvent.state == InboxState.NEW, 1), else_=0))
        found = select(func.coalesce(is_new, 0), func.count()).where(InboxEvent.lane == Lane.STRANGER)
        waiting, kept = self._session.execute(found).one()
        return waiting, kept
