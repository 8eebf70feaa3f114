"""Ending an alert: all-clear, recall, correction, expiry, and the neighbours' confirmations."""

from __future__ import annotations

from datetime import datetime, timedelta

from audit.event import Event
from handlers import wording
from handlers.casefile import facts, note, require, rules_of, secretariat, store_leads, who
from handlers.closing import close
from handlers.commands import AllClear, ConfirmStop, KeepWatching, Ring
from handlers.desk import Desk
from handlers.ports import Ports
from policy import access
from policy.states import State
from policy.verdict import N_, Deny, Verdict
from storage.tables import Account, Case, Delivery
from storage.unit_of_work import UnitOfWork


def may_begin(account: Account, case: Case, binding: str, uow: UnitOfWork, now: datetime) -> Verdict:
    """R-125: the reporting store and the secretariat may stop a live alert."""
    if case.state != State.LIVE:
        return Deny("R-078", N_("この警戒情報はもう終了しています。"))
    return access.may_stop(facts(uow, account.member), store_id=case.store_id, network_id=case.network_id, now=now)


def may_begin_correcting(account: Account, case: Case, binding: str, uow: UnitOfWork, now: datetime) -> Verdict:
    """R-049: a correction is new text to everyone, so it takes an approver of the store or the secretariat."""
    live = may_begin(account, case, binding, uow, now)
    if not live:
        return live
    return access.may_correct(facts(uow, account.member), store_id=case.store_id, network_id=case.network_id, now=now)


