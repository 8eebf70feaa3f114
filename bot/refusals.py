"""What was turned away before it became anybody's request: counted for ``/metrics``, and said to nobody."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Final

from prometheus_client import CollectorRegistry, Counter


class Refusal(StrEnum):
    """Why; a rising number tells an operator what is being tried."""

    SIGNATURE = "bad_signature"
    SIZE = "body_too_large"
    TIME = "body_too_slow"
    LENGTHS = "two_lengths"
    """Of a request that says twice how long it is, a proxy may believe the one and we the other."""
    AGE = "too_old"
    TEAM = "foreign_team"
    LINK = "foreign_link"
    FORM = "forged_form"
    CODE = "wrong_code"
    FLOOD = "flood"
    """More than is kept of one sender, or of all strangers (``policy.lanes``)."""


REGISTRY: Final = CollectorRegistry()
_REFUSED: Final = Counter("hansho_refused", "turned away by this process since it began", ["what"], registry=REGISTRY)
_LISTENING: Final[list[Callable[[Refusal, int], None]]] = []
for _what in Refusal:
    _REFUSED.labels(_what)  # a series that only begins with the first attack can't be watched for a rise


def refused(what: Refusal, times: int = 1) -> None:
    """So many more."""
    _REFUSED.labels(what).inc(times)
    for tell in _LISTENING:
        tell(what, times)


def pass_on(to: Callable[[Refusal, int], None]) -> None:
    """From now on ``to`` is called too: who counts for the process that shows the figures."""
    _LISTENING.append(to)


def so_far(what: Refusal) -> int:
    """How many this process turned away."""
    return int(_REFUSED.labels(what)._value.get())  # noqa: SLF001 - the client has no other way to read one
