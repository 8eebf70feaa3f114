"""Each morning: whose training ends soon, or has ended (R-062)."""

from __future__ import annotations

from datetime import timedelta

from audit.event import Event
from handlers import wording
from handlers.audit.digest import NINE, midnight
from handlers.case.involved import member_facts, reachable
from handlers.commands.worker import DueCommand
from handlers.context import Context
from handlers.home import refresh_all
from handlers.network.desk import plan_access_question
from policy.access import trained
from policy.facts import Role
from policy.training import MONTH_BEFORE, reminder
from storage.tables import Account, DueKind, Member


def plan_training(ctx: Context) -> None:
    """Plan tomorrow's look; planning twice plans once."""
    tomorrow = midnight(ctx) + timedelta(days=1) + NINE
    ctx.uow.due.plan(DueKind.REMIND_TRAINING, f"{tomorrow:%Y-%m-%d}", tomorrow)


def remind_training(cmd: DueCommand, ctx: Context) -> None:
    """R-062: a month before, a week before and when it is over, once each, to the person and who answers for them."""
    refresh_all(ctx)
    plan_access_question(ctx)
    network, today = ctx.uow.stores.the_network(), midnight(ctx).date()
    address = ctx.uow.stores.rules(network.id).training_url
    for member in ctx.uow.people.training_ends(network.id, today + timedelta(days=MONTH_BEFORE)):
        if member.trained_until is None:
            continue
        due = reminder(member.trained_until, today)
        word = f"{member.trained_until}:{due}"
        if due is None or member.training_told == word:
            continue
        member.training_told = word
        ctx.note(Event.TRAINING_REMIND, None, member=member.id, until=member.trained_until.isoformat(), about=due)
        for account in reachable([member], ctx):
            ctx.tell(account, None, wording.training.ends(due, member.trained_until, address))
        about = wording.training.ends_for(due, member.name, member.code, member.trained_until)
        for account in reachable(_responsible_for(member, ctx), ctx):
            ctx.tell(account, None, about)
    plan_training(ctx)


def show_training(account: Account, ctx: Context) -> None:
    """R-062: until when one's training holds, and where it is taken."""
    member = account.member
    address, ready = ctx.uow.stores.rules(member.network_id).training_url, trained(member_facts(member, ctx), ctx.now)
    ctx.tell(account, None, wording.training.standing(member.trained_until, address, holds=bool(ready)))


def _responsible_for(member: Member, ctx: Context) -> list[Member]:
    stores = sorted({role.store_id for role in member.roles if role.store_id})
    people = {lead.id: lead for store in stores for lead in ctx.uow.people.at_store(store, [Role.RESPONSIBLE])}
    people.pop(member.id, None)
    return [*people.values()]
