"""The engine: every step from bytes to masked bytes, in order."""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Self

import cv2
import numpy as np

from masking import faces as face_finding
from masking import models as model_files
from masking.boxes import Boxes, Picture, Region, areas, none, stack
from masking.brush import Stroke
from masking.decode import decode
from masking.detectors import CenterFace, Lite0, Persons, YuNet
from masking.encode import as_jpeg, as_png
from masking.errors import AllCovered, NobodyThere
from masking.evidence import libraries, milliseconds, rows, whole
from masking.networks import CORES
from masking.own_models import OwnModels
from masking.own_persons import own_persons
from masking.own_segmenter import own_segmenter
from masking.persons import doubtful, find_people, listed, only_faces, quality
from masking.pose import Looks, Pose
from masking.presence import Presence, TwoVotes
from masking.results import FILL, Found, Json, Masked, Person, Point, Progress, Still
from masking.segment import Outliner
from masking.shown import Shown, below_head, together
from masking.stills import best_stills
from masking.strokes import drawn, outlines, without_specks
from masking.tap import holding, others, tapped, touches
from masking.texts import Texts
from masking.verify import HINT, Known, SecondSearch, Verified, extent
from masking.zone import Zone, covers, faces_in, zone

SMALLEST = 16  # px of the short side: below that not even a face fits


