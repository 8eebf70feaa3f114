"""What waits for a second person, and who there is to be one (R-097)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from policy.twofold import OVERSEERS, WAITS, Act, Deciders
from storage.statements import in_turn
from storage.tables import Account, Member, MemberRole, TwofoldAct

GOOD_FOR: Final = timedelta(days=7)
"""A yes to what is then done at a terminal: until somebody is at the server again."""


class Twofold:
    """Every query about them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def deciders(self, network_id: str) -> Deciders:
        """Who watches over the network and is enrolled, and how many ever were."""
        wanted = (
            select(Member.id, Member.left_at, Account.revoked_at)
            .join(MemberRole, MemberRole.member_id == Member.id)
            .join(Account, Account.member_id == Member.id)
            .where(
                Member.network_id == network_id, MemberRole.store_id.is_(None), MemberRole.role.in_(sorted(OVERSEERS))
            )
        )
        rows = self._session.execute(wanted).all()
        now = {row.id for row in rows if row.left_at is None and row.revoked_at is None}
        return Deciders(len(now), len({row.id for row in rows}))

    def get(self, act_id: str) -> TwofoldAct | None:
        """One asking, or None if there is none."""
        return self._session.get(TwofoldAct, act_id)

    def locked(self, act_id: str) -> TwofoldAct | None:
        """The same, and nobody else decides on it until this unit ends."""
        return self._session.get(TwofoldAct, act_id, with_for_update=True, populate_existing=True)

    def waiting(self, network_id: str, now: datetime) -> list[TwofoldAct]:
        """What nobody decided on yet and somebody still may, first asked first."""
        wanted = select(TwofoldAct).where(
            TwofoldAct.network_id == network_id,
            TwofoldAct.decided_at.is_(None),
            TwofoldAct.asked_at > now - WAITS,
        )
        return [*self._session.scalars(wanted.order_by(TwofoldAct.asked_at, TwofoldAct.id))]

    def similar(self, network_id: str, act: Act, subject: str, now: datetime) -> list[TwofoldAct]:
        """What waits already about the same; two who ask at one moment ask one after the other."""
        in_turn(self._session)
        return [row for row in self.waiting(network_id, now) if (row.act, row.subject) == (act, subject)]

    def withdraw(self, network_id: str, act: Act, subject: str, now: datetime) -> list[TwofoldAct]:
        """What waits about this waits no longer; nobody has decided it."""
        found = self.similar(network_id, act, subject, now)
        for row in found:
            row.decided_at, row.allowed = now, False
        self._session.flush()
        return found

    def allowed(self, network_id: str, act: Act, subject: str, now: datetime, good_for: timedelta = GOOD_FOR) -> bool:
        """Whether two people agreed on this lately."""
        wanted = select(TwofoldAct.id).where(
            TwofoldAct.network_id == network_id,
            TwofoldAct.act == act,
            TwofoldAct.subject == subject,
            TwofoldAct.allowed.is_(True),
            TwofoldAct.decided_at > now - good_for,
        )
        return self._session.scalars(wanted.limit(1)).first() is not None
