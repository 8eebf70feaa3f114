"""A person's browser, for tests and the story: opens a link, presses what is on the page, over HTTP."""

from __future__ import annotations

import html
import re
import time
from typing import Self

import httpx

from simulator.webhook_delivery import LOOPBACK

WAIT_SECONDS = 90.0
"""Masking on a busy machine."""

LOOK_EVERY = 0.2

STORE = re.compile(r'name="store" value="([^"]*)"')
HIDDEN = re.compile(r'type="hidden" name="(\w+)" value="([^"]*)"')
SHOWN = re.compile(r'data-shown="([^"]*)"')
STILL = re.compile(r'src="[^"]*/(picture\?original=1&amp;still=\d)"')


class Browser:
    """One browser with its own cookies.

    Args:
        through: What carries its requests, such as a proxy; None: straight to the server.
    """

    def __init__(self, through: httpx.BaseTransport | None = None) -> None:
        self._client = httpx.Client(
            follow_redirects=True, timeout=60, trust_env=False, verify=LOOPBACK, transport=through
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close its connections."""
        self._client.close()

    def visit(self, link: str) -> httpx.Response:
        """Open a link and press what the page asks for: 「開く」, and that the number was the same."""
        page = self._client.get(link)
        for action in ("open", "known"):
            if page.is_success and f'"{_path(link)}/{action}"' in page.text:
                page = self._post(link, action, page.text)
        return page

    def read(self, address: str) -> str:
        """Any other page."""
        return self._client.get(address).raise_for_status().text

    def fill(self, address: str, action: str, **fields: str | list[str]) -> httpx.Response:
        """Fill in the form of a page that is sent to ``action`` (a path), and send it with what is hidden in it.

        Raises:
            LookupError: the page has no such form.
            httpx.HTTPStatusError: it was not taken.
        """
        page = self.read(address)
        form = re.search(rf'<form [^>]*action="({re.escape(action)}(?:\?[^"]*)?)".*?</form>', page, re.DOTALL)
        if form is None:
            raise LookupError(f"no form for {action} on the page")
        target = httpx.URL(address).join(html.unescape(form[1]))
        data = {**dict(HIDDEN.findall(form[0])), **fields}
        origin = f"{target.scheme}://{target.netloc.decode()}"
        return self._client.post(target, data=data, headers={"origin": origin}).raise_for_status()

    def cookies(self) -> dict[str, str]:
        """What it is known by."""
        return {cookie.name: cookie.value or "" for cookie in self._client.cookies.jar}

    def picture(self, link: str, query: str = "") -> httpx.Response:
        """The picture on the page."""
        return self._client.get(f"{link}/picture{query}")

    def choose_still(self, link: str, number: int) -> list[httpx.Response]:
        """Wait for a video's scenes, look at all of them, take one; returns what was looked at."""
        page = self._settled(link)
        looked = [self._client.get(f"{link}/{html.unescape(query)}") for query in STILL.findall(page)]
        self._post(link, "still", page, still=str(number))
        return looked

    def pick(self, link: str, x: int, y: int) -> str:
        """Wait for the numbered people, tap at a point (pixels), wait for the result; returns the page."""
        page = self._settled(link)
        return self._settled(link, self._post(link, "pick", page, x=str(x), y=str(y)).text)

    def confirm(self, link: str, **answers: str) -> httpx.Response:
        """Confirm the masked picture on the page, with what is answered below it."""
        page = self.visit(link).text
        return self._post(link, "confirm", page, sha256=_value(page, "sha256"), **answers)

    def answer(self, link: str, part: str, **answers: str) -> httpx.Response:
        """Send one part of the form on the page."""
        page = self.visit(link).text
        return self._post(link, "answer", page, part=part, binding=_value(page, "binding", ""), **answers)

    def hand_in(self, link: str) -> httpx.Response:
        """Press 「承認者へ送る」 on the page."""
        return self._post(link, "submit", self.visit(link).text)

    def tick_all(self, link: str) -> str:
        """An approver agrees to every store on the page, the far ones too; returns the page as it was."""
        page = self.visit(link).text
        form = re.findall(r'name="form" value="([^"]*)" checked', page)[0]
        self._post(link, "narrow", page, binding=_value(page, "binding"), form=form, store=STORE.findall(page))
        return page

    def _settled(self, link: str, page: str = "") -> str:
        """The page once there is something to do on it; ``page``: as it is already there."""
        end, page = time.monotonic() + WAIT_SECONDS, page or self.visit(link).text
        while "form_token" not in page:
            if time.monotonic() > end:
                raise TimeoutError(f"the page did not settle:\n{page}")
            time.sleep(LOOK_EVERY)
            if not self._stands(link, page):
                page = self.visit(link).text
        return page

    def _stands(self, link: str, page: str) -> bool:
        """Whether nothing has changed, asked for in a few bytes, as the page's own script does."""
        shown = SHOWN.search(page)
        answer = self._client.get(f"{link}/state", headers={"accept": "application/json"})
        return shown is not None and answer.is_success and bool(answer.json()["shown"] == shown[1])

    def _post(self, link: str, action: str, page: str, **fields: str | list[str]) -> httpx.Response:
        host = httpx.URL(link)
        origin = f"{host.scheme}://{host.netloc.decode()}"
        data = {"form_token": _value(page, "form_token"), **fields}
        return self._client.post(f"{link}/{action}", data=data, headers={"origin": origin})


def _path(link: str) -> str:
    return httpx.URL(link).path


def _value(page: str, name: str, otherwise: str | None = None) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    if found is None and otherwise is not None:
        return otherwise
    if found is None:
        raise LookupError(f"no {name} on the page")
    return found[1]
