"""The watermark that every viewer sees."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from masking import watermark
from masking.geometry.redact import DARK_FILL


def flat(kind: str, size: tuple[int, int] = (640, 480)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, DARK_FILL[::-1]).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_watermark_reaches_every_quarter_and_keeps_the_size(kind: str) -> None:
    plain = flat(kind)
    marked = Image.open(io.BytesIO(watermark(plain, "STORE-07 M-12 2026-11-23 14:05 #42")))
    before, after = (np.asarray(image).astype(int) for image in (Image.open(io.BytesIO(plain)), marked))
    changed = np.abs(after - before).max(-1) > 12

    assert (marked.format, marked.size, marked.info.get("exif")) == ("JPEG", (640, 480), None)
    for quarter in (changed[:240, :320], changed[:240, 320:], changed[240:, :320], changed[240:, 320:]):
        assert 0.01 < quarter.mean() < 0.3  # seen, and not in the way


def test_a_watermark_that_could_not_be_drawn_is_refused() -> None:
    for text in ("", "店舗", "a\nb"):
        with pytest.raises(ValueError, match="ASCII"):
            watermark(flat("PNG"), text)
    assert watermark(flat("PNG", (3, 2)), "tiny").startswith(b"\xff\xd8")


def test_colours_keep_their_edges() -> None:
    """A dark sleeve on the flat fill: no rim in another colour."""
    picture = Image.new("RGB", (640, 480), DARK_FILL[::-1])
    picture.paste((20, 20, 20), (200, 100, 300, 400))
    out = io.BytesIO()
    picture.save(out, "PNG")
    shown = np.asarray(Image.open(io.BytesIO(watermark(out.getvalue(), "x"))).convert("RGB")).astype(int)

    off = np.abs(shown - np.asarray(picture).astype(int)).max(-1)
    assert np.median(off[100:400, 196:204]) <= 4
    assert (off > 40).mean() < 0.01  # the watermark itself


def test_a_part_is_shown_large_enough_for_the_text_to_be_read() -> None:
    """A figure far away: 80 px wide in a picture that is otherwise filled."""
    picture = Image.new("RGB", (640, 480), DARK_FILL[::-1])
    picture.paste((20, 20, 20), (210, 110, 270, 290))
    out = io.BytesIO()
    picture.save(out, "PNG")
    small = Image.open(io.BytesIO(watermark(out.getvalue(), "STORE-07 / M-12", (200, 100, 280, 300))))

    assert small.size == (480, 1200)
    assert np.asarray(small)[600, 240].max() < 120
    assert np.median(np.asarray(small)[:, :40], (0, 1)).tolist() == pytest.approx(DARK_FILL[::-1], abs=6)
    large = Image.open(io.BytesIO(watermark(out.getvalue(), "STORE-07 / M-12", (20, 0, 620, 480))))
    assert large.size == (600, 480)
