"""A video made of the sample photograph, over which the camera moves: for the sandbox and for tests."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image

PHOTO = Path(__file__).parent / "pictures" / "crossing.jpg"
VIEW = (672, 504)
"""What the camera sees of the photograph's 800 × 564 pixels."""

SWAY = (60, 24)
"""How far it moves to and fro, in pixels of the photograph, within SWAY_SECONDS."""

SWAY_SECONDS = 6.0
SOUND_RATE, SOUND_FRAME = 44_100, 1024


@dataclass(frozen=True)
class SyntheticClip:
    """What kind of video.

    Attributes:
        seconds: Its length.
        size: Width and height.
        rate: Frames per second.
    """

    seconds: float = 4.0
    size: tuple[int, int] = (640, 480)
    rate: int = 30

    def mp4(self) -> bytes:
        """The video as a phone sends it: H.264 with a track of silence."""
        out = io.BytesIO()
        with av.open(out, "w", format="mp4") as film:
            stream = film.add_stream("libx264", rate=self.rate, options={"preset": "veryfast", "crf": "21"})
            stream.width, stream.height, stream.pix_fmt = *self.size, "yuv420p"
            sound = film.add_stream("aac", rate=SOUND_RATE)
            for picture in self._pictures():
                film.mux(stream.encode(av.VideoFrame.from_ndarray(np.asarray(picture), format="rgb24")))
            film.mux(stream.encode())
            for packet in silence(round(self.seconds * SOUND_RATE)):
                film.mux(sound.encode(packet))
            film.mux(sound.encode())
        return out.getvalue()

    def _pictures(self) -> Iterator[Image.Image]:
        """Frame by frame."""
        photo = Image.open(PHOTO).convert("RGB")
        for number in range(round(self.seconds * self.rate)):
            left, top = _camera(number / self.rate)
            box = (left, top, left + VIEW[0], top + VIEW[1])
            yield photo.resize(self.size, Image.Resampling.BICUBIC, box=box)


def silence(samples: int) -> Iterator[av.AudioFrame]:
    """Nothing to be heard, in the portions that AAC takes."""
    for start in range(0, samples, SOUND_FRAME):
        frame = av.AudioFrame.from_ndarray(np.zeros((1, SOUND_FRAME), np.float32), format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = SOUND_RATE, start, Fraction(1, SOUND_RATE)
        yield frame


def _camera(seconds: float) -> tuple[float, float]:
    """The corner of what it sees."""
    angle = 2 * math.pi * seconds / SWAY_SECONDS
    return SWAY[0] * (1 + math.sin(angle)), SWAY[1] * (1 + math.cos(angle))
