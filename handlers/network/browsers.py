"""Which browsers may open an account's links: the first one, and those whose owner says so in the chat."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from audit.event import Event
from handlers import wording
from handlers.case.involved import who
from handlers.commands.chat import ConfirmBrowser, MeetBrowser
from handlers.context import Context
from handlers.errors import NotAllowed
from policy.verdict import N_, Deny

QUESTIONS_AN_HOUR: Final = 3
"""Enough for a new phone, a tablet and a slip."""


def meet_browser(cmd: MeetBrowser, ctx: Context) -> None:
    """R-001: the account's first browser is bound; about any other one its owner is asked in the chat, once.

    Raises:
        NotAllowed: they were asked too often lately.
    """
    account = who(cmd.account_id, ctx)
    browser = ctx.uow.people.bind_browser(account.id, cmd.browser_hash, ctx.now)
    if browser is None:
        return
    if browser.confirmed_at is not None:
        ctx.note(Event.BROWSER_BIND, None, account, browser=browser.id)
        return
    # Whoever got hold of a link must not be able to flood its owner's chat with questions.
    if ctx.uow.people.browsers_asked_about(account.id, ctx.now - timedelta(hours=1)) > QUESTIONS_AN_HOUR:
        raise NotAllowed(Deny("R-001", N_("確認の回数が多すぎます。1時間ほど待つか、いつもの端末で開いてください。")))
    ctx.note(Event.BROWSER_ASK, None, account, browser=browser.id)
    ctx.tell(account, None, wording.general.was_it_you(browser.id), urgent=True)


def confirm_browser(cmd: ConfirmBrowser, ctx: Context) -> None:
    """The owner's yes or no about the second browser."""
    account = who(cmd.account_id, ctx)
    ctx.uow.people.decide_browser(cmd.browser_id, account.id, mine=cmd.mine, now=ctx.now)
    ctx.note(Event.BROWSER_BIND if cmd.mine else Event.BROWSER_REFUSE, None, account, browser=cmd.browser_id)
    ctx.tell(account, None, wording.general.browser_decided(cmd.browser_id, mine=cmd.mine))
