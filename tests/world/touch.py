"""Fingers on a phone's glass, as the browser gets them from the screen (Chrome DevTools Protocol)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from playwright.sync_api import Locator, Page

REST_MS = 200  # before the finger is lifted: after a fling Chromium seems to swallow the next tap, wherever it lands
Place = tuple[float, float]


class Touch:
    """One or two fingers on one element; places are CSS pixels from its corner."""

    def __init__(self, page: Page, on: Locator) -> None:
        self._line = page.context.new_cdp_session(page)
        self._on = on

    def drag(self, *places: Place) -> None:
        """Put a finger down, follow the places, lift it."""
        self._touch("touchStart", places[:1])
        for here, there in pairwise(places):
            for step in range(1, 9):
                self._touch("touchMove", [between(here, there, step / 8)])
        self._on.page.wait_for_timeout(REST_MS)
        self._touch("touchEnd", [])

    def pinch(self, first: tuple[Place, Place], second: tuple[Place, Place]) -> None:
        """Two fingers, each from a place to another; the second comes a moment later, as fingers do."""
        self._touch("touchStart", [first[0]])
        self._touch("touchMove", [between(*first, 0.02)])
        for step in range(1, 11):
            both = [between(*first, step / 10), between(*second, step / 10)]
            self._touch("touchStart" if step == 1 else "touchMove", both)
        self._touch("touchEnd", [])

    def _touch(self, kind: str, places: Sequence[Place]) -> None:
        box = self._on.bounding_box()
        assert box
        points = [{"x": box["x"] + x, "y": box["y"] + y, "id": i} for i, (x, y) in enumerate(places)]
        self._line.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def between(here: Place, there: Place, share: float) -> Place:
    """A place on the way."""
    return here[0] + (there[0] - here[0]) * share, here[1] + (there[1] - here[1]) * share
