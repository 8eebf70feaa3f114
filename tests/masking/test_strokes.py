"""What a hand can change of a masked picture, and what it can't: R-118, R-119, compared pixel by pixel."""

from __future__ import annotations

import io
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from masking import AllCovered, Found, Masked, MaskingPool, Stroke
from masking.figure.brush import LARGEST_PLACE, LARGEST_RADIUS, MOST_POINTS, MOST_STROKES, dumped, loaded
from masking.figure.strokes import PADDING, drawn, trace, within_reach
from masking.find.faces import cover
from masking.pipeline import Engine
from tests.world.masking import shown as not_flat

WOMAN_WITH_BAG = (75, 330)
BAG = Stroke("cover", 26, ((40, 300), (62, 322)))
SHOE = Stroke("cover", 14, ((60, 515), (70, 515)))
BESIDE_HER = Stroke("reveal", 12, ((120, 500), (150, 500)))
"""Her shadow on the crossing, where nobody else is near."""


def pixels(picture: bytes) -> NDArray[np.int16]:
    return np.asarray(Image.open(io.BytesIO(picture)).convert("RGB")).astype(np.int16)


def shown(masked: Masked) -> NDArray[np.bool_]:
    """Where a masked picture is not its one flat colour."""
    return not_flat(pixels(masked.picture))


@pytest.fixture(scope="module")
def found(engine: Engine, crossing: bytes) -> Found:
    return engine.find(crossing)


@pytest.fixture(scope="module")
def plain(engine: Engine, found: Found) -> Masked:
    return engine.mask(found.picture, [WOMAN_WITH_BAG])


def test_a_covered_shoe_is_gone_and_nothing_else_is(engine: Engine, found: Found, plain: Masked) -> None:
    """R-118: covering is free, everywhere."""
    covered = engine.mask(found.picture, [WOMAN_WITH_BAG], [SHOE])
    brush = trace(SHOE, shown(plain).shape)

    assert (shown(plain) & brush).sum() > 500
    assert not (shown(covered) & brush).any()
    assert (shown(covered) == (shown(plain) & ~brush)).all()
    assert covered.evidence["strokes"] == {"drawn": 1, "refilled": 0}


def test_what_looks_like_a_face_once_the_rest_is_covered_is_filled_too(engine: Engine, found: Found) -> None:
    """R-119: cut in two, his shirt does; the page says that more was filled."""
    man, across = (262, 250), Stroke("cover", 4, ((192, 251), (313, 251)))
    plain, covered = (engine.mask(found.picture, [man], drawn) for drawn in ([], [across]))

    assert not (shown(covered) & ~(shown(plain) & ~trace(across, shown(plain).shape))).any()
    assert plain.evidence["verified"]["refilled"] == []
    assert covered.evidence["strokes"]["refilled"] >= 1


def test_what_masking_hid_of_the_suspect_comes_back_as_it_was(engine: Engine, found: Found, plain: Masked) -> None:
    """R-118: revealing near the suspect shows the original's own pixels."""
    revealed = engine.mask(found.picture, [WOMAN_WITH_BAG], [BESIDE_HER])
    brush = trace(BESIDE_HER, shown(plain).shape)

    assert not (shown(plain) & brush).all()
    assert shown(revealed)[brush].mean() > 0.99
    same = (pixels(revealed.picture) == pixels(found.picture)).all(-1)
    assert (same | ~brush | ~shown(revealed)).all()
    assert len(np.unique(pixels(revealed.picture)[~shown(revealed)], axis=0)) == 1


def test_a_brush_over_everything_uncovers_nobody_else_and_no_head(engine: Engine, found: Found, plain: Masked) -> None:
    """R-118, R-119: whoever paints the whole picture open gets the suspect's surroundings and not a pixel more."""
    rows = tuple((x, y) for y in range(0, 564, 40) for x in (0, 799))
    everything = engine.mask(found.picture, [WOMAN_WITH_BAG], [Stroke("reveal", LARGEST_RADIUS, rows)])

    seen = shown(everything)
    assert seen.sum() > 1.3 * shown(plain).sum()
    own = next(p.box for p in found.people if p.box[0] < 75 < p.box[2] and p.box[1] < 330 < p.box[3])
    for person in found.people:
        x0, y0, x1, y1 = person.box
        if x0 > own[2] or x1 < own[0]:
            assert not seen[y0:y1, x0:x1].any(), person.number
    heads = cover(np.array([[*f, 1.0] for f in found.faces], np.float32), seen.shape)
    assert not (seen & heads & ~shown(plain)).any()
    pad = PADDING * (own[3] - own[1]) + 2
    rows_seen, columns_seen = np.flatnonzero(seen.any(1)), np.flatnonzero(seen.any(0))
    assert rows_seen[-1] <= own[3] + pad
    assert columns_seen[-1] <= own[2] + pad
    assert seen[~drawing(plain)].sum() == 0, "the outline that people see is the bound"


