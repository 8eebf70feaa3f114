"""Ending an alert: all-clear, recall, correction, expiry, and the neighbours' confirmations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from audit.event import Event
from handlers import wording
from handlers.case.people import facts, reachable, secretariat, store_leads, who
from handlers.case.record import note, require, rules_of
from handlers.case.sealed import keep_correction
from handlers.case.tally import tally
from handlers.commands.chat import AllClear, ConfirmStop, KeepWatching, Ring
from handlers.ports import Ports
from handlers.recipient import CAN_REDRAW, Desk
from handlers.retention.close import close
from policy import access
from policy.facts import Role
from policy.states import State
from policy.verdict import N_, Deny, Verdict
from storage.tables import Account, Case, Delivery
from storage.unit_of_work import UnitOfWork

MOST_REMINDERS: Final = 6
"""An hour at ten minutes each; then the secretariat has the list of silent stores and the telephone."""


def may_end(account: Account, case: Case, uow: UnitOfWork, now: datetime) -> Verdict:
    """R-125: the reporting store and the secretariat may end a live alert."""
    if case.state != State.LIVE:
        return Deny("R-078", N_("この警戒情報はもう終了しています。"))
    return access.may_stop(facts(uow, account.member), store_id=case.store_id, network_id=case.network_id, now=now)


def may_begin(account: Account, case: Case, binding: str, uow: UnitOfWork, now: datetime) -> Verdict:
    """R-078, R-096: an alert can be called back after its end too, since people remember what they read."""
    if not _still_read(case):
        return Deny("R-078", N_("この警戒情報はもう終了しています。"))
    return access.may_recall(facts(uow, account.member), store_id=case.store_id, network_id=case.network_id, now=now)


def may_begin_correcting(account: Account, case: Case, binding: str, uow: UnitOfWork, now: datetime) -> Verdict:
    """R-049: a correction is new text to everyone, so it takes an approver of the store or the secretariat."""
    if not _still_read(case):
        return Deny("R-078", N_("この警戒情報はもう終了しています。"))
    return access.may_correct(facts(uow, account.member), store_id=case.store_id, network_id=case.network_id, now=now)


def _still_read(case: Case) -> bool:
    """Live, or ended otherwise than by a recall and not erased yet."""
    return case.state == State.LIVE or (case.state == State.ENDED and case.ending != "recall")


def all_clear(cmd: AllClear, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """The danger is over: everybody who got the alert hears it, and the links die."""
    account = who(uow, cmd.account_id)
    case = uow.cases.locked(cmd.case_id)
    require(may_end(account, case, uow, now))
    close(case, State.ENDED, uow, now, "all_clear")
    note(uow, Event.ALERT_ALL_CLEAR, case, account, now)
    for reader in readers(received(case, uow), uow):
        desk = Desk(reader, case, uow, ports, now)
        desk.send(wording.all_clear(desk, case), topic=f"alert:{case.id}")
    tell_tally(case, uow, ports, now)


def recall(account: Account, case: Case, answers: dict[str, str], uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-078: dead at once for everybody; each who got it is told and confirms, and the store sees who looked."""
    case = uow.cases.locked(case.id)
    require(may_begin(account, case, "", uow, now))
    if case.state == State.LIVE:
        close(case, State.ENDED, uow, now, "recall")
    case.ending = "recall"
    note(uow, Event.ALERT_RECALL, case, account, now, reason=answers["reason"])
    rows = _ask_anew(case, uow)
    for reader in readers(rows, uow):
        desk = Desk(reader, case, uow, ports, now)
        if desk.can_redraw:
            desk.send(wording.alert_gone(desk, case), topic=f"alert:{case.id}", urgent=True)
        desk.send(wording.recalled(desk, case, answers["reason"]), topic=f"stop:{case.id}", urgent=True)
    _plan_reminder(case, 1, uow, now)
    tell_tally(case, uow, ports, now)


def correct(
    account: Account, case: Case, answers: dict[str, str], uow: UnitOfWork, ports: Ports, now: datetime
) -> None:
    """R-049, R-078: a correction under the same number reaches everyone who got the alert; each confirms."""
    case = uow.cases.locked(case.id)
    require(may_begin_correcting(account, case, "", uow, now))
    keep_correction(uow, case, answers["text"], now)
    note(uow, Event.ALERT_CORRECT, case, account, now)
    for reader in readers(_ask_anew(case, uow), uow):
        desk = Desk(reader, case, uow, ports, now)
        desk.send(wording.corrected(desk, case, answers["text"]), topic=f"stop:{case.id}", urgent=True)
    for delivery in on_their_way(case, uow):
        desk = Desk(delivery.account, case, uow, ports, now)
        # Not urgent, so that it follows the card it corrects.
        desk.send(wording.corrected(desk, case, answers["text"]), topic=f"stop:{case.id}")
    _plan_reminder(case, 1, uow, now)
    desk = Desk(account, case, uow, ports, now)
    desk.send(wording.correction_sent(desk, case), topic=f"status:{case.id}")


