"""Who corrects a picture waits a moment for the next one, instead of on a page that says to wait."""

from __future__ import annotations

import time
from typing import Final

from bot.application import Application
from policy.states import State

ANSWER_SECONDS: Final = 4.0
"""Longer than a correction takes on a busy machine; whoever still waits then sees the page that says so."""

LOOK_SECONDS: Final = 0.02
"""How soon an answer is seen; the same processors mask the picture."""

SOON_MS: Final = 1500
"""How often a page looks again that waits for masking or for a yes in the chat."""

LATER_MS: Final = 15000
"""How often a page with a picture looks whether it may still be shown."""


class Answering:
    """R-118: the answer to a correction comes with the answer to its form.

    Args:
        app: The application.
        masking: Somebody masks pictures; else there is nobody to wait for.
    """

    def __init__(self, app: Application, *, masking: bool) -> None:
        self._app = app
        self._masks = masking

    def __call__(self, case_id: str) -> None:
        """Return as soon as the picture isn't being masked, or after ``ANSWER_SECONDS``."""
        if not self._masks:
            return
        end = time.monotonic() + ANSWER_SECONDS
        while self._masking(case_id) and time.monotonic() < end:
            time.sleep(LOOK_SECONDS)

    def _masking(self, case_id: str) -> bool:
        with self._app.reading() as ctx:
            return ctx.uow.cases.state_of(case_id) == State.MASKING
