"""The engine: every step from bytes to masked bytes, in order."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import cv2
import numpy as np

from masking import faces as face_finding
from masking import models as model_files
from masking.boxes import Boxes, Picture, Region, none, stack
from masking.decode import decode
from masking.detectors import CenterFace, Persons, YuNet
from masking.encode import as_jpeg, as_png
from masking.errors import NobodyThere, StillVisible
from masking.heads import head
from masking.people import find_people, listed, only_faces, quality
from masking.pose import Pose
from masking.presence import Presence
from masking.redact import let_through
from masking.results import Found, Json, Masked, Person, Point
from masking.segment import LOOSE, Outliner, grown
from masking.tap import others, tapped
from masking.verify import faces_left, persons_seen

ROUNDS = 6  # of filling what the second search finds; what is found even then refuses the picture


class Engine:
    """Finds people and masks everybody but the suspects; deterministic, and without I/O but its model files.

    Args:
        models: Directory filled by ``python -m masking.models``; every file is compared with its SHA-256.

    Raises:
        ModelsMissing: a model file is absent or altered.
    """

    def __init__(self, models: Path) -> None:
        cv2.utils.logging.setLogLevel(
            cv2.utils.logging.LOG_LEVEL_ERROR
        )  # errors only: OpenCV 5 warns at every start that it runs on the CPU
        files = model_files.here(models)
        self._center = CenterFace(files["centerface.onnx"])
        self._yunet = YuNet(files["face_detection_yunet_2023mar.onnx"])
        self._persons = Persons(files["object_detector.tflite"])
        self._pose = Pose(files["pose_landmarker.task"])
        presence = Presence(files["deeplab_v3.tflite"], files["selfie_segmenter.tflite"])
        self._outliner = Outliner(self._pose, presence)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        del self._center, self._yunet, self._persons, self._pose, self._outliner

    def find(self, data: bytes) -> Found:
        """Make a picture safe to work with, and number the people in it.

        Raises:
            Unreadable: with its reason.
        """
        image = decode(data)
        picture = np.ascontiguousarray(np.asarray(image)[..., ::-1])
        boxes, faces = self._everybody(picture)
        shown = listed(boxes, faces, picture)
        people = tuple(Person(number, _whole(box)) for number, box in enumerate(shown, start=1))
        return Found(as_jpeg(image), image.width, image.height, people, quality(picture, shown))

    def mask(self, data: bytes, suspects: Sequence[tuple[int, int]]) -> Masked:
        """Fill everything but the suspects' figures below the head.

        Args:
            data: ``Found.picture``.
            suspects: A point on each suspect's body, in its pixels.

        Raises:
            Unreadable: with its reason.
            NobodyThere: at one of the points; also when there is no point.
            StillVisible: a face or another person could still be found in the result.
        """
        image = decode(data)
        masked, evidence = self.eliminate(np.ascontiguousarray(np.asarray(image)[..., ::-1]), suspects)
        picture = as_png(masked)
        return Masked(picture, image.width, image.height, hashlib.sha256(picture).hexdigest(), evidence)

    def eliminate(self, picture: Picture, suspects: Sequence[Point]) -> tuple[Picture, dict[str, Json]]:
        """``mask`` on pixels: height × width × 3, blue-green-red; the evidence comes with it."""
        height, width = picture.shape[:2]
        if not suspects or not all(0 <= x < width and 0 <= y < height for x, y in suspects):
            raise NobodyThere
        clock = [time.perf_counter()]
        people, faces = self._everybody(picture)
        clock.append(time.perf_counter())
        shown, own = self._figures(picture, people, faces, suspects)
        clock.append(time.perf_counter())
        masked, refilled = self._verified(picture, shown)
        clock.append(time.perf_counter())
        evidence: dict[str, Json] = {
            "people": [_listed(b) for b in people],
            "faces": [_listed(b) for b in faces],
            "suspects": [_listed(b) for b in own],
            "shown_share": round(float(np.mean([r.mean() for r in shown])), 4),
            "refilled": refilled,
            "models": {m.file: m.sha256 for m in model_files.MODELS},
            "ms": {
                name: round((clock[i + 1] - clock[i]) * 1000) for i, name in enumerate(("find", "figures", "verify"))
            },
        }
        return masked, evidence

    def _everybody(self, picture: Picture) -> tuple[Boxes, Boxes]:
        if min(picture.shape[:2]) < SMALLEST:
            return none(), none()
        return find_people(picture, self._persons), face_finding.find_faces(picture, self._center, self._yunet)

    def _figures(
        self, picture: Picture, people: Boxes, faces: Boxes, suspects: Sequence[Point]
    ) -> tuple[list[Region], Boxes]:
        if min(picture.shape[:2]) < SMALLEST:
            raise NobodyThere
        own = np.stack([tapped(picture, people, faces, tap, self._persons, self._pose) for tap in suspects])
        rivals = people
        for box in own:
            rivals = others(rivals, box)
        standing = np.array([*((rivals[:, 0] + rivals[:, 2]) / 2), *(x for x, _ in suspects)], np.float32)
        rivals = stack([rivals, only_faces(faces, stack([rivals, own]), picture, standing)])
        regions = []
        for box, tap in zip(own, suspects, strict=True):
            found = self._outliner.figure(picture, box, tap, rivals, faces)
            above = head(found.region, found.joints, faces)
            below = found.region & ~above
            below |= found.room & ~grown(above, round(LOOSE * float(box[3] - box[1])))
            if not below.any():
                raise NobodyThere
            regions.append(below)
        return regions, own

    def _verified(self, picture: Picture, shown: list[Region]) -> tuple[Picture, int]:
        """Fill what the second search still finds, and search again; nothing found is the only way out."""
        region = np.logical_or.reduce(shown)
        refilled = 0
        for _ in range(ROUNDS):
            masked = let_through(picture, region)
            left = faces_left(masked, region, self._center, self._yunet)
            if not len(left):
                break
            refilled += len(left)
            region &= ~face_finding.cover(left, region.shape)
        else:
            raise StillVisible
        if not region.any() or persons_seen(masked, self._persons) > len(shown):
            raise StillVisible
        return masked, refilled


SMALLEST = 16  # px of the short side: below that not even a face fits


def _whole(box: Boxes) -> tuple[int, int, int, int]:
    x0, y0, x1, y1 = (round(float(v)) for v in box[:4])
    return x0, y0, x1, y1


def _listed(box: Boxes) -> list[Json]:
    return [*_whole(box), round(float(box[4]), 2)]
