"""The engine behind a wall: children with memory and time limits, one warm for pictures, one at need for videos.

They are ours, or those of a decoding service (``masking.process.decoder``), to whom nothing is sent but pictures.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from masking.errors import MaskingError, Overrun
from masking.figure.brush import Stroke, Tap, dumped, dumped_taps
from masking.networks.own.models import OwnModels
from masking.process.child import Begin, Child, ours, theirs
from masking.process.messages import Answer
from masking.process.spawn import Limits
from masking.results import Codes, Found, Masked, Progress, Still

STILLS_SECONDS = 90  # to decode a minute of 4K, on a busy machine


class MaskingPool:
    """``Engine`` in killable children; safe to share between threads, which then take turns.

    Pictures never wait for a video: videos have a child of their own, which ends with each of them.

    Args:
        models: Directory filled by ``python -m masking.models``.
        memory_mb: Address space of a child; a picture of 1920 px takes 1550 (of which 620 are memory in use).
        seconds: Longest time of one call, without its turn in the queue and without the start.
        own: Models that take the place of ours.
        decoder: Socket of a decoding service, whose children do the work instead, with its models and its memory.
    """

    def __init__(
        self,
        models: Path,
        *,
        memory_mb: int,
        seconds: int,
        own: OwnModels | None = None,
        decoder: Path | None = None,
    ) -> None:
        limits = Limits(models, memory_mb, seconds, own or OwnModels())
        begin: Begin = partial(theirs, decoder) if decoder else partial(ours, limits)
        self._pictures, self._pictures_turn = Child(begin, seconds), threading.Lock()
        self._videos, self._videos_turn = Child(begin, seconds), threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def warm(self) -> None:
        """Start the child for pictures now if none runs, so that the next caller need not wait for it.

        Raises:
            ModelsMissing: a model file is absent or altered.
            ModelUnfit: a model of one's own can't be used.
            Overrun: it could not start within its limits.
            DecoderAway: no decoding service answers.
        """
        with self._pictures_turn:
            self._pictures.start()

    def find(self, data: bytes, quarters: int = 0) -> Found:
        """As ``Engine.find``; Overrun and DecoderAway besides."""
        answer = self._of_picture({"call": "find", "quarters": quarters}, data)
        if not isinstance(answer, Found):
            raise Overrun
        return answer

    def mask(
        self,
        data: bytes,
        suspects: Sequence[tuple[int, int]],
        strokes: Sequence[Stroke] = (),
        taps: Sequence[Tap] = (),
    ) -> Masked:
        """As ``Engine.mask``; Overrun and DecoderAway besides."""
        corrections = {"strokes": dumped(strokes), "taps": dumped_taps(taps)}
        answer = self._of_picture({"call": "mask", "suspects": list(suspects), **corrections}, data)
        if not isinstance(answer, Masked):
            raise Overrun
        return answer

    def codes(self, data: bytes) -> Codes:
        """As ``masking.files.codes.read_codes``; Overrun and DecoderAway besides."""
        answer = self._of_picture({"call": "codes"}, data)
        if not isinstance(answer, Codes):
            raise Overrun
        return answer

    def forget(self) -> None:
        """As ``Engine.forget``, in the child, if one runs; one that doesn't answer is ended, and remembers nothing."""
        with self._pictures_turn, suppress(MaskingError):
            if self._pictures.runs():
                self._pictures.call({"call": "forget"}, b"")

    def stills(self, data: bytes, progress: Progress) -> tuple[Still, ...]:
        """As ``Engine.stills``; Overrun and DecoderAway besides."""
        with self._videos_turn:
            try:
                answer = self._videos.call({"call": "stills", "seconds": STILLS_SECONDS}, data, progress)
            finally:
                # It would keep the memory that a minute of 4K took, for a next video that may never come.
                self._videos.end()
        if not isinstance(answer, tuple):
            raise Overrun
        return answer

    def close(self) -> None:
        """End the children, after the calls in progress; a later call starts new ones."""
        with self._pictures_turn, self._videos_turn:
            self._pictures.end()
            self._videos.end()

    def _of_picture(self, header: dict[str, Any], data: bytes) -> Answer:
        with self._pictures_turn:
            return self._pictures.call(header, data)
