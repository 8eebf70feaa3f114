"""Ending an alert: all-clear, recall, expiry, and the neighbours' confirmations."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from audit.event import Event
from handlers import night, wording
from handlers.case.involved import answers_for, asked, member_facts, once, readers, secretariat, store_leads, who
from handlers.case.record import require, rules_of
from handlers.case.tally import tally
from handlers.case.told import still_read, told
from handlers.commands.chat import AllClear, ConfirmStop, KeepWatching
from handlers.commands.office import RecallAlert
from handlers.commands.steps import FilledForm
from handlers.commands.worker import DueCommand
from handlers.context import Context
from handlers.errors import NotFound
from handlers.network.seats import seat_of
from handlers.retention.cards import plan_closing
from handlers.retention.close import close
from handlers.topics import STOPS
from policy import access
from policy.facts import Role
from policy.forms.names import FieldName, RecallReason
from policy.states import MAY_BE_THERE, TO_LEAVE, Ending, State
from policy.verdict import N_, Deny, Verdict
from storage.tables import OPEN, Account, Case, Delivery, DueKind

MOST_REMINDERS: Final = 6
"""An hour at ten minutes each; then the secretariat has the list of silent stores and the telephone."""


def may_end(account: Account, case: Case, ctx: Context) -> Verdict:
    """R-125: the reporting store and the secretariat may end a live alert."""
    if case.state != State.LIVE:
        return OVER
    member = member_facts(account.member, ctx)
    return access.may_stop(member, store_id=case.store_id, network_id=case.network_id, now=ctx.now)


def may_begin(account: Account, case: Case, binding: str, ctx: Context) -> Verdict:
    """R-078, R-096: an alert can be called back after its end too, since people remember what they read."""
    if not still_read(case):
        return OVER
    member = member_facts(account.member, ctx)
    return access.may_recall(member, store_id=case.store_id, network_id=case.network_id, now=ctx.now)


OVER = Deny("R-078", N_("この警戒情報はもう終了しています。"))


def all_clear(cmd: AllClear, ctx: Context) -> None:
    """The danger is over: everybody who got the alert hears it, and the links die."""
    account, case = who(cmd.account_id, ctx), ctx.uow.cases.locked(cmd.case_id)
    require(may_end(account, case, ctx))
    close(case, State.ENDED, Ending.ALL_CLEAR, ctx)
    ctx.note(Event.ALERT_ALL_CLEAR, case, account)
    for reader in readers(received(case, ctx), ctx):
        ctx.tell(reader, case, wording.stop.all_clear(told(case, ctx)))
    tell_tally(case, ctx, by=account)


def recall(cmd: FilledForm, ctx: Context) -> None:
    """R-078: dead at once for everybody; each who got it is told and confirms, and the store sees who looked."""
    account, case = who(cmd.account_id, ctx), ctx.uow.cases.locked(cmd.case_id)
    require(may_begin(account, case, "", ctx))
    call_back(case, account, RecallReason(cmd.answers[FieldName.REASON]), ctx)


def recall_at_desk(cmd: RecallAlert, ctx: Context) -> None:
    """R-064, R-078: the same by whoever sees the alert at the desk.

    Raises:
        NotFound: no such alert for them.
        NotAllowed: not theirs to call back, or it is over.
    """
    account = who(cmd.account_id, ctx)
    case, seat = ctx.uow.cases.by_number(cmd.number), seat_of(account.member, ctx)
    if case is None or isinstance(seat, Deny) or not seat.may_see(case.store_id):
        raise NotFound
    case = ctx.uow.cases.locked(case.id)
    require(may_begin(account, case, "", ctx))
    call_back(case, account, cmd.reason, ctx)


def call_back(case: Case, by: Account | None, reason: RecallReason, ctx: Context) -> None:
    """R-078: whoever asks, or nobody but a restored database (R-141): nobody relies on the alert any more."""
    if case.state == State.LIVE:
        close(case, State.ENDED, Ending.RECALL, ctx)
    else:
        plan_closing(case, ctx)
        ctx.uow.conversations.end_case(case.id)
    case.ending = Ending.RECALL
    office = {"office": True} if by and not answers_for(by, case, ctx) else {}
    ctx.note(Event.ALERT_RECALL, case, by, reason=reason, **office)
    about = told(case, ctx)
    for reader in readers(ask_anew(case, ctx), ctx):
        ctx.tell(reader, case, wording.stop.recalled(about, reason), urgent=True)
    plan_reminder(case, 1, ctx)
    tell_tally(case, ctx, by=by)


def confirm_stop(cmd: ConfirmStop, ctx: Context) -> None:
    """R-078: a neighbour confirms having seen the recall or correction; the store's tally is redrawn."""
    account, case = who(cmd.account_id, ctx), ctx.uow.cases.locked(cmd.case_id)
    theirs = _theirs(account, case, ctx)
    if not theirs:
        require(Deny("R-078", N_("この警戒情報の配信先に入っていません。")))
    silent = [delivery for delivery in theirs if delivery.stop_confirmed_at is None]
    for delivery in silent:
        delivery.stop_confirmed_at = ctx.now
        ctx.note(Event.STOP_CONFIRM, case, account, store=delivery.store_id)
    ctx.tell(account, case, wording.stop.stop_confirmed(told(case, ctx)))
    if silent and all(delivery.stop_confirmed_at for delivery in received(case, ctx)):
        tell_tally(case, ctx, redraws=True)


