"""A film made of a photograph: the camera moves over it, and somebody may cross. For stories, tests and measures."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image, ImageDraw, ImageFilter

PHOTO = Path(__file__).parent / "pictures" / "crossing.jpg"
SUSPECT = (361, 293)
"""The person in black, in pixels of the photograph."""

VIEW = (672, 504)
"""What the camera sees of the photograph's 800 × 564 pixels."""

SWAY = (60, 24)
"""How far it moves to and fro, in pixels of the photograph, within a SWAY_SECONDS."""

SWAY_SECONDS = 6.0
PASSER_BY = (712, 115, 796, 490)
"""Who crosses, cut out of the same photograph: the person at its right edge."""

CROSSING_SECONDS = 1.5


@dataclass(frozen=True)
class Reel:
    """What kind of film.

    Attributes:
        seconds: Its length.
        size: Width and height.
        rate: Frames per second.
        crossed_at: When somebody begins to cross the picture; None for never.
    """

    seconds: float = 4.0
    size: tuple[int, int] = (640, 480)
    rate: int = 30
    crossed_at: float | None = None

    def suspect(self, seconds: float) -> tuple[int, int]:
        """Where the person in black is in the film, in its pixels."""
        left, top = _camera(seconds)
        return (
            round((SUSPECT[0] - left) * self.size[0] / VIEW[0]),
            round((SUSPECT[1] - top) * self.size[1] / VIEW[1]),
        )

    def pictures(self) -> Iterator[Image.Image]:
        """Frame by frame."""
        photo = Image.open(PHOTO).convert("RGB")
        walker, outline = _passer_by(photo)
        for number in range(round(self.seconds * self.rate)):
            now = number / self.rate
            scene = photo.copy()
            if self.crossed_at is not None and 0 <= now - self.crossed_at < CROSSING_SECONDS:
                way = (now - self.crossed_at) / CROSSING_SECONDS
                scene.paste(walker, (round(way * (photo.width + walker.width)) - walker.width, PASSER_BY[1]), outline)
            left, top = _camera(now)
            box = (left, top, left + VIEW[0], top + VIEW[1])
            yield scene.resize(self.size, Image.Resampling.BICUBIC, box=box)

    def mp4(self) -> bytes:
        """The film as a phone sends it: H.264 with a track of silence."""
        out = io.BytesIO()
        with av.open(out, "w", format="mp4") as film:
            stream = film.add_stream("libx264", rate=self.rate, options={"preset": "veryfast", "crf": "21"})
            stream.width, stream.height, stream.pix_fmt = *self.size, "yuv420p"
            sound = film.add_stream("aac", rate=SOUND_RATE)
            for picture in self.pictures():
                film.mux(stream.encode(av.VideoFrame.from_ndarray(np.asarray(picture), format="rgb24")))
            film.mux(stream.encode())
            for packet in silence(round(self.seconds * SOUND_RATE)):
                film.mux(sound.encode(packet))
            film.mux(sound.encode())
        return out.getvalue()


SOUND_RATE, SOUND_FRAME = 44_100, 1024


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


def _passer_by(photo: Image.Image) -> tuple[Image.Image, Image.Image]:
    person = photo.crop(PASSER_BY)
    outline = Image.new("L", person.size, 0)
    ImageDraw.Draw(outline).rounded_rectangle((6, 4, person.width - 6, person.height - 2), 34, fill=255)
    return person, outline.filter(ImageFilter.GaussianBlur(3))
