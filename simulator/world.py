"""What both fakes share: who exists, what stands in each chat, what time it is, and what has happened so far."""

from __future__ import annotations

import itertools
import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from simulator.clock import Clock

KEPT = 20_000
"""Log entries kept in memory: some hours of demo, a few megabytes."""


class Impossible(Exception):
    """The person can't do that on this phone (no such button, blocked, nothing open)."""


@dataclass(frozen=True)
class Account:
    """A chat identity of a person of the town.

    Attributes:
        user_id: LINE or Slack user id.
        platform: ``line`` or ``slack``.
        code: Member code, shared by the accounts of one person.
        about: Who that is, e.g. 「半鐘堂薬局 本店・店長」.
        team: The Slack workspace; empty is the demo's.
    """

    user_id: str
    platform: str
    code: str
    name: str
    about: str = ""
    language: str = "ja"
    team: str = ""


@dataclass
class Bubble:
    """One message in the chat between one person and the bot; ``raw`` is the platform's own message object."""

    id: str
    owner: str
    mine: bool
    at: float
    raw: dict[str, Any]
    revision: int
    removed: bool = False
    only_shown: bool = False
    """Never a message to the platform: ephemeral answers and notices of the app itself."""


@dataclass
class World:
    """Everything in memory, under one lock; ``revision`` rises with each change that a phone could show.

    ``patience``: how many times as long as LINE and Slack everybody waits for the bot, on a machine that is busy.
    """

    clock: Clock
    url: str
    lock: threading.RLock = field(default_factory=threading.RLock)
    accounts: dict[str, Account] = field(default_factory=dict)
    chats: dict[str, list[Bubble]] = field(default_factory=dict)
    log: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=KEPT))
    revision: int = 0
    patience: float = 1.0
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def settle(self, accounts: Iterable[Account]) -> None:
        """Let people move in."""
        with self.lock:
            for account in accounts:
                self.accounts[account.user_id] = account
                self.chats.setdefault(account.user_id, [])
            self.touch()

    def account(self, user_id: str, platform: str) -> Account | None:
        """The account, if it exists on that platform."""
        account = self.accounts.get(user_id)
        return account if account and account.platform == platform else None

    def touch(self) -> int:
        """Something visible changed."""
        with self.lock:
            self.revision += 1
            return self.revision

    def number(self) -> int:
        """A number never used before."""
        return next(self._numbers)

    def note(self, what: str, **details: Any) -> None:
        """Write down what happened, for ``/_sim/dump``."""
        with self.lock:
            self.log.append({"n": self.number(), "at": self.clock.now(), "what": what, **details})

    def add(self, owner: str, bubble_id: str, raw: dict[str, Any], *, mine: bool, only_shown: bool = False) -> Bubble:
        """A new message in somebody's chat."""
        with self.lock:
            at = self.clock.now()
            bubble = Bubble(bubble_id, owner, mine, at, raw, self.touch(), only_shown=only_shown)
            self.chats.setdefault(owner, []).append(bubble)
            return bubble

    def change(self, bubble: Bubble, raw: dict[str, Any]) -> None:
        """A message is overwritten."""
        with self.lock:
            bubble.raw = raw
            bubble.revision = self.touch()

    def remove(self, bubble: Bubble) -> None:
        """A message is deleted or unsent."""
        with self.lock:
            bubble.removed = True
            bubble.revision = self.touch()

    def bubble(self, owner: str, bubble_id: str) -> Bubble | None:
        """A message of somebody's chat that still stands there."""
        with self.lock:
            found = (b for b in self.chats.get(owner, []) if b.id == bubble_id and not b.removed)
            return next(found, None)

    def arrived(self, owner: str, since: int) -> int:
        """How many messages from the bot came into somebody's chat, or changed there, since that revision."""
        with self.lock:
            return sum(not (b.mine or b.removed) and b.revision > since for b in self.chats[owner])

    def dump(self) -> dict[str, Any]:
        """All that happened and all that stands, as JSON."""
        with self.lock:
            return {
                "now": self.clock.now(),
                "revision": self.revision,
                "accounts": [asdict(a) for a in self.accounts.values()],
                "chats": {owner: [asdict(b) for b in bubbles] for owner, bubbles in self.chats.items()},
                "log": list(self.log),
            }
