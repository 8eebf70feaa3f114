"""The stage of ``make demo``: a town that can be begun anew as often as a visitor likes, and the story on request."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import httpx
from fastapi import FastAPI

from simulator import town
from simulator.act import Act, Bot
from simulator.app import create
from simulator.clock import Clock
from simulator.objection import Objection, poster
from simulator.phones import People, Phone, Unable
from simulator.sandbox import Standing, Told
from simulator.script import Said
from simulator.story import Story

PAUSE = 2.5
"""Seconds after each sentence of the story: as long as a short one takes to be read."""

ACTS: dict[str, tuple[type[Act], ...]] = {"whole": (Story, Objection), "objection": (Objection,)}
"""What can be watched: all four acts, or the fourth alone."""

TROUBLE = (Unable, TimeoutError, LookupError, RuntimeError, OSError, httpx.HTTPError, subprocess.CalledProcessError)
"""What a story meets that a visitor plays in at the same time, or a bot that can't be started."""


class TownsBot(Bot, Protocol):
    """As it is begun and ended with its town."""

    log: Path

    def start(self, language: str) -> dict[str, str]:
        """Start it with nothing but the town's shops and people; returns the codes of those without an account."""

    def revive(self) -> bool:
        """Start it again as it was, if it has ended by itself; whether it had."""

    def stop(self) -> None:
        """End it, if it runs."""


class Ended(Exception):
    """The story is to end here: the town is begun anew."""


class Stage:
    """An ASGI app that answers with the town of the moment.

    A town is begun anew by making its platforms anew, so that nothing of the earlier one can be left in them.
    """

    def __init__(self, url: str, bot_url: str, clock: Clock, bot: TownsBot) -> None:
        self.standing = Standing(ready=False)
        self.url, self.bot = url, bot
        self._bot_url, self._clock = bot_url, clock
        self._turn = threading.Lock()
        self._enough = threading.Event()
        self._people: People | None = None
        self._playing: threading.Thread | None = None
        self._wished: str | None = None
        self._app = self._town("ja")

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """ASGI."""
        await self._app(scope, receive, send)

    def begin(self, language: str) -> None:
        """Begin anew, and return when it is done.

        Raises:
            RuntimeError: the bot did not start.
            subprocess.CalledProcessError: it did not take the town.
        """
        with self._turn:
            self._begin(language)

    def anew(self, language: str) -> None:
        """Begin anew meanwhile; asked again while it is under way, once is enough."""
        if self._turn.acquire(blocking=False):
            self.standing.ready = False
            threading.Thread(target=self._begin_in_turn, args=(language,), daemon=True).start()

    def revive(self) -> bool:
        """A bot that has ended by itself goes on where it was; whether it had.

        Raises:
            RuntimeError: it did not start.
        """
        with self._turn:
            return self.bot.revive()

    def fill(self) -> None:
        """A year of invented weeks for the desk of this town; asked for while the town is being made, once it is."""
        with self._turn:
            self.bot.run("bot.cli", "sample")

    def poster(self) -> bytes:
        """What hangs at a shop of this town, as PDF."""
        with self._turn:
            return poster(self.bot)

    def play(self, which: str) -> threading.Thread:
        """The story, or some of its acts, in a fresh town; ``which``: of ``ACTS``.

        Asked for while the town is being made, once it is; once, however often it was asked for.

        Returns:
            Sees to it; ended when the story has begun.
        """
        self._wished = which
        granting = threading.Thread(target=self._grant, daemon=True)
        granting.start()
        return granting

    def happened(self) -> bool:
        """Whether anything was said or told, or the clock moved, since the town began."""
        world = self._app.state.simulator.world
        return bool(self.standing.told.lines or world.clock.ahead() or any(world.chats.values()))

    def close(self) -> None:
        """End the story, the bot and what is still on its way."""
        with self._turn:
            self._clear()

    def _grant(self) -> None:
        with self._turn:
            wished, self._wished = self._wished, None
            if wished is not None:
                self._say_trouble(lambda: self._begin_and_play(ACTS[wished]))

    def _begin_in_turn(self, language: str) -> None:
        try:
            self._say_trouble(lambda: self._begin(language))
        finally:
            self._turn.release()

    def _say_trouble(self, work: Callable[[], None]) -> None:
        try:
            work()
        except TROUBLE as error:
            self.standing.trouble = str(error)

    def _begin(self, language: str) -> None:
        self._clear()
        self.standing.ready = False
        self._clock.reset()
        self._app = self._town(language)
        codes = self.bot.start(language)
        self.standing = Standing(language, self.standing.run + 1, codes=codes)

    def _begin_and_play(self, acts: tuple[type[Act], ...]) -> None:
        if self.happened():
            self._begin(self.standing.language)
        self.standing.ready = True
        self.standing.told = Told(playing=True)
        self._enough.clear()
        self._people = People(self.url)
        self._playing = threading.Thread(target=self._play, args=(acts, self._people, self.standing), daemon=True)
        self._playing.start()

    def _play(self, acts: tuple[type[Act], ...], people: People, standing: Standing) -> None:
        def tell(who: Phone | None, said: Said) -> None:
            text = said.en if standing.language == "en" else said.ja
            standing.told.lines.append({"who": who.user_id if who else "", "text": text})
            if self._enough.wait(PAUSE):
                raise Ended

        try:
            for act in acts:
                act(people, standing.language, tell, lambda _: None, self.bot).play()
        except Ended:
            pass
        except TROUBLE as error:
            standing.told.trouble = str(error)
        standing.told.playing = False

    def _clear(self) -> None:
        """End what belongs to the town as it was. Without its connections the story can do nothing in the next one."""
        self._enough.set()
        if self._people and self._playing:
            self._people.close()
            self._playing.join()
        self.bot.stop()
        self._app.state.simulator.sender.close()

    def _town(self, language: str) -> FastAPI:
        people = town.accounts(town.EVERYBODY, language)
        return create(url=self.url, bot_url=self._bot_url, clock=self._clock, accounts=people, stage=self)
