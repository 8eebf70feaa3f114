"""Who stands at the door: every request is checked anew, so that a link dies at once (R-001, R-063, R-064)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from handlers.context import Context
from handlers.errors import HanshoError
from policy import access
from policy.access import Purpose
from policy.audience import active
from policy.states import CLOSED, Ending
from policy.verdict import Deny, Verdict
from storage.tables import Account, Browser, Case, Link


class Standing(StrEnum):
    """How well we know the browser."""

    NEW = "new"
    ASKED = "asked"
    REFUSED = "refused"
    BOUND = "bound"


class TurnedAway(Exception):
    """The person gets a page with one message instead of what they asked for."""


class Unknown(TurnedAway):
    """No such page for this person now; nobody learns whether there ever was one."""


class Over(TurnedAway):
    """The page's case is over; only the browser that could see it is told."""

    def __init__(self, language: str, purpose: Purpose, ending: Ending) -> None:
        super().__init__(ending)
        self.language = language
        self.purpose = purpose
        self.ending = ending


@dataclass(frozen=True)
class Visitor:
    """Somebody with a living link, and the browser they came with (empty: it brought no cookie)."""

    link_id: str
    purpose: Purpose
    case_id: str
    account_id: str
    language: str
    browser: str
    standing: Standing


def browser_hash(browser: str) -> str:
    """What we keep of a browser's cookie (128 random bits, so that a plain hash can't be turned back)."""
    return hashlib.sha256(browser.encode()).hexdigest()


def standing_of(row: Browser | None) -> Standing:
    """What a browser's row says."""
    if row is None:
        return Standing.NEW
    if row.refused_at is not None:
        return Standing.REFUSED
    return Standing.BOUND if row.confirmed_at is not None else Standing.ASKED


def let_in(link_id: str | None, browser: str, ctx: Context) -> Visitor:
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
    row = uow.people.browser(account.id, browser_hash(browser)) if browser else None
    visitor = Visitor(link.id, link.purpose, case.id, account.id, account.member.language, browser, standing_of(row))
    verdict = _may_view(link, account, case, ctx)
    if verdict and link.revoked_at is None and link.expires_at > ctx.now:
        return visitor
    # Past its end the clock is about to close it. R-095 says that the page was theirs, but that the case has left
    # the state in which it shows a picture.
    over = case.state in CLOSED or case.expires_at <= ctx.now
    if visitor.standing is Standing.BOUND and (over or (isinstance(verdict, Deny) and verdict.clause == "R-095")):
        raise Over(visitor.language, link.purpose, case.ending or Ending.EXPIRY)
    raise Unknown


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


class NotBelieved(TurnedAway):
    """A post that no page of ours sent, or whose browser keeps no cookie."""

    def __init__(self, visitor: Visitor) -> None:
        super().__init__()
        self.visitor = visitor


class Refused(TurnedAway):
    """A rule said no; ``error`` has the sentence."""

    def __init__(self, visitor: Visitor, error: HanshoError) -> None:
        super().__init__()
        self.visitor = visitor
        self.error = error
