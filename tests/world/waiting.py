"""Waiting for what another thread or process does."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 90
"""Seconds, on a busy machine."""

LOOK_EVERY = 0.01


def until(seen: Callable[[], object]) -> None:
    """Look again and again until it is there.

    Raises:
        AssertionError: it never was.
    """
    end = time.monotonic() + PATIENCE
    while not seen():
        assert time.monotonic() < end
        time.sleep(LOOK_EVERY)
