"""What LINE remembers between requests: tokens, quota, retry keys, reply tokens, contents, who blocked the bot."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from simulator.clock import Clock
from simulator.line_menus import Menus

REPLY_SECONDS = 60
RETRY_SECONDS = 24 * 3600
TOKEN_SECONDS = 900
PLAN = 5000
"""Messages a month in the middle one of the three Japanese plans."""


@dataclass(frozen=True)
class Channel:
    """The bot's credentials, the same that the bot is started with."""

    id: str = "1650000000"
    secret: str = "sandbox-line-channel-secret"  # noqa: S105 - of a fake
    token: str = "sandbox-line-channel-token"  # noqa: S105 - of a fake
    destination: str = "U" + "b" * 32


@dataclass
class Content:
    """A file somebody sent; ``ready_at``: until then LINE answers 202; ``gone`` after an unsend.

    ``spoilt``: a video that LINE can't prepare; it stays at 202.
    """

    data: bytes
    kind: str
    ready_at: float = 0.0
    gone: bool = False
    spoilt: bool = False


@dataclass
class LineState:
    """All of it; callers hold the world's lock."""

    clock: Clock
    channel: Channel = field(default_factory=Channel)
    blocked: set[str] = field(default_factory=set)
    limit: int | None = PLAN
    used: int = 0
    hears: bool = True
    """「Webhookの利用」."""
    contents: dict[str, Content] = field(default_factory=dict)
    menus: Menus = field(init=False)
    _tokens: dict[str, float] = field(default_factory=dict)
    _reply: dict[str, tuple[str, float]] = field(default_factory=dict)
    _retry: dict[str, tuple[str, list[dict[str, str]], float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.menus = Menus(self.clock)

    def authorised(self, header: str) -> bool:
        """Whether the Authorization header carries the long-lived token or a stateless one still valid."""
        token = header.removeprefix("Bearer ")
        return token == self.channel.token or self._tokens.get(token, 0.0) > self.clock.wall()

    def issue(self, channel_id: str, secret: str) -> str | None:
        """A stateless token for 15 minutes of the machine's time; None if the secret is wrong."""
        if (channel_id, secret) != (self.channel.id, self.channel.secret):
            return None
        token = secrets.token_urlsafe(32)
        self._tokens[token] = self.clock.wall() + TOKEN_SECONDS
        return token

    def offer_reply(self, user_id: str) -> str:
        """A reply token for an event of that user."""
        token = secrets.token_hex(16)
        self._reply[token] = (user_id, self.clock.now() + REPLY_SECONDS)
        return token

    def redeem_reply(self, token: str) -> str | None:
        """Whom the token answers; None if it is unknown, used or older than a minute. It is used up."""
        user_id, until = self._reply.pop(token, ("", 0.0))
        return user_id if self.clock.now() < until else None

    def accepted(self, key: str | None) -> tuple[str, list[dict[str, str]]] | None:
        """Request id and messages that were accepted under the retry key within 24 hours."""
        request_id, messages, at = self._retry.get(key or "", ("", [], 0.0))
        return (request_id, messages) if request_id and self.clock.now() < at + RETRY_SECONDS else None

    def remember(self, key: str | None, request_id: str, messages: list[dict[str, str]]) -> None:
        """The request with this retry key was accepted."""
        if key:
            self._retry[key] = (request_id, messages, self.clock.now())

    def charge(self, recipients: list[str]) -> bool:
        """Count one message per recipient who hasn't blocked the bot; False (nothing counted) beyond the limit."""
        count = sum(1 for user_id in recipients if user_id not in self.blocked)
        if self.limit is not None and self.used + count > self.limit:
            return False
        self.used += count
        return True
