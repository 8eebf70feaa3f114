"""Keeps what stands on phones up to date: asks what each should show, and tells the platforms where it differs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from bot.application import Application
from bot.chat import ChatPlatform, SendFailed
from bot.log import log
from handlers.commands.worker import NoteHomes
from handlers.home import Home, concerned, drawn, outdated
from storage.tables import Failure

SETTLED = frozenset({Failure.BLOCKED, Failure.REFUSED, Failure.NOT_FOUND})
"""Trying again would not help: the person is gone, or wants nothing of us."""


@dataclass(frozen=True)
class Homes:
    """The only way from our database to a menu or a Home tab; called by a worker, never within a request."""

    app: Application
    platforms: Mapping[str, ChatPlatform]

    def show(self, arguments: Mapping[str, str]) -> NoteHomes:
        """Look at the homes that a piece of work is about; what was shown is to be noted.

        Raises:
            SendFailed: some could not be reached now; what the others took is noted already.
        """
        shown: dict[str, str] = {}
        trouble: SendFailed | None = None
        for (platform, home), those in self._outdated(arguments).items():
            if platform not in self.platforms:
                continue
            try:
                if not self.platforms[platform].show_home([to for to, _, _ in those], home):
                    log().warning("menus are not there: hansho line menus sync", platform=platform)
                    continue
            except SendFailed as failure:
                if failure.reason not in SETTLED:
                    trouble = failure
                    continue
            shown |= {account_id: mark for _, account_id, mark in those}
        if trouble:
            self.app.run(NoteHomes(shown))
            raise trouble
        return NoteHomes(shown)

    def _outdated(self, arguments: Mapping[str, str]) -> dict[tuple[str, Home], list[tuple[str, str, str]]]:
        """Platform and home → whose: platform id, account id and mark. Buttons are made only where a page is drawn."""
        found: dict[tuple[str, Home], list[tuple[str, str, str]]] = defaultdict(list)
        pages: list[str] = []
        with self.app.reading() as ctx:
            for account, home, told, mark in outdated(concerned(arguments, ctx), ctx):
                if told:
                    pages.append(account.id)
                else:
                    found[account.platform, home].append((account.external_id, account.id, mark))
        if pages:
            with self.app.writing() as ctx:
                for account, home, told, mark in outdated([*map(ctx.uow.people.account_by_id, pages)], ctx):
                    page = drawn(account, home, told, ctx)
                    found[account.platform, page].append((account.external_id, account.id, mark))
                ctx.uow.commit()
        return found
