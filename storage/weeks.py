"""The weeks' figures as their digests said them: read again when what they count is erased (R-121)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from policy.chance import Share
from policy.digest import Digest
from policy.signs import Sign
from policy.states import State
from storage.tables import WeekFigures


class Week(NamedTuple):
    """A week by its end."""

    until: datetime
    figures: Digest


class Weeks:
    """Every query about them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, network_id: str, until: datetime, figures: Digest, lasts: timedelta) -> None:
        """Of a week told again the newer figures stand; what is older than ``lasts`` goes (R-043)."""
        self._session.merge(WeekFigures(network_id=network_id, until=until, figures=asdict(figures)))
        old = (WeekFigures.network_id == network_id, WeekFigures.until < until - lasts)
        self._session.execute(delete(WeekFigures).where(*old))

    def newest(self, network_id: str, most: int) -> list[Week]:
        """The last weeks, the oldest of them first."""
        wanted = select(WeekFigures).where(WeekFigures.network_id == network_id)
        rows = self._session.scalars(wanted.order_by(WeekFigures.until.desc()).limit(most)).all()
        return [Week(row.until, _digest(row.figures)) for row in reversed(rows)]


def _digest(kept: dict[str, Any]) -> Digest:
    by_state = {State(word): count for word, count in kept["by_state"].items()}
    return Digest(**{**kept, "by_state": by_state, "warnings": tuple(map(_sign, kept["warnings"]))})


def _sign(kept: dict[str, Any]) -> Sign:
    share = Share(**kept["share"]) if kept["share"] else None
    return Sign(**{**kept, "share": share, "members": tuple(kept["members"])})
