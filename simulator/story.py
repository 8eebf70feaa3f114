"""A Monday in 半鐘町: one story from a theft to the last erasure, told as it happens."""

from __future__ import annotations

import json
import time
from datetime import datetime
from pathlib import Path

from simulator.act import Act
from simulator.browser import Browser
from simulator.script import AT_THE_TILL, IN_PEACE, REASONS, SECOND_REASONS, TOLD, Said
from simulator.town import ZONE, until_monday, until_opening

PHOTO = Path(__file__).parent / "pictures" / "crossing.jpg"
SUSPECT = (75, 330)
"""The woman with the bag, in pixels of the photograph."""

ERASED = {"case:original:erase": "original", "case:masked:erase": "masked", "case:text:erase": "texts"}
"""The ledger's events of an erasure, and what is told of each."""

WAIT_SECONDS = 20.0
"""For things the bot does by itself, on a busy machine."""


class Story(Act):
    """Acts one to three."""

    def play(self) -> None:
        """Everything, in order; any surprise raises."""
        self.warn()
        self._look()
        self._wrong_alarm()
        self._end()
        self._prove()

    def warn(self) -> None:
        """From the photo to the neighbours' cards."""
        self._report()
        self._approve()
        self._warn()

    def _report(self) -> None:
        reporter = self._phone("P01")
        self.people.wait(seconds=until_opening(self._now()))
        self._tell(None, "open")
        reporter.send_photo(PHOTO.read_bytes())
        self._hears(reporter, "photo")
        self._tell(reporter, "photo")
        link = reporter.open_link(self._label("check"))
        with Browser() as browser:
            browser.pick(link, *SUSPECT)
            self._tell(reporter, "tap")
            browser.confirm(link, part="till", **self._answers(AT_THE_TILL))
            self._tell(reporter, "till")
            browser.answer(link, "peace", **self._answers(IN_PEACE))
            browser.hand_in(link)
        reporter.wait_for("0 / 2")
        self._tell(reporter, "hand in")

    def _approve(self) -> None:
        for code, reasons, told in (("P02", REASONS, "first yes"), ("P03", SECOND_REASONS, "second yes")):
            approver = self._phone(code)
            self._hears(approver, "request")
            link = approver.open_link(self._label("look"))
            with Browser() as browser:
                browser.visit(link)
                browser.picture(link)
                self.people.wait(minutes=1)  # they read it
                browser.answer(link, "judge", **self._judged(reasons))
            self._tell(approver, told)

    def _warn(self) -> None:
        neighbour = self._phone("P09")
        card = self._hears(neighbour, "alert")
        self._tell(neighbour, "sent")
        self.show(str(card))
        far = self._phone("P27")
        if far.inbox():
            raise RuntimeError("the far store got the alert")
        self._tell(far, "far")

    def _look(self) -> None:
        neighbour, reporter = self._phone("P09"), self._phone("P01")
        link = neighbour.open_link(self._label("look"))
        with Browser() as browser:
            browser.visit(link)
            browser.picture(link)
        with Browser() as stranger:
            stranger.visit(link)
        self._hears(neighbour, "other device")
        self._tell(neighbour, "looked")
        neighbour.press(self._label("not me"))
        neighbour.press(self._label("seen"))
        self._hears(reporter, "sighting")
        self._tell(neighbour, "seen")

    def _wrong_alarm(self) -> None:
        doubter, reporter = self._phone("P19"), self._phone("P01")
        doubter.press(self._label("mistake"))
        self._hears(self._phone("P29"), "doubt")
        self._tell(doubter, "doubt")
        reporter.press(self._label("recall"))
        self._hears(reporter, "why")
        reporter.press(self._label("someone else"))
        ended = self._hears(reporter, "ended")
        self._tell(reporter, "recall")
        self.show(str(ended))
        warned = self._phone("P09")
        self._hears(warned, "recalled")
        warned.press(self._label("read"))

    def _end(self) -> None:
        self.people.wait(seconds=until_monday(self._now()))
        secretariat = self._phone("P29")
        digest = self._hears(secretariat, "digest")
        self._tell(secretariat, "monday")
        self.show(str(digest))
        # Long enough for the texts to be erased and for the story's browsers to be strangers: a visitor's own binds.
        self.people.wait(days=31)

    def _prove(self) -> None:
        self._until_erased()
        for entry in self._erasures():
            at = datetime.fromisoformat(entry["at"]).astimezone(ZONE)
            self.show(f"{at:%Y-%m-%d %H:%M}  {self._in(TOLD[ERASED[entry['event']]])}")
        self._tell(None, "erased")
        key = self.bot.run("bot.cli", "keys", "public").strip()
        self.show(self.bot.run("audit", "verify", str(self.bot.ledger), "--key", key).strip())

    def _until_erased(self) -> None:
        """Export the ledger until the texts' erasure stands in it."""
        end = time.monotonic() + WAIT_SECONDS
        while not any(entry["event"] == "case:text:erase" for entry in self._erasures()):
            if time.monotonic() > end:
                raise TimeoutError("the texts were not erased")
            time.sleep(0.5)

    def _erasures(self) -> list[dict[str, str]]:
        self.bot.run("bot.cli", "ledger", "export", str(self.bot.ledger))
        lines = [line for line in self.bot.ledger.read_text().splitlines() if line.startswith("{")]
        entries = [json.loads(line)["entry"] for line in lines]
        return [entry for entry in entries if entry["event"] in ERASED]

    def _judged(self, reasons: dict[str, Said]) -> dict[str, str]:
        """Four times yes, as the page posts it."""
        words = {f"{test}_reason.words": self._in(reason) for test, reason in reasons.items()}
        return dict.fromkeys(reasons, "yes") | words
