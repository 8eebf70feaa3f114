"""Which browsers may open an account's links, and how all of them end (R-001, R-063)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from audit.event import Event
from handlers import wording
from handlers.case.involved import in_use, reachable, who
from handlers.case.told import told
from handlers.commands.chat import ConfirmBrowser, EndBrowsers
from handlers.commands.office import LockMember
from handlers.commands.pages import MeetBrowser, SeeBrowser
from handlers.context import Context
from handlers.errors import LinkOver, NotAllowed, NotFound, UnknownButton
from handlers.network.seats import sits_in
from policy.facts import Role
from policy.states import CLOSED
from policy.verdict import N_, Deny
from storage.browsers import Device
from storage.tables import Account, Browser, Member

QUESTIONS_AN_HOUR: Final = 3
"""Enough for a new phone, a tablet and a slip."""

MOST_LINKS: Final = 5
"""Cards that fit a phone's screen."""


def meet_browser(cmd: MeetBrowser, ctx: Context) -> None:
    """R-001, R-063: the account's first browser is bound, and its owner hears of it; about another one they are asked.

    Raises:
        LinkOver: it ended while its page was open.
        NotAllowed: they were asked too often lately.
    """
    account = who(cmd.account_id, ctx)
    meet(account, cmd.came_as, cmd.given, cmd.device, ctx)
    # Only now that the account is ours: whoever said "no" meanwhile has ended this link too.
    link = ctx.uow.links.get(cmd.link_id)
    if link is None or link.account_id != account.id or link.revoked_at is not None or link.expires_at <= ctx.now:
        raise LinkOver


def meet(account: Account, came_as: str, given: str, device: Device, ctx: Context) -> None:
    """The same for whatever link it came by.

    Raises:
        NotAllowed: the owner was asked too often lately.
    """
    browser = ctx.uow.people.meet_browser(account.id, came_as, given, device, ctx.now)
    if browser is None:
        return
    if browser.confirmed_at is not None:
        ctx.note(Event.BROWSER_BIND, None, account, browser=browser.id)
        ctx.tell(account, None, wording.browser.bound(browser), urgent=True)
        return
    # Whoever got hold of a link must not be able to flood its owner's chat with questions.
    if ctx.uow.people.browsers_asked_about(account.id, ctx.now - timedelta(hours=1)) > QUESTIONS_AN_HOUR:
        raise NotAllowed(Deny("R-001", N_("確認の回数が多すぎます。1時間ほど待つか、いつもの端末で開いてください。")))
    ctx.note(Event.BROWSER_ASK, None, account, browser=browser.id)
    ctx.tell(account, None, wording.browser.was_it_you(browser), urgent=True)


def meet_by_key(account: Account, came_as: str, given: str, device: Device, ctx: Context) -> Browser:
    """R-001, R-063: what a key of theirs was used in needs no yes in the chat; of a new one they hear there."""
    browser = ctx.uow.people.meet_browser(account.id, came_as, given, device, ctx.now)
    if browser is None:
        browser = ctx.uow.people.browser(account.id, given, ctx.now)
    if browser is None:
        raise NotFound
    if browser.confirmed_at is None or browser.confirmed_at == browser.asked_at == ctx.now:
        browser.confirmed_at = ctx.now
        ctx.note(Event.BROWSER_BIND, None, account, browser=browser.id)
        ctx.tell(account, None, wording.browser.bound(browser), urgent=True)
    return browser


def see_browser(cmd: SeeBrowser, ctx: Context) -> None:
    """It came back, and so is not idle; the number is shown until somebody there has read it."""
    browser = ctx.uow.people.own_browser(cmd.browser_id, cmd.account_id, ctx.now)
    if browser is None:
        return
    ctx.uow.people.see_browser(browser, ctx.now)
    if cmd.read:
        browser.number_read_at = ctx.now


def confirm_browser(cmd: ConfirmBrowser, ctx: Context) -> None:
    """R-001, R-063: the owner's yes lets another browser in; a "no" ends them all, since a link is in other hands.

    Raises:
        UnknownButton: a yes to a question that is over.
    """
    account = who(cmd.account_id, ctx)
    browser = ctx.uow.people.own_browser(cmd.browser_id, account.id, ctx.now)
    if cmd.mine:
        if browser is None:
            raise UnknownButton
        if browser.confirmed_at is None:
            browser.confirmed_at = ctx.now
            ctx.note(Event.BROWSER_BIND, None, account, browser=browser.id)
        ctx.tell(account, None, wording.browser.let_in(browser))
        return
    if browser is None:
        ctx.tell(account, None, wording.browser.gone())
        return
    ctx.note(Event.BROWSER_REFUSE, None, account, browser=browser.id)
    office = ctx.uow.people.for_network(account.member.network_id, [Role.SECRETARIAT])
    for reader in reachable([one for one in office if one.id != account.member_id], ctx):
        ctx.tell(reader, None, wording.browser.opened_by_another(browser, account.member.code), urgent=True)
    _end([account], account.member, ctx)


def show_browsers(account: Account, ctx: Context) -> None:
    """R-063: 「端末」: which browsers may open one's pages, with the button that ends them."""
    browsers = [row for own in in_use(account.member) for row in ctx.uow.people.browsers(own.id, ctx.now)]
    ctx.tell(account, None, wording.browser.listed(browsers, sits_in(account.member, ctx)))


def end_browsers(cmd: EndBrowsers, ctx: Context) -> None:
    """R-063: 「端末をすべて解除」: on every account of the person."""
    account = who(cmd.account_id, ctx)
    _end(in_use(account.member), account.member, ctx)


def lock_member(cmd: LockMember, ctx: Context) -> None:
    """R-063: the same at a terminal.

    Raises:
        NotFound: nobody has this code, or no account.
    """
    member = ctx.uow.people.by_code(ctx.uow.stores.the_network().id, cmd.code)
    if member is None or not in_use(member):
        raise NotFound
    _end(in_use(member), None, ctx)


def _end(accounts: Iterable[Account], by: Member | None, ctx: Context) -> None:
    """Every door is shut, and the owner gets new keys: links that bind the browser they are opened in, anew."""
    for account in accounts:
        lost = ctx.uow.links.open_of(account.id, ctx.now)
        count = ctx.uow.people.close_doors(account, ctx.now)
        ctx.note(Event.BROWSER_END, None, by, account=account.id, browsers=count)
        ctx.tell(account, None, wording.browser.all_ended(count), urgent=True)
        for link in lost[-MOST_LINKS:]:
            case = ctx.uow.cases.get(link.case_id)
            if case.state not in CLOSED:
                ctx.tell(account, case, wording.browser.new_link(told(case, ctx), link.purpose, link.expires_at))
