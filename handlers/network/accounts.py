"""A phone is gone: its account ends at once, and what was said from it falls (R-063, R-113)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from audit.event import Event, stamp
from handlers import wording
from handlers.alert.failover import call_colleagues, follow_to_other_account
from handlers.case.involved import in_use, member_facts, reachable, who
from handlers.case.record import require
from handlers.commands.chat import LoseDevice
from handlers.commands.office import RevokeAccounts
from handlers.context import Context
from handlers.errors import NotFound
from handlers.home import refresh
from handlers.network.fallen import let_fall, withhold_queued
from handlers.network.watchers import tell_watchers, watches_as
from policy.access import may_cut_off
from policy.facts import Role
from policy.forms.names import Since
from storage.tables import Account, Member

AGO = {
    Since.NOW: timedelta(),
    Since.HOUR: timedelta(hours=1),
    Since.DAY: timedelta(days=1),
    Since.WEEK: timedelta(days=7),
}


def lose_device(cmd: LoseDevice, ctx: Context) -> None:
    """R-063: whoever is responsible for a store cuts off its people, and everybody themselves; effective at once.

    Of one's own accounts the one that is spoken from stays, unless it is the only one.

    Raises:
        NotAllowed: not one's own, nor of one's store.
    """
    account = who(cmd.account_id, ctx)
    if not cmd.member_id:
        ctx.tell(account, None, wording.device.whose(_mine(account, ctx)))
        return
    lost = ctx.uow.people.member(cmd.member_id)
    require(may_cut_off(member_facts(account.member, ctx), member_facts(lost, ctx), now=ctx.now))
    if not cmd.since:
        ctx.tell(account, None, wording.device.since_when(lost.id, own=lost.id == account.member_id))
        return
    accounts = in_use(lost)
    others = [other for other in accounts if other.id != account.id]
    gone = others if lost.id == account.member_id and others else accounts
    cut_off(lost, gone, ctx.now - AGO[Since(cmd.since)], ctx, actor=account)
    if account not in gone:
        ctx.tell(account, None, wording.device.cut_off(len(gone)))
    for reader in reachable(ctx.uow.people.for_network(lost.network_id, [Role.SECRETARIAT]), ctx):
        ctx.tell(reader, None, wording.device.please_reissue(lost.code), urgent=True)


def revoke_accounts(cmd: RevokeAccounts, ctx: Context) -> None:
    """R-063: the same at a terminal, on one platform or on all.

    Raises:
        NotFound: nobody has this code, or no account there.
    """
    member = ctx.uow.people.by_code(ctx.uow.stores.the_network().id, cmd.code)
    accounts = [a for a in in_use(member) if cmd.platform in ("", a.platform)] if member else []
    if member is None or not accounts:
        raise NotFound
    cut_off(member, accounts, cmd.since or ctx.now, ctx)


def new_code(code: str, ctx: Context) -> str:
    """A one-time code for this person, for another account; earlier unused ones end.

    Raises:
        NotFound: nobody has this code, or they left.
    """
    member = ctx.uow.people.by_code(ctx.uow.stores.the_network().id, code)
    if member is None or member.left_at is not None:
        raise NotFound
    ctx.note(Event.ENROLMENT_ISSUE, None, member=member.id)
    return ctx.uow.people.new_enrolment(member.id, ctx.now)


def cut_off(
    member: Member, accounts: Sequence[Account], since: datetime, ctx: Context, *, actor: Account | None = None
) -> None:
    """R-063: from this commit on nothing opens there and nothing leaves; what came from there since then falls."""
    ctx.uow.cases.lock_for_end_of(member, since)
    for account in accounts:
        ctx.uow.people.revoke(account, ctx.now)
        refresh([account.id], ctx)
        ctx.note(Event.ACCOUNT_REVOKE, None, actor, account=account.id, since=stamp(since))
        withhold_queued(member, ctx)
        let_fall(account, since, ctx)
        follow_to_other_account(account, ctx)
        call_colleagues(member, ctx)
    if (was := watches_as(member)) and not in_use(member):
        tell_watchers(member, was, ctx)


def _mine(account: Account, ctx: Context) -> list[tuple[str, str]]:
    """Oneself first, then the people of one's stores."""
    me = account.member
    stores = {role.store_id for role in me.roles if role.store_id}
    people = {p.id: p for store_id in sorted(stores) for p in ctx.uow.people.at_store(store_id, [*Role])}
    mine = [
        person
        for person in people.values()
        if person.id != me.id and may_cut_off(member_facts(me, ctx), member_facts(person, ctx), now=ctx.now)
    ]
    return [(person.id, person.name) for person in (me, *mine)]
