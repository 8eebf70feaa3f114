"""The engine: every step from bytes to masked bytes, in order."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

import cv2
import numpy as np

from masking import faces as face_finding
from masking import models as model_files
from masking.boxes import Boxes, Picture, Region, none, stack
from masking.clip import mask_clip
from masking.decode import decode
from masking.detectors import CORES, CenterFace, Persons, YuNet
from masking.encode import as_jpeg, as_png
from masking.errors import NobodyThere, StillVisible
from masking.heads import head
from masking.people import SURE_FACE, doubtful, find_people, listed, only_faces, quality
from masking.pose import Looks, Pose
from masking.presence import Presence
from masking.redact import let_through
from masking.results import Clip, Found, Json, Masked, Person, Point, Still
from masking.segment import LOOSE, Outliner, grown
from masking.stills import Progress, best_stills
from masking.tap import others, tapped
from masking.verify import faces_left, persons_seen
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

    def stills(self, data: bytes, progress: Progress) -> tuple[Still, ...]:
        """One to six frames of a clip of up to 60 s worth choosing from: people large, sharp, spread over its time.

        Raises:
            Unreadable: with its reason.
        """
        return best_stills(data, self._persons, progress)

    def clip(self, data: bytes, at_seconds: float, suspects: Sequence[Point], progress: Progress) -> Clip:
        """A film of the suspect below the head; a frame in which that is not sure is filled whole.

        Args:
            data: The clip, up to 60 s.
            at_seconds: The moment in which the points are meant.
            suspects: One point on the suspect's body, in pixels of the ``Still`` of that moment.
            progress: Told how much is done, of how much.

        Raises:
            Unreadable: with its reason.
            NobodyThere: at the point, in that moment; also when there are several points.
            StillVisible: somebody else can't be hidden in that moment, or nothing can be shown.
        """
        return mask_clip(data, at_seconds, suspects, progress, self.eliminate, self._verified)

    def eliminate(self, picture: Picture, suspects: Sequence[Point]) -> tuple[Picture, dict[str, Json]]:
        """``mask`` on pixels: height × width × 3, blue-green-red; the evidence comes with it."""
        height, width = picture.shape[:2]
        if not suspects or not all(0 <= x < width and 0 <= y < height for x, y in suspects):
            raise NobodyThere
        if min(height, width) < SMALLEST:
            raise NobodyThere
        clock = [time.perf_counter()]
        people = find_people(picture, self._persons, self._crew)
        looks = Looks(self._pose, picture, self._crew)
        faces, own = self._whom(picture, people, suspects, looks)
        clock.append(time.perf_counter())
        shown = self._figures(picture, people, faces, suspects, own, looks)
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
    ) -> list[Region]:
        rivals = people
        for box in own:
            rivals = others(rivals, box)
        standing = np.array([*((rivals[:, 0] + rivals[:, 2]) / 2), *(x for x, _ in suspects)], np.float32)
        pattern = np.logical_or.reduce([doubtful(faces, box) for box in own])
        faces, doubts = faces[~pattern], faces[pattern]
        heads = face_finding.once_each(faces)
        rivals = stack([rivals, only_faces(heads, stack([rivals, own]), picture, standing)])
        outliner = Outliner(looks, self._presence, self._crew)
        regions = []
        for box, tap in zip(own, suspects, strict=True):
            found = outliner.figure(picture, box, tap, rivals, faces)
            above = head(found.region, found.joints, faces, doubts)
            below = found.region & ~above
            below |= found.room & ~grown(above, round(LOOSE * float(box[3] - box[1])))
            if not below.any():
                raise NobodyThere
            regions.append(below)
        return regions

    def _verified(self, picture: Picture, shown: list[Region]) -> tuple[Picture, int]:
        """Fill what the second search still finds, and search again; nothing found is the only way out."""
        region = np.logical_or.reduce(shown)
        refilled = 0
        for _ in range(ROUNDS):
            masked = let_through(picture, region)
            persons = self._crew.submit(persons_seen, masked, self._persons)
            left = faces_left(masked, region, self._center, self._yunet, self._crew)
            if not len(left):
                break
            refilled += len(left)
            sure = left[:, 4] >= SURE_FACE
            region &= ~face_finding.cover(left[sure], region.shape) & ~face_finding.patches(left[~sure], region.shape)
        else:
            raise StillVisible
        if not region.any() or persons.result() > len(shown):
            raise StillVisible
        return masked, refilled


SMALLEST = 16  # px of the short side: below that not even a face fits


def _whole(box: Boxes) -> tuple[int, int, int, int]:
    x0, y0, x1, y1 = (round(float(v)) for v in box[:4])
    return x0, y0, x1, y1


def _listed(box: Boxes) -> list[Json]:
    return [*_whole(box), round(float(box[4]), 2)]
