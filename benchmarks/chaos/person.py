"""Somebody with a phone who answers what it asks, and does it again if nothing came of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
from fastapi import HTTPException

from simulator.browser import Browser
from simulator.control import Simulator
from simulator.screen import buttons, words
from simulator.world import Account, Bubble

LOOK_EVERY: Final = 0.5
AGAIN_SECONDS: Final = 20.0
"""After so long without an answer a person tries once more."""

STATUS_SECONDS: Final = 60.0
"""After so long with nothing new they send 「状況」, as they are told to."""

PATIENCE: Final = 600.0
"""Nothing new for so long is a failure: leases, pauses and freezes all together are shorter."""


class Stuck(Exception):
    """The person gave up; says at what."""


@dataclass
class Person:
    """One phone, by the simulator's own hand."""

    sim: Simulator
    account: Account
    _tried: dict[tuple[str, int], float] = field(default_factory=dict)
    _heard: set[str] = field(default_factory=set)

    def act(self, action: str, **arguments: Any) -> bool:
        """Do it; False if it can't be done now."""
        try:
            self.sim.act(self.account.user_id, action, arguments)
        except HTTPException:
            return False
        return True

    def say(self, text: str) -> None:
        """Type and send."""
        self.act("say", text=text)

    def standing(self) -> list[Bubble]:
        """The bot's messages, newest first."""
        with self.sim.world.lock:
            return [b for b in reversed(self.sim.world.chats[self.account.user_id]) if not b.mine and not b.removed]

    def answer(
        self,
        answers: Mapping[str, Callable[[Bubble], bool]],
        done: Callable[[], bool],
        what: str,
        anew: Callable[[], bool] = lambda: False,
    ) -> None:
        """Whatever the newest message that is known asks, until it is ``done``; where nothing new comes for a while,
        they begin ``anew`` if they can, or ask how things stand.

        Raises:
            Stuck: it asked nothing that it had not asked before, for too long.
        """
        heard, heard_at = len(self._heard), time.monotonic()
        asked_at = heard_at
        while not done():
            now = time.monotonic()
            if len(self._heard) > heard:
                heard, heard_at, asked_at = len(self._heard), now, now
            if now - heard_at > PATIENCE:
                newest = [words(bubble.raw).splitlines()[:1] for bubble in self.standing()[:3]]
                raise Stuck(f"{self.account.code} ({self.account.platform}) at {what}: {newest}")
            self._answer_newest(answers)
            if now - asked_at > STATUS_SECONDS:
                if not anew():
                    self.say("状況")
                asked_at = now
            time.sleep(LOOK_EVERY)

    def _answer_newest(self, answers: Mapping[str, Callable[[Bubble], bool]]) -> None:
        for bubble in self.standing():
            text = words(bubble.raw)
            found = next((deed for asked, deed in answers.items() if asked in text), None)
            if found is None:
                continue
            self._heard.add(text)
            message, now = (bubble.id, bubble.revision), time.monotonic()
            if now - self._tried.get(message, -AGAIN_SECONDS) >= AGAIN_SECONDS:
                self._tried[message] = now
                found(bubble)
            return

    def presses(self, label: str) -> Callable[[Bubble], bool]:
        """Press that button on the message."""
        return lambda bubble: self.act("press", label=label, message_id=bubble.id)

    def types(self, text: str) -> Callable[[Bubble], bool]:
        """Answer in words."""
        return lambda _bubble: self.act("say", text=text)

    def filling_in(self, answers: Mapping[str, str], done: Callable[[], bool]) -> Callable[[], bool]:
        """``done``; while it isn't, an open modal is handed in."""

        def look() -> bool:
            if done():
                return True
            if self.sim.slack.views.get(self.account.user_id):
                self.act("submit", answers=dict(answers))
            return False

        return look

    def opens(self, bubble: Bubble, browser: Browser) -> bool:
        """Visit the page behind the message's link; each time with the phone's own browser, which keeps its cookie."""
        links = [str(b["url"]) for b in buttons(bubble, last=False) if b["url"]]
        try:
            return bool(links) and browser.visit(links[0]).is_success
        except (httpx.TransportError, LookupError):
            return False
