"""A platform's monthly messages: what it said of them, what they went for, and what recalls may still need."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from storage import prepared
from storage.asked_once import asked_once
from storage.tables import Quota


class Quotas:
    """Every query about them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, platform: str) -> Quota | None:
        """The quota as last asked, or None when it never was."""
        return next(iter(self._rows(platform)), None)

    @asked_once(Quota)
    def _rows(self, platform: str) -> list[Quota]:
        row = self._session.get(Quota, platform)
        return [row] if row else []

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
        values = {"platform": platform, "since": since, "member_id": member_id}
        return self._session.scalars(prepared.pushed_by(tuple(besides), everybody=member_id is None), values).one()

    def spent_in_haste(self, platform: str, since: datetime) -> int:
        """What urgent cards about no case have cost since then."""
        return self._session.scalars(prepared.PUSHED_IN_HASTE, {"platform": platform, "since": since}).one()

    def promised(self, platform: str) -> int:
        """How many cards are about to leave by a message that may be charged."""
        return self._session.scalars(prepared.PROMISED, {"platform": platform}).one()

    def owed(self, platform: str, stops: Collection[str], besides: str = "") -> int:
        """R-078: what it costs to call back every alert that lives but this one, and the stops that wait to leave."""
        live = self._session.scalars(prepared.TO_CALL_BACK, {"platform": platform, "besides": besides}).one()
        return live + self._session.scalars(prepared.waiting_messages(tuple(stops)), {"platform": platform}).one()
