"""Which browsers may open an account's links: the first one at once, another after a yes in the chat."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from storage.statements import one
from storage.tables import Account, Browser


class Browsers:
    """Every query about browsers; only hashes of their cookies are known."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, account_id: str, browser_hash: str) -> Browser | None:
        """The browser, in whatever state."""
        wanted = select(Browser).where(Browser.account_id == account_id, Browser.browser_hash == browser_hash)
        return self._session.scalars(wanted).one_or_none()

    def bind(self, account_id: str, browser_hash: str, now: datetime) -> Browser | None:
        """The account's first browser is confirmed at once; another one waits (``confirmed_at`` None).

        None if it is known already, in whatever state.
        """
        # Locked, so that two browsers can't both be the first.
        account = select(Account.id).where(Account.id == account_id).with_for_update(key_share=True)
        self._session.execute(account).one()
        if self.get(account_id, browser_hash) is not None:
            return None
        has_one = self._session.scalars(
            select(Browser.id).where(Browser.account_id == account_id, Browser.confirmed_at.is_not(None)).limit(1)
        ).first()
        browser = Browser(
            account_id=account_id,
            browser_hash=browser_hash,
            asked_at=now,
            confirmed_at=None if has_one else now,
        )
        self._session.add(browser)
        self._session.flush()
        return browser

    def asked_about(self, account_id: str, since: datetime) -> int:
        """About how many browsers the account's owner was asked since then; the first one needed no question."""
        asked = (
            select(func.count())
            .select_from(Browser)
            .where(
                Browser.account_id == account_id,
                Browser.asked_at > since,
                or_(Browser.confirmed_at.is_(None), Browser.confirmed_at > Browser.asked_at),
            )
        )
        return self._session.scalars(asked).one()

    def decide(self, browser_id: str, account_id: str, *, mine: bool, now: datetime) -> None:
        """The person said in the chat whether that browser is theirs; what they said last stands.

        Raises:
            LookupError: no such browser of this account.
        """
        browser = one(self._session, Browser, browser_id, lock=True)
        if browser.account_id != account_id:
            raise LookupError(browser_id)
        browser.confirmed_at, browser.refused_at = (now, None) if mine else (None, now)
        self._session.flush()

    def refuse_all(self, account_id: str, now: datetime) -> None:
        """No browser may open this account's links any more."""
        self._session.execute(
            update(Browser).where(Browser.account_id == account_id).values(refused_at=now, confirmed_at=None)
        )
