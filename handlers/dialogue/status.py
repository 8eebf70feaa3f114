"""「状況」 and help: where things stand, and what can be done next."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from handlers import board, wording
from handlers.alert.delivery import show_on_request
from handlers.approval.ask import unanswered
from handlers.approval.quorum import assess_verdict
from handlers.cards import Action
from handlers.case.audience import still_reached
from handlers.case.involved import answers_for, member_facts
from handlers.case.question import told_in_question
from handlers.case.sealed import load_report
from handlers.case.tally import tally
from handlers.case.told import told
from handlers.context import Context
from handlers.conversation import OpenForm, set_aside
from handlers.dialogue.forms import ask_once_more, still_open
from handlers.network.seats import seat_of
from handlers.report.describe import advance
from handlers.report.open import first_step, unwritten_draft
from handlers.wording.board import Item
from handlers.wording.welcome import REPORTS
from policy import access
from policy.desk import Seated
from policy.states import BEFORE_APPROVERS, CLOSED, OPEN_DRAFT, DeliveryState, State
from policy.verdict import Deny
from storage.tables import Account, Case

MOST_ALERTS: Final = 5
"""Cards that fit a phone's screen; a store has one or two live alerts, the secretariat calls for more one by one."""


def show_status(account: Account, ctx: Context) -> None:
    """The open question; else what is due, what waits for one's answer, one's newest case, and alerts, by that order.

    R-078: what can't leave for the month's messages goes out as the answer, before all else; asked again, that comes.
    """
    if ctx.uow.outbox.hand_over(account.id, ctx.now):
        return
    ctx.uow.cases.lock(_concerning(account, ctx))  # or one of them ends, and all are told, before this is
    conversation = ctx.uow.conversations.get(account.id)
    open_form = still_open(account, conversation, ctx) if conversation else None
    if isinstance(open_form, OpenForm):
        ask_once_more(open_form, ctx)
        return
    if isinstance(open_form, Deny):
        set_aside(account, ctx)
    asked, own = waiting_for(account, ctx), ctx.uow.cases.latest_of(account.member_id)
    alerts = [case for case in stoppable(account, ctx) if own is None or case.id != own.id]
    warned, due = addressed(account, ctx), due_for(account, ctx)
    also = another(account, own, ctx)
    if due:  # first, so that what is to be answered stands nearest to the thumb
        ctx.tell(account, None, wording.board.board(due, ctx.now, leads=True))
    for case in asked[:MOST_ALERTS]:
        ctx.tell(account, case, wording.assess.please_assess(told_in_question(case, ctx), ctx.now))
    if own is not None and (own.state not in CLOSED or (own.state != State.ERASED and not alerts and not asked)):
        show_own(account, own, ctx, also)
    elif not alerts and not warned and not asked and not due:
        show_help(account, ctx, quiet=True)
    for case in alerts[:MOST_ALERTS]:
        show_case(account, case, ctx, also)
    for case, store_id in warned[:MOST_ALERTS]:
        show_alert(account, case, store_id, ctx, also)


def _concerning(account: Account, ctx: Context) -> set[str]:
    own, warned = ctx.uow.cases.latest_of(account.member_id), addressed(account, ctx)
    shown = (*ctx.uow.cases.asked_of(account.member_id), *stoppable(account, ctx), *(case for case, _ in warned))
    return {case.id for case in (*shown, *((own,) if own else ()))}


def waiting_for(account: Account, ctx: Context) -> list[Case]:
    """R-112: what this person was asked to assess and has not answered, as long as their answer would count."""
    return [
        case
        for case in ctx.uow.cases.asked_of(account.member_id)
        if account.member_id in {request.member_id for request in unanswered(case, ctx)}
        and assess_verdict(account.member, case, ctx)
    ]


def stoppable(account: Account, ctx: Context) -> list[Case]:
    """R-078, R-125: the live alerts of one's store, or of the network for its secretariat, newest first."""
    member = member_facts(account.member, ctx)
    return [
        case
        for case in ctx.uow.cases.live_in(member.network_id)
        if access.may_stop(member, store_id=case.store_id, network_id=case.network_id, now=ctx.now)
    ]


def received(account: Account, ctx: Context) -> list[tuple[Case, str]]:
    """R-078: the alerts that are for this account now, but for those whose card to it waits: nothing overtakes it."""
    return [(case, store_id) for case, store_id in addressed(account, ctx) if not _waits(case, account, ctx)]


