"""Masked frames → H.264 in MP4 that any phone plays: no sound, no metadata, never more than ten megabytes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from fractions import Fraction

import av
from av.bitstream import BitStreamFilterContext
from av.container import OutputContainer
from av.video.stream import VideoStream

from masking.boxes import Picture
from masking.video import moments

MOST_BYTES = 10_000_000
"""What chats and mail let through."""

SHARE = 0.8
"""Of what would fit exactly: the box around the frames, and what the encoder takes beyond its limit."""

BEST = 2_500_000
"""Bits per second: more shows no more of one figure on a flat colour at 960 px."""

CLOCK = 90_000
"""Ticks per second; holds the times of every usual rate exactly enough."""

ROUNDS = 4
LESS = 0.6

Timed = Iterable[tuple[float, Picture]]
"""Seconds and pixels (height × width × 3, blue-green-red, even sides), all of one size, times growing."""


def film(frames: Timed, seconds: float, *, most: int = MOST_BYTES) -> bytes:
    """The frames as a film of at most ``most`` bytes; the same frames give the same bytes."""
    rate = min(BEST, int(SHARE * most * 8 / max(1.0, seconds)))
    made = _encoded(frames, rate)
    for _ in range(ROUNDS):
        if len(made) <= most:
            break
        rate = int(rate * LESS)
        made = _encoded(_frames_of(made), rate)
    return made


def _frames_of(made: bytes) -> Iterator[tuple[float, Picture]]:
    return ((moment.seconds, moment.upright(max(moment.frame.width, moment.frame.height))) for moment in moments(made))


def _encoded(frames: Timed, rate: int) -> bytes:
    out = io.BytesIO()
    # bitexact leaves out the program's name.
    with av.open(out, "w", format="mp4", container_options={"fflags": "+bitexact"}) as container:
        stream, bare = None, None
        for seconds, picture in frames:
            if stream is None:
                stream = _stream(container, picture, rate)
            frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
            frame.pts, frame.time_base = round(seconds * CLOCK), Fraction(1, CLOCK)
            for packet in stream.encode(frame):
                bare = bare or BitStreamFilterContext("filter_units=remove_types=6", stream)
                container.mux(bare.filter(packet))
        if stream is not None:
            for packet in stream.encode():
                bare = bare or BitStreamFilterContext("filter_units=remove_types=6", stream)
                container.mux(bare.filter(packet))
    return out.getvalue()


def _stream(container: OutputContainer, picture: Picture, rate: int) -> VideoStream:
    """Flags bitexact and one thread: the same film on every machine; unit 6 above is where x264 names itself."""
    stream = container.add_stream("libx264", rate=30)
    stream.height, stream.width = picture.shape[:2]
    stream.pix_fmt = "yuv420p"
    stream.codec_context.time_base = Fraction(1, CLOCK)
    stream.codec_context.options = {
        "preset": "veryfast", "crf": "23", "maxrate": str(rate), "bufsize": str(rate), "threads": "1",
        "flags": "+bitexact", "profile": "main",
    }  # fmt: skip
    return stream
