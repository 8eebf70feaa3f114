"""Which browsers may open an account's links: the first one at once, another after a yes in the chat."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from storage.statements import affected
from storage.tables import Account, Browser, Machine, Program

IDLE: Final = timedelta(days=30)
"""A browser that opened nothing for so long is a stranger again: phones are sold, shops' tablets change hands."""

ASKED: Final = timedelta(hours=1)
"""How long a question about a browser waits: a yes is for whom one sees in front of oneself."""

SEEN_EVERY: Final = timedelta(days=1)
"""How exactly we know when a browser was last seen."""

NUMBERS: Final = range(10, 100)


class Device(NamedTuple):
    """How its owner knows a browser again."""

    machine: Machine
    program: Program


class Browsers:
    """Every query about browsers; only hashes of their cookies are known."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, account_id: str, browser_hash: str, now: datetime) -> Browser | None:
        """The browser, bound or asked about; None if that has ended."""
        wanted = select(Browser).where(Browser.account_id == account_id, Browser.browser_hash == browser_hash)
        row = self._session.scalars(wanted).one_or_none()
        return row if row is not None and is_alive(row, now) else None

    def bound(self, account_id: str, now: datetime) -> list[Browser]:
        """Those that may open its links, oldest first."""
        return [row for row in self._of(account_id) if row.confirmed_at is not None and is_alive(row, now)]

    def meet(self, account_id: str, came_as: str, given: str, device: Device, now: datetime) -> Browser | None:
        """The account's first browser is confirmed at once; another one waits (``confirmed_at`` None).

        None if it is known already. Either way it is known by the cookie it is ``given`` from now on, for all accounts
        whose pages it opens: whoever made it come with a cookie of their choice has gained nothing.
        """
        self._lock(account_id)
        rows = self._of(account_id)
        for row in [row for row in rows if not is_alive(row, now)]:
            rows.remove(row)
            self._session.delete(row)
        self._session.flush()
        again = next((row for row in rows if came_as in (row.browser_hash, row.came_as)), None)
        self._session.execute(
            update(Browser)
            .where(Browser.browser_hash == (again.browser_hash if again else came_as))
            .values(browser_hash=given)
        )
        if again:
            return None
        taken = {row.number for row in rows}
        browser = Browser(
            account_id=account_id,
            browser_hash=given,
            came_as=came_as,
            machine=device.machine,
            program=device.program,
            number=secrets.choice([number for number in NUMBERS if number not in taken]),
            asked_at=now,
            confirmed_at=None if any(row.confirmed_at for row in rows) else now,
        )
        self._session.add(browser)
        self._session.flush()
        return browser

    def asked_about(self, account_id: str, since: datetime) -> int:
        """About how many browsers the account's owner was asked since then; the first one needed no question."""
        asked = Browser.confirmed_at.is_(None) | (Browser.confirmed_at > Browser.asked_at)
        wanted = select(func.count()).where(Browser.account_id == account_id, Browser.asked_at > since, asked)
        return self._session.scalars(wanted).one()

    def owned(self, browser_id: str, account_id: str, now: datetime) -> Browser | None:
        """The browser, bound or asked about, if it is this account's; the account is ours until the commit."""
        self._lock(account_id)
        row = self._session.get(Browser, browser_id, populate_existing=True)
        return row if row is not None and row.account_id == account_id and is_alive(row, now) else None

    def see(self, browser: Browser, now: datetime) -> None:
        """It came back with the cookie it was given."""
        browser.seen_at, browser.came_as = now, None
        self._session.flush()

    def end_all(self, account_id: str) -> int:
        """No browser may open this account's links any more; how many could, or asked for it."""
        self._lock(account_id)
        return affected(self._session, delete(Browser).where(Browser.account_id == account_id))

    def _of(self, account_id: str) -> list[Browser]:
        wanted = select(Browser).where(Browser.account_id == account_id).order_by(Browser.asked_at, Browser.id)
        return [*self._session.scalars(wanted.execution_options(populate_existing=True))]

    def _lock(self, account_id: str) -> None:
        """So that two browsers can't both be the first, and none slips in while all of them end."""
        account = select(Account.id).where(Account.id == account_id).with_for_update(key_share=True)
        self._session.execute(account).one()


def is_due(browser: Browser, now: datetime) -> bool:
    """Whether it is to be written down that it was seen."""
    return browser.seen_at is None or browser.seen_at + SEEN_EVERY <= now


def is_alive(browser: Browser, now: datetime) -> bool:
    """R-063: a bound one until it rests for a month, a question for an hour."""
    if browser.confirmed_at is None:
        return browser.asked_at + ASKED > now
    return max(browser.confirmed_at, browser.seen_at or browser.confirmed_at) + IDLE > now