def all_clear(cmd: AllClear, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """The danger is over: everybody who got the alert hears it, and the links die."""
    account = who(uow, cmd.account_id)
    case = uow.cases.locked(cmd.case_id)
    require(may_begin(account, case, "", uow, now))
    end(case, "all_clear", uow, now)
    note(uow, Event.ALERT_ALL_CLEAR, case, account, now)
    for delivery in received(case, uow):
        desk = Desk(delivery.account, case, uow, ports, now)
        desk.send(wording.all_clear(desk, case), topic=f"alert:{case.id}")
    tell_ended(case, uow, ports, now)


def recall(account: Account, case: Case, answers: dict[str, str], uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-078: dead at once for everybody; each who got it is told and confirms, and the store sees who looked."""
    case = uow.cases.locked(case.id)
    require(may_begin(account, case, "", uow, now))
    end(case, "recall", uow, now)
    note(uow, Event.ALERT_RECALL, case, account, now, reason=answers["reason"])
    for delivery in received(case, uow):
        desk = Desk(delivery.account, case, uow, ports, now)
        if desk.can_redraw:
            desk.send(wording.alert_gone(desk, case), topic=f"alert:{case.id}", urgent=True)
        desk.send(wording.recalled(desk, case, answers["reason"]), topic=f"stop:{case.id}", urgent=True)
    _plan_reminder(case, uow, now)
    tell_ended(case, uow, ports, now)


def correct(
    account: Account, case: Case, answers: dict[str, str], uow: UnitOfWork, ports: Ports, now: datetime
) -> None:
    """R-049, R-078: a correction under the same number reaches everyone who got the alert; each confirms."""
    case = uow.cases.locked(case.id)
    require(may_begin_correcting(account, case, "", uow, now))
    uow.vault.put(case.id, "text", f"correction:{now.isoformat()}", answers["text"].encode(), now)
    note(uow, Event.ALERT_CORRECT, case, account, now)
    for delivery in received(case, uow):
        delivery.stop_confirmed_at = None
        desk = Desk(delivery.account, case, uow, ports, now)
        desk.send(wording.corrected(desk, case, answers["text"]), topic=f"stop:{case.id}", urgent=True)
    _plan_reminder(case, uow, now)
    desk = Desk(account, case, uow, ports, now)
    desk.send(wording.correction_sent(desk, case), topic=f"status:{case.id}")


def confirm_stop(cmd: ConfirmStop, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-078: a neighbour confirms having seen the recall or correction; the store's tally is redrawn."""
    account = who(uow, cmd.account_id)
    case = uow.cases.locked(cmd.case_id)
    delivery = uow.deliveries.for_account(case.id, account.id)
    if delivery is None:
        require(Deny("R-078", N_("この警戒情報の配信先に入っていません。")))
        return
    first = delivery.stop_confirmed_at is None
    if first:
        delivery.stop_confirmed_at = now
        note(uow, Event.STOP_CONFIRM, case, account, now, store=delivery.store_id)
    desk = Desk(account, case, uow, ports, now)
    desk.send(wording.stop_confirmed(desk), topic=f"stop:{case.id}")
    if first and all(d.stop_confirmed_at for d in received(case, uow)):
        tell_ended(case, uow, ports, now)


def keep_watching(cmd: KeepWatching, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """The danger is not over: the alert runs to its end, no longer (R-043)."""
    account = who(uow, cmd.account_id)
    case = uow.cases.get(cmd.case_id)
    require(may_begin(account, case, "", uow, now))
    desk = Desk(account, case, uow, ports, now)
    desk.send(wording.runs_on(desk, case), topic=f"ending:{case.id}")


def ask_before_end(cmd: Ring, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """One question to the store before the alert ends: is the danger over?"""
    case = uow.cases.get(cmd.case_id or "")
    if case.state != State.LIVE:
        return
    for account in store_leads(uow, case)[:1]:
        desk = Desk(account, case, uow, ports, now)
        desk.send(wording.is_it_over(desk, case), topic=f"ending:{case.id}")


def expire(cmd: Ring, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-040, R-043: the alert ends by itself; LINE's links show it, Slack's cards are redrawn."""
    case = uow.cases.locked(cmd.case_id or "")
    if case.state != State.LIVE:
        return
    end(case, "expiry", uow, now)
    note(uow, Event.ALERT_EXPIRE, case, None, now)
    for delivery in received(case, uow):
        desk = Desk(delivery.account, case, uow, ports, now)
        if desk.can_redraw:
            desk.send(wording.alert_gone(desk, case), topic=f"alert:{case.id}")
    tell_ended(case, uow, ports, now)


def end(case: Case, ending: str, uow: UnitOfWork, now: datetime) -> None:
    """Close a live alert; cards that have not left yet stay."""
    close(case, State.ENDED, uow, now, ending)


def received(case: Case, uow: UnitOfWork) -> list[Delivery]:
    """Everyone whose card left or may have left."""
    return [delivery for delivery in uow.deliveries.of_case(case.id) if delivery.state == "sent"]


def tell_ended(case: Case, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """Per store: not opened, opened at, confirmed; to the store and the secretariat."""
    readers = {account.member_id: account for account in [*secretariat(uow, case), *store_leads(uow, case)]}
    rows = uow.deliveries.of_case(case.id)
    for account in readers.values():
        desk = Desk(account, case, uow, ports, now)
        desk.send(wording.ended(desk, case, rows), topic=f"status:{case.id}")


def remind_stop(cmd: Ring, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-078: who has not confirmed a recall is asked again, and the secretariat told which stores are open."""
    case = uow.cases.get(cmd.case_id or "")
    silent = [delivery for delivery in received(case, uow) if delivery.stop_confirmed_at is None]
    for delivery in silent:
        desk = Desk(delivery.account, case, uow, ports, now)
        desk.send(wording.please_confirm_stop(desk, case), topic=f"stop:{case.id}", urgent=True)
        note(uow, Event.STOP_REMIND, case, delivery.account, now)
    if silent:
        for account in secretariat(uow, case):
            desk = Desk(account, case, uow, ports, now)
            desk.send(wording.ended(desk, case, uow.deliveries.of_case(case.id)), topic=f"status:{case.id}")


def _plan_reminder(case: Case, uow: UnitOfWork, now: datetime) -> None:
    when = now + timedelta(minutes=rules_of(uow, case).recall_reminder_minutes)
    uow.due.plan("remind_stop", f"{case.id}:{when.isoformat()}", when, case_id=case.id)
