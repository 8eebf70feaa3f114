"""Cases and what was asked, answered and seen about them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select, union
from sqlalchemy.orm import Session

from policy.access import Purpose
from policy.states import CLOSED, IN_FORCE, VersionState
from storage import prepared
from storage.asked_once import asked_once, forget_answers
from storage.holding_session import is_alone
from storage.statements import held_by, one
from storage.tables import (
    Account,
    ApprovalRequest,
    Assessment,
    ButtonMeaning,
    Case,
    CaseKey,
    Conversation,
    Delivery,
    DueWork,
    FarStore,
    Hold,
    IncidentCase,
    Link,
    Member,
    OutboxMessage,
    RequestCase,
    Store,
    VaultObject,
    Version,
    View,
)


class Cases:
    """Every query about cases."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._ours: set[str] = set()

    def add(self, case: Case) -> None:
        """Keep a new case."""
        self._session.add(case)
        self._session.flush()

    def state_of(self, case_id: str) -> str | None:
        """Its state alone, for whoever asks often."""
        return self._session.scalar(select(Case.state).where(Case.id == case_id))

    def get(self, case_id: str) -> Case:
        """The case.

        Raises:
            LookupError: no such case.
        """
        return one(self._session, Case, case_id)

    def locked(self, case_id: str) -> Case:
        """The case as it is now, and nobody else changes it until this unit ends.

        Raises:
            LookupError: no such case.
        """
        if case_id in self._ours:
            return self.get(case_id)
        self._ours.add(case_id)
        if is_alone(self._session):
            return self.get(case_id)
        case = self._session.scalars(prepared.LOCKED_CASE, {"case_id": case_id}).one_or_none()
        if case is None:
            raise LookupError(case_id)
        forget_answers(self._session)
        held_by(self._session).add(case_id)
        return case

    def lock(self, case_ids: Iterable[str]) -> None:
        """Lock several, always in the same order: at once, and before anything is changed (docs/decisions/0038)."""
        for case_id in sorted(set(case_ids)):
            self.locked(case_id)

    def every(self) -> list[Case]:
        """All of them, the oldest first."""
        return [*self._session.scalars(select(Case).order_by(Case.created_at, Case.id))]

    def by_number(self, number: str) -> Case | None:
        """The case with the number people see."""
        return self._session.scalars(select(Case).where(Case.number == number)).one_or_none()

    def open_of(self, member_id: str) -> list[Case]:
        """What this person reported and is not closed, newest first."""
        return [
            *self._session.scalars(
                select(Case)
                .where(Case.reporter_id == member_id, Case.state.not_in(CLOSED))
                .order_by(Case.created_at.desc(), Case.number.desc())
            )
        ]

    def latest_of(self, member_id: str) -> Case | None:
        """What this person reported last, in whatever state."""
        return next(iter(self._latest_of(member_id)), None)

    @asked_once(Case)
    def _latest_of(self, member_id: str) -> list[Case]:
        return [*self._session.scalars(prepared.LATEST_CASE_OF, {"member_id": member_id})]

    def last_of_store(self, store_id: str, most: int) -> list[Case]:
        """What the store reported last, in whatever state, newest first."""
        newest = select(Case).where(Case.store_id == store_id).order_by(Case.created_at.desc(), Case.number.desc())
        return [*self._session.scalars(newest.limit(most))]

    @asked_once(Case)
    def live_in(self, network_id: str) -> list[Case]:
        """Alerts that are out, newest first."""
        return [*self._session.scalars(prepared.LIVE_CASES, {"network_id": network_id})]

    def open_in(self, network_id: str) -> list[Case]:
        """Everything that can still go out or is out, oldest first; locked, so that all of it may be ended."""
        open_ = Case.network_id == network_id, Case.state.not_in(CLOSED)
        self.lock(self._session.scalars(select(Case.id).where(*open_)))
        return [*self._session.scalars(select(Case).where(*open_).order_by(Case.created_at, Case.number))]

    def lock_for_end_of(self, member: Member, since: datetime) -> None:
        """Lock all that may change as this person's accounts end: every open case, and closed ones which they answered
        since then, whose end they confirmed, or of which they handed in a later version.
        """
        theirs = select(Account.id).where(Account.member_id == member.id)
        said = or_(Delivery.answered_at >= since, Delivery.stop_confirmed_at >= since)
        open_ = Case.network_id == member.network_id, Case.state.not_in(CLOSED)
        every = union(
            select(Case.id).where(*open_),
            select(Delivery.case_id).where(Delivery.account_id.in_(theirs), said),
            select(Version.case_id).where(Version.account_id.in_(theirs), Version.submitted_at >= since),
        )
        self.lock(self._session.scalars(every))

    @asked_once(Case, Store)
    def sent_by(self, business_id: str, since: datetime, until: datetime | None) -> list[Case]:
        """What the stores of a business sent from then on until before then, if at all, oldest first (R-081)."""
        values = {"business_id": business_id, "since": since, "until": until or prepared.NEVER}
        return [*self._session.scalars(prepared.SENT_CASES, values)]

    @asked_once(Case)
    def denied(self, store_id: str, since: datetime) -> list[Case]:
        """R-099, R-112: what ended since then before its approvers said yes, or by an objection that was granted."""
        return [*self._session.scalars(prepared.DENIED_CASES, {"store_id": store_id, "since": since})]

    @asked_once(Version, Case)
    def versions_in(self, states: Collection[VersionState], store_id: str, since: datetime) -> list[Version]:
        """R-112: later versions of the store's alerts of which one of these became since then."""
        return [
            *self._session.scalars(
                prepared.SETTLED_VERSIONS, {"store_id": store_id, "states": [*states], "since": since}
            )
        ]

    def versions_from(self, account_id: str, since: datetime) -> list[Version]:
        """What was handed in from this account since then as a later version, and waits or was sent."""
        written = select(Version).where(Version.account_id == account_id, Version.submitted_at >= since)
        standing = written.where(Version.state.in_((VersionState.PENDING, VersionState.SENT)))
        return [*self._session.scalars(standing.order_by(Version.submitted_at))]

    def answered_from(self, account_id: str) -> list[tuple[Case, Assessment]]:
        """What was answered from this account about cases that can still go out or are out, and not taken back."""
        given = (
            select(Case, Assessment)
            .join(Assessment, Assessment.case_id == Case.id)
            .where(Assessment.account_id == account_id, Assessment.withdrawn_at.is_(None), Case.state.in_(IN_FORCE))
        )
        return [(case, row) for case, row in self._session.execute(given.order_by(Case.number))]

    def request(self, case_id: str, member_id: str) -> ApprovalRequest | None:
        """The request to this person to assess this case."""
        return self._session.scalars(prepared.REQUEST_TO, {"case_id": case_id, "member_id": member_id}).one_or_none()

    @asked_once(Case, ApprovalRequest)
    def asked_of(self, member_id: str) -> list[Case]:
        """What this person was asked to assess and can still go out or is out, first asked first."""
        return [*self._session.scalars(prepared.CASES_ASKED_OF, {"member_id": member_id})]

    @asked_once(ApprovalRequest)
    def requests(self, case_id: str) -> list[ApprovalRequest]:
        """Who was asked, in the order they were asked."""
        return [*self._session.scalars(prepared.REQUESTS, {"case_id": case_id})]

    @asked_once(Assessment)
    def assessments(self, case_id: str) -> list[Assessment]:
        """All answers, the withdrawn and the outdated ones too, in the order they were given."""
        return [*self._session.scalars(prepared.ASSESSMENTS, {"case_id": case_id})]

    def last_assessments(self, member_id: str, most: int, *, but: str) -> list[Assessment]:
        """A person's last answers about other cases, newest first."""
        given = select(Assessment).where(Assessment.member_id == member_id, Assessment.case_id != but)
        return [*self._session.scalars(given.order_by(Assessment.answered_at.desc(), Assessment.id).limit(most))]

    def holds(self, case_id: str) -> list[Hold]:
        """Who asked that the case be held, first asked first."""
        asked = select(Hold).where(Hold.case_id == case_id)
        return [*self._session.scalars(asked.order_by(Hold.asked_at, Hold.id))]

    @asked_once(FarStore)
    def far_stores(self, case_id: str) -> list[FarStore]:
        """The stores beyond the area that the sender wants to warn."""
        return [*self._session.scalars(prepared.FAR_STORES, {"case_id": case_id})]

    def opened_at(self, case_id: str, member_id: str, since: datetime) -> datetime | None:
        """When this person first opened the approvers' page since then."""
        opened = select(func.min(View.at)).where(
            View.case_id == case_id, View.member_id == member_id, View.purpose == Purpose.PREVIEW, View.at >= since
        )
        return self._session.scalar(opened)

    @asked_once(Version)
    def versions(self, case_id: str) -> list[Version]:
        """R-111: what was handed in after the first, in this order."""
        return [*self._session.scalars(prepared.VERSIONS, {"case_id": case_id})]

    def forget_audience(self, case: Case) -> None:
        """R-040: which stores somebody left out or added tells where they work; what was wrong speaks of the text."""
        case.left_out, case.narrowed, case.binding = [], [], None
        self._session.execute(delete(FarStore).where(FarStore.case_id == case.id))

    def forget_bindings(self, case_id: str) -> None:
        """R-040: a hash over an erased text says nothing to somebody who guesses it."""
        for row in self.assessments(case_id):
            row.binding = ""
        for version in self.versions(case_id):
            version.binding, version.narrowed = "", []

    def has_viewed(self, case_id: str, member_id: str, purpose: Purpose, since: datetime, *, picture: bool) -> bool:
        """Whether this person, on an account still theirs, opened the page since then, or saw its ``picture``."""
        seen = (
            select(View.id)
            .join(Account, Account.id == View.account_id)
            .where(
                View.case_id == case_id,
                View.member_id == member_id,
                View.purpose == purpose,
                View.at >= since,
                Account.revoked_at.is_(None),
            )
        )
        if picture:
            seen = seen.where(View.picture)
        return self._session.execute(seen.limit(1)).first() is not None

    def looks(self, case_id: str, member_id: str, purpose: Purpose, minute: datetime, *, picture: bool) -> int:
        """How often this person looked at the page, or at its picture, in the minute that begins then."""
        seen = select(func.count(View.id)).where(
            View.case_id == case_id,
            View.member_id == member_id,
            View.purpose == purpose,
            View.picture == picture,
            View.at >= minute,
            View.at < minute + timedelta(minutes=1),
        )
        return self._session.execute(seen).scalar_one()

    def remove(self, case_id: str) -> None:
        """R-043: the end of the record: nothing about the case stays but its ledger entries."""
        for table in (OutboxMessage, Version, Delivery, Assessment, ApprovalRequest, FarStore, Hold, View, Link):
            self._session.execute(delete(table).where(table.case_id == case_id))
        for other in (ButtonMeaning, Conversation, DueWork, IncidentCase, RequestCase, VaultObject, CaseKey):
            self._session.execute(delete(other).where(other.case_id == case_id))
        self._session.execute(delete(Case).where(Case.id == case_id))
