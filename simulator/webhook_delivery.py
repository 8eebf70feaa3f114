"""Carries signed requests from the platforms to the bot: in time, twice, late, in another order, or again."""

from __future__ import annotations

import ssl
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import httpx

from simulator.world import World

LOOPBACK = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""No TLS on loopback; an empty context spares every client a tenth of a second of reading certificates."""
FRESH = httpx.Limits(max_connections=None, max_keepalive_connections=0)
"""A connection of its own for each request: an idle one may be closed by the server just as it is used again."""
SENT_KEPT = 500
"""Requests kept word for word, so that one can be replayed."""


@dataclass(frozen=True)
class WebhookDelivery:
    """One request to the bot.

    Attributes:
        platform: ``line`` or ``slack``.
        url: Where it goes.
        content: What it says; LINE: a list of events, several of which may travel together.
        write: (content, attempt, why again) → body and headers, signed at that moment.
        patience: Seconds the platform waits for an answer.
        again: Whether the platform tries again after a failure.
    """

    platform: str
    url: str
    content: Any
    write: Callable[[Any, int, str], tuple[bytes, dict[str, str]]]
    patience: float
    again: bool = True


@dataclass(frozen=True)
class Outcome:
    """What the bot answered; ``status`` 0: no answer in time or no connection; ``held``: not sent yet."""

    status: int
    body: bytes = b""
    seconds: float = 0.0
    reason: str = ""
    held: bool = False

    @property
    def ok(self) -> bool:
        """Whether the bot took it."""
        return 200 <= self.status < 300  # noqa: PLR2004 - the HTTP success range


@dataclass
class Habits:
    """How requests travel just now.

    Attributes:
        repeat: Each request is sent so many times.
        delay_ms: Each waits so long first.
        hold: Requests are kept back until they are released.
        line_pauses: Seconds before each redelivery by LINE; empty = redelivery off, as LINE's default is.
        slack_pauses: Seconds before each of Slack's three retries.
    """

    repeat: int = 1
    delay_ms: int = 0
    hold: bool = False
    line_pauses: list[float] = field(default_factory=list)
    slack_pauses: list[float] = field(default_factory=lambda: [0.0, 60.0, 300.0])

    def pauses(self, platform: str) -> list[float]:
        """Seconds before each further attempt."""
        return self.line_pauses if platform == "line" else self.slack_pauses


class WebhookSender:
    """Sends deliveries; thread-safe. The lock is never held while a request is under way."""

    def __init__(self, world: World) -> None:
        self.habits = Habits()
        self.held: list[WebhookDelivery] = []
        self.sent: deque[tuple[str, bytes, dict[str, str]]] = deque(maxlen=SENT_KEPT)
        self._world = world
        self._client = httpx.Client(trust_env=False, verify=LOOPBACK, limits=FRESH)
        self._timers: set[threading.Timer] = set()
        self._lock = threading.Lock()

    def send(self, delivery: WebhookDelivery) -> Outcome:
        """Send now (or hold), and again later if the bot fails and the platform would try again."""
        if self.habits.hold:
            with self._lock:
                self.held.append(delivery)
            return Outcome(0, held=True)
        if self.habits.delay_ms:
            time.sleep(self.habits.delay_ms / 1000)
        outcomes = [self._attempt(delivery, 0, "") for _ in range(self.habits.repeat)]
        return outcomes[-1]

    def release(self, *, backwards: bool = False, together: bool = False) -> list[Outcome]:
        """Send what was held, ``backwards`` or with LINE's events ``together`` in one request; stops holding."""
        with self._lock:
            deliveries, self.held = self.held[::-1] if backwards else self.held, []
            self.habits.hold = False
        if together:
            deliveries = _together(deliveries)
        return [self.send(delivery) for delivery in deliveries]

    def replay(self, last: int = 1) -> Outcome:
        """Send the last-but-n request again, byte for byte, with its old signature."""
        url, body, headers = self.sent[-last]
        return self._post(url, body, headers, patience=3.0)

    def probe(self, delivery: WebhookDelivery) -> Outcome:
        """Send once, whatever else is held or late, and note it nowhere."""
        body, headers = delivery.write(delivery.content, 0, "")
        return self._post(delivery.url, body, headers, delivery.patience)

    def close(self) -> None:
        """Drop what is still waiting."""
        with self._lock:
            for timer in self._timers:
                timer.cancel()
            self._timers.clear()
        self._client.close()

    def _attempt(self, delivery: WebhookDelivery, attempt: int, why: str) -> Outcome:
        body, headers = delivery.write(delivery.content, attempt, why)
        self.sent.append((delivery.url, body, headers))
        outcome = self._post(delivery.url, body, headers, delivery.patience * self._world.patience)
        milliseconds = round(outcome.seconds * 1000)
        self._world.note(
            f"{delivery.platform}.webhook",
            attempt=attempt,
            status=outcome.status,
            ms=milliseconds,
            content=delivery.content,
        )
        pauses = self.habits.pauses(delivery.platform)
        if not outcome.ok and delivery.again and attempt < len(pauses):
            self._later(pauses[attempt], delivery, attempt + 1, outcome.reason)
        return outcome

    def _later(self, pause: float, delivery: WebhookDelivery, attempt: int, why: str) -> None:
        def ring() -> None:
            with self._lock:
                self._timers.discard(timer)
            self._attempt(delivery, attempt, why)

        timer = threading.Timer(pause, ring)
        timer.daemon = True
        with self._lock:
            self._timers.add(timer)
        timer.start()

    def _post(self, url: str, body: bytes, headers: dict[str, str], patience: float) -> Outcome:
        started = time.monotonic()
        try:
            answer = self._client.post(url, content=body, headers=headers, timeout=patience)
        except httpx.TimeoutException:
            return Outcome(0, seconds=time.monotonic() - started, reason="http_timeout")
        except (httpx.TransportError, RuntimeError):
            # RuntimeError: the client was closed while a retry was waiting.
            return Outcome(0, seconds=time.monotonic() - started, reason="connection_failed")
        reason = "" if answer.is_success else "http_error"
        return Outcome(answer.status_code, answer.content, time.monotonic() - started, reason)


def _together(deliveries: list[WebhookDelivery]) -> list[WebhookDelivery]:
    """LINE's events in one request, all else as it is."""
    line = [p for p in deliveries if p.platform == "line"]
    others = [p for p in deliveries if p.platform != "line"]
    if not line:
        return others
    return [replace(line[0], content=[event for p in line for event in p.content]), *others]