def keep_watching(cmd: KeepWatching, ctx: Context) -> None:
    """The danger is not over: the alert runs to its end, no longer (R-043)."""
    account, case = who(cmd.account_id, ctx), ctx.uow.cases.get(cmd.case_id)
    require(may_end(account, case, ctx))
    ctx.tell(account, case, wording.stop.runs_on(told(case, ctx)))


def ask_before_end(cmd: DueCommand, ctx: Context) -> None:
    """One question to the store before the alert ends: is the danger over? At night it just ends (R-127)."""
    case = ctx.uow.cases.get(cmd.case_id or "")
    if case.state == State.LIVE and night.ends(ctx) is None:
        for account in store_leads(case, ctx)[:1]:
            ctx.tell(account, case, wording.stop.is_it_over(told(case, ctx)))


def expire(cmd: DueCommand, ctx: Context) -> None:
    """R-040, R-043: the alert ends by itself, without another message to the neighbours: their page says so."""
    case = ctx.uow.cases.locked(cmd.case_id or "")
    if case.state != State.LIVE:
        return
    close(case, State.ENDED, Ending.EXPIRY, ctx)
    ctx.note(Event.ALERT_EXPIRE, case)
    tell_tally(case, ctx)


def received(case: Case, ctx: Context) -> list[Delivery]:
    """R-078: everyone whose card left, or may have."""
    return [delivery for delivery in ctx.uow.deliveries.of_case(case.id) if delivery.state in MAY_BE_THERE]


def on_their_way(case: Case, ctx: Context) -> list[Delivery]:
    """Everyone whose card is still to leave, or leaving."""
    return [d for d in ctx.uow.deliveries.of_case(case.id) if d.state in TO_LEAVE]


def tell_tally(case: Case, ctx: Context, *, by: Account | None = None, redraws: bool = False) -> None:
    """Per store: not opened, opened at, confirmed.

    R-127: at night only to whoever ended it (``by``), to the others in the morning. ``redraws``: they have the list.
    """
    morning, people = night.ends(ctx), _holders(case, ctx)
    if morning is not None:
        night.put_off(DueCommand(DueKind.TELL_TALLY, case.id), morning, ctx)
        people = [account for account in people if by is not None and account.member_id == by.member_id]
    _show_tally(people, case, ctx, redraws=redraws)


