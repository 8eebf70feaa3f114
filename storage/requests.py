"""Requests of people outside: found by number, sealed under a key of their own that can die (R-043, R-064, R-070)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import and_, delete, exists, or_, select
from sqlalchemy.orm import Session, aliased

from policy.rights import ENTERED, FROM_PERSON, PEOPLE, TO_PERSON, WINDOW, Channel, Part, RequestState
from storage.key_directory import KeyDirectory
from storage.keyring import Keyring
from storage.sealed_words import SealedWords
from storage.statements import insert_once, one
from storage.tables import Case, HandOver, PublicTry, PublicUse, Request, RequestCase, RequestWords

NOBODYS: Final = b"nobody's salt"
"""For a number that there isn't: it takes as long."""

_LATER: Final = aliased(RequestWords)

_LEFT_WORD: Final = exists().where(RequestWords.owner_id == Request.id, RequestWords.part == Part.CONTACT)

_UNKNOWN: Final = exists().where(
    RequestWords.owner_id == Request.id,
    RequestWords.part.in_(TO_PERSON),
    ~exists().where(
        _LATER.owner_id == RequestWords.owner_id, _LATER.part.in_(FROM_PERSON), _LATER.at >= RequestWords.at
    ),
)
"""Of what the desk wrote before it answered, something that nothing shows the person to know."""

TO_BRING: Final = and_(
    Request.told_at.is_(None),
    Request.key_id.is_not(None),
    or_(Request.channel.in_(ENTERED), _LEFT_WORD),
    or_(Request.state == RequestState.ANSWERED, _UNKNOWN),
)
"""R-070: whoever telephoned or wrote, or left on the page how to reach them, isn't expected to look at the page."""


