"""Requests of people outside: found by number, sealed under a key of their own that can die (R-043, R-064, R-070)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from policy.rights import WINDOW, Part, RequestState
from storage.key_directory import KeyDirectory
from storage.keyring import Keyring
from storage.statements import insert_once, one
from storage.tables import Case, PublicTry, PublicUse, Request, RequestCase, RequestWords
from storage.vault import Erased


class Requests:
    """Every query about them.

    Attributes:
        destroyed: Old words await their removal from SQLite's log.
    """

    def __init__(self, session: Session, keyring: Keyring, folder: KeyDirectory) -> None:
        self._session = session
        self._keyring = keyring
        self._folder = folder
        self._dying: set[str] = set()
        self.destroyed = False

    # --- one request ---

    def begin(self, words: bytes, **row: Any) -> Request | None:
        """A new request and what it says; None if the same page asked before."""
        request = Request(state=RequestState.OPEN, key_id=self._folder.new(), **row)
        if self._session.scalar(select(Request.id).where(Request.form == request.form)):
            return None
        self._session.add(request)
        self._session.flush()
        self.write(request, Part.ASKED, words, request.received_at)
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

    def remove(self, request: Request) -> None:
        """R-043: the end of the record."""
        self._session.delete(request)
        self._session.flush()

    # --- what was written ---

    def write(self, request: Request, part: Part, words: bytes, now: datetime) -> None:
        """Seal these words beside the others.

        Raises:
            Erased: the request's words were erased, so nothing of it is kept any more.
        """
        row = RequestWords(request_id=request.id, part=part, at=now)
        self._session.add(row)
        self._session.flush()
        row.sealed = self._keyring.seal(words, _place(row), self._second(request))
        self._session.flush()

    def parts(self, request: Request, *parts: Part) -> list[RequestWords]:
        """What was written in the request, by time."""
        wanted = select(RequestWords).where(RequestWords.request_id == request.id)
        if parts:
            wanted = wanted.where(RequestWords.part.in_(parts))
        return [*self._session.scalars(wanted.order_by(RequestWords.at, RequestWords.id))]

    def read(self, request: Request, row: RequestWords) -> bytes:
        """What ``write`` was given.

        Raises:
            Erased: it was erased.
        """
        if row.sealed is None:
            raise Erased
        return self._keyring.unseal(row.sealed, _place(row), self._second(request))

    def drop(self, request: Request, part: Part) -> None:
        """What was written in this part was never said."""
        gone = delete(RequestWords).where(RequestWords.request_id == request.id, RequestWords.part == part)
        self._session.execute(gone.execution_options(synchronize_session="fetch"))
        self.destroyed = True

    def forget(self, request: Request) -> None:
        """R-043, R-064: what was written can be read no longer; when, and by which side, stays."""
        gone = update(RequestWords).where(RequestWords.request_id == request.id).values(sealed=None)
        self._session.execute(gone.execution_options(synchronize_session="fetch"))
        if request.key_id is not None:
            self._dying.add(request.key_id)
            request.key_id = None
            self._session.flush()
        self.destroyed = True

    def burn(self) -> None:
        """R-064: destroy the keys of what was forgotten; the last thing before the commit that says so."""
        self._folder.destroy(self._dying)
        self._dying.clear()

    def keys(self) -> set[str]:
        """The names of the keys in the folder that open words."""
        return {key for key in self._session.scalars(select(Request.key_id)) if key}

    def rotate(self) -> int:
        """Seal every word by the current master key; returns how many.

        Raises:
            Damaged: something is sealed by a master key that is already missing.
        """
        rotated = 0
        sealed = select(RequestWords, Request).join(Request, Request.id == RequestWords.request_id)
        for row, request in self._session.execute(sealed.where(RequestWords.sealed.is_not(None))):
            words = self.read(request, row)
            row.sealed = self._keyring.seal(words, _place(row), self._second(request))
            rotated += 1
        return rotated

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

    def links(self, request: Request) -> list[RequestCase]:
        """The cases that the request is about."""
        return [*self._session.scalars(select(RequestCase).where(RequestCase.request_id == request.id))]

    def suspending(self, case_id: str) -> list[tuple[RequestCase, Request]]:
        """Open requests for which a case's picture is kept back."""
        wanted = select(RequestCase, Request).join(Request, Request.id == RequestCase.request_id)
        wanted = wanted.where(RequestCase.case_id == case_id, RequestCase.suspended_at.is_not(None))
        return [(link, request) for link, request in self._session.execute(wanted.where(Request.answered_at.is_(None)))]

    # --- lists ---

    def listed(self, network_id: str, *, answered: bool, most: int) -> list[Request]:
        """Those that wait for an answer, the oldest first; or the newest that have one."""
        wanted = select(Request).where(Request.network_id == network_id)
        if answered:
            wanted = wanted.where(Request.state == RequestState.ANSWERED).order_by(Request.answered_at.desc())
        else:
            wanted = wanted.where(Request.state != RequestState.ANSWERED).order_by(Request.received_at)
        return [*self._session.scalars(wanted.limit(most))]

    def answered_since(self, network_id: str, since: datetime) -> list[Request]:
        """For the figures."""
        wanted = select(Request).where(Request.network_id == network_id, Request.answered_at >= since)
        return [*self._session.scalars(wanted)]

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

    def _second(self, request: Request) -> bytes:
        key = self._folder.get(request.key_id) if request.key_id else None
        if key is None:
            raise Erased
        return key


def _place(row: RequestWords) -> str:
    """What words are bound to, so that they can't be moved to another request."""
    return f"{RequestWords.__tablename__}|{row.id}|{row.request_id}"
