"""What the desk shows, page by page: every list is bounded, and found by an index wherever it begins."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session

from policy.facts import Role
from policy.readiness import Colleague
from policy.states import MAY_BE_THERE, Ending, State
from storage.people import WHOLE, People
from storage.statements import parted
from storage.tables import (
    ERASURES,
    ApprovalRequest,
    Assessment,
    Browser,
    Business,
    Case,
    Delivery,
    DueKind,
    DueWork,
    Hold,
    Member,
    MemberRole,
    Quota,
    Store,
    View,
)

Within = Collection[str] | None
"""Ids of the stores that the reader sees; None for all of the network."""


class Place(NamedTuple):
    """Where a list goes on: behind the row with this key and id."""

    key: datetime | str
    row_id: str


class Heard(NamedTuple):
    """How many of the stores that an alert is for opened it, and answered it."""

    opened: int
    answered: int


class Desk:
    """Every query of the desk; it reads, and nothing else."""

    def __init__(self, session: Session, people: People) -> None:
        self._session = session
        self._people = people

    # --- alerts ---

    def cases(
        self,
        network_id: str,
        within: Within,
        *,
        state: State | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        after: Place | None = None,
        most: int,
    ) -> list[Case]:
        """Cases, the newest first, of one state and one period if they are named."""
        wanted = select(Case).where(_of_stores(network_id, within))
        if state is not None:
            wanted = wanted.where(Case.state == state)
        if since is not None:
            wanted = wanted.where(Case.created_at >= since)
        if until is not None:
            wanted = wanted.where(Case.created_at < until)
        if after is not None:
            wanted = wanted.where(tuple_(Case.created_at, Case.id) < (after.key, after.row_id))
        return [*self._session.scalars(wanted.order_by(Case.created_at.desc(), Case.id.desc()).limit(most))]

    def case(self, network_id: str, number: str) -> Case | None:
        """The case of this number, as people know it."""
        return self._session.scalars(select(Case).where(Case.network_id == network_id, Case.number == number)).first()

    def requests(self, case_id: str) -> list[ApprovalRequest]:
        """Who was asked, in that order."""
        wanted = select(ApprovalRequest).where(ApprovalRequest.case_id == case_id)
        return [*self._session.scalars(wanted.order_by(ApprovalRequest.asked_at, ApprovalRequest.id))]

    def assessments(self, case_id: str) -> list[Assessment]:
        """What was answered, in that order, also what was taken back."""
        wanted = select(Assessment).where(Assessment.case_id == case_id)
        return [*self._session.scalars(wanted.order_by(Assessment.answered_at, Assessment.id))]

    def deliveries(self, case_id: str) -> list[Delivery]:
        """Who got the alert."""
        return [*self._session.scalars(select(Delivery).where(Delivery.case_id == case_id).order_by(Delivery.id))]

    def holds(self, case_id: str) -> list[Hold]:
        """What was asked to be kept, in that order."""
        return [*self._session.scalars(select(Hold).where(Hold.case_id == case_id).order_by(Hold.asked_at, Hold.id))]

    def erasures(self, case_id: str) -> list[DueWork]:
        """What of it was erased, or will be, in the order of their times."""
        wanted = select(DueWork).where(DueWork.case_id == case_id, DueWork.kind.in_(ERASURES))
        return [*self._session.scalars(wanted.order_by(DueWork.due_at, DueWork.id))]

    def looks(self, case_id: str) -> int:
        """How many people looked at a page of it."""
        return self._session.scalars(select(func.count(View.member_id.distinct())).where(View.case_id == case_id)).one()

    # --- the log ---

    def number_of(self, case_id: str) -> str:
        """How people call the case; empty where there is none."""
        return self._session.scalar(select(Case.number).where(Case.id == case_id)) or ""

    def member(self, member_id: str) -> Member | None:
        """The person, gone or not."""
        return self._session.get(Member, member_id)

    def business(self, business_id: str) -> str:
        """Its name."""
        return self._session.get_one(Business, business_id).name

    # --- stores ---

    def stores(
        self, network_id: str, within: Within, *, code: str = "", after: Place | None = None, most: int
    ) -> list[Store]:
        """Stores by their codes, from this code on."""
        wanted = select(Store).join(Business, Business.id == Store.business_id).where(Business.network_id == network_id)
        if within is not None:
            wanted = wanted.where(Store.id.in_(within))
        if code:
            wanted = wanted.where(Store.code >= code)
        if after is not None:
            wanted = wanted.where(tuple_(Store.code, Store.id) > (after.key, after.row_id))
        return [*self._session.scalars(wanted.order_by(Store.code, Store.id).limit(most))]

    def store(self, network_id: str, store_id: str) -> Store | None:
        """The store, if it is of this network."""
        found = self._session.get(Store, store_id)
        return found if found is not None and found.business.network_id == network_id else None

    def with_code(self, network_id: str, code: str) -> list[Store]:
        """The stores with exactly this code: each business has its own."""
        wanted = select(Store).join(Business, Business.id == Store.business_id)
        return [*self._session.scalars(wanted.where(Business.network_id == network_id, Store.code == code))]

    def without_notice(self, network_id: str, within: Within, now: datetime) -> int:
        """R-122: how many stores that have not left show no notice that we know of."""
        wanted = select(func.count(Store.id)).join(Business, Business.id == Store.business_id)
        wanted = wanted.where(Business.network_id == network_id, Store.notice_posted_on.is_(None))
        wanted = wanted.where(or_(Store.left_at.is_(None), Store.left_at > now))
        if within is not None:
            wanted = wanted.where(Store.id.in_(within))
        return self._session.scalars(wanted).one()

    def staff(self, store_ids: Iterable[str]) -> dict[str, list[Member]]:
        """Who holds a role at each of the stores and has not left, each person once, by code."""
        found: dict[str, dict[str, Member]] = {store_id: {} for store_id in store_ids}
        wanted = (
            select(Store.id, Member)
            .join(MemberRole, MemberRole.store_id == Store.id)
            .join(MemberRole.member)
            .where(Member.left_at.is_(None))
            .order_by(Member.code)
            .options(*WHOLE)
        )
        for part in parted(found):
            for store_id, member in self._session.execute(wanted.where(Store.id.in_(part))):
                found[store_id][member.id] = member
        return {store_id: [*members.values()] for store_id, members in found.items()}

    def colleagues(self, members: Iterable[Member]) -> tuple[Colleague, ...]:
        """The people as the list of checks sees them."""
        return tuple(
            Colleague(self._people.member_facts(one), self._people.preferred_account(one) is not None)
            for one in members
        )

    # --- people ---

    def people(
        self, network_id: str, within: Within, *, code: str = "", after: Place | None = None, most: int
    ) -> list[Member]:
        """Who holds a role and has not left, by code, from this code on."""
        wanted = select(Member).where(Member.network_id == network_id, Member.left_at.is_(None))
        if within is None:
            wanted = wanted.where(Member.roles.any())
        else:
            wanted = wanted.where(Member.id.in_(select(MemberRole.member_id).where(MemberRole.store_id.in_(within))))
        if code:
            wanted = wanted.where(Member.code >= code)
        if after is not None:
            wanted = wanted.where(tuple_(Member.code, Member.id) > (after.key, after.row_id))
        return [*self._session.scalars(wanted.order_by(Member.code, Member.id).limit(most).options(*WHOLE))]

    def browsers(self, members: Iterable[Member]) -> dict[str, list[Browser]]:
        """Account id → the browsers that may open its pages, bound or asked about, whether or not they still may."""
        ids = [account.id for member in members for account in member.accounts if account.revoked_at is None]
        found: dict[str, list[Browser]] = {account_id: [] for account_id in ids}
        for part in parted(ids):
            for row in self._session.scalars(select(Browser).where(Browser.account_id.in_(part))):
                found[row.account_id].append(row)
        return found

    # --- what is due ---

    def in_state(self, network_id: str, within: Within, state: State, most: int) -> list[Case]:
        """The cases that stand there, the longest first."""
        wanted = select(Case).where(_of_stores(network_id, within), Case.state == state)
        return [*self._session.scalars(wanted.order_by(Case.state_since, Case.id).limit(most))]

    def heard(self, case_ids: Collection[str]) -> dict[str, Heard]:
        """How many stores opened and answered each of these alerts."""
        found: dict[str, Heard] = dict.fromkeys(case_ids, Heard(0, 0))
        of_store = (
            select(
                Delivery.case_id,
                func.max(Delivery.opened_at).label("opened"),
                func.max(Delivery.answered_at).label("last_answer"),
            )
            .where(Delivery.case_id.in_(case_ids))
            .group_by(Delivery.case_id, Delivery.store_id)
            .subquery()
        )
        counted = select(of_store.c.case_id, func.count(of_store.c.opened), func.count(of_store.c.last_answer))
        for case_id, opened, answered in self._session.execute(counted.group_by(of_store.c.case_id)):
            found[case_id] = Heard(opened, answered)
        return found

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
                _of_stores(network_id, within),
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

    def quotas(self) -> list[Quota]:
        """What each platform allows this month, as last asked."""
        return [*self._session.scalars(select(Quota).order_by(Quota.platform))]


def _of_stores(network_id: str, within: Within) -> ColumnElement[bool]:
    """The stores of a reader are of their network: asked for both, SQLite walks through all of the network's cases."""
    return Case.network_id == network_id if within is None else Case.store_id.in_(within)


def _not_of_office(within: Within) -> ColumnElement[bool]:
    named = MemberRole.role.not_in([Role.SECRETARIAT.value, Role.AUDITOR.value])
    return named if within is None else and_(named, MemberRole.store_id.in_(within))
