"""Who stands at the door: every request is checked anew, so that a link dies at once (R-001, R-063, R-064)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from bot.web.browsers import browser_hash
from handlers.context import Context
from handlers.errors import HanshoError
from policy import access
from policy.access import Purpose
from policy.audience import active
from policy.states import CLOSED, Ending
from policy.verdict import Deny, Verdict
from storage.browsers import is_due
from storage.tables import Account, Browser, Case, Link


class Standing(StrEnum):
    """How well we know the browser."""

    NEW = "new"
    ASKED = "asked"
    BOUND = "bound"


class TurnedAway(Exception):
    """The person gets a page with one message instead of what they asked for."""


class Unknown(TurnedAway):
    """No such page for this person now; nobody learns whether there ever was one."""


class SignedOut(TurnedAway):
    """Nobody sits at the desk in this browser, or no longer; which of both is said to nobody."""


class Over(TurnedAway):
    """The page's case is over; only the browser that could see it is told."""

    def __init__(self, language: str, purpose: Purpose, ending: Ending | None) -> None:
        super().__init__(ending)
        self.language = language
        self.purpose = purpose
        self.ending = ending


@dataclass(frozen=True)
class Visitor:
    """Somebody with a living link, and the browser they came with.

    Attributes:
        cookie: What it brought; may be empty.
        browser_id: Its row, once it was met; else empty.
        number: By which its owner knows it in the chat, until they have compared; else 0.
        is_due: It is to be written down that it came.
    """

    link_id: str
    purpose: Purpose
    case_id: str
    account_id: str
    language: str
    cookie: str
    standing: Standing
    browser_id: str = ""
    number: int = 0
    is_due: bool = False

    @property
    def known_by(self) -> str:
        """What a form is tied to: the browser itself, which may get another cookie meanwhile, or the cookie alone."""
        return self.browser_id or self.cookie


def let_in(link_id: str | None, cookie: str, ctx: Context) -> Visitor:
    """R-064: let in who holds a living link of their own to a case they may see at this moment.

    Raises:
        Unknown: no such link, or not for this person, or no longer.
        Over: the same, but this browser was let in before and the case has ended since.
    """
    uow = ctx.uow
    link = uow.links.get(link_id or "")
    if link is None:
        raise Unknown
    account, case = uow.people.account_by_id(link.account_id), uow.cases.get(link.case_id)
    if account.revoked_at is not None or account.member.left_at is not None:
        raise Unknown
    row = uow.people.browser(account.id, browser_hash(cookie), ctx.now) if cookie else None
    visitor = _met(
        Visitor(link.id, link.purpose, case.id, account.id, account.member.language, cookie, Standing.NEW), row, ctx
    )
    verdict = _may_view(link, account, case, ctx)
    if verdict and link.revoked_at is None and link.expires_at > ctx.now:
        return visitor
    # Past its end the clock is about to close it. R-095 says that the page was theirs, but that the case has left
    # the state in which it shows a picture. An approver's link ends with the question, by the last yes at the latest.
    over = case.state in CLOSED or case.expires_at <= ctx.now
    judged = bool(verdict) and link.purpose is Purpose.PREVIEW
    if visitor.standing is Standing.BOUND and (
        over or judged or (isinstance(verdict, Deny) and verdict.clause == "R-095")
    ):
        raise Over(visitor.language, link.purpose, case.ending or (Ending.EXPIRY if over else None))
    raise Unknown


def _met(visitor: Visitor, row: Browser | None, ctx: Context) -> Visitor:
    if row is None:
        return visitor
    return replace(
        visitor,
        standing=Standing.BOUND if row.confirmed_at is not None else Standing.ASKED,
        browser_id=row.id,
        number=0 if row.number_read_at else row.number,
        is_due=is_due(row, ctx.now),
    )


def _may_view(link: Link, account: Account, case: Case, ctx: Context) -> Verdict:
    """R-005, R-064: a neighbour looks through the store the alert was delivered to, others through the case's."""
    uow = ctx.uow
    delivery = uow.deliveries.for_account(case.id, account.id)
    store = delivery.store if delivery is not None and link.purpose == Purpose.ALERT else case.store
    theirs = link.purpose not in (Purpose.MASK, Purpose.REFUSAL) or case.reporter_id == account.member_id
    if not theirs or not active(uow.stores.store_facts(store), ctx.now):
        raise Unknown
    return access.may_view(
        uow.people.member_facts(account.member),
        purpose=link.purpose,
        store_ids={store.id} & set(case.audience),
        case_store_id=case.store_id,
        state=case.state,
        now=ctx.now,
    )


class Reader(Protocol):
    """Whoever gets the message."""

    @property
    def language(self) -> str:
        """In which they read."""


class NotBelieved(TurnedAway):
    """A post that no page of ours sent, or whose browser keeps no cookie."""

    def __init__(self, visitor: Reader) -> None:
        super().__init__()
        self.visitor = visitor


class Late(NotBelieved):
    """A form that a page of ours made for the same person, in a session of theirs that is over."""


class Refused(TurnedAway):
    """A rule said no; ``error`` has the sentence."""

    def __init__(self, visitor: Reader, error: HanshoError) -> None:
        super().__init__()
        self.visitor = visitor
        self.error = error
