"""Bytes in, masked bytes and evidence out; imports nothing of ours.

``Engine`` does the work in this process. ``Workshop`` does the same in a killable one, and keeps this one small: it
is why nothing here imports a vision library until ``Engine`` is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from masking.brush import Stroke
from masking.container import is_video
from masking.errors import (
    AllCovered,
    MaskingError,
    ModelsMissing,
    ModelUnfit,
    NobodyThere,
    Overrun,
    StillVisible,
    Unreadable,
)
from masking.own_models import OwnModel, OwnModels
from masking.results import Found, Masked, Person, Quality, Still
from masking.watermark import number_people, watermark
from masking.workshop import Workshop

if TYPE_CHECKING:
    from masking.pipeline import Engine

__all__ = [
    "AllCovered",
    "Engine",
    "Found",
    "Masked",
    "MaskingError",
    "ModelUnfit",
    "ModelsMissing",
    "NobodyThere",
    "Overrun",
    "OwnModel",
    "OwnModels",
    "Person",
    "Quality",
    "Still",
    "StillVisible",
    "Stroke",
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
