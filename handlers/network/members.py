"""Enrolling an account, losing touch with it, a second browser, and leaving."""

from __future__ import annotations

from datetime import datetime

from audit.event import Event
from handlers import wording
from handlers.alert.failover import call_colleagues, follow_to_other_account
from handlers.case.people import who
from handlers.case.record import note
from handlers.commands.chat import AskForBrowser, ConfirmBrowser, Enrol, LoseTouch
from handlers.errors import WrongCode
from handlers.ports import Ports
from handlers.recipient import Desk
from storage.tables import Member
from storage.unit_of_work import UnitOfWork


def enrol(cmd: Enrol, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """Tie the account to the member whose one-time code it is; one person may have several accounts (R-113).

    Raises:
        WrongCode: unknown, used or expired.
    """
    account = uow.people.enrol(cmd.code, cmd.platform, cmd.external_id, now)
    if account is None:
        raise WrongCode
    uow.ledger.append(Event.ACCOUNT_ENROL, at=now, actor=account.member_id, details={"account": account.id})
    desk = Desk(account, None, uow, ports, now)
    desk.send(wording.welcome(desk), topic="help")


def lose_touch(cmd: LoseTouch, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """The person blocked the bot, or took it back: cards go to their other account, or to the next contact."""
    account = who(uow, cmd.account_id)
    uow.people.mark_blocked(account.id, now if cmd.blocked else None)
    event = Event.ACCOUNT_BLOCK if cmd.blocked else Event.ACCOUNT_UNBLOCK
    uow.ledger.append(event, at=now, actor=account.member_id, details={"account": account.id})
    if cmd.blocked:
        follow_to_other_account(account, uow, ports, now)
        call_colleagues(account.member, uow, ports, now)
    else:
        desk = Desk(account, None, uow, ports, now)
        desk.send(wording.help_card(desk), topic="help")


def ask_for_browser(cmd: AskForBrowser, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-001: a second browser opened this account's link; the chat decides whether that was its owner."""
    account = who(uow, cmd.account_id)
    uow.ledger.append(Event.BROWSER_ASK, at=now, actor=account.member_id, details={"browser": cmd.browser_id})
    desk = Desk(account, None, uow, ports, now)
    desk.send(wording.was_it_you(desk, cmd.browser_id), topic=f"browser:{cmd.browser_id}", urgent=True)


def confirm_browser(cmd: ConfirmBrowser, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """The owner's yes or no about the second browser."""
    account = who(uow, cmd.account_id)
    mine = cmd.mine == "yes"
    uow.people.decide_browser(cmd.browser_id, account.id, mine=mine, now=now)
    event = Event.BROWSER_BIND if mine else Event.BROWSER_REFUSE
    uow.ledger.append(event, at=now, actor=account.member_id, details={"browser": cmd.browser_id})
    desk = Desk(account, None, uow, ports, now)
    desk.send(wording.browser_decided(desk, mine=mine), topic=f"browser:{cmd.browser_id}")


def leave(member: Member, uow: UnitOfWork, ports: Ports, now: datetime) -> None:
    """R-005, R-063: a leaver's accounts, browsers and links die at once, and so does what was on its way to them.

    A store that nobody else watches for is called through its second contact.
    """
    uow.people.leave(member, now)
    for case in uow.cases.live_in(member.network_id):
        for delivery in uow.deliveries.of_case(case.id):
            if delivery.member_id == member.id and delivery.state == "queued":
                delivery.state = "withheld"
                note(uow, Event.DELIVERY_WITHHOLD, case, None, now, store=delivery.store_id, reason="policy")
    call_colleagues(member, uow, ports, now)
    uow.ledger.append(Event.MEMBER_LEAVE, at=now, actor=member.id, details={})
