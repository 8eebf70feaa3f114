"""Bytes in, masked bytes and evidence out; imports nothing of ours.

``Engine`` does the work in this process. ``Workshop`` does the same in a killable one, and keeps this one small: it
is why nothing here imports a vision library until ``Engine`` is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masking.container import is_video
from masking.errors import MaskingError, ModelsMissing, NobodyThere, Overrun, StillVisible, Unreadable
from masking.results import Clip, Found, Masked, Person, Still
from masking.watermark import number_people, watermark
from masking.workshop import Workshop

if TYPE_CHECKING:
    from masking.pipeline import Engine

__all__ = [
    "Clip",
    "Engine",
    "Found",
    "Masked",
    "MaskingError",
    "ModelsMissing",
    "NobodyThere",
    "Overrun",
    "Person",
    "Still",
    "StillVisible",
    "Unreadable",
    "Workshop",
    "is_video",
    "number_people",
    "watermark",
]


def __getattr__(name: str) -> object:
    if name == "Engine":
        from masking.pipeline import Engine  # noqa: PLC0415 - see above: only where it is wanted

        return Engine
    raise AttributeError(name)
