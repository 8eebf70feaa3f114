"""Real masking that isn't repeated for every story."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from masking import Found, Masked, MaskingPool, Still, Stroke, Tap
from masking.results import Progress


class RememberingWorkshop(MaskingPool):
    """What it said of a picture once, it says again at once: tests/masking shows that the same input gives the same.

    Most stories send the same photograph, and are about what people do with it. It outlives a story's bot, so that
    its child stays warm.
    """

    def __init__(self, models: Path) -> None:
        super().__init__(models, memory_mb=2000, seconds=60)
        self._found: dict[tuple[bytes, int], Found] = {}
        self._masked: dict[tuple[object, ...], Masked] = {}
        self._scenes: dict[bytes, tuple[Still, ...]] = {}

    def close(self) -> None:
        """A story's bot stops; the next one needs the child too."""

    def end(self) -> None:
        """The stories are over."""
        super().close()

    def find(self, data: bytes, quarters: int = 0) -> Found:
        """As ``MaskingPool.find``; a refusal is not remembered."""
        asked = data, quarters
        if asked not in self._found:
            self._found[asked] = super().find(data, quarters)
        return self._found[asked]

    def mask(
        self,
        data: bytes,
        suspects: Sequence[tuple[int, int]],
        strokes: Sequence[Stroke] = (),
        taps: Sequence[Tap] = (),
    ) -> Masked:
        """As ``MaskingPool.mask``; a refusal is not remembered."""
        asked = (data, tuple(suspects), tuple(strokes), tuple(taps))
        if asked not in self._masked:
            self._masked[asked] = super().mask(data, suspects, strokes, taps)
        return self._masked[asked]

    def stills(self, data: bytes, progress: Progress) -> tuple[Still, ...]:
        """As ``MaskingPool.stills``; a refusal is not remembered."""
        if data not in self._scenes:
            self._scenes[data] = super().stills(data, progress)
        return self._scenes[data]
