"""Who has to do with a case, and where they read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from handlers.cards import Card
from handlers.context import Context
from handlers.errors import NotEnrolled
from policy import access
from policy.duties import holders
from policy.facts import MemberFacts, Role
from storage.tables import Account, Case, Delivery, Member


def who(account_id: str, ctx: Context) -> Account:
    """The account of an active member.

    Raises:
        NotEnrolled: unknown, revoked, or the member left.
    """
    account = ctx.uow.people.account_by_id(account_id)
    if account.revoked_at is not None or account.member.left_at is not None:
        raise NotEnrolled
    return account


def member_facts(member: Member, ctx: Context) -> MemberFacts:
    """What the rules may know of a person."""
    return ctx.uow.people.member_facts(member)


def reporter_of(case: Case, ctx: Context) -> Account | None:
    """Where the reporter reads: the account they reported from, or else another of theirs."""
    account = ctx.uow.people.account_by_id(case.reporter_account_id)
    if account.revoked_at is None and account.blocked_at is None:
        return account
    return ctx.uow.people.preferred_account(case.reporter)


def tell_reporter(case: Case, card: Card, ctx: Context) -> None:
    """To where the reporter reads, if they still read anywhere."""
    reporter = reporter_of(case, ctx)
    if reporter:
        ctx.tell(reporter, case, card)


def secretariat(case: Case, ctx: Context) -> list[Account]:
    """One account of each member of the secretariat."""
    return reachable(ctx.uow.people.for_network(case.network_id, [Role.SECRETARIAT]), ctx)


def store_leads(case: Case, ctx: Context) -> list[Account]:
    """The reporter's own account, then the responsible people of the reporting store."""
    leads = reachable(ctx.uow.people.at_store(case.store_id, [Role.RESPONSIBLE]), ctx)
    reporter = reporter_of(case, ctx)
    return [*([reporter] if reporter else []), *(a for a in leads if a.member_id != case.reporter_id)]


def in_charge(case: Case, ctx: Context) -> list[Account]:
    """Who looks after the alert: the secretariat and the reporting store, each person once."""
    return once([*secretariat(case, ctx), *store_leads(case, ctx)])


def answers_for(account: Account, case: Case, ctx: Context) -> bool:
    """R-125: whether somebody may say what was wrong in the alert: one of its store, not the secretariat."""
    member = member_facts(account.member, ctx)
    return bool(access.may_correct(member, store_id=case.store_id, reporter_id=case.reporter_id, now=ctx.now))


def asked(case: Case, ctx: Context) -> list[Account]:
    """Whoever was asked to assess the case."""
    return reachable([ctx.uow.people.member(request.member_id) for request in ctx.uow.cases.requests(case.id)], ctx)


def in_use(member: Member) -> list[Account]:
    """The person's accounts that have not ended."""
    return [account for account in member.accounts if account.revoked_at is None]


def reachable(members: Iterable[Member], ctx: Context) -> list[Account]:
    """The preferred account of each person who has one."""
    accounts = (ctx.uow.people.preferred_account(member) for member in members)
    return [account for account in accounts if account is not None]


def ready(members: Iterable[Member], ctx: Context) -> list[Account]:
    """R-062: who is trained and reads somewhere."""
    return reachable((m for m in members if access.trained(member_facts(m, ctx), ctx.now)), ctx)


def called(store_ids: Sequence[str], ctx: Context) -> list[tuple[str, Account]]:
    """R-005, R-062: whom an alert to these stores calls: their first contacts, or the second where none is ready."""
    first = {at: ready(people, ctx) for at, people in ctx.uow.people.at_stores(store_ids, Role.CONTACT).items()}
    silent = [store_id for store_id in store_ids if not first[store_id]]
    second = {at: ready(people, ctx) for at, people in ctx.uow.people.at_stores(silent, Role.SECOND_CONTACT).items()}
    return [(at, account) for at in store_ids for account in first[at] or second[at]]


def readers(rows: Iterable[Delivery], ctx: Context) -> list[Account]:
    """R-078: where each can be told now: the same account, another of theirs, or else their store's contacts."""
    found: dict[str, Account] = {}
    for delivery in rows:
        used = delivery.account
        other = used if used.revoked_at is None and used.blocked_at is None else None
        other = other or ctx.uow.people.preferred_account(used.member)
        for account in [other] if other else _contacts(delivery.store_id, ctx):
            found[account.id] = account
    return list(found.values())


def _contacts(store_id: str, ctx: Context) -> list[Account]:
    return reachable(ctx.uow.people.at_store(store_id, (Role.CONTACT, Role.SECOND_CONTACT)), ctx)


def named_for(roles: Collection[Role], network_id: str, ctx: Context) -> list[Member]:
    """R-061: who holds one of these duties; for a vacant one, the secretariat."""
    meant = holders(roles, ctx.uow.people.vacant(network_id))
    return ctx.uow.people.for_network(network_id, sorted(meant))


def once(accounts: Iterable[Account]) -> list[Account]:
    """One account of each person, in the order in which they first come."""
    return [*{account.member_id: account for account in accounts}.values()]
