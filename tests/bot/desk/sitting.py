"""Somebody who goes from their chat to the desk."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import httpx

from bot.web.browsers import DESK_COOKIE, browser_hash
from bot.web.links import Signer
from tests.world.in_process import TownInProcess
from tests.world.pages import TRUST
from tests.world.ports import SECRETS


class Browser:
    """Somebody's browser, and the account whose chat gives them the links."""

    def __init__(self, town: TownInProcess, code: str) -> None:
        self.town, self.code = town, code
        self.http = httpx.Client(base_url=town.app.settings.public_url, follow_redirects=True, timeout=90, verify=TRUST)

    def get(self, address: str) -> httpx.Response:
        return self.http.get(address)

    def link(self) -> str:
        """Say 「管理画面」, and copy the link that comes."""
        self.town.say(self.code, "管理画面")
        card = self.town.last(self.code)
        assert card.link is not None, card.title
        link_id = urlsplit(card.link.url).path.rsplit("/", 1)[1]
        return urlsplit(Signer(SECRETS["link_secret"], "").desk(link_id)).path

    def press(self, page: httpx.Response, address: str, **typed: str) -> httpx.Response:
        """Press the button of a form on the page that is sent there, with what was typed into it."""
        return self.http.post(address, data={**hidden(page, address), **typed})

    def prove(self) -> None:
        """As if they had just shown that it is they."""
        with self.town.database.unit_of_work() as uow:
            session = uow.desk_sessions.open(browser_hash(self.desk_cookie()))
            assert session is not None
            session.proven_at = self.town.now
            uow.commit()

    def desk_cookie(self) -> str:
        """What this browser is known by inside."""
        return [one.value or "" for one in self.http.cookies.jar if one.name == DESK_COOKIE][-1]

    def sign_in(self) -> httpx.Response:
        """From the chat to the desk."""
        link = self.link()
        return self.press(self.get(link), f"{link}/open")


def hidden(page: httpx.Response, address: str) -> dict[str, str]:
    """What the form that is sent there brings along by itself."""
    form = re.search(rf'action="{re.escape(address)}"[^>]*>(.*?)</form>', page.text, re.DOTALL)
    assert form, page.text
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="(.*?)">', form[1]))
