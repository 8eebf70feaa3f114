"""The masking engine as a plain function, for outside measures such as ``metrics/mask_eval.py``."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from masking import NobodyThere, OwnModel, OwnModels, StillVisible, Tap
from masking.find.faces import find_faces, once_each, usual_looks
from masking.models import here
from masking.networks.detectors import CenterFace, YuNet
from masking.pipeline import Engine
from masking.results import DARK_FILL
from masking.tuning import TUNED, Tuning

OWN = {"instances": "INSTANCE_MODEL", "prompt_encoder": "PROMPT_ENCODER", "prompt_decoder": "PROMPT_DECODER"}


@lru_cache(maxsize=1)
def _engine(tuning: Tuning) -> Engine:
    """With the models of one's own that the settings name, as a server would have them."""
    named = {name: os.environ.get(f"HANSHO_{setting}") for name, setting in OWN.items()}
    return Engine(
        Path(".models"), OwnModels(**{name: OwnModel(Path(path)) for name, path in named.items() if path}), tuning
    )


def mask_bgr(picture: NDArray[np.uint8], point: tuple[int, int]) -> NDArray[np.uint8]:
    """Everything filled but the figure at ``point``; a refused picture is filled whole, since nobody gets to see it."""
    try:
        masked = _engine(TUNED).eliminate(picture, [point]).picture
    except (NobodyThere, StillVisible):
        masked = np.empty_like(picture)
        masked[:] = DARK_FILL
    return masked


def mask_clicks(
    picture: NDArray[np.uint8], clicks: list[tuple[int, int, bool]], tuning: Tuning = TUNED
) -> NDArray[np.uint8]:
    """The same after corrections; the first click is the tap on the suspect (``metrics/clicks_eval.py``)."""
    (x, y, _), *corrections = clicks
    return _engine(tuning).eliminate(picture, [(x, y)], (), [Tap(*click) for click in corrections]).picture


def faces_again(masked: NDArray[np.uint8]) -> int:
    """How many faces either family of detectors finds in a finished picture, looked at as a whole."""
    center, yunet, threads = _face_detectors()
    looks = usual_looks(max(masked.shape[:2]), (center, 1.0), (yunet, 1.0))
    return len(once_each(find_faces(masked, looks, threads)))


@lru_cache(maxsize=1)
def _face_detectors() -> tuple[CenterFace, YuNet, ThreadPoolExecutor]:
    """Apart from the engine's: what is measured here looks for nothing else."""
    files = here(Path(".models"))
    center, yunet = (files[name] for name in ("centerface.onnx", "face_detection_yunet_2023mar.onnx"))
    return CenterFace(center), YuNet(yunet), ThreadPoolExecutor()
