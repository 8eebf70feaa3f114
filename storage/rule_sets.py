"""The rules of each network, version by version, as long as there is a case that was decided under them (R-126)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.statements import in_turn
from storage.tables import Case, RuleSet


class RuleSets:
    """Which rules were in force when, and who put them there."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def in_force(self, network_id: str, *, lock: bool = False) -> RuleSet | None:
        """What is in force by the record; ``lock``: and nobody else changes that until this unit ends."""
        if lock:
            in_turn(self._session)
        wanted = select(RuleSet).where(RuleSet.network_id == network_id, RuleSet.replaced_at.is_(None))
        return self._session.scalars(wanted).one_or_none()

    def put_in_force(self, new: RuleSet, earlier: RuleSet | None) -> None:
        """From now on, in place of the earlier one."""
        if earlier:
            earlier.replaced_at = new.in_force_since
            self._session.flush()
        self._session.add(new)
        self._session.flush()

    def cited(self, since: datetime, until: datetime) -> set[str]:
        """Versions under which the cases of a period were decided."""
        return set(self._session.scalars(select(Case.rule_version).where(Case.created_at.between(since, until))))

    def history(self, versions: Collection[str] | None = None) -> list[RuleSet]:
        """Every period of these versions, or of all, oldest first."""
        wanted = select(RuleSet).order_by(RuleSet.in_force_since, RuleSet.id)
        if versions is not None:
            wanted = wanted.where(RuleSet.version.in_(versions))
        return [*self._session.scalars(wanted)]
