"""What came from whom lately: asked once for all events that are kept in one unit, so that an acknowledgement stays
fast however many wait.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import BindParameter, bindparam, case, func, select
from sqlalchemy.orm import Session

from policy.lanes import Crowd, Lane, lane_for
from storage.tables import Account, InboxEvent, InboxState, Member

Sender = tuple[str, str]
"""Platform, and the platform's user id."""

# Built once: an acknowledgement waits for them, and building them took it twice as long as the database does.
_PLATFORMS: BindParameter[str] = bindparam("platforms", expanding=True)
_SENDERS: BindParameter[str] = bindparam("senders", expanding=True)
_ENROLLED: Final = (
    select(Account.platform, Account.external_id)
    .join(Member, Member.id == Account.member_id)
    .where(Account.platform.in_(_PLATFORMS), Account.external_id.in_(_SENDERS))
    .where(Account.revoked_at.is_(None), Member.left_at.is_(None))
)
_LATELY: Final = (
    select(
        InboxEvent.platform,
        InboxEvent.sender,
        func.sum(case((InboxEvent.received_at > bindparam("a_minute_ago"), 1), else_=0)),
        func.count(),
    )
    .where(InboxEvent.platform.in_(_PLATFORMS), InboxEvent.sender.in_(_SENDERS))
    .where(InboxEvent.received_at > bindparam("an_hour_ago"))
    .where(InboxEvent.received_at <= bindparam("until"))  # or, where the clock was set back by an hour, all are hasty
    .group_by(InboxEvent.platform, InboxEvent.sender)
)
_STRANGERS: Final = select(
    func.coalesce(func.sum(case((InboxEvent.state == InboxState.NEW, 1), else_=0)), 0), func.count()
).where(InboxEvent.lane == Lane.STRANGER)


class Traffic:
    """The senders of one unit; each event that is let in counts for those after it."""

    def __init__(self, session: Session, senders: Collection[Sender], now: datetime) -> None:
        self._session = session
        self._wanted = {"platforms": [*{name for name, _ in senders}], "senders": [*{sender for _, sender in senders}]}
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
        return {(platform, sender) for platform, sender in self._session.execute(_ENROLLED, self._wanted)}

    def _lately(self, now: datetime) -> dict[Sender, tuple[int, int]]:
        since = {"a_minute_ago": now - timedelta(minutes=1), "an_hour_ago": now - timedelta(hours=1), "until": now}
        found = self._session.execute(_LATELY, self._wanted | since)
        return {(platform, sender): (minute, hour) for platform, sender, minute, hour in found}

    def _strangers(self) -> tuple[int, int]:
        waiting, kept = self._session.execute(_STRANGERS).one()
        return waiting, kept
