"""R-118: numbers tell people apart without hiding a face."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as some

from bot.web.feet import at_their_feet, radius

SIZE = (800, 564)
QUEUE = [(20 + 60 * n, 100, 110 + 60 * n, 500) for n in range(10)]


def test_numbers_of_a_queue_stand_apart_at_the_feet_of_their_people() -> None:
    """R-118: however close people stand, each number is in the lower half of its own box, or beside it."""
    places = at_their_feet(QUEUE, SIZE, 32)
    for place, box in zip(places, QUEUE, strict=True):
        assert place[1] > 300
        assert math.dist(place, ((box[0] + box[2]) / 2, box[3])) < 150
    apart = [math.dist(one, other) for i, one in enumerate(places) for other in places[:i]]
    assert min(apart) >= 2 * radius(QUEUE[0], 32) - 2


def test_who_stands_in_front_keeps_their_face() -> None:
    """R-118: somebody far away has their feet where somebody near has their head."""
    far, near = (300, 50, 340, 210), (280, 180, 420, 560)
    (x, y), _ = at_their_feet([far, near], SIZE, 32)
    r = radius(far, 32)
    assert x + r <= near[0] + 1 or x - r >= near[2] - 1 or y + r <= near[1] + 1
    assert y - r > far[1] + 0.3 * (far[3] - far[1])


boxes = some.tuples(*(some.integers(0, 700), some.integers(0, 400), some.integers(20, 100), some.integers(40, 160)))


@given(some.lists(boxes, max_size=20))
def test_every_number_is_in_the_picture(people: list[tuple[int, int, int, int]]) -> None:
    found = [(x, y, x + wide, min(SIZE[1], y + high)) for x, y, wide, high in people]
    for (x, y), box in zip(at_their_feet(found, SIZE, 32), found, strict=True):
        r = radius(box, 32)
        assert r <= x + 1 <= SIZE[0] - r + 2
        assert r <= y + 1 <= SIZE[1] - r + 2
