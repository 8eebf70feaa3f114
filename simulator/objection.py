"""Act four: the person in the picture scans the poster and objects; it goes dark, is decided on, and answered.

In between the bot dies, and is started again.
"""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urljoin, urlsplit

from simulator.act import Act, Bot
from simulator.browser import Browser
from simulator.desk_visit import open_desk
from simulator.phones import Phone
from simulator.script import ANSWERED, OBJECTED
from simulator.story import Story
from simulator.town import ZONE

OFFICE: Final = "P29"
SHOP: Final = "H01"

DARK_SECONDS: Final = 60.0
"""So long after the objection the picture is gone from every neighbour's page, though the bot died in between; so long
after the decision every neighbour, and the person, have been told."""

LOOK_EVERY: Final = 1.5
"""Seconds between two looks: from one address an answer may be looked at sixty times an hour."""

CODE: Final = re.compile(rb"/URI ?\(([^)]*)\)")
"""In the poster's file: where its QR code leads, for whoever presses it on a screen."""

RECEIPT: Final = re.compile(r"<dd>([A-Z0-9-]+)</dd>")
REACHED: Final = re.compile(r"<dd>(\d+)(?: / | of )(\d+)(?: 店| shops)</dd>")


def poster(bot: Bot) -> bytes:
    """What hangs at the shop's entrance, as it is printed."""
    printed = bot.run("bot.cli", "notices", "print", str(bot.ledger.parent / "posters"), "--store", SHOP)
    return next(Path(name) for name in printed.splitlines() if "poster-" in name).read_bytes()


class Neighbour(NamedTuple):
    """Somebody with the alert open in front of them."""

    phone: Phone
    link: str
    browser: Browser


class Objection(Act):
    """In a town of its own, or after the other acts."""

    def play(self) -> None:
        """Everything, in order; any surprise raises. Nothing where no poster can be printed, for want of letters."""
        try:
            sheet = poster(self.bot)
        except subprocess.CalledProcessError:
            self._tell(None, "unprinted")
            return
        Story(self.people, self.language, lambda *_: None, lambda _: None, self.bot).warn()
        self._tell(None, "again")
        with ExitStack() as stack:
            neighbours = [self._looking(phone, stack) for phone in self._warned()]
            person = stack.enter_context(Browser())
            address = self._scan(sheet)
            objected_at = self._now()
            number, secret = self._object(person, address)
            self.bot.restart()
            for step in ("receipt", "restarted"):
                self._tell(None, step)
            for one in neighbours:
                self._until(objected_at, partial(self._is_dark, one), "dark")
            self._tell(neighbours[0].phone, "dark")
            decided_at = self._decide(number, stack.enter_context(Browser()))
            for one in neighbours:
                self._in_time(decided_at, self._hears(one.phone, "recalled").at, "taken back")
            self._tell(neighbours[0].phone, "taken back")
            self._read(person, address, number, secret, decided_at)

    def _warned(self) -> list[Phone]:
        """Whoever has this act's card."""
        since = self.people.read_until
        return [
            phone
            for phone in self.people.phones()
            if any(m.revision > since and self._label("alert", phone) in str(m) for m in phone.inbox())
        ]

    def _looking(self, phone: Phone, stack: ExitStack) -> Neighbour:
        browser, link = stack.enter_context(Browser()), phone.open_link(self._label("look", phone))
        browser.visit(link)
        if not browser.picture(link).is_success:
            raise RuntimeError(f"{phone.name} does not see the picture")
        return Neighbour(phone, link, browser)

    def _scan(self, sheet: bytes) -> str:
        """Where the poster leads."""
        scanned = CODE.search(sheet)
        if scanned is None:
            raise RuntimeError("the poster has no code")
        self._tell(None, "scan")
        return scanned[1].decode()

    def _object(self, person: Browser, address: str) -> tuple[str, str]:
        """The form of that page; returns what the receipt says: number and secret."""
        at = datetime.fromtimestamp(self._now(), ZONE)
        said = {"wish": "wish_rebuttal", "day": f"{at:%Y-%m-%d}", "hour": str(at.hour), "words": self._in(OBJECTED)}
        action = f"{urlsplit(address).path}/ask"
        receipt = person.fill(f"{urljoin(address, action)}?lang={self.language}", action, **said)
        number, secret = RECEIPT.findall(receipt.text)
        return number, secret

    @staticmethod
    def _is_dark(one: Neighbour) -> bool:
        return one.browser.picture(one.link).status_code == HTTPStatus.NOT_FOUND

    def _decide(self, number: str, browser: Browser) -> float:
        """The secretariat hears of it in the chat, reads it at the desk, and takes the alert back; returns when."""
        office = self._phone(OFFICE)
        self._hears(office, "objected")
        self._tell(office, "objected")
        desk = open_desk(office, self.language, browser)
        one = urljoin(desk.address, f"/desk/requests/{number}")
        page = f"{one}?purpose=look_to_answer"
        cases = re.findall(r'name="cases" value="([^"]+)"', browser.read(page))
        answered = {"decided": "decided_granted", "reason": "paid", "words": self._in(ANSWERED)}
        decided_at = self._now()
        browser.fill(page, urlsplit(f"{one}/decide").path, cases=cases, **answered)
        self._tell(office, "decided")
        return decided_at

    def _read(self, person: Browser, address: str, number: str, secret: str, decided_at: float) -> None:
        """The answer, once it says that all who had the alert were told."""
        page = urljoin(address, f"/r/answer?number={number}&lang={self.language}")
        read = ""

        def all_told() -> bool:
            nonlocal read
            read = person.fill(page, "/r/answer", number=number, secret=secret).text
            reached = REACHED.search(read)
            return self._in(ANSWERED) in read and reached is not None and reached[1] == reached[2]

        self._until(decided_at, all_told, "told")
        self._tell(None, "answer")

    def _until(self, since: float, look: Callable[[], bool], what: str) -> None:
        """As long after that moment as the town's clock allows.

        Raises:
            TimeoutError: it took longer.
        """
        while not look():
            self._in_time(since, self._now(), what)
            time.sleep(LOOK_EVERY)

    @staticmethod
    def _in_time(since: float, at: float, what: str) -> None:
        if at > since + DARK_SECONDS:
            raise TimeoutError(f"{DARK_SECONDS:.0f} s later it was not {what} everywhere")
