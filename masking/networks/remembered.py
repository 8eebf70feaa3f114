"""The same pixels are looked at once: a picture that is masked was found before, and a tap changes little of it."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from masking.geometry.boxes import Picture

Answer = TypeVar("Answer")


class Remembered(Generic[Answer]):
    """What was said of the last pictures, by the hash of their pixels; in memory only. Threads may ask at once."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._said: OrderedDict[tuple[bytes, tuple[int, ...], float], Answer] = OrderedDict()

    def __call__(self, picture: Picture, ask: Callable[[], Answer], least: float = 0.0) -> Answer:
        """What ``ask`` says, or said of the same pixels; whoever gets it doesn't change it.

        Args:
            picture: The pixels; their order in memory is all the same.
            ask: Looks at them.
            least: What else the answer depends on.
        """
        key = hashlib.sha256(picture.tobytes()).digest(), picture.shape, least
        said = self._said.get(key)
        if said is None:
            said = self._said[key] = ask()
            while len(self._said) > self._most:
                self._said.popitem(last=False)
        return said

    def __len__(self) -> int:
        return len(self._said)

    def forget(self) -> None:
        """Keep nothing of any picture."""
        self._said.clear()