class Requests(SealedWords[Request, RequestWords]):
    """Every query about them."""

    def __init__(self, session: Session, keyring: Keyring, folder: KeyDirectory) -> None:
        super().__init__(session, keyring, folder, Request, RequestWords)

    # --- one request ---

    def begin(self, words: bytes, contact: str, **row: Any) -> Request | None:
        """A new request, what it says and how to reach whoever asks; None if the same page asked before."""
        request = Request(state=RequestState.OPEN, key_id=self.new_key(), **row)
        if self._session.scalar(select(Request.id).where(Request.form == request.form)):
            return None
        self._session.add(request)
        self._session.flush()
        self.write(request, Part.ASKED, words, request.received_at)
        if contact:
            self.write(request, Part.CONTACT, contact.encode(), request.received_at)
        return request

    def get(self, request_id: str) -> Request:
        """One of them, for this unit to change alone.

        Raises:
            LookupError: no such row.
        """
        return one(self._session, Request, request_id, lock=True)

    def by_number(self, number: str) -> Request | None:
        """The request of this number, to look at."""
        return self._session.scalars(select(Request).where(Request.number == number)).one_or_none()

    def by_form(self, mark: str) -> Request:
        """The request that came by the page with this hash, to write to.

        Raises:
            LookupError: none did.
        """
        found = self._session.scalars(select(Request).where(Request.form == mark)).one_or_none()
        if found is None:
            raise LookupError(mark)
        return found

    def receipt(self, number: str) -> tuple[bytes, bytes]:
        """R-070: salt and hash of the secret for this number, and nothing of what hangs on it: a number that nobody has
        is looked for by the same work.
        """
        row = self._session.execute(select(Request.salt, Request.secret).where(Request.number == number)).one_or_none()
        return (row.salt, row.secret) if row else (NOBODYS, b"")

    def remove(self, request: Request) -> None:
        """R-043: the end of the record."""
        self._session.delete(request)
        self._session.flush()

    # --- the cases it is about ---

    def around(self, store_id: str, since: datetime, until: datetime) -> list[Case]:
        """R-070: what a store sent in that time; by place and time alone."""
        wanted = select(Case).where(Case.store_id == store_id, Case.sent_at.is_not(None))
        return [*self._session.scalars(wanted.where(Case.event_at >= since, Case.event_at < until))]

    def link(self, request: Request, case: Case, suspended_at: datetime | None = None) -> None:
        """The request is about this case."""
        insert_once(
            self._session,
            RequestCase,
            request_id=request.id,
            case_id=case.id,
            suspended_at=suspended_at,
            stands_at=None,
        )

    def unlink(self, request: Request) -> None:
        """R-075: a decision that did not stand named its cases in vain; a picture kept back stays so, and a complaint
        of neighbours is about their alert.
        """
        if request.channel is not Channel.NEIGHBOUR:
            named = delete(RequestCase).where(RequestCase.request_id == request.id, RequestCase.suspended_at.is_(None))
            self._session.execute(named.execution_options(synchronize_session="fetch"))

    def links(self, request: Request) -> list[RequestCase]:
        """The cases that the request is about."""
        return [*self._session.scalars(select(RequestCase).where(RequestCase.request_id == request.id))]

    def suspending(self, case_id: str) -> list[tuple[RequestCase, Request]]:
        """Open requests for which a case's picture is kept back."""
        wanted = select(RequestCase, Request).join(Request, Request.id == RequestCase.request_id)
        wanted = wanted.where(RequestCase.case_id == case_id, RequestCase.suspended_at.is_not(None))
        return [(link, request) for link, request in self._session.execute(wanted.where(Request.answered_at.is_(None)))]

    # --- what is shown at the desk ---

    def check(self, row: HandOver) -> None:
        """One more look at somebody's papers."""
        self._session.add(row)
        self._session.flush()

    def checks(self, request: Request) -> list[HandOver]:
        """Every look at their papers, the newest last."""
        wanted = select(HandOver).where(HandOver.request_id == request.id)
        return [*self._session.scalars(wanted.order_by(HandOver.checked_at, HandOver.id))]

    # --- lists ---

    def open_at(self, store_id: str) -> list[Request]:
        """R-099: those about this store that have no answer yet."""
        wanted = select(Request).where(Request.store_id == store_id, Request.state != RequestState.ANSWERED)
        return [*self._session.scalars(wanted.order_by(Request.received_at))]

    def listed(self, network_id: str, *, answered: bool, most: int) -> list[Request]:
        """Those that wait for an answer, the oldest first; or the newest that have one."""
        wanted = select(Request).where(Request.network_id == network_id)
        if answered:
            wanted = wanted.where(Request.state == RequestState.ANSWERED).order_by(Request.answered_at.desc())
        else:
            wanted = wanted.where(Request.state != RequestState.ANSWERED).order_by(Request.received_at)
        return [*self._session.scalars(wanted.limit(most))]

    def to_bring(self, network_id: str, most: int) -> list[Request]:
        """R-070: those whose question, reason or answer somebody has to bring, and nobody has; the oldest first."""
        wanted = select(Request).where(Request.network_id == network_id, TO_BRING)
        return [*self._session.scalars(wanted.order_by(Request.received_at, Request.id).limit(most))]

    def is_to_bring(self, request: Request) -> bool:
        """R-070: whether this is one of them."""
        return bool(self._session.scalar(select(exists().where(Request.id == request.id, TO_BRING))))

    def answered_since(self, network_id: str, since: datetime) -> list[Request]:
        """For the figures; of people outside alone."""
        wanted = select(Request).where(Request.network_id == network_id, Request.answered_at >= since)
        return [*self._session.scalars(wanted.where(Request.channel.in_(PEOPLE)))]

    def newest_trial(self, network_id: str) -> Request | None:
        """R-076: the last by which the desk was tried."""
        wanted = select(Request).where(Request.network_id == network_id, Request.channel == Channel.TRIAL)
        return self._session.scalars(wanted.order_by(Request.received_at.desc()).limit(1)).one_or_none()

    # --- who tries how often ---

    def times(self, use: PublicUse, mark: str, now: datetime) -> int:
        """How often in the window."""
        row = self._session.get(PublicTry, (use, mark), populate_existing=True)
        return row.times if row is not None and row.began_at > now - WINDOW else 0

    def count(self, use: PublicUse, mark: str, now: datetime, *, again_at: int = 0) -> int:
        """Once more; returns how often now. At ``again_at`` the window begins anew, which locks it for all of one."""
        insert_once(self._session, PublicTry, use=use, mark=mark, began_at=now, times=0)
        row = self._session.get_one(PublicTry, (use, mark), with_for_update=True, populate_existing=True)
        if row.began_at <= now - WINDOW:
            row.began_at, row.times = now, 0
        row.times += 1
        if row.times == again_at:
            row.began_at = now
        self._session.flush()
        return row.times

    def mark(self, text: str) -> str:
        """A keyed hash of an address or a number, which nobody can guess back without our keys."""
        return self._keyring.marks(text)[0]
