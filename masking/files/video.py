"""Bytes from anybody → upright frames with their times, or a short reason why not."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

import av
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from masking.errors import Unreadable
from masking.files.container import LARGEST, container_of
from masking.geometry.boxes import Picture

MOST_SECONDS = 60
SPARE = 1.0
"""Seconds: phones asked for a minute stop a little after it."""

MOST_FRAMES = 7_500
"""A minute of slow motion at 120 per second, and the spare second."""

MOST_PIXELS = 4096 * 2304
"""4K, as phones film it."""

MOST_ASPECT = 4
"""Of a pixel's sides: recorders reach 2.2 (704 x 240); more is wrong, or wants a very large picture."""

CODECS = frozenset({"h264", "hevc", "mpeg4", "h263", "mjpeg", "vp8", "vp9", "av1", "libdav1d"})
"""What phones, recorders and chats write; exotic decoders never see the bytes."""

THREADS = 2


@dataclass(frozen=True)
class Moment:
    """One frame, not yet in pixels of ours.

    Attributes:
        seconds: From the first frame.
        frame: As the decoder gave it.
        aspect: Width of a pixel in its heights; recorders keep every second line, or squeeze a wide picture.
    """

    seconds: float
    frame: VideoFrame
    aspect: float

    def upright(self, long_side: int) -> Picture:
        """Its pixels, square, blue-green-red, turned as the file says, the long side at most ``long_side``."""
        # Stretched, never squeezed: no line is lost.
        width, height = self.frame.width * max(1.0, self.aspect), self.frame.height / min(1.0, self.aspect)
        scale = min(1.0, long_side / max(width, height))
        size = {"width": max(1, round(width * scale)), "height": max(1, round(height * scale))}
        small = self.frame.reformat(**size, format="bgr24", interpolation="AREA" if scale < 1 else "BILINEAR")
        turns = round(self.frame.rotation / 90) % 4
        return np.ascontiguousarray(np.rot90(small.to_ndarray(), turns))


def moments(data: bytes) -> Iterator[Moment]:
    """Every frame of a video in the order of its times.

    Raises:
        Unreadable: with its reason; also in the middle, when a limit is passed there.
    """
    if len(data) > LARGEST:
        raise Unreadable("video_too_large")
    container = container_of(data)
    if container is None:
        raise Unreadable("not_a_video")
    try:
        with _open(data, container) as film:
            yield from _timed(film, _stream(film))
    # No fault of the file: the worker ends on it, and a fresh one takes the next.
    except av.error.MemoryError as error:
        raise MemoryError from error
    except (av.error.FFmpegError, ValueError, OverflowError) as error:
        raise Unreadable("video_broken") from error


def seconds_of(data: bytes) -> float:
    """How long the file says it is; 0.0 if it doesn't say. For the progress bar alone: a file may lie."""
    container = container_of(data)
    if container is None:
        raise Unreadable("not_a_video")
    try:
        with _open(data, container) as film:
            return (film.duration or 0) / av.time_base
    except av.error.FFmpegError as error:
        raise Unreadable("video_broken") from error


def _open(data: bytes, container: str) -> InputContainer:
    allowed = ",".join(sorted(CODECS | {"aac", "mp3", "opus", "vorbis", "amrnb", "amrwb"}))
    # A QuickTime file may refer to other files for its frames.
    options = {"codec_whitelist": allowed, "enable_drefs": "0"} if container == "mov" else {"codec_whitelist": allowed}
    film = av.open(io.BytesIO(data), format=container, container_options=options, io_open=_nothing_else)
    assert isinstance(film, InputContainer)  # noqa: S101 - for the type checker; it was opened for reading
    return film


def _nothing_else(*_wanted: object) -> NoReturn:
    """A film may name other files and addresses; none is opened."""
    raise Unreadable("video_broken")


def _stream(film: InputContainer) -> VideoStream:
    """The first film in the file, with all limits that can be seen before anything is decoded."""
    if not film.streams.video:
        raise Unreadable("video_without_pictures")
    stream = film.streams.video[0]
    context = stream.codec_context
    if context is None or context.codec.name not in CODECS:
        raise Unreadable("video_broken")
    if context.width * context.height > MOST_PIXELS:
        raise Unreadable("video_too_many_pixels")
    if (film.duration or 0) / av.time_base > MOST_SECONDS + SPARE:
        raise Unreadable("video_too_long")
    # The decoder refuses larger frames itself, since the header just read may lie.
    context.options = {"max_pixels": str(MOST_PIXELS)}
    stream.thread_type = "AUTO"
    context.thread_count = THREADS
    return stream


def _timed(film: InputContainer, stream: VideoStream) -> Iterator[Moment]:
    """Frames with times that only grow; a file's own claims about length and number are not believed."""
    begin, last, size, aspect = 0.0, -1.0, (0, 0), _aspect(stream)
    for count, frame in enumerate(f for f in film.decode(stream) if f.time is not None):
        if count == 0:
            begin, size = frame.time, (frame.width, frame.height)
        seconds = frame.time - begin
        if (frame.width, frame.height) != size:
            raise Unreadable("video_broken")  # a film of one camera keeps its size
        if seconds > MOST_SECONDS + SPARE or count >= MOST_FRAMES:
            raise Unreadable("video_too_long")
        if seconds > last:
            last = seconds
            yield Moment(seconds, frame, aspect)
    if last < 0:
        raise Unreadable("video_without_pictures")


def _aspect(stream: VideoStream) -> float:
    aspect = float(stream.sample_aspect_ratio or 1)
    return aspect if 1 / MOST_ASPECT <= aspect <= MOST_ASPECT else 1.0
