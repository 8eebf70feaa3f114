"""The engine: every step from bytes to masked bytes, in order."""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Self

import cv2
import numpy as np

from masking import models as model_files
from masking.analysis import Analysis, Analyst
from masking.corrections import Corrections
from masking.errors import NobodyThere
from masking.evidence import libraries, milliseconds, whole
from masking.figure.around import boxes_around
from masking.figure.brush import Stroke, Tap
from masking.figure.colours import worn
from masking.figure.seeds import Drawing, grow
from masking.figure.strokes import outlines
from masking.files.decode import blue_first, decode, turned
from masking.files.encode import as_jpeg, as_png
from masking.find import faces as face_finding
from masking.find.apart import Apart
from masking.find.imitation import Imitation
from masking.find.persons import listed, quality
from masking.find.stills import best_stills
from masking.find.texts import Texts
from masking.geometry.boxes import Boxes, Picture, areas, none
from masking.geometry.redact import Eliminated
from masking.geometry.regions import extent
from masking.instances import Instances
from masking.networks.detectors import CenterFace, Lite0, YuNet
from masking.networks.own.instances import Draws, own_instances
from masking.networks.own.models import OwnModels
from masking.networks.own.prompted import Prompted, own_prompted
from masking.networks.pose import Pose
from masking.networks.presence import TwoVotes
from masking.networks.remembered import Remembered
from masking.networks.runtimes import CORES
from masking.results import Found, Json, Masked, Person, Point, Progress, Still
from masking.tuning import TUNED, Tuning
from masking.verify import SecondSearch

SMALLEST = 16  # px of the short side: below that not even a face fits
KEPT = 2  # analyses in memory: the picture that is corrected, and one whose reporter waits


