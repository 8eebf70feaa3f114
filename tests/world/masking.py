"""Real masking that isn't repeated for every story."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from masking import Found, Masked, MaskingPool, Still, Stroke, Tap
from masking.process.child import Ours
from masking.results import FILLS, Progress

Said = TypeVar("Said")


def shown(pixels: NDArray[np.uint8 | np.int16]) -> NDArray[np.bool_]:
    """Where a masked picture (red first) is not its one flat colour, which is one of two."""
    left = [(pixels != np.array(fill[::-1])).any(-1) for fill in FILLS]
    return np.asarray(min(left, key=lambda region: region.sum()))


def child_of(pool: MaskingPool) -> int:
    """The process that has its photographs in hand."""
    begun = pool._pictures._begun
    assert isinstance(begun, Ours)
    return begun.process.pid


class RememberingWorkshop(MaskingPool):
    """What it said of a picture once, it says again at once: tests/masking shows that the same input gives the same.

    Most stories send the same photograph, and are about what people do with it. It outlives a story's bot, so that
    its child stays warm; the other test processes read in ``said`` what it said.
    """

    def __init__(self, models: Path, said: Path) -> None:
        super().__init__(models, memory_mb=2000, seconds=60)
        self._folder = said

    def close(self) -> None:
        """A story's bot stops; the next one needs the child too."""

    def end(self) -> None:
        """The stories are over."""
        super().close()

    def find(self, data: bytes, quarters: int = 0) -> Found:
        """As ``MaskingPool.find``; a refusal is not remembered."""
        ask = super().find
        return self._once(("find", data, quarters), lambda: ask(data, quarters))

    def mask(
        self,
        data: bytes,
        suspects: Sequence[tuple[int, int]],
        strokes: Sequence[Stroke] = (),
        taps: Sequence[Tap] = (),
    ) -> Masked:
        """As ``MaskingPool.mask``; a refusal is not remembered."""
        ask = super().mask
        asked = ("mask", data, *(tuple(by_hand) for by_hand in (suspects, strokes, taps)))
        return self._once(asked, lambda: ask(data, suspects, strokes, taps))

    def stills(self, data: bytes, progress: Progress) -> tuple[Still, ...]:
        """As ``MaskingPool.stills``; a refusal is not remembered."""
        ask = super().stills
        return self._once(("stills", data), lambda: ask(data, progress))

    def _once(self, asked: tuple[object, ...], ask: Callable[[], Said]) -> Said:
        kept = self._folder / hashlib.sha256(pickle.dumps(asked)).hexdigest()
        if not kept.exists():
            answer = ask()
            written = kept.with_suffix(f".{uuid4()}")
            written.write_bytes(pickle.dumps(answer))
            written.replace(kept)
        remembered: Said = pickle.loads(kept.read_bytes())  # noqa: S301 - written by this very run
        return remembered
