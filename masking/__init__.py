"""Bytes in, masked bytes and evidence out; imports nothing of ours.

``Workshop`` does the work in killable processes. That keeps this one small, so nothing here imports a vision library;
``masking.pipeline.Engine``, which does the work itself, imports them all.
"""

from __future__ import annotations

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
from masking.watermark import watermark
from masking.workshop import Workshop

__all__ = [
    "AllCovered",
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
    "watermark",
]