def drawing(masked: Masked) -> NDArray[np.bool_]:
    """``Masked.room`` as a region, a pixel or two wider, since outlines are rounded."""
    plane = np.zeros((masked.height, masked.width), np.uint8)
    for edge in masked.room:
        one = Image.new("L", (masked.width, masked.height))
        ImageDraw.Draw(one).polygon(list(edge), fill=1)
        plane ^= np.asarray(one)
        ImageDraw.Draw(one).line([*edge, *edge[:2]], fill=1, width=5)
        plane |= np.asarray(one) & (plane | np.asarray(one))
    return plane.astype(np.bool_)


def test_a_face_that_the_second_search_filled_stays_filled(engine: Engine, crossing: bytes) -> None:
    """R-119: half covered, a face is found by no detector; the other half must not come back for that."""
    smaller, file = Image.open(io.BytesIO(crossing)).resize((512, 361)), io.BytesIO()
    smaller.save(file, "PNG")
    picture, man = engine.find(file.getvalue()).picture, (155, 204)
    plain = engine.mask(picture, [man])
    left, top, right, bottom, _ = dict(plain.evidence["verified"])["refilled"][0]
    before = pixels(picture)
    hidden = (pixels(plain.picture) != before).any(-1)
    assert hidden[(top + bottom) // 2, (left + right) // 2], "in one tone of the shirt"
    for y in (top + 6, (top + bottom) // 2, bottom - 6):
        half = engine.mask(picture, [man], [Stroke("cover", 5, ((left, y), (right, y)))])
        same = (pixels(half.picture) == before).all(-1)
        assert not (same & hidden).any(), y


def test_later_strokes_lie_over_earlier_ones(engine: Engine, found: Found, plain: Masked) -> None:
    """Covered and then revealed is as if nothing had been drawn, where revealing is allowed."""
    back = engine.mask(found.picture, [WOMAN_WITH_BAG], [BAG, Stroke("reveal", BAG.radius, BAG.points)])

    assert (shown(back) & trace(BAG, shown(plain).shape)).sum() >= 0.95 * (
        shown(plain) & trace(BAG, shown(plain).shape)
    ).sum()


def test_the_same_strokes_give_the_same_bytes_also_in_the_worker(
    engine: Engine, found: Found, workshop: MaskingPool
) -> None:
    """R-117: the approval binds the bytes, whatever was drawn and taken back before."""
    first = engine.mask(found.picture, [WOMAN_WITH_BAG], [BAG, BESIDE_HER])
    for before in ([], [Stroke("reveal", LARGEST_RADIUS, ((75, 330),))]):
        engine.mask(found.picture, [WOMAN_WITH_BAG], before)
        assert engine.mask(found.picture, [WOMAN_WITH_BAG], [BAG, BESIDE_HER]).sha256 == first.sha256
    third = workshop.mask(found.picture, [WOMAN_WITH_BAG], [BAG, BESIDE_HER])
    with pytest.raises(AllCovered):
        workshop.mask(found.picture, [WOMAN_WITH_BAG], [Stroke("cover", LARGEST_RADIUS, ((100, 300),))])
    assert (third.sha256, third.room) == (first.sha256, first.room)


def test_the_outlines_for_the_page_hold_no_pixels_and_are_small(plain: Masked) -> None:
    """Coordinates alone, few enough for a page."""
    assert plain.room
    assert len(json.dumps(plain.room)) < 5000
    assert all(len(edge) % 2 == 0 and len(edge) >= 6 for edge in plain.room)


# --- geometry alone ---

SIDE = 60
strokes = st.lists(
    st.builds(
        Stroke,
        st.sampled_from(["cover", "reveal"]),
        st.integers(1, 80),
        st.lists(st.tuples(st.integers(0, SIDE + 20), st.integers(0, SIDE + 20)), min_size=1, max_size=5).map(tuple),
    ),
    max_size=8,
)
boxes = st.tuples(*[st.integers(0, SIDE - 12)] * 2, *[st.integers(3, 25)] * 2).map(
    lambda b: np.array([b[0], b[1], b[0] + b[2], b[1] + b[3], 1.0], np.float32)
)


@given(strokes, boxes, st.lists(boxes, max_size=3), st.lists(boxes, max_size=3))
@settings(max_examples=300)
def test_no_strokes_ever_uncover_a_head_or_another_person(
    drawn_by_hand: list[Stroke],
    own: NDArray[np.float32],
    rivals: list[NDArray[np.float32]],
    faces: list[NDArray[np.float32]],
) -> None:
    """R-118, R-119: whatever is drawn, in whatever order."""
    heads = cover(np.array(faces, np.float32).reshape(-1, 5), (SIDE, SIDE))
    room = within_reach(own, np.array(rivals, np.float32).reshape(-1, 5), heads)
    base = np.zeros((SIDE, SIDE), np.bool_)
    base[int(own[1]) + 1 : int(own[3]), int(own[0]) + 1 : int(own[2])] = True
    base &= room

    result = drawn(base, drawn_by_hand, room | base)

    assert not (result & heads).any()
    assert not (result & ~(room | base)).any()
    pad = PADDING * max(own[2] - own[0], own[3] - own[1]) + 1
    ys, xs = np.nonzero(result)
    assert ((xs >= own[0] - pad) & (xs <= own[2] + pad) & (ys >= own[1] - pad) & (ys <= own[3] + pad)).all()
    for rival in rivals:
        apart = rival[0] >= own[2] or own[0] >= rival[2] or rival[1] >= own[3] or own[1] >= rival[3]
        if apart:
            assert not result[int(rival[1]) : int(rival[3]), int(rival[0]) : int(rival[2])].any()
    covers = [s for s in drawn_by_hand if s.kind == "cover"]
    if covers == drawn_by_hand:
        assert not (result & ~base).any()


@given(strokes)
def test_strokes_travel_as_json_and_come_back(drawn_by_hand: list[Stroke]) -> None:
    """What the page sends is what the engine gets."""
    assert loaded(dumped(drawn_by_hand)) == tuple(drawn_by_hand)


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        "no json",
        "null",
        "{}",
        '"cover"',
        "[1]",
        "[[]]",
        '[["cover", 5]]',
        '[["cover", 5, []]]',
        '[["cover", 5, [[1]]]]',
        '[["cover", 5, [[1, 2, 3]]]]',
        '[["cover", 5, [["1", "2"]]]]',
        '[["cover", 5, [[1.5, 2]]]]',
        '[["cover", 5, [[-1, 2]]]]',
        f'[["cover", 5, [[1, {LARGEST_PLACE + 1}]]]]',
        '[["cover", 5, [[1, 1e400]]]]',
        '[["cover", 5, [[NaN, 2]]]]',
        '[["cover", 0, [[1, 2]]]]',
        '[["cover", true, [[1, 2]]]]',
        f'[["cover", {LARGEST_RADIUS + 1}, [[1, 2]]]]',
        '[["erase", 5, [[1, 2]]]]',
        '[[["cover"], 5, [[1, 2]]]]',
        "[" * 100_000,
        "[" + ",".join(['["cover", 5, [[1, 2]]]'] * (MOST_STROKES + 1)) + "]",
        '[["cover", 5, [' + ",".join(["[1, 2]"] * (MOST_POINTS + 1)) + "]]]",
        "[" + ",".join(['["cover", 5, [' + ",".join(["[1, 2]"] * (MOST_POINTS // 2)) + "]]"] * 3) + "]",
    ],
)
def test_what_is_no_list_of_strokes_is_refused(nonsense: str) -> None:
    """Bad input: one error, whatever was sent."""
    with pytest.raises(ValueError, match=r"."):
        loaded(nonsense)
