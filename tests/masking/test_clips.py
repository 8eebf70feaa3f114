"""Clips: scenes to choose from, the suspect alone on the way through, and hostile files, each with a clear reason."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from masking import Clip, Engine, NobodyThere, Unreadable, Workshop, is_video
from masking.film import film
from masking.redact import FILL
from masking.video import moments
from simulator.reel import Reel, silence

REEL = Reel(seconds=3.0, rate=15, crossed_at=0.8)
AT = 0.4
NEAR = 24
"""Of 255: what H.264 may add to or take from a flat colour away from any edge."""


@pytest.fixture(scope="module")
def crossed() -> bytes:
    """Three seconds; somebody crosses in front of the suspect."""
    return REEL.mp4()


@pytest.fixture(scope="module")
def masked(engine: Engine, crossed: bytes) -> Clip:
    """The person in black, followed both ways."""
    return engine.clip(crossed, AT, [REEL.suspect(AT)], lambda _done, _of: None)


def frames(video: bytes) -> list[tuple[float, NDArray[np.uint8]]]:
    """Seconds and red-green-blue pixels."""
    with av.open(io.BytesIO(video)) as opened:
        return [(float(f.time or 0), f.to_ndarray(format="rgb24")) for f in opened.decode(video=0)]


def filled(picture: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Where nothing is shown."""
    return np.asarray((np.abs(picture.astype(int) - FILL[::-1]) <= NEAR).all(-1))


def test_the_suspect_alone_is_seen_in_the_clip(masked: Clip) -> None:
    """R-118, R-119: nothing is shown but around the person in black, and never the top of the picture."""
    shown = 0
    for seconds, picture in frames(masked.video):
        rows, columns = np.nonzero(~filled(picture))
        if not len(rows):
            continue
        shown += 1
        x, y = REEL.suspect(seconds)
        assert np.abs(columns - x).max() <= 90
        assert rows.min() > y - 140
    assert shown >= 20
    assert shown == masked.evidence["shown"]


