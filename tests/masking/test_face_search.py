"""Where faces are looked for: tiles leave nothing out, and a part is searched as the whole picture would be."""

from __future__ import annotations

import io
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from masking.find.faces import SHARED, find_faces, once_a_scale, spans, usual_looks
from masking.networks.detectors import STEP
from masking.pipeline import Engine
from masking.results import DARK_FILL


@given(
    begin=st.integers(0, 60).map(lambda n: n * STEP), length=st.integers(1, 4000), longest=st.sampled_from([640, 1280])
)
def test_tiles_cover_everything_and_share_enough_for_a_face(begin: int, length: int, longest: int) -> None:
    """R-119: no face lies between two tiles, and no tile asks for more memory than allowed."""
    pieces = list(spans(begin, begin + length, longest))

    assert pieces[0][0] == begin
    assert max(last for _, last in pieces) == begin + length
    assert all(0 < last - first <= longest for first, last in pieces)
    assert all(before[1] - after[0] >= SHARED for before, after in pairwise(pieces[:-1]))
    assert all((first - begin) % STEP == 0 for first, _ in pieces)


def test_scales_that_hardly_differ_are_looked_through_once(engine: Engine) -> None:
    looks = [
        *usual_looks(640, (engine._center, 1.0), (engine._yunet, 1.0)),
        *usual_looks(480, (engine._center, 1.0), (engine._yunet, 1.0)),
    ]

    assert [round(scale, 2) for _, scale in once_a_scale(looks)] == [1.0, 2.0, 0.5]


def test_a_part_is_searched_like_the_whole_picture(engine: Engine, crossing: bytes) -> None:
    """R-119: the second search spares only flat colour; what anybody would find in the whole picture it finds too."""
    people = np.asarray(Image.open(io.BytesIO(crossing)).convert("RGB"))[60:300, 120:520, ::-1]
    picture = np.full((900, 1300, 3), DARK_FILL, np.uint8)
    left, top = 611, 403
    picture[top : top + people.shape[0], left : left + people.shape[1]] = people
    looks = usual_looks(1300, (engine._center, 1.0), (engine._yunet, 1.0))

    whole = find_faces(picture, looks, engine._threads)
    part = find_faces(
        picture, looks, engine._threads, part=(left, top, left + people.shape[1], top + people.shape[0]), least=0.25
    )

    assert len(whole) >= 4
    for face in whole:
        assert np.abs(part[:, :4] - face[:4]).max(1).min() < 3
