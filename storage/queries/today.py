"""What the desk shows first: what is due, each kind bounded, and found by an index."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from policy.facts import Role
from policy.states import MAY_BE_THERE, Ending, State
from storage.queries.desk import Within, of_stores
from storage.tables import (
    ERASURES,
    Business,
    Case,
    Delivery,
    DueKind,
    DueWork,
    Member,
    MemberRole,
    Poster,
    Quota,
    Store,
)


class Today:
    """Every query of that page; it reads, and nothing else."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def in_state(self, network_id: str, within: Within, state: State, most: int) -> list[Case]:
        """The cases that stand there, the longest first."""
        wanted = select(Case).where(of_stores(network_id, within), Case.state == state)
        return [*self._session.scalars(wanted.order_by(Case.state_since, Case.id).limit(most))]

    def ends(self, case_ids: Collection[str], kind: DueKind) -> dict[str, datetime]:
        """When the first work of this kind falls due that is planned for each of the cases."""
        wanted = select(DueWork.case_id, func.min(DueWork.due_at)).where(
            DueWork.case_id.in_(case_ids), DueWork.kind == kind, DueWork.done_at.is_(None)
        )
        return {case_id: at for case_id, at in self._session.execute(wanted.group_by(DueWork.case_id)) if case_id}

    def unconfirmed(self, network_id: str, within: Within, since: datetime, most: int) -> list[tuple[Case, int]]:
        """R-096: alerts that were called back since then, and how many who may have them have not confirmed it."""
        waiting = (
            select(Case, func.count())
            .join(Delivery, Delivery.case_id == Case.id)
            .where(
                of_stores(network_id, within),
                Case.state == State.ENDED,
                Case.created_at >= since,
                Case.ending == Ending.RECALL,
                Delivery.state.in_(MAY_BE_THERE),
                Delivery.stop_confirmed_at.is_(None),
            )
            .group_by(Case.id)
            .order_by(Case.created_at, Case.id)
            .limit(most)
        )
        return [(case, count) for case, count in self._session.execute(waiting).unique()]

    def late_erasures(self, within: Within, now: datetime, most: int) -> list[tuple[DueWork, Case]]:
        """R-043: what should be erased by now and is not, of whatever network this installation has."""
        late = select(DueWork, Case).join(Case, Case.id == DueWork.case_id)
        late = late.where(DueWork.done_at.is_(None), DueWork.due_at <= now, DueWork.kind.in_(ERASURES))
        late = late.where(or_(Case.hold_until.is_(None), Case.hold_until <= now))
        if within is not None:
            late = late.where(Case.store_id.in_(within))
        rows = self._session.execute(late.order_by(DueWork.due_at, DueWork.id).limit(most))
        return [(work, case) for work, case in rows]

    def held(self, network_id: str, now: datetime, most: int) -> list[Case]:
        """R-142: what nothing is erased of for now, by the end of that."""
        wanted = select(Case).where(Case.hold_until > now).order_by(Case.hold_until, Case.id).limit(most)
        # Asked for the network as well, SQLite walks through all of its cases.
        return [case for case in self._session.scalars(wanted) if case.network_id == network_id]

    def training_ends(self, network_id: str, within: Within, until: date) -> list[tuple[date | None, int]]:
        """R-062: of how many people the training ends on each day up to then; None: of how many none is on record."""
        wanted = select(Member.trained_until, func.count()).where(
            Member.network_id == network_id,
            Member.left_at.is_(None),
            or_(Member.trained_until.is_(None), Member.trained_until <= until),
            Member.roles.any(_not_of_office(within)),
        )
        rows = self._session.execute(wanted.group_by(Member.trained_until).order_by(Member.trained_until)).all()
        return [(day, count) for day, count in rows]

    def planned(self, kind: DueKind) -> list[DueWork]:
        """Work of this kind that is still ahead, the next first."""
        wanted = select(DueWork).where(DueWork.kind == kind, DueWork.done_at.is_(None))
        return [*self._session.scalars(wanted.order_by(DueWork.due_at, DueWork.id))]

    def quotas(self) -> list[Quota]:
        """What each platform allows this month, as last asked."""
        return [*self._session.scalars(select(Quota).order_by(Quota.platform))]

    def without_notice(self, network_id: str, within: Within, now: datetime) -> int:
        """R-023, R-031, R-122: how many stores that have not left lack the photograph of a notice of today."""
        wanted_there = exists().where(Poster.store_id == Store.id, Poster.replaced_at.is_(None))
        shown = and_(wanted_there, ~wanted_there.where(Poster.posted_at.is_(None)))
        wanted = select(func.count(Store.id)).join(Business, Business.id == Store.business_id)
        wanted = wanted.where(Business.network_id == network_id, ~shown)
        wanted = wanted.where(or_(Store.left_at.is_(None), Store.left_at > now))
        if within is not None:
            wanted = wanted.where(Store.id.in_(within))
        return self._session.scalars(wanted).one()


def _not_of_office(within: Within) -> ColumnElement[bool]:
    named = MemberRole.role.not_in([Role.SECRETARIAT.value, Role.AUDITOR.value])
    return named if within is None else and_(named, MemberRole.store_id.in_(within))