class Engine:
    """Finds people and masks everybody but the suspects; deterministic, and without I/O but its model files.

    Args:
        models: Directory filled by ``python -m masking.models``; every file is compared with its SHA-256.
        own: What takes the place of ours, for the first search; the second search stays with ours.
        tuning: By which the first search is weighed; the second has margins of its own.

    Raises:
        ModelsMissing: a model file is absent or altered.
        ModelUnfit: a model of one's own can't be used; says what would do.
    """

    def __init__(self, models: Path, own: OwnModels | None = None, tuning: Tuning = TUNED) -> None:
        # Errors only: OpenCV 5 warns at every start that it runs on the CPU.
        cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)
        cv2.setNumThreads(1)  # what can go on at once is shared out here, among one thread per core
        self._threads = ThreadPoolExecutor(CORES)
        files = model_files.here(models)
        self._hashes = {m.file: m.sha256 for m in model_files.MODELS}
        draw, prompted = self._opened(own or OwnModels())  # before ours, so that an unfit one is said at once
        self._center = CenterFace(files["centerface.onnx"])
        self._yunet = YuNet(files["face_detection_yunet_2023mar.onnx"])
        self._persons = Lite0(files["object_detector.tflite"])
        self._hand = Corrections(SecondSearch(self._center, self._yunet, self._persons, self._threads), tuning)
        self._pose = Pose(files["pose_landmarker.task"])
        self._presence = TwoVotes(files["deeplab_v3.tflite"], files["selfie_segmenter.tflite"])
        self._known: OrderedDict[object, Analysis] = OrderedDict()
        self._pictures = Remembered[Picture](KEPT)
        self._texts = Texts(files["text_detection_ppocr6.onnx"])
        self._tuning = tuning
        imitation = Imitation(self._persons, self._pose, self._presence, self._threads, tuning)
        self._instances: Instances = Apart(draw, imitation) if draw else imitation
        self._analyst = Analyst(
            self._center, self._yunet, self._instances, self._texts, self._threads, tuning, prompted
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown()
        self.forget()
        del self._center, self._yunet, self._persons, self._hand, self._pose, self._presence, self._texts
        del self._analyst, self._instances

    def _opened(self, own: OwnModels) -> tuple[Draws | None, Prompted | None]:
        """Networks of one's own that tell people apart and that answer taps; the second search stays with ours."""
        draw, prompted = None, None
        if own.instances:
            draw, self._hashes["own instances"] = own_instances(own.instances)
        if own.prompt_encoder and own.prompt_decoder:
            prompted, hashes = own_prompted(own.prompt_encoder, own.prompt_decoder)
            self._hashes["own prompt encoder"], self._hashes["own prompt decoder"] = hashes
        return draw, prompted

    def find(self, data: bytes, quarters: int = 0) -> Found:
        """Make a picture safe to work with, and number the people in it.

        Args:
            data: The file.
            quarters: By how many of them it is turned to the right, as somebody asks who sees that it lies on its side.

        Raises:
            Unreadable: with its reason.
        """
        upright = as_jpeg(turned(decode(data), quarters))
        picture = blue_first(decode(upright))  # the very pixels that are masked: nobody is looked for twice
        boxes, faces = none(), none()
        if min(picture.shape[:2]) >= SMALLEST:
            boxes = self._instances(picture).people
            looks = face_finding.usual_looks(max(picture.shape[:2]), (self._center, 1.0), (self._yunet, 1.0))
            faces = face_finding.find_faces(picture, looks, self._threads)
        shown = listed(boxes, faces, picture)
        people = tuple(Person(number, whole(box)) for number, box in enumerate(shown, start=1))
        heads = tuple(whole(face) for face in face_finding.once_each(faces))
        largest = shown[np.argsort(-areas(shown), kind="stable")][:1]
        high, wide = picture.shape[:2]
        return Found(upright, wide, high, people, quality(picture, largest), heads)

    def mask(
        self,
        data: bytes,
        suspects: Sequence[tuple[int, int]],
        strokes: Sequence[Stroke] = (),
        taps: Sequence[Tap] = (),
    ) -> Masked:
        """Fill everything but the suspects' figures below the head, then correct that: taps first, then strokes.

        Args:
            data: ``Found.picture``.
            suspects: A point on each suspect's body, in its pixels.
            strokes: Drawn on what is masked without any; beyond ``Masked.room`` they uncover nothing. With a line
                around a suspect, all of the picture is by hand.
            taps: What belongs to a suspect and what doesn't; one that keeps begins a picture where masking alone
                found nobody. They open no sure head, and nothing in which the second search then finds a face.

        Raises:
            Unreadable: with its reason.
            NobodyThere: at one of the points; also when there is no point.
            AllCovered: the strokes left nothing to show.
            StillVisible: a face or another person could still be found in the result.
        """
        picture = self._pictures(np.frombuffer(data, np.uint8), lambda: blue_first(decode(data)))
        done = self.eliminate(picture, suspects, strokes, taps)
        texts = self._threads.submit(self._texts, picture, done.region)
        masked, evidence = as_png(done.picture), done.evidence
        evidence["quality"] = asdict(quality(picture, np.array(evidence["suspects"], np.float32), texts.result()))
        edges = outlines(done.room), outlines(done.by_hand), done.colours
        high, wide = picture.shape[:2]
        return Masked(masked, wide, high, hashlib.sha256(masked).hexdigest(), evidence, *edges)

    def forget(self) -> None:
        """Keep nothing of any picture."""
        self._known.clear()
        for kept in (self._pictures, *(one.seen for one in (self._center, self._yunet, self._persons, self._texts))):
            kept.forget()

    def stills(self, data: bytes, progress: Progress) -> tuple[Still, ...]:
        """One to six frames of a video of up to 60 s worth choosing from: people large, sharp, spread over its time.

        Raises:
            Unreadable: with its reason.
        """
        return best_stills(data, self._persons, progress)

    def eliminate(
        self, picture: Picture, suspects: Sequence[Point], strokes: Sequence[Stroke] = (), taps: Sequence[Tap] = ()
    ) -> Eliminated:
        """``mask`` on pixels."""
        _require_a_place(picture, suspects)
        clock = [time.perf_counter()]
        lines, strokes = [s for s in strokes if s.kind == "around"], [s for s in strokes if s.kind != "around"]
        known = self._analysed(picture, suspects, boxes_around(lines))
        if known.nobody and not lines and not any(tap.keep for tap in taps):
            raise NobodyThere
        clock.append(time.perf_counter())
        plain = None if lines else self._hand.plain(picture, known, needed=not taps)
        region, room = self._hand.begun(picture, known, plain, lines)
        done, by_hand, again = plain, np.zeros_like(region), 0
        if lines or strokes or taps:
            grown = grow(picture, known, region, taps, self._tuning)
            drawing = Drawing(region, room, grown, strokes)
            done, room, again = self._hand.corrected(picture, drawing, known, len(suspects))
            by_hand = done.region if lines else done.region & ~region
        assert done  # noqa: S101 - for the type checker: without a correction, ``plain`` is needed
        clock.append(time.perf_counter())
        share = round(float(by_hand.sum() / done.region.sum()), 3)
        evidence: dict[str, Json] = {
            "size": [*picture.shape[1::-1]],
            "taps": [[x, y] for x, y in suspects],
            **known.told(),
            "left": round(float(done.region.sum() / max(1, areas(known.own).sum())), 3),
            "shown_box": list(whole(extent(done.region)[0])),
            "fill": [*known.fills[0][::-1]],
            "strokes": {"drawn": len(strokes), "refilled": again},
            "by_hand": {"taps": len(taps), "lines": len(lines), "share": share},
            "verified": done.told(),
            "models": dict(self._hashes),
            "tuning": self._tuning.sha256(),
            "packages": {m.file: m.package for m in model_files.MODELS},
            "libraries": libraries(),
            "ms": milliseconds(clock, ("analyse", "verify")),
        }
        return Eliminated(done.picture, done.region, room, by_hand, evidence, worn(picture, done.region, known.figures))

    def _analysed(self, picture: Picture, suspects: Sequence[Point], around: Boxes) -> Analysis:
        """What is known of these suspects, from memory where the picture was the last one or the one before."""
        pixels = hashlib.sha256(np.ascontiguousarray(picture).data).digest()
        key = pixels, picture.shape, tuple(suspects), around.tobytes()
        if key not in self._known:
            self._known[key] = self._analyst(picture, suspects, around)
        self._known.move_to_end(key)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        return self._known[key]


def _require_a_place(picture: Picture, suspects: Sequence[Point]) -> None:
    """Somebody was pointed at, within a picture in which a person can be."""
    height, width = picture.shape[:2]
    inside = all(0 <= x < width and 0 <= y < height for x, y in suspects)
    if not suspects or not inside or min(height, width) < SMALLEST:
        raise NobodyThere
