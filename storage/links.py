"""Pages for one account and one purpose, until they expire or are revoked."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from policy.access import Purpose
from storage.tables import Link


class Links:
    """Every query about links."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(
        self,
        id: str,  # noqa: A002 - reads as the column does
        purpose: Purpose,
        case_id: str,
        account_id: str,
        now: datetime,
        expires_at: datetime,
    ) -> Link:
        """A new link."""
        link = Link(
            id=id,
            purpose=purpose,
            case_id=case_id,
            account_id=account_id,
            created_at=now,
            expires_at=expires_at,
        )
        self._session.add(link)
        return link

    def get(self, link_id: str) -> Link | None:
        """The link, in whatever state, or None for an id we never gave out."""
        return self._session.get(Link, link_id)

    def revoke_case(self, case_id: str, now: datetime, purposes: Collection[Purpose] = ()) -> None:
        """Every link of the case dies at once; with ``purposes``, only those of them."""
        which = [Link.case_id == case_id]
        if purposes:
            which.append(Link.purpose.in_(purposes))
        self._session.execute(update(Link).where(*which, Link.revoked_at.is_(None)).values(revoked_at=now))

    def open_of(self, account_id: str, now: datetime) -> list[Link]:
        """Of each case and purpose the newest link that still opens for this account, oldest first."""
        wanted = select(Link).where(Link.account_id == account_id, Link.revoked_at.is_(None), Link.expires_at > now)
        found = self._session.scalars(wanted.order_by(Link.created_at, Link.id))
        return [*{(link.case_id, link.purpose): link for link in found}.values()]

    def revoke_account(self, account_id: str, now: datetime) -> None:
        """Every link of the account dies at once."""
        self._session.execute(
            update(Link).where(Link.account_id == account_id, Link.revoked_at.is_(None)).values(revoked_at=now)
        )
