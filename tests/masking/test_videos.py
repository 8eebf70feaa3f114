"""Videos: scenes to choose from, what cameras and phones write, and hostile files, each with a clear reason."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from fractions import Fraction

import av
import numpy as np
import pytest
from PIL import Image

from masking import MaskingPool, Unreadable, is_recording, is_video
from masking.files.video import moments
from masking.pipeline import Engine
from simulator.synthetic_clip import SyntheticClip, silence


def test_scenes_are_few_different_and_show_people(engine: Engine) -> None:
    """R-003: one to six upright JPEGs in the order of time; progress only grows."""
    told: list[int] = []
    stills = engine.stills(SyntheticClip(seconds=3.0, rate=15).mp4(), lambda done, _of: told.append(done))
    assert 1 <= len(stills) <= 6
    assert [s.seconds for s in stills] == sorted({s.seconds for s in stills})
    assert all(s.people >= 3 for s in stills)
    assert told == sorted(told)
    for still in stills:
        with Image.open(io.BytesIO(still.picture)) as image:
            assert (image.format, image.size) == ("JPEG", (still.width, still.height))
            assert not image.getexif()


def test_a_still_camera_offers_one_scene(engine: Engine, crossing: bytes) -> None:
    """Duplicates are avoided: nothing moves for three seconds."""
    picture = Image.open(io.BytesIO(crossing))
    assert len(engine.stills(video(picture for _ in range(30)), lambda _done, _of: None)) == 1


def test_a_video_goes_through_the_workshop_with_progress_and_gives_the_same_scenes(
    engine: Engine, workshop: MaskingPool
) -> None:
    """Irreversible and robust: opened in the killable process, whose progress and reasons arrive; repeatable there."""
    told: list[tuple[int, int]] = []
    clip = SyntheticClip(seconds=0.5, rate=10).mp4()
    assert workshop.stills(clip, lambda *step: told.append(step)) == engine.stills(clip, lambda _done, _of: None)
    assert told
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
    aspect: Fraction = Fraction(1),
) -> bytes:
    """A video with one special property."""
    out = io.BytesIO()
    with av.open(out, "w", format=container) as made:
        stream = made.add_stream(codec, rate=10)
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p" if size[0] % 2 == size[1] % 2 == 0 else "yuv444p"
        stream.codec_context.time_base = Fraction(1, 1000)
        stream.codec_context.sample_aspect_ratio = aspect
        for number, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(np.asarray(picture.resize(size)), format="rgb24")
            frame.pts, frame.time_base = round(times(number) * 1000), Fraction(1, 1000)
            made.mux(stream.encode(frame))
        made.mux(stream.encode())
    return turn(out.getvalue(), turned) if turned else out.getvalue()


def turn(mp4: bytes, degrees: int) -> bytes:
    """The same video, with the matrix in its track header that phones write when they are held upright."""
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


def test_a_turned_video_stands_upright() -> None:
    """A phone held upright writes a turned video: what is right in it is below."""
    first = next(iter(moments(video(colours(), turned=90)))).upright(320)
    assert first.shape[:2] == (320, 240)
    top, bottom = first[40, 120], first[280, 120]
    assert (int(top[2]) > 150) is (int(bottom[0]) > 150) is True


def test_times_of_a_video_with_a_variable_rate_are_kept() -> None:
    """Screen recorders and phones in the dark: three frames at once, then a second's pause."""
    told = [m.seconds for m in moments(video(colours(6), times=lambda n: n * 0.05 if n < 3 else n - 2))]
    assert told == pytest.approx([0, 0.05, 0.1, 1, 2, 3], abs=0.002)


@pytest.mark.parametrize("size", [(319, 239), (16, 240), (1280, 18)])
def test_odd_and_thin_videos_are_read(size: tuple[int, int]) -> None:
    """As large as they are; what is larger than asked for is reduced."""
    for moment in moments(video(colours(3), size=size)):
        assert moment.upright(1280).shape[1::-1] == size
        assert max(moment.upright(8).shape) == 8


@pytest.mark.parametrize(("codec", "container"), [("mpeg4", "avi"), ("libvpx", "webm"), ("mjpeg", "mov")])
def test_videos_of_other_makers_are_read(codec: str, container: str) -> None:
    """What recorders and browsers write."""
    if codec not in av.codecs_available:
        pytest.skip(f"FFmpeg was built without {codec}")
    data = video(colours(3), codec=codec, container=container) if codec != "mjpeg" else motion_jpeg()
    assert is_video(data)
    assert len(list(moments(data))) == 3


@pytest.mark.parametrize(("codec", "container"), [("mpeg4", "mpegts"), ("wmv2", "asf")])
def test_what_recorders_write_is_known_by_its_bytes(codec: str, container: str) -> None:
    """R-003: whatever its name says; it can't be read here, but it can be exported from the recorder."""
    if codec not in av.codecs_available:
        pytest.skip(f"FFmpeg was built without {codec}")
    data = video(colours(30), codec=codec, container=container)
    assert is_recording(data)
    assert not is_video(data)


@pytest.mark.parametrize("own", [b"\x00\x00\x01\xba\x21", b"DHAV\xfd", b"IMKH\x01", b"\x00\x00\x00\x01\x67\x64"])
def test_a_recorders_own_format_is_known_and_a_picture_is_none(own: bytes) -> None:
    """R-003: ``.dav`` and its like, and H.264 with nothing around it; a JPEG stays a picture."""
    assert is_recording(own + bytes(5000))
    assert not is_recording(b"\xff\xd8\xff\xe0" + b"G" + bytes(5000))
    assert not is_recording(b"")


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


def lying(mp4: bytes) -> bytes:
    """A minute and more of frames, in a file that says it has a second."""
    header = mp4.index(b"mvhd")
    scale = int.from_bytes(mp4[header + 16 : header + 20], "big")
    return mp4[: header + 20] + scale.to_bytes(4, "big") + mp4[header + 24 :]


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
def test_a_hostile_video_is_refused_with_its_reason(name: str) -> None:
    """Bad input: no file is opened but the one that was sent, and each answer says why."""
    make, reason = hostile()[name]
    with pytest.raises(Unreadable) as refused:
        list(moments(make()))
    assert refused.value.reason == reason


def test_a_minute_is_taken() -> None:
    """60 seconds, as phones cut them: a little over."""
    assert list(moments(slideshow(60.4)))[-1].seconds == pytest.approx(60.4, abs=0.01)


@pytest.mark.parametrize(
    ("size", "aspect", "square"),
    [
        ((704, 240), Fraction(10, 22), (704, 528)),
        ((720, 576), Fraction(64, 45), (1024, 576)),
        ((320, 240), Fraction(1), (320, 240)),
        ((320, 240), Fraction(50), (320, 240)),
    ],
)
def test_a_recorders_pixels_become_square(size: tuple[int, int], aspect: Fraction, square: tuple[int, int]) -> None:
    """R-003: people are as tall as they are; a proportion that no camera has is not believed."""
    clip = video(colours(2), size=size, aspect=aspect)

    height, width = next(iter(moments(clip))).upright(1920).shape[:2]

    assert (width, height) == square
