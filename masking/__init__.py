"""Bytes in, masked bytes and evidence out; imports nothing of ours.

``MaskingPool`` does the work in killable processes, which keeps this one small: nothing here imports a vision library;
``masking.pipeline.Engine``, which does the work itself, imports them all.
"""

from __future__ import annotations

from masking.brush import Stroke, Tap
from masking.container import is_recording, is_video
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
from masking.pool import MaskingPool
from masking.results import Found, Masked, Person, Quality, Still
from masking.watermark import watermark

__all__ = [
    "AllCovered",
    "Found",
    "Masked",
    "MaskingError",
    "MaskingPool",
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
    "Tap",
    "Unreadable",
    "is_recording",
    "is_video",
    "watermark",
]
