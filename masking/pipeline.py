"""The engine: every step from bytes to masked bytes, in order."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Self

import cv2
import numpy as np

from masking import faces as face_finding
from masking import models as model_files
from masking.boxes import Boxes, Picture, Region, none, stack
from masking.decode import decode
from masking.detectors import CORES, CenterFace, Persons, YuNet
from masking.encode import as_jpeg, as_png
from masking.errors import NobodyThere, StillVisible
from masking.heads import head
from masking.limbs import dressed
from masking.people import doubtful, find_people, listed, only_faces, quality
from masking.pose import Looks, Pose
from masking.presence import Presence
from masking.redact import let_through
from masking.results import Found, Json, Masked, Person, Point
from masking.segment import LOOSE, Outliner, grown
from masking.tap import others, tapped
from masking.verify import faces_left, heads_among, persons_seen
from masking.zone import covers, faces_in, zone

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
        cv2.setNumThreads(1)  # what can go on at once is shared out here, among one thread per core
        self._crew = ThreadPoolExecutor(CORES)
        files = model_files.here(models)
        self._center = CenterFace(files["centerface.onnx"])
        self._yunet = YuNet(files["face_detection_yunet_2023mar.onnx"])
        self._persons = Persons(files["object_detector.tflite"])
        self._pose = Pose(files["pose_landmarker.task"])
        self._presence = Presence(files["deeplab_v3.tflite"], files["selfie_segmenter.tflite"])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._crew.shutdown()
        del self._center, self._yunet, self._persons, self._pose, self._presence

    def find(self, data: bytes) -> Found:
        """Make a picture safe to work with, and number the people in it.

        Raises:
            Unreadable: with its reason.
        """
        image = decode(data)
        picture = np.ascontiguousarray(np.asarray(image)[..., ::-1])
        boxes, faces = none(), none()
        if min(picture.shape[:2]) >= SMALLEST:
            boxes = find_people(picture, self._persons, self._crew)
            faces = face_finding.find_faces(picture, self._center, self._yunet, self._crew)
        shown = listed(boxes, faces, picture)
        people = tuple(Person(number, _whole(box)) for number, box in enumerate(shown, start=1))
        heads = tuple(_whole(face) for face in face_finding.once_each(faces))
        return Found(as_jpeg(image), image.width, image.height, people, quality(picture, shown), heads)

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
        if min(height, width) < SMALLEST:
            raise NobodyThere
        clock = [time.perf_counter()]
        people = find_people(picture, self._persons, self._crew, suspects)
        looks = Looks(self._pose, picture, self._crew)
        faces, own = self._whom(picture, people, suspects, looks)
        clock.append(time.perf_counter())
        shown, clothes = self._figures(picture, people, faces, suspects, own, looks)
        clock.append(time.perf_counter())
        masked, verified = self._verified(picture, shown, clothes)
        clock.append(time.perf_counter())
        evidence: dict[str, Json] = {
            "size": [width, height],
            "taps": [[x, y] for x, y in suspects],
            "people": [_listed(b) for b in people],
            "faces": [_listed(b) for b in faces],
            "suspects": [_listed(b) for b in own],
            "shown_share": round(float(np.mean([r.mean() for r in shown])), 4),
            "verified": verified,
            "models": {m.file: m.sha256 for m in model_files.MODELS},
            "packages": {m.file: m.package for m in model_files.MODELS},
            "libraries": {name: version(name) for name in LIBRARIES},
            "ms": {
                name: round((clock[i + 1] - clock[i]) * 1000) for i, name in enumerate(("find", "figures", "verify"))
            },
        }
        return masked, evidence

    def _whom(self, picture: Picture, people: Boxes, suspects: Sequence[Point], looks: Looks) -> tuple[Boxes, Boxes]:
        """The faces that matter, and the suspects' boxes; a suspect outside the zone widens it to everything."""
        part = zone(picture, people, suspects)
        while True:
            faces = faces_in(part, picture, self._center, self._yunet, self._crew)
            own = np.stack([tapped(picture, people, faces, tap, self._persons, looks) for tap in suspects])
            if covers(part, own, picture):
                return faces, own
            part = (0, 0, picture.shape[1], picture.shape[0])

    def _figures(
        self, picture: Picture, people: Boxes, faces: Boxes, suspects: Sequence[Point], own: Boxes, looks: Looks
    ) -> tuple[list[Region], Region]:
        """What may be let through of each suspect, and where their torsos and limbs are."""
        rivals = people
        for box in own:
            rivals = others(rivals, box)
        standing = np.array([*((rivals[:, 0] + rivals[:, 2]) / 2), *(x for x, _ in suspects)], np.float32)
        pattern = np.logical_or.reduce([doubtful(faces, box) for box in own])
        faces, doubts = faces[~pattern], faces[pattern]
        heads = face_finding.once_each(faces)
        rivals = stack([rivals, only_faces(heads, stack([rivals, own]), picture, standing)])
        outliner = Outliner(looks, self._presence, self._crew)
        regions, clothes = [], np.zeros(picture.shape[:2], np.bool_)
        for box, tap in zip(own, suspects, strict=True):
            found = outliner.figure(picture, box, tap, rivals, faces)
            above = head(found.region, found.joints, faces, doubts)
            below = found.region & ~above
            below |= found.room & ~grown(above, round(LOOSE * float(box[3] - box[1])))
            if not below.any():
                raise NobodyThere
            regions.append(below)
            clothes |= dressed(found.joints, below.shape) & ~above
        return regions, clothes

    def _verified(self, picture: Picture, shown: list[Region], clothes: Region) -> tuple[Picture, dict[str, Json]]:
        """Fill what the second search still finds, and search again; nothing found is the only way out."""
        region = np.logical_or.reduce(shown)
        refilled: list[Json] = []
        for _ in range(ROUNDS):
            masked = let_through(picture, region)
            persons = self._crew.submit(persons_seen, masked, region, self._persons)
            left = faces_left(masked, region, self._center, self._yunet, self._crew)
            if not len(left):
                break
            refilled += [_listed(face) for face in left]
            heads = heads_among(left, clothes)
            region &= ~face_finding.cover(left[heads], region.shape) & ~face_finding.patches(left[~heads], region.shape)
        else:
            raise StillVisible(FACE_LEFT)
        if not region.any():
            raise StillVisible(NOTHING_LEFT)
        if (count := persons.result()) > len(shown):
            raise StillVisible(PERSON_LEFT)
        return masked, {"faces_left": 0, "persons_left": count, "refilled": refilled}


LIBRARIES = ("ai-edge-litert", "numpy", "opencv-python-headless")  # those that run the networks
FACE_LEFT = "a face could still be seen after masking; choose another picture"
PERSON_LEFT = "another person could still be seen after masking; choose another picture"
NOTHING_LEFT = "nothing could be shown of this person without a face; choose another picture"
SMALLEST = 16  # px of the short side: below that not even a face fits


def _whole(box: Boxes) -> tuple[int, int, int, int]:
    x0, y0, x1, y1 = (round(float(v)) for v in box[:4])
    return x0, y0, x1, y1


def _listed(box: Boxes) -> list[Json]:
    return [*_whole(box), round(float(box[4]), 2)]
