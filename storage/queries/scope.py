"""How far an alert went, and who looked: every look as it was written down (R-095, R-136)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from policy.access import Purpose
from storage.tables import Case, View


class Look(NamedTuple):
    """One look at a page of a case, or (``picture``) at the picture on it."""

    view_id: str
    case_id: str
    account_id: str
    member_id: str
    at: datetime
    purpose: Purpose
    picture: bool


class Scope:
    """Every query of that kind; it reads, and nothing else."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def looks_at(self, case_id: str) -> list[Look]:
        """All looks at one case, by time."""
        wanted = select(*_LOOK).where(View.case_id == case_id).order_by(View.at, View.id)
        return [Look(*row) for row in self._session.execute(wanted)]

    def looks(self, network_id: str, reported_since: datetime) -> Iterable[Look]:
        """All looks at the cases that were reported since then, case by case, the newest case first."""
        wanted = select(*_LOOK).join(Case, Case.id == View.case_id)
        wanted = wanted.where(Case.network_id == network_id, Case.created_at >= reported_since)
        wanted = wanted.order_by(Case.created_at.desc(), Case.id, View.at.desc(), View.id)
        return (Look(*row) for row in self._session.execute(wanted.execution_options(yield_per=1000)))


_LOOK = (View.id, View.case_id, View.account_id, View.member_id, View.at, View.purpose, View.picture)
