"""What the desk shows, page by page: every list is bounded, and found by an index wherever it begins."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, RowMapping, func, or_, select, tuple_
from sqlalchemy.orm import Session

from policy.states import State
from storage.parts import parted
from storage.prepared import WHOLE
from storage.tables import (
    ERASURES,
    Account,
    ApprovalRequest,
    Assessment,
    Browser,
    Business,
    Case,
    Delivery,
    DueWork,
    Failure,
    Hold,
    InboxEvent,
    Member,
    MemberRole,
    OutboxMessage,
    Store,
    View,
)

Within = Collection[str] | None
"""Ids of the stores that the reader sees; None for all of the network."""


class Place(NamedTuple):
    """Where a list goes on: behind the row with this key and id."""

    key: datetime | str
    row_id: str


class Accounts(NamedTuple):
    """People of one platform."""

    all: int
    blocked: int
    homes: int


class Heard(NamedTuple):
    """How many of the stores that an alert is for opened it, and answered it."""

    opened: int
    answered: int


class Desk:
    """Every query of the desk; it reads, and nothing else."""

    def __init__(self, session: Session) -> None:
        self._session = session

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
        wanted = select(Case).where(of_stores(network_id, within))
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

    # --- holds and exports ---

    def all_holds(self, network_id: str, after: Place | None, most: int) -> list[tuple[Hold, Case]]:
        """Every hold with its case, the newest first."""
        wanted = select(Hold, Case).join(Case, Case.id == Hold.case_id).where(Case.network_id == network_id)
        if after is not None:
            wanted = wanted.where(tuple_(Hold.asked_at, Hold.id) < (after.key, after.row_id))
        rows = self._session.execute(wanted.order_by(Hold.asked_at.desc(), Hold.id.desc()).limit(most))
        return [(hold, case) for hold, case in rows]

    def all_cases(self, network_id: str) -> Iterable[RowMapping]:
        """Every case in words of ours and times, the oldest first."""
        columns = (Case.number, Store.code.label("store_code"), Case.state, Case.form, Case.ending, Case.rule_version)
        times = (Case.created_at, Case.sent_at, Case.ended_at)
        wanted = select(*columns, *times).join(Store, Store.id == Case.store_id).where(Case.network_id == network_id)
        rows = self._session.execute(wanted.order_by(Case.created_at, Case.id).execution_options(yield_per=500))
        return rows.mappings()

    def all_stores(self, network_id: str) -> Iterable[RowMapping]:
        """Every store and its business, by code."""
        columns = (
            Store.code,
            Business.name.label("business_name"),
            Store.name,
            Business.agreed_on,
            Store.notice_posted_on,
        )
        times = (Store.joined_at, Store.left_at, Store.suspended_at, Store.suspended_until)
        wanted = select(*columns, *times).select_from(Store).join(Business, Business.id == Store.business_id)
        wanted = wanted.where(Business.network_id == network_id).order_by(Store.code, Store.id)
        return self._session.execute(wanted.execution_options(yield_per=500)).mappings()

    # --- LINE and Slack ---

    def accounts(self, network_id: str, platform: str) -> Accounts:
        """How many people are enrolled there, how many of them block us, and how many have our menu or Home."""
        counted = select(func.count(), func.count(Account.blocked_at), func.count(Account.home))
        counted = counted.join(Member, Member.id == Account.member_id).where(Member.network_id == network_id)
        there = counted.where(Account.platform == platform, Account.revoked_at.is_(None), Member.left_at.is_(None))
        return Accounts(*self._session.execute(there).one())

    def last_heard(self, platform: str) -> datetime | None:
        """When the last webhook came from there that is still on record."""
        heard = select(func.max(InboxEvent.received_at)).where(InboxEvent.platform == platform)
        return self._session.scalars(heard).one()

    def failures(self, platform: str, since: datetime) -> list[tuple[Failure, int]]:
        """Why cards did not leave for there since then, the most frequent first."""
        wanted = select(OutboxMessage.failure, func.count()).join(Account, Account.id == OutboxMessage.account_id)
        wanted = wanted.where(Account.platform == platform, OutboxMessage.created_at > since)
        wanted = wanted.where(OutboxMessage.failure.is_not(None)).group_by(OutboxMessage.failure)
        rows = self._session.execute(wanted.order_by(func.count().desc(), OutboxMessage.failure))
        return [(failure, count) for failure, count in rows if failure is not None]

    # --- stores ---

    def stores(
        self, network_id: str, within: Within, *, code: str = "", name: str = "", after: Place | None = None, most: int
    ) -> list[Store]:
        """Stores by their codes, from this code on, with this in their name or their business's; joined instead, SQLite
        reads and sorts all of the network's.
        """
        wanted = select(Store).where(Store.business.has(Business.network_id == network_id))
        if within is not None:
            wanted = wanted.where(Store.id.in_(within))
        if name:
            of_business = Store.business.has(Business.name.contains(name, autoescape=True))
            wanted = wanted.where(or_(Store.name.contains(name, autoescape=True), of_business))
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

    # --- people ---

    def people(
        self,
        network_id: str,
        within: Within,
        *,
        code: str = "",
        outside: bool = False,
        gone: bool = False,
        after: Place | None = None,
        most: int,
    ) -> list[Member]:
        """Who holds a role and has not left, by code, from this code on; ``outside``: those without an account.

        ``gone``: in their place whoever left and is not forgotten yet, or holds no role.
        """
        wanted = select(Member).where(Member.network_id == network_id)
        if gone:
            wanted = wanted.where(Member.erased_at.is_(None), or_(Member.left_at.is_not(None), ~Member.roles.any()))
        else:
            wanted = wanted.where(Member.left_at.is_(None))
        if outside:
            wanted = wanted.where(~Member.accounts.any(Account.revoked_at.is_(None)))
        if within is not None:
            wanted = wanted.where(Member.id.in_(select(MemberRole.member_id).where(MemberRole.store_id.in_(within))))
        elif not gone:
            wanted = wanted.where(Member.roles.any())
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


def of_stores(network_id: str, within: Within) -> ColumnElement[bool]:
    """The stores of a reader are of their network: asked for both, SQLite walks through all of the network's cases."""
    return Case.network_id == network_id if within is None else Case.store_id.in_(within)