def addressed(account: Account, ctx: Context) -> list[tuple[Case, str]]:
    """R-005, R-062, R-064: the live alerts that are for a store where this person works, each with that store.

    R-040: one whose time is over is none, though nobody has ended it yet: its card would never leave.
    """
    member = member_facts(account.member, ctx)
    if not access.trained(member, ctx.now):
        return []
    stores = {store_id for _, store_id in member.roles if store_id}
    at = (
        (case, next((store_id for store_id in case.audience if store_id in stores), None))
        for case in ctx.uow.cases.live_in(member.network_id)
        if ctx.now < case.expires_at
    )
    return [
        (case, store_id)
        for case, store_id in at
        if store_id and still_reached(case, ctx.uow.stores.store_facts(ctx.uow.stores.get(store_id)), ctx)
    ]


def show_alert(account: Account, case: Case, store_id: str, ctx: Context, also: tuple[Action, ...]) -> None:
    """R-078, R-127: the alert; while its own card is on the way, that there is one: what is known waits for nothing."""
    if _waits(case, account, ctx):
        ctx.tell(account, None, wording.alert.leaving(told(case, ctx)))  # no card of the case passes a late one
    else:
        show_on_request(account, case, store_id, ctx, also)


def _waits(case: Case, account: Account, ctx: Context) -> bool:
    delivery = ctx.uow.deliveries.for_account(case.id, account.id)
    return delivery is not None and delivery.state in (DeliveryState.QUEUED, DeliveryState.LATE)


def due_for(account: Account, ctx: Context) -> list[Item]:
    """R-064, R-110: what the desk shows first to this person, if they have a seat there."""
    seat = seat_of(account.member, ctx)
    return [] if isinstance(seat, Deny) else board.items(seat, account.member.network_id, ctx)


def another(account: Account, own: Case | None, ctx: Context) -> tuple[Action, ...]:
    """R-127: whoever may report can do so from where things stand, unless a report of theirs is being written."""
    return wording.general.report_another() if _reports(account, ctx) and not _is_written(own) else ()


def _is_written(own: Case | None) -> bool:
    return own is not None and own.state in OPEN_DRAFT


def _reports(account: Account, ctx: Context) -> bool:
    member = member_facts(account.member, ctx)
    at_stores = {role for role, store_id in member.roles if store_id}
    return bool(at_stores & REPORTS) and bool(access.trained(member, ctx.now))


def show_own(account: Account, case: Case, ctx: Context, also: tuple[Action, ...] = ()) -> None:
    """One's own case: the next step while it is being written, else where it stands, and what ``also`` can be done."""
    if case.state in OPEN_DRAFT and load_report(case, ctx) is None:
        first_step(account, case, ctx)
    elif case.state in BEFORE_APPROVERS and case.state != State.MASKING:
        advance(case, ctx)
    else:
        show_case(account, case, ctx, also)


def show_case(account: Account, case: Case, ctx: Context, also: tuple[Action, ...]) -> None:
    """Where a case stands, with the ways to stop it while it is live."""
    card = wording.stop.status(told(case, ctx), tally(case, ctx), answers=answers_for(account, case, ctx))
    ctx.tell(account, case, replace(card, choices=also))


def show_step(account: Account, ctx: Context) -> None:
    """The open question, else the open step of a report that was begun, else help."""
    conversation = ctx.uow.conversations.get(account.id)
    asked = still_open(account, conversation, ctx) if conversation else None
    draft = unwritten_draft(account.member_id, ctx)
    if isinstance(asked, OpenForm):
        ask_once_more(asked, ctx)
    elif draft:
        show_own(account, draft, ctx)
    else:
        show_help(account, ctx)


def show_unheard(account: Account, ctx: Context) -> None:
    """Words that mean nothing here: the open step; while an alert lives, that they reached nobody; else help."""
    if unwritten_draft(account.member_id, ctx) is None and (stoppable(account, ctx) or addressed(account, ctx)):
        ctx.tell(account, None, wording.general.reached_nobody())
        show_status(account, ctx)
    else:
        show_step(account, ctx)


def show_help(account: Account, ctx: Context, *, quiet: bool = False) -> None:
    """What can be said to Hansho; ``quiet``: after 「状況」, when there is nothing to tell of."""
    member = member_facts(account.member, ctx)
    at_stores = {role for role, store_id in member.roles if store_id}
    trained = not at_stores or bool(access.trained(member, ctx.now))
    reports = _reports(account, ctx)
    desk = isinstance(seat_of(account.member, ctx), Seated)
    ctx.tell(account, None, wording.general.help_card(reports=reports, trained=trained, desk=desk, quiet=quiet))
