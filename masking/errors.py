"""What can go wrong while masking, as one tree; each says what to do next."""

from __future__ import annotations

from typing import Literal

Reason = Literal[
    "too_large",
    "broken",
    "not_an_image",
    "animated",
    "too_many_pixels",
    "not_a_video",
    "video_too_large",
    "video_too_long",
    "video_too_many_pixels",
    "video_without_pictures",
    "video_broken",
]


class MaskingError(Exception):
    """Masking did not succeed; nothing was handed out."""

    def __init__(self, *args: object) -> None:
        super().__init__(*(args or (self.__doc__,)))


class Unreadable(MaskingError):
    """The file can't be used as a picture; send another one.

    Attributes:
        reason: Short code, see ``Reason``.
    """

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


class NobodyThere(MaskingError):
    """No person was found at the tapped point; tap the middle of the person's body."""


class AllCovered(MaskingError):
    """The strokes cover everything; take some of them back."""


class StillVisible(MaskingError):
    """A face or another person could still be seen after masking; choose another picture."""


class Overrun(MaskingError):
    """Masking took too long or too much memory and was stopped; try again or choose another picture."""


class ModelsMissing(MaskingError):
    """A model file is missing or altered; run ``python -m masking.models DIR`` again."""


class ModelUnfit(MaskingError):
    """A model of one's own can't be used; docs/own-models.md says what would do."""


class DecoderAway(MaskingError):
    """No decoding service answers at HANSHO_DECODER; start `hansho decoder`, and what waits is masked then."""
