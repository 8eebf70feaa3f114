"""The doors of the desk: who was given a link, and who sits there (R-063)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage.statements import insert_once
from storage.tables import Browser, DeskLink, DeskPost, DeskSession

LINK_LASTS: Final = timedelta(minutes=5)
"""From the chat to the browser beside it."""

SEEN_EVERY: Final = timedelta(minutes=1)
"""How exactly we know when somebody was last there."""


class DeskSessions:
    """Every query about them; only hashes of their cookies are known."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def offer(self, link_id: str, account_id: str, now: datetime) -> None:
        """A new link; an earlier one that nobody took is good no longer."""
        self._session.execute(delete(DeskLink).where(DeskLink.account_id == account_id))
        self._session.add(DeskLink(id=link_id, account_id=account_id, expires_at=now + LINK_LASTS))

    def link(self, link_id: str, now: datetime) -> DeskLink | None:
        """The link, as long as it opens."""
        row = self._session.get(DeskLink, link_id, populate_existing=True)
        return row if row is not None and row.expires_at > now else None

    def begin(self, browser: Browser, token_hash: str, now: datetime) -> DeskSession:
        """A session of the browser's account, in place of an earlier one there."""
        self._session.execute(delete(DeskSession).where(DeskSession.browser_id == browser.id))
        begun = DeskSession(
            account_id=browser.account_id, browser_id=browser.id, token_hash=token_hash, began_at=now, seen_at=now
        )
        self._session.add(begun)
        self._session.flush()
        return begun

    def open(self, token_hash: str) -> DeskSession | None:
        """The session with this cookie; whether it still holds is the caller's to ask."""
        return self._session.scalars(select(DeskSession).where(DeskSession.token_hash == token_hash)).one_or_none()

    def get(self, session_id: str) -> DeskSession | None:
        """The session, if it has not ended."""
        return self._session.get(DeskSession, session_id)

    def of(self, account_ids: Collection[str]) -> list[DeskSession]:
        """The sessions of these accounts; whether they still hold is the caller's to ask."""
        return [*self._session.scalars(select(DeskSession).where(DeskSession.account_id.in_(account_ids)))]

    def first_time(self, session: DeskSession, once: str) -> bool:
        """Whether this form was not sent before; of two presses at once, one is told so."""
        return insert_once(self._session, DeskPost, id=once, session_id=session.id)

    def end(self, session: DeskSession) -> None:
        """Somebody leaves; on a shared computer nobody comes back in by the link that is still in its history."""
        self._session.execute(delete(DeskLink).where(DeskLink.account_id == session.account_id))
        self._session.delete(session)

    def end_all(self, account_id: str) -> None:
        """Neither a link nor a session of this account opens anything any more."""
        self._session.execute(delete(DeskLink).where(DeskLink.account_id == account_id))
        self._session.execute(delete(DeskSession).where(DeskSession.account_id == account_id))