class Engine:
    """Finds people and masks everybody but the suspects; deterministic, and without I/O but its model files.

    Args:
        models: Directory filled by ``python -m masking.models``; every file is compared with its SHA-256.
        own: What takes the place of ours, for the first search; the second search stays with ours.

    Raises:
        ModelsMissing: a model file is absent or altered.
        ModelUnfit: a model of one's own can't be used; says what would do.
    """

    def __init__(self, models: Path, own: OwnModels | None = None) -> None:
        cv2.utils.logging.setLogLevel(
            cv2.utils.logging.LOG_LEVEL_ERROR
        )  # errors only: OpenCV 5 warns at every start that it runs on the CPU
        cv2.setNumThreads(1)  # what can go on at once is shared out here, among one thread per core
        self._threads = ThreadPoolExecutor(CORES)
        files = model_files.here(models)
        self._center = CenterFace(files["centerface.onnx"])
        self._yunet = YuNet(files["face_detection_yunet_2023mar.onnx"])
        self._persons: Persons = Lite0(files["object_detector.tflite"])
        # Before models of one's own take their places: the second search stays with ours.
        self._search_again = SecondSearch(self._center, self._yunet, self._persons, self._threads)
        self._pose = Pose(files["pose_landmarker.task"])
        self._presence: Presence = TwoVotes(files["deeplab_v3.tflite"], files["selfie_segmenter.tflite"])
        self._texts = Texts(files["text_detection_ppocr6.onnx"])
        self._hashes = {m.file: m.sha256 for m in model_files.MODELS}
        self._take(own or OwnModels())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown()
        del self._center, self._yunet, self._persons, self._search_again, self._pose, self._presence, self._texts

    def _take(self, own: OwnModels) -> None:
        """Put models of one's own in their places."""
        if own.persons:
            self._persons, self._hashes["own persons"] = own_persons(own.persons)
        if own.segment:
            self._presence, self._hashes["own segment"] = own_segmenter(own.segment)

    def find(self, data: bytes) -> Found:
        """Make a picture safe to work with, and number the people in it.

        Raises:
            Unreadable: with its reason.
        """
        image = decode(data)
        picture = np.ascontiguousarray(np.asarray(image)[..., ::-1])
        boxes, faces = none(), none()
        if min(picture.shape[:2]) >= SMALLEST:
            boxes = find_people(picture, self._persons, self._threads)
            looks = face_finding.usual_looks(max(picture.shape[:2]), (self._center, 1.0), (self._yunet, 1.0))
            faces = face_finding.find_faces(picture, looks, self._threads)
        shown = listed(boxes, faces, picture)
        people = tuple(Person(number, whole(box)) for number, box in enumerate(shown, start=1))
        heads = tuple(whole(face) for face in face_finding.once_each(faces))
        return Found(as_jpeg(image), image.width, image.height, people, quality(picture, _largest(shown)), heads)

    def mask(self, data: bytes, suspects: Sequence[tuple[int, int]], strokes: Sequence[Stroke] = ()) -> Masked:
        """Fill everything but the suspects' figures below the head, then correct that by hand.

        Args:
            data: ``Found.picture``.
            suspects: A point on each suspect's body, in its pixels.
            strokes: Drawn on what is masked without any; beyond ``Masked.room`` they uncover nothing.

        Raises:
            Unreadable: with its reason.
            NobodyThere: at one of the points; also when there is no point.
            AllCovered: the strokes left nothing to show.
            StillVisible: a face or another person could still be found in the result.
        """
        image = decode(data)
        picture = np.ascontiguousarray(np.asarray(image)[..., ::-1])
        masked, room, evidence = self.eliminate(picture, suspects, strokes)
        texts = self._texts(picture, (masked != np.array(FILL, np.uint8)).any(-1))
        evidence["quality"] = asdict(quality(picture, np.array(evidence["suspects"], np.float32), texts))
        data = as_png(masked)
        return Masked(data, image.width, image.height, hashlib.sha256(data).hexdigest(), evidence, outlines(room))

    def stills(self, data: bytes, progress: Progress) -> tuple[Still, ...]:
        """One to six frames of a video of up to 60 s worth choosing from: people large, sharp, spread over its time.

        Raises:
            Unreadable: with its reason.
        """
        return best_stills(data, self._persons, progress)

    def eliminate(
        self, picture: Picture, suspects: Sequence[Point], strokes: Sequence[Stroke]
    ) -> tuple[Picture, Region, dict[str, Json]]:
        """``mask`` on pixels: the masked picture, where a hand may let the original through, and the evidence."""
        height, width = picture.shape[:2]
        inside = all(0 <= x < width and 0 <= y < height for x, y in suspects)
        if not suspects or not inside or min(height, width) < SMALLEST:
            raise NobodyThere
        clock = [time.perf_counter()]
        people = find_people(picture, self._persons, self._threads, suspects)
        looks = Looks(self._pose, picture, self._threads)
        hints, own = self._whom(picture, people, suspects, looks)
        faces = hints[hints[:, 4] >= face_finding.LEAST]
        clock.append(time.perf_counter())
        each = self._figures(picture, people, faces, suspects, own, looks)
        shown = together(each)
        region = without_specks(shown.region)
        clock.append(time.perf_counter())
        done, again = self._search_again(picture, region, len(suspects), Known(shown.clothes, hints)), 0
        # What the second search has filled no hand may open again.
        room = without_specks((shown.room | region) & ~(region & ~done.region)) | done.region
        if strokes:
            done, room, again = self._corrected(picture, done.region, strokes, room, len(suspects), shown.clothes)
        clock.append(time.perf_counter())
        evidence: dict[str, Json] = {
            "size": [width, height],
            "taps": [[x, y] for x, y in suspects],
            "people": rows(people),
            "faces": rows(faces),
            "suspects": rows(own),
            "shown_share": round(float(np.mean([one.region.mean() for one in each])), 4),
            "shown_box": list(whole(extent(done.region)[0])),
            "strokes": {"drawn": len(strokes), "refilled": again},
            "verified": done.told(),
            "models": dict(self._hashes),
            "packages": {m.file: m.package for m in model_files.MODELS},
            "libraries": libraries(),
            "ms": milliseconds(clock, ("find", "figures", "verify")),
        }
        return done.picture, room, evidence

    def _whom(self, picture: Picture, people: Boxes, suspects: Sequence[Point], looks: Looks) -> tuple[Boxes, Boxes]:
        """The faces that matter, hints of some included, and the suspects' boxes.

        A suspect outside the zone widens it to everything.
        """
        looks.ahead(square for tap in suspects for square in touches(holding(people, tap)))
        part = zone(picture, people, suspects)
        while True:
            faces = faces_in(part, picture, self._center, self._yunet, self._threads, least=HINT)
            own = np.stack([tapped(picture, people, faces, tap, self._persons, looks) for tap in suspects])
            if covers(part, own, picture):
                return faces, own
            part = Zone.everything(picture)

    def _figures(
        self, picture: Picture, people: Boxes, faces: Boxes, suspects: Sequence[Point], own: Boxes, looks: Looks
    ) -> list[Shown]:
        """What is let through of each suspect."""
        rivals = people
        for box in own:
            rivals = others(rivals, box)
        # Suspects stand where they were tapped, which in a shared box is not its middle.
        standing = np.array([*((rivals[:, 0] + rivals[:, 2]) / 2), *(x for x, _ in suspects)], np.float32)
        pattern = np.logical_or.reduce([doubtful(faces, box) for box in own])
        faces, doubts = faces[~pattern], faces[pattern]
        heads = face_finding.once_each(faces)
        rivals = stack([rivals, only_faces(heads, stack([rivals, own]), picture, standing)])
        outliner = Outliner(looks, self._presence, self._threads)
        each = [
            below_head(outliner.figure(picture, box, tap, rivals, faces), picture, box, rivals, faces, doubts)
            for box, tap in zip(own, suspects, strict=True)
        ]
        if not all(one.region.any() for one in each):
            raise NobodyThere
        return each

    def _corrected(
        self, picture: Picture, region: Region, strokes: Sequence[Stroke], room: Region, most: int, clothes: Region
    ) -> tuple[Verified, Region, int]:
        """What strokes make of a region, verified; where a hand may still draw; and how often faces were filled.

        What is a face with all that the strokes reveal stays filled for good. Else a stroke over half a face would
        leave the other half to be shown, since no detector finds it any more.
        """
        known = Known(clothes, None)  # a hand lets through what was taken for a neighbour's: nothing there is a pattern
        opened = drawn(region, [s for s in strokes if s.kind == "reveal"], room)
        first = self._search_again(picture, opened, math.inf, known)
        room = room & ~(opened & ~first.region)
        region = drawn(region & room, strokes, room)
        if not region.any():
            raise AllCovered
        done = self._search_again(picture, region, most, known)
        return done, room & ~(region & ~done.region), len(first.refilled) + len(done.refilled)


def _largest(people: Boxes) -> Boxes:
    return people[np.argsort(-areas(people), kind="stable")][:1]
