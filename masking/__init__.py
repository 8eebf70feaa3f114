"""Bytes in, masked bytes and evidence out; imports nothing of ours.

``MaskingPool`` does the work in killable processes, which keeps this one small: nothing here imports a vision library;
``masking.pipeline.Engine``, which does the work itself, imports them all.
"""

from __future__ import annotations

from masking.errors import (
    AllCovered,
    DecoderAway,
    MaskingError,
    ModelsMissing,
    ModelUnfit,
    NobodyThere,
    Overrun,
    StillVisible,
    Unreadable,
)
from masking.figure.brush import Stroke, Tap
from masking.files.container import is_recording, is_video
from masking.files.watermark import watermark
from masking.networks.own.models import OwnModel, OwnModels
from masking.process.pool import MaskingPool
from masking.results import Codes, Found, Masked, Person, Quality, Still

__all__ = [
    "AllCovered",
    "Codes",
    "DecoderAway",
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
