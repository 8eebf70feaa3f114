"""How far shops are from each other, and the box in which those within a distance stand, anywhere on the globe."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.distance import EARTH_RADIUS_KM, Box, box_around, distance_km
from policy.facts import StoreFacts
from tests.world.facts import store, there

places = st.builds(store, latitude=st.floats(-90, 90), longitude=st.floats(-180, 180))


@given(places, places)
def test_distance_is_symmetric_and_bounded(a: StoreFacts, b: StoreFacts) -> None:
    """R-124: the same both ways, never more than half way round."""
    assert distance_km(a, b) == pytest.approx(distance_km(b, a), abs=1e-9)
    assert 0 <= distance_km(a, b) <= EARTH_RADIUS_KM * 3.1415927
    assert distance_km(a, a) == 0


@given(places, places, places)
def test_distance_keeps_the_triangle(a: StoreFacts, b: StoreFacts, c: StoreFacts) -> None:
    """R-124: a detour is never shorter."""
    assert distance_km(a, c) <= distance_km(a, b) + distance_km(b, c) + 1e-6


@pytest.mark.parametrize(
    ("a", "b", "km"),
    [
        ((35.681236, 139.767125), (34.702485, 135.495951), 403),
        ((35.681236, 139.767125), (35.690921, 139.700258), 6.1),
        ((0, 179.9), (0, -179.9), 22.2),
        ((90, 0), (90, 120), 0),
    ],
    ids=["Tokyo to Osaka station", "Tokyo to Shinjuku station", "across the date line", "at the pole"],
)
def test_known_distances(a: tuple[float, float], b: tuple[float, float], km: float) -> None:
    """R-124: known distances come out within one in a hundred."""
    here, there = (store(latitude=lat, longitude=lon) for lat, lon in (a, b))

    assert distance_km(here, there) == pytest.approx(km, rel=0.01, abs=1e-6)


def holds(box: Box, place: StoreFacts) -> bool:
    """As the database asks."""
    inside = any(west <= place.longitude <= east for west, east in box.spans)
    return box.south <= place.latitude <= box.north and inside


@given(places, st.floats(0.1, 300), st.floats(0, 360))
def test_the_box_holds_the_whole_circle(here: StoreFacts, km: float, bearing: float) -> None:
    """R-124: up to exactly at the radius, in every direction, at every latitude, across 180° and over a pole."""
    assert holds(box_around(here, km), there(here, km, bearing))


@pytest.mark.parametrize(
    ("here", "near", "spans"),
    [
        ((35.7, 139.58), (35.7, 139.6131), 1),
        ((70, 25), (70.0003, 25.0788), 1),
        ((-17, 179.99), (-17, -179.9916), 2),
        ((-17, -179.99), (-17, 179.9916), 2),
        ((-17, 180), (-17, -180), 2),
        ((89.99, 10), (89.99, -170), 1),
        ((-90, 0), (-89.98, 123), 1),
    ],
    ids=["Tokyo", "Hammerfest", "to the east of Fiji", "to its west", "on the line", "over the pole", "at the pole"],
)
def test_neighbours_within_three_kilometres_are_in_the_box(
    here: tuple[float, float], near: tuple[float, float], spans: int
) -> None:
    """R-124: and nobody ten kilometres to the north, south, east or west; at a pole there is no east."""
    one, other = (store(latitude=lat, longitude=lon) for lat, lon in (here, near))
    box = box_around(one, 3)
    assert distance_km(one, other) <= 3
    assert (holds(box, other), len(box.spans)) == (True, spans)
    directions = (0, 90, 180, 270) if abs(one.latitude) < 89 else (0,)
    assert not any(holds(box, there(one, 10, bearing)) for bearing in directions)