def tell_tally_in_the_morning(cmd: DueCommand, ctx: Context) -> None:
    """R-127: one list for all that the night brought to an alert."""
    case = ctx.uow.cases.locked(cmd.case_id or "")
    silent = case.ending == Ending.RECALL and not all(row.stop_confirmed_at for row in received(case, ctx))
    _show_tally(_holders(case, ctx), case, ctx, reminding=silent)


def _holders(case: Case, ctx: Context) -> list[Account]:
    """Who looks after the alert, and who else has a card with buttons to stop it."""
    approvers = [account for account in asked(case, ctx) if ctx.traits(account).can_redraw]
    return once([*approvers, *secretariat(case, ctx), *store_leads(case, ctx)])


def remind_stop(cmd: DueCommand, ctx: Context) -> None:
    """R-078, R-127: who has not confirmed is asked again, and the secretariat told which stores are open.

    Told twice, after the first and the last round; between them the list is kept up to date where it can be.
    """
    case = ctx.uow.cases.locked(cmd.case_id or "")
    if case.state != State.LIVE and case.ending != Ending.RECALL:
        return  # the alert that was corrected is over
    silent = [delivery for delivery in received(case, ctx) if delivery.stop_confirmed_at is None]
    waiting = {a for a, state in ctx.uow.outbox.newest(case.id, STOPS).items() if state in OPEN}
    for reader in readers(silent, ctx):
        if reader.id in waiting:
            continue  # what they are to confirm has not even left
        ctx.tell(reader, case, wording.stop.please_confirm_stop(told(case, ctx)), urgent=True)
        ctx.note(Event.STOP_REMIND, case, reader)
    if silent:
        number = int(cmd.arguments["round"])
        _list_silent(case, ctx, rings=number in (1, MOST_REMINDERS))
        plan_reminder(case, number + 1, ctx)


def _list_silent(case: Case, ctx: Context, *, rings: bool) -> None:
    morning = night.ends(ctx)
    if morning is not None:
        night.put_off(DueCommand(DueKind.TELL_TALLY, case.id), morning, ctx)
        return
    people = [account for account in secretariat(case, ctx) if rings or ctx.traits(account).can_redraw]
    _show_tally(people, case, ctx, reminding=True, redraws=not rings)


def _show_tally(
    people: list[Account], case: Case, ctx: Context, *, reminding: bool = False, redraws: bool = False
) -> None:
    about, stores = told(case, ctx), tally(case, ctx)
    for account in people:
        if case.state == State.LIVE:
            card = wording.stop.status(about, stores, answers=answers_for(account, case, ctx))
        else:
            card = wording.stop.ended(about, stores, own=account.member_id == case.reporter_id, reminding=reminding)
        ctx.tell(account, case, replace(card, redraws=redraws))


def ask_anew(case: Case, ctx: Context) -> list[Delivery]:
    """Who confirmed something earlier has yet to confirm this."""
    rows = received(case, ctx)
    for delivery in rows:
        delivery.stop_confirmed_at = None
    return rows


def _theirs(account: Account, case: Case, ctx: Context) -> list[Delivery]:
    """What this person got, and what their store's people got who can't be reached any more."""
    stores = {role.store_id for role in account.member.roles if role.role in (Role.CONTACT, Role.SECOND_CONTACT)}
    return [
        delivery
        for delivery in received(case, ctx)
        if delivery.member_id == account.member_id
        or (delivery.store_id in stores and ctx.uow.people.preferred_account(delivery.account.member) is None)
    ]


def plan_reminder(case: Case, number: int, ctx: Context) -> None:
    """R-078: ask in some minutes whoever has not confirmed by then."""
    if number > MOST_REMINDERS:
        return
    when = ctx.now + timedelta(minutes=rules_of(case, ctx).recall_reminder_minutes)
    ctx.uow.due.cancel(case.id, (DueKind.REMIND_STOP,))
    ctx.uow.due.plan(
        DueKind.REMIND_STOP,
        f"{case.id}:{when.isoformat()}",
        when,
        case_id=case.id,
        arguments={"round": str(number)},
    )
