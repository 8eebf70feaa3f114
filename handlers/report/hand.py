"""What isn't known at the till is handed to whoever is responsible in the shop: offered, taken by one, or come back."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from audit.event import Event
from handlers import wording
from handlers.approval.possible import quorum_possible
from handlers.case.involved import member_facts, reachable, tell_reporter, who
from handlers.case.record import require, to_rewrite
from handlers.case.sealed import load_report, put_aside
from handlers.case.told import told
from handlers.commands.pages import TakeRest
from handlers.commands.steps import OfferRest
from handlers.commands.worker import DueCommand
from handlers.context import Context
from handlers.conversation import set_aside
from handlers.dialogue.page import so_far
from policy import access
from policy.facts import Role
from policy.forms.names import FormName
from policy.states import BEFORE_APPROVERS
from policy.verdict import N_, Allow, Deny, Verdict
from storage.tables import Account, Case, DueKind, Member

COMES_BACK: Final = timedelta(minutes=3)
"""Long enough to take a phone out of a pocket; whoever stands at the till waits no longer."""


def helpers(case: Case, ctx: Context) -> list[Member]:
    """R-113, R-114: who may complete the report and isn't needed for judging it afterwards."""
    leads = ctx.uow.people.at_store(case.store_id, (Role.RESPONSIBLE, Role.DEPUTY))
    return [
        member
        for member in leads
        if member.id not in case.reporters
        and access.may_complete(member_facts(member, ctx), store_id=case.store_id, now=ctx.now)
        and quorum_possible(case, ctx, without=member.id)
    ]


def offer_rest(cmd: OfferRest, ctx: Context) -> None:
    """Ask all of them at once; asked once, and it comes back to the reporter if nobody takes it."""
    account, case = who(cmd.account_id, ctx), ctx.uow.cases.locked(cmd.case_id)
    asked = reachable(helpers(case, ctx), ctx) if case.offered_at is None else []
    if not asked:
        return
    case.offered_at = ctx.now
    for one in asked:
        ctx.tell(one, case, wording.hand.please_complete(told(case, ctx)), urgent=True)
    ctx.uow.due.plan(DueKind.HAND_BACK, case.id, ctx.now + COMES_BACK, case_id=case.id)
    ctx.note(Event.REPORT_OFFER, case, account, asked=len(asked))


def taker(case: Case, ctx: Context) -> str:
    """Who took it, by name; empty if nobody did."""
    return ctx.uow.people.member(case.taken_by).name if case.taken_by else ""


def may_take(account: Account, case: Case, ctx: Context) -> Verdict:
    """R-114: one person completes a report, whoever took it first."""
    if case.taken_by in (None, account.member_id):
        return Allow()
    return Deny("R-114", N_("{who}さんが先に引き受けました。"), {"who": taker(case, ctx)})


def take_rest(cmd: TakeRest, ctx: Context) -> None:
    """R-114: from now on they write the report too, and don't judge it; the others and the reporter hear who it is."""
    case = ctx.uow.cases.locked(cmd.case_id)
    account = who(cmd.account_id, ctx)
    require(may_take(account, case, ctx))
    if case.taken_by is not None:
        return
    if account.member_id not in {member.id for member in helpers(case, ctx)}:
        require(
            Deny(
                "R-113",
                N_(
                    "いまは引き受けられません。通報者が自分で続けているか、あなたが抜けると承認する人が足りなくなります。"
                ),
            )
        )
    others = [one for one in reachable(helpers(case, ctx), ctx) if one.member_id != account.member_id]
    to_rewrite(cmd, ctx)
    case.taken_by = account.member_id
    reporter = ctx.uow.people.account_by_id(case.reporter_account_id)
    put_aside(case, account, dict(so_far(FormName.REPORT, reporter, case, ctx).answers), ctx)
    conversation = ctx.uow.conversations.get(reporter.id)
    if conversation and conversation.case_id == case.id:
        set_aside(reporter, ctx)
    ctx.note(Event.REPORT_TAKE, case, account)
    card = wording.hand.taken(told(case, ctx), account.member.name)
    tell_reporter(case, card, ctx)
    for one in others:
        ctx.tell(one, case, card)


def hand_back(cmd: DueCommand, ctx: Context) -> None:
    """R-115: nobody took it: the reporter goes on, since the danger doesn't wait."""
    case = ctx.uow.cases.locked(cmd.case_id or "")
    if case.taken_by is None and case.state in BEFORE_APPROVERS and load_report(case, ctx) is None:
        tell_reporter(case, wording.hand.nobody_took_it(told(case, ctx)), ctx)