def crossers(masked: Clip, reel: Reel) -> list[float]:
    """Seconds at which the light blue jumper of whoever steps in front is shown."""
    seen = []
    for seconds, picture in frames(masked.video):
        red, green, blue = (picture[..., channel].astype(int) for channel in range(3))
        inside = (
            cv2.erode((~filled(picture)).astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
        )  # edges mix with the fill
        jumper = inside & (green > 90) & (blue > red + 15)
        above_the_waist = jumper[: reel.suspect(seconds)[1]]  # below it the pavement is as light and as blue
        if above_the_waist.mean() >= 0.001:
            seen.append(round(seconds, 2))
    return seen


def test_who_steps_in_front_is_not_shown_and_the_frame_is_filled_whole(masked: Clip) -> None:
    """R-118: the track is unsure while somebody in a light blue jumper crosses; afterwards it goes on."""
    states = [bool(filled(picture).all()) for _, picture in frames(masked.video)]

    assert crossers(masked, REEL) == []
    assert not all(states[states.index(True) :])


def test_who_steps_in_front_of_a_slow_camera_is_not_shown(engine: Engine) -> None:
    """R-118: at ten frames a second somebody is in front from one key frame to the next."""
    reel = Reel(seconds=2.0, rate=10, crossed_at=0.8)
    masked = engine.clip(reel.mp4(), AT, [reel.suspect(AT)], lambda _done, _of: None)

    assert masked.evidence["shown"]
    assert crossers(masked, reel) == []


def test_the_film_is_h264_without_sound_words_or_more_than_ten_megabytes(masked: Clip) -> None:
    """Issue: H.264 MP4, no sound, no metadata, yuv420p, even sides."""
    with av.open(io.BytesIO(masked.video)) as opened:
        assert [stream.type for stream in opened.streams] == ["video"]
        stream = opened.streams.video[0]
        assert (stream.codec_context.codec.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert stream.width % 2 == stream.height % 2 == 0
        told = {**opened.metadata, **stream.metadata}
    assert not {"encoder", "creation_time", "title", "comment"} & set(told)
    assert not any(word in masked.video for word in (b"Lavf", b"Lavc", b"x264"))
    assert len(masked.video) <= 10_000_000


def test_a_tap_on_nobody_in_a_clip(engine: Engine, crossed: bytes) -> None:
    """R-118: as with pictures; two taps are none."""
    for taps in ([(5, 5)], [REEL.suspect(AT)] * 2):
        with pytest.raises(NobodyThere):
            engine.clip(crossed, AT, taps, lambda _done, _of: None)


def test_scenes_are_few_different_and_show_people(engine: Engine, crossed: bytes) -> None:
    """R-003: one to six upright JPEGs in the order of time; progress only grows."""
    told: list[int] = []
    stills = engine.stills(crossed, lambda done, _of: told.append(done))
    assert 1 <= len(stills) <= 6
    assert [s.seconds for s in stills] == sorted({s.seconds for s in stills})
    assert all(s.people >= 3 for s in stills)
    assert told == sorted(told)
    for still in stills:
        with Image.open(io.BytesIO(still.picture)) as image:
            assert (image.format, image.size) == ("JPEG", (still.width, still.height))
            assert not image.getexif()


def test_a_still_camera_offers_one_scene(engine: Engine) -> None:
    """Duplicates are avoided: nothing moves for three seconds."""
    picture = next(REEL.pictures())
    assert len(engine.stills(video(picture for _ in range(30)), lambda _done, _of: None)) == 1


def test_the_same_clip_gives_the_same_bytes_whatever_came_before(engine: Engine, crossed: bytes) -> None:
    """R-117: what another clip left behind in the search for movement once changed the next one."""
    reel = Reel(seconds=0.5, rate=10)
    clip = reel.mp4()

    def made() -> str:
        return engine.clip(clip, 0.2, [reel.suspect(0.2)], lambda _done, _of: None).sha256

    first = made()
    engine.clip(crossed, AT, [REEL.suspect(AT)], lambda _done, _of: None)
    assert made() == first


def test_a_clip_goes_through_the_workshop_with_progress_and_gives_the_same_bytes(engine: Engine, models: Path) -> None:
    """Irreversible and robust: opened in the killable process, whose progress and reasons arrive; repeatable there."""
    told: list[tuple[int, int]] = []
    with Workshop(models, memory_mb=2000, seconds=30) as workshop:
        reel = Reel(seconds=0.5, rate=10)
        clip = reel.mp4()
        assert workshop.stills(clip, lambda done, of: told.append((done, of)))
        made = workshop.clip(clip, 0.2, [reel.suspect(0.2)], lambda done, of: told.append((done, of)))
        assert told[-1][0] == told[-1][1]
        assert made.evidence["shown"]
        assert made.sha256 == engine.clip(clip, 0.2, [reel.suspect(0.2)], lambda _done, _of: None).sha256
        with pytest.raises(Unreadable) as refused:
            workshop.stills(clip[:200], lambda _done, _of: None)
        assert refused.value.reason == "video_broken"


def video(
    pictures: Iterator[Image.Image],
    *,
    codec: str = "libx264",
    container: str = "mp4",
    times: Callable[[int], float] = lambda number: number / 10,
    turned: int = 0,
    size: tuple[int, int] = (320, 240),
) -> bytes:
    """A film with one special property."""
    out = io.BytesIO()
    with av.open(out, "w", format=container) as made:
        stream = made.add_stream(codec, rate=10)
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p" if size[0] % 2 == size[1] % 2 == 0 else "yuv444p"
        stream.codec_context.time_base = Fraction(1, 1000)
        for number, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(np.asarray(picture.resize(size)), format="rgb24")
            frame.pts, frame.time_base = round(times(number) * 1000), Fraction(1, 1000)
            made.mux(stream.encode(frame))
        made.mux(stream.encode())
    return turn(out.getvalue(), turned) if turned else out.getvalue()


def turn(mp4: bytes, degrees: int) -> bytes:
    """The same film, with the matrix in its track header that phones write when they are held upright."""
    track = mp4.index(b"tkhd") + 4
    cos, sin = {90: (0, 1), 180: (-1, 0), 270: (0, -1)}[degrees]
    one, last = 1 << 16, 1 << 30
    matrix = [cos * one, sin * one, 0, -sin * one, cos * one, 0, 0, 0, last]
    packed = b"".join(value.to_bytes(4, "big", signed=True) for value in matrix)
    return mp4[: track + 40] + packed + mp4[track + 76 :]


def colours(count: int = 10) -> Iterator[Image.Image]:
    """Red left, blue right, a little different each time."""
    for number in range(count):
        picture = Image.new("RGB", (320, 240), (200, number, 0))
        picture.paste((0, number, 200), (160, 0, 320, 240))
        yield picture


def test_a_turned_film_stands_upright() -> None:
    """A phone held upright writes a turned film: what is right in it is below."""
    first = next(iter(moments(video(colours(), turned=90)))).upright(320)
    assert first.shape[:2] == (320, 240)
    top, bottom = first[40, 120], first[280, 120]
    assert (int(top[2]) > 150) is (int(bottom[0]) > 150) is True


def test_times_of_a_film_with_a_variable_rate_are_kept() -> None:
    """Screen recorders and phones in the dark: three frames at once, then a second's pause."""
    told = [m.seconds for m in moments(video(colours(6), times=lambda n: n * 0.05 if n < 3 else n - 2))]
    assert told == pytest.approx([0, 0.05, 0.1, 1, 2, 3], abs=0.002)


@pytest.mark.parametrize("size", [(319, 239), (16, 240), (1280, 18)])
def test_odd_sizes_are_made_even(size: tuple[int, int]) -> None:
    """Odd and thin films; our own encoder wants even sides."""
    pixels = [(m.seconds, m.upright(960)) for m in moments(video(colours(3), size=size))]
    assert all(side % 2 == 0 for _, p in pixels for side in p.shape[:2])
    assert len(frames(film(pixels, 0.3))) == 3


@pytest.mark.parametrize(("codec", "container"), [("mpeg4", "avi"), ("libvpx", "webm"), ("mjpeg", "mov")])
def test_films_of_other_makers_are_read(codec: str, container: str) -> None:
    """What recorders and browsers write."""
    if codec not in av.codecs_available:
        pytest.skip(f"FFmpeg was built without {codec}")
    data = video(colours(3), codec=codec, container=container) if codec != "mjpeg" else motion_jpeg()
    assert is_video(data)
    assert len(list(moments(data))) == 3


def motion_jpeg() -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format="mov") as made:
        stream = made.add_stream("mjpeg", rate=10)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuvj420p"
        for picture in colours(3):
            made.mux(stream.encode(av.VideoFrame.from_ndarray(np.asarray(picture), format="rgb24")))
        made.mux(stream.encode())
    return out.getvalue()


def audio_only() -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as made:
        sound = made.add_stream("aac", rate=44_100)
        for frame in silence(44_100):
            made.mux(sound.encode(frame))
        made.mux(sound.encode())
    return out.getvalue()


def lying(film_: bytes) -> bytes:
    """A minute and more of frames, in a file that says it has a second."""
    header = film_.index(b"mvhd")
    scale = int.from_bytes(film_[header + 16 : header + 20], "big")
    return film_[: header + 20] + scale.to_bytes(4, "big") + film_[header + 24 :]


def slideshow(seconds: float) -> bytes:
    return video(colours(6), times=lambda number: number * seconds / 5)


def hostile() -> dict[str, tuple[Callable[[], bytes], str]]:
    small = lambda: video(colours())  # noqa: E731 - each file is made when its test runs
    return {
        "no bytes": (lambda: b"", "not_a_video"),
        "a picture": (lambda: b"\xff\xd8\xff\xe0" + bytes(100), "not_a_video"),
        "a playlist": (lambda: b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "not_a_video"),
        "a header alone": (lambda: b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "video_broken"),
        "cut in half": (lambda: small()[: len(small()) // 2], "video_broken"),
        "no moov": (lambda: small()[: small().index(b"moov") - 4], "video_broken"),
        "noise in a box": (lambda: b"\0\0\0\x18ftypisom" + bytes(range(256)) * 40, "video_broken"),
        "sound alone": (audio_only, "video_without_pictures"),
        "too long": (lambda: slideshow(70), "video_too_long"),
        "too long, and lying about it": (lambda: lying(slideshow(70)), "video_too_long"),
        "too many pixels": (lambda: video(colours(1), size=(4096, 2320)), "video_too_many_pixels"),
        "too many bytes": (lambda: small() + bytes(100_000_000), "video_too_large"),
        "a codec nobody uses": (lambda: video(colours(2), codec="ffv1", container="matroska"), "video_broken"),
    }


@pytest.mark.parametrize("name", hostile())
def test_a_hostile_film_is_refused_with_its_reason(name: str) -> None:
    """Bad input: no file is opened but the one that was sent, and each answer says why."""
    make, reason = hostile()[name]
    with pytest.raises(Unreadable) as refused:
        list(moments(make()))
    assert refused.value.reason == reason


def test_a_minute_is_taken() -> None:
    """60 seconds, as phones cut them: a little over."""
    assert list(moments(slideshow(60.4)))[-1].seconds == pytest.approx(60.4, abs=0.01)


def test_a_film_that_would_be_too_large_is_encoded_again() -> None:
    """At most so many bytes, whatever is in it: here noise, which nothing compresses."""
    noise = np.random.default_rng(7).integers(0, 255, (30, 240, 320, 3), np.uint8)
    made = film(((n / 10, picture) for n, picture in enumerate(noise)), 3.0, most=300_000)
    assert 0 < len(made) <= 300_000
    assert len(frames(made)) == 30
