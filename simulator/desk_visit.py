"""The desk beside the phones: the secretariat asks its chat for it, and a visitor's browser takes over the session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import httpx

from simulator.browser import Browser
from simulator.phones import Phone

SAYS: Final = "管理画面"
SESSION: Final = "hansho_desk"
"""Of all that the bot gave its browser this alone is handed on: by another one a visitor's own browser is known, and
the pages that they opened from the phones."""

ANSWER: Final = {"ja": "管理画面を開けます", "en": "The way to the desk"}


@dataclass(frozen=True)
class Opened:
    """Where the desk is, and the cookie by which a browser on this machine sits there already; empty: it doesn't."""

    address: str
    session: str


def open_desk(phone: Phone, language: str, browser: Browser) -> Opened:
    """By the same road as anybody: the word in the chat, the link, the button behind it.

    A browser that was never seen while another one is known has to be vouched for in the chat; the visitor opens the
    link in their own, then.

    Raises:
        TimeoutError: the bot gave no link.
    """
    phone.say(SAYS)
    link = phone.wait_for(ANSWER[language]).links[0].partition("?")[0]
    page = browser.visit(link)
    seated = page.is_success and page.url.path == "/desk"
    return Opened(str(httpx.URL(link).join("/desk")), browser.cookies()[SESSION]) if seated else Opened(link, "")
