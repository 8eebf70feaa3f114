"""Loading what a handler needs to know of a case, and the few steps that every verb shares."""

from __future__ import annotations

from datetime import datetime

from audit.event import Event
from handlers.case.people import facts
from handlers.errors import NotAllowed
from policy import access
from policy.rules import Rules
from policy.states import State, may_move
from policy.verdict import Deny, Verdict
from storage.tables import Account, Case, Store
from storage.unit_of_work import UnitOfWork

TESTS = ("present_danger", "subsidiarity", "proportionality", "consent_difficulty")


def require(verdict: Verdict) -> None:
    """Turn a Deny into the error that reaches the person.

    Raises:
        NotAllowed: the verdict is a Deny.
    """
    if isinstance(verdict, Deny):
        raise NotAllowed(verdict)


def require_own(uow: UnitOfWork, account: Account, case: Case, now: datetime) -> None:
    """R-125: before it is sent, a report belongs to its reporter and to the approvers of the reporting store.

    Raises:
        NotAllowed: somebody else, or the case has moved on.
    """
    require(may_handle(uow, account, case, now))


def may_handle(uow: UnitOfWork, account: Account, case: Case, now: datetime) -> Verdict:
    """The verdict behind ``require_own``."""
    member = facts(uow, account.member)
    return access.may_withdraw(member, store_id=case.store_id, reporter_id=case.reporter_id, now=now)


def rules_of(uow: UnitOfWork, case: Case) -> Rules:
    """The rule set of the case's network."""
    return uow.stores.rules(case.network_id)


def move(case: Case, there: State, now: datetime) -> None:
    """R-111: move the case along the table or refuse.

    Raises:
        NotAllowed: the table has no such way.
    """
    require(may_move(State(case.state), there))
    case.state = there.value
    case.state_since = now


def note(
    uow: UnitOfWork, event: Event, case: Case, actor: Account | None, now: datetime, **details: str | int | list[str]
) -> None:
    """Write to the ledger: ids, numbers and hashes only."""
    actor_id = actor.member_id if actor else None
    uow.ledger.append(event, at=now, case_id=case.id, actor=actor_id, details=details)


def left_out(uow: UnitOfWork, case: Case) -> list[Store]:
    """R-124: the stores that the reporter does not want to warn."""
    return [uow.stores.get(store_id) for store_id in case.left_out]
