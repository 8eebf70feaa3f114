"""Each month the desk is tried from outside: somebody opens the public page, asks, and reads how it stands (R-076)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Final

import httpx

from bot.settings import Settings
from bot.web.links import Signer
from bot.web.public.facts import HOME
from handlers.commands.rights import NoteTrial
from handlers.rights.trial import WORDS
from policy.rights import Wish
from storage.tables import DueWork

ASK: Final = f"{HOME}/ask"
ANSWER: Final = f"{HOME}/answer"
PATIENCE: Final = 10.0
"""Seconds for one page; a person would have turned away."""

HIDDEN: Final = re.compile(r'type="hidden" name="(\w+)" value="([^"]*)"')
RECEIPT: Final = re.compile(r"<dd>([A-Z0-9-]+)</dd>")
"""Number and secret."""


class DoorShut(Exception):
    """A public page did not answer as it should; whoever wants to ask something can't. Tried again, and told."""


Visit = Callable[[], httpx.Client]


class Trial:
    """One visit; ``visit``: how the public pages are reached, by default as people outside reach them."""

    def __init__(self, settings: Settings, visit: Visit | None) -> None:
        self._signer = Signer(settings.link_secret.get_secret_value(), settings.public_url)
        self._visit = visit or partial(httpx.Client, base_url=settings.public_url, timeout=PATIENCE, trust_env=False)

    def send(self, work: DueWork) -> NoteTrial:
        """R-032, R-076, L107, L157: form, receipt and answer page, over HTTP; once a month, however often it is tried.

        Raises:
            DoorShut: one of the pages isn't there, or isn't what it should be.
            httpx.HTTPError: the address can't be reached.
        """
        page = f"trial-{work.arguments['month']}"
        with self._visit() as door:
            self._look_at_form(door)
            token = self._signer.form_token(ASK, page)
            posted = {"page": page, "token": token, "wish": Wish.QUESTION.value, "words": WORDS}
            taken = door.post(ASK, data=posted)
            if taken.status_code != HTTPStatus.CONFLICT:  # else it came in before, and we were ended before we noted it
                self._look_at_answer(door, taken)
        return NoteTrial(hashlib.sha256(page.encode()).hexdigest())

    def _look_at_form(self, door: httpx.Client) -> None:
        form = door.get(ASK, params={"lang": "ja"})
        given = dict(HIDDEN.findall(form.text))
        if form.status_code != HTTPStatus.OK or not self._signer.owns_form(
            ASK, given.get("page", ""), given.get("token", "")
        ):
            raise DoorShut(ASK)

    def _look_at_answer(self, door: httpx.Client, taken: httpx.Response) -> None:
        receipt = RECEIPT.findall(taken.text)
        if taken.status_code != HTTPStatus.OK or len(receipt) != len(("number", "secret")):
            raise DoorShut(ASK)
        number, secret = receipt
        answer = door.post(ANSWER, data={"number": number, "secret": secret})
        if answer.status_code != HTTPStatus.OK or number not in answer.text:
            raise DoorShut(ANSWER)