def confirm_stop(cmd: ConfirmStop, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-078: a neighbour confirms having seen the recall or correction; the store's tally is redrawn."""
    account = who(uow, cmd.account_id)
    case = uow.cases.locked(cmd.case_id)
    theirs = _theirs(account, case, uow)
    if not theirs:
        require(Deny("R-078", N_("この警戒情報の配信先に入っていません。")))
    silent = [delivery for delivery in theirs if delivery.stop_confirmed_at is None]
    for delivery in silent:
        delivery.stop_confirmed_at = now
        note(uow, Event.STOP_CONFIRM, case, account, now, store=delivery.store_id)
    desk = Desk(account, case, uow, ports, now)
    desk.send(wording.stop_confirmed(desk), topic=f"stop:{case.id}")
    if silent and all(d.stop_confirmed_at for d in received(case, uow)):
        tell_tally(case, uow, ports, now)


def keep_watching(cmd: KeepWatching, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """The danger is not over: the alert runs to its end, no longer (R-043)."""
    account = who(uow, cmd.account_id)
    case = uow.cases.get(cmd.case_id)
    require(may_end(account, case, uow, now))
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
    close(case, State.ENDED, uow, now, "expiry")
    note(uow, Event.ALERT_EXPIRE, case, None, now)
    for reader in readers(received(case, uow), uow):
        desk = Desk(reader, case, uow, ports, now)
        if desk.can_redraw:
            desk.send(wording.alert_gone(desk, case), topic=f"alert:{case.id}")
    tell_tally(case, uow, ports, now)


def received(case: Case, uow: UnitOfWork) -> list[Delivery]:
    """Everyone whose card left, or may have: whose fate nobody knows hears of the stop too (R-078)."""
    return [delivery for delivery in uow.deliveries.of_case(case.id) if delivery.state in ("sent", "unknown")]


def on_their_way(case: Case, uow: UnitOfWork) -> list[Delivery]:
    """Everyone whose card is still to leave, or leaving."""
    return [delivery for delivery in uow.deliveries.of_case(case.id) if delivery.state == "queued"]


def readers(rows: Sequence[Delivery], uow: UnitOfWork) -> list[Account]:
    """R-078: where each can be told now: the same account, another of theirs, or else their store's contacts."""
    found: dict[str, Account] = {}
    for delivery in rows:
        used = delivery.account
        other = used if used.revoked_at is None and used.blocked_at is None else None
        other = other or uow.people.preferred_account(used.member)
        store = uow.people.at_store(delivery.store_id, (Role.CONTACT, Role.SECOND_CONTACT))
        for account in [other] if other else reachable(uow, store):
            found[account.id] = account
    return list(found.values())


def tell_tally(case: Case, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """Per store: not opened, opened at, confirmed; to all who hold a card with buttons to stop it."""
    asked = reachable(uow, [uow.people.member(request.member_id) for request in uow.cases.requests(case.id)])
    holders = [account for account in asked if account.platform in CAN_REDRAW]
    people = {account.member_id: account for account in [*holders, *secretariat(uow, case), *store_leads(uow, case)]}
    _show_tally(list(people.values()), case, uow, ports, now)


def remind_stop(cmd: Ring, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-078: who has not confirmed is asked again, and the secretariat told which stores are open."""
    case = uow.cases.locked(cmd.case_id or "")
    silent = [delivery for delivery in received(case, uow) if delivery.stop_confirmed_at is None]
    for reader in readers(silent, uow):
        desk = Desk(reader, case, uow, ports, now)
        desk.send(wording.please_confirm_stop(desk, case), topic=f"stop:{case.id}", urgent=True)
        note(uow, Event.STOP_REMIND, case, reader, now)
    if silent:
        _show_tally(secretariat(uow, case), case, uow, ports, now, reminding=True)
        _plan_reminder(case, int(cmd.arguments["round"]) + 1, uow, now)


def _show_tally(
    people: list[Account], case: Case, uow: UnitOfWork, ports: Ports, now: datetime, *, reminding: bool = False
) -> None:
    stores = tally(case, uow)
    for account in people:
        desk = Desk(account, case, uow, ports, now)
        if case.state == State.LIVE:
            desk.send(wording.status(desk, case, stores), topic=f"status:{case.id}")
            continue
        if desk.can_redraw:
            desk.send(wording.alert_gone(desk, case), topic=f"status:{case.id}")
        desk.send(wording.ended(desk, case, stores, reminding=reminding), topic=f"ended:{case.id}")


def _ask_anew(case: Case, uow: UnitOfWork) -> list[Delivery]:
    """Who confirmed something earlier has yet to confirm this."""
    rows = received(case, uow)
    for delivery in rows:
        delivery.stop_confirmed_at = None
    return rows


def _theirs(account: Account, case: Case, uow: UnitOfWork) -> list[Delivery]:
    """What this person got, and what their store's people got who can't be reached any more."""
    stores = {role.store_id for role in account.member.roles if role.role in (Role.CONTACT, Role.SECOND_CONTACT)}
    return [
        delivery
        for delivery in received(case, uow)
        if delivery.member_id == account.member_id
        or (delivery.store_id in stores and uow.people.preferred_account(delivery.account.member) is None)
    ]


def _plan_reminder(case: Case, number: int, uow: UnitOfWork, now: datetime) -> None:
    if number > MOST_REMINDERS:
        return
    when = now + timedelta(minutes=rules_of(uow, case).recall_reminder_minutes)
    arguments = {"round": str(number)}
    uow.due.cancel(case.id, ("remind_stop",))
    uow.due.plan("remind_stop", f"{case.id}:{when.isoformat()}", when, case_id=case.id, arguments=arguments)
