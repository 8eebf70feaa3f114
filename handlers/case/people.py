"""Who has to do with a case, and where they read."""

from __future__ import annotations

from handlers.errors import NotEnrolled
from policy.facts import MemberFacts, Role
from storage.tables import Account, Case, Member
from storage.unit_of_work import UnitOfWork


def who(uow: UnitOfWork, account_id: str) -> Account:
    """The account of an active member.

    Raises:
        NotEnrolled: unknown, revoked, or the member left.
    """
    account = uow.people.account_by_id(account_id)
    if account.revoked_at is not None or account.member.left_at is not None:
        raise NotEnrolled
    return account


def reporter_of(uow: UnitOfWork, case: Case) -> Account | None:
    """Where the reporter reads: the account they reported from, or else another of theirs."""
    account = uow.people.account_by_id(case.reporter_account_id)
    if account.revoked_at is None and account.blocked_at is None:
        return account
    return uow.people.preferred_account(case.reporter)


def facts(uow: UnitOfWork, member: Member) -> MemberFacts:
    """What the rules may know of a person."""
    return uow.people.facts(member)


def secretariat(uow: UnitOfWork, case: Case) -> list[Account]:
    """One account of each member of the secretariat."""
    return reachable(uow, uow.people.in_network(case.network_id, [Role.SECRETARIAT]))


def store_leads(uow: UnitOfWork, case: Case) -> list[Account]:
    """The reporter's own account, then the responsible people of the reporting store."""
    leads = reachable(uow, uow.people.at_store(case.store_id, [Role.RESPONSIBLE]))
    reporter = reporter_of(uow, case)
    return [*([reporter] if reporter else []), *(a for a in leads if a.member_id != case.reporter_id)]


def reachable(uow: UnitOfWork, members: list[Member]) -> list[Account]:
    """The preferred account of each person who has one."""
    accounts = (uow.people.preferred_account(member) for member in members)
    return [account for account in accounts if account is not None]
