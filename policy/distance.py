"""How far shops are from each other, and where on the map to look for those within a distance."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, degrees, radians, sin, sqrt
from typing import Final, Protocol

EARTH_RADIUS_KM: Final = 6371.0088
"""Mean radius R1 of the IUGG; the error of the sphere (0.5 %) is 15 m at 3 km."""

SLACK_DEGREES: Final = 1e-6
"""A box is wider than its circle by a hand's breadth, so that rounding leaves nobody out."""


class Position(Protocol):
    """Whatever stands somewhere, in degrees (WGS 84)."""

    @property
    def latitude(self) -> float:
        """North is positive."""

    @property
    def longitude(self) -> float:
        """East is positive."""


def distance_km(a: Position, b: Position) -> float:
    """Great-circle distance by the haversine formula, which stays exact for neighbours."""
    lat_a, lat_b = radians(a.latitude), radians(b.latitude)
    half_lat, half_lon = (lat_b - lat_a) / 2, radians(b.longitude - a.longitude) / 2
    chord = sin(half_lat) ** 2 + cos(lat_a) * cos(lat_b) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, chord)))


@dataclass(frozen=True)
class Box:
    """Latitudes from ``south`` to ``north``, and longitudes from west to east: two spans where it crosses 180°."""

    south: float
    north: float
    spans: tuple[tuple[float, float], ...]


def box_around(centre: Position, km: float) -> Box:
    """The least box that holds the whole circle: its width in degrees grows with the latitude, and has none at a pole.

    Its meridians touch the circle where sin(half the width) = sin(radius) / cos(latitude), which is a little poleward
    of the centre; the width at the centre's own latitude would leave out stores.
    """
    reach = km / EARTH_RADIUS_KM
    south, north = (centre.latitude + sign * (degrees(reach) + SLACK_DEGREES) for sign in (-1, 1))
    if south <= -90 or north >= 90:  # noqa: PLR2004 - degrees
        return Box(south, north, ((-180.0, 180.0),))
    half = degrees(asin(min(1.0, sin(reach) / cos(radians(centre.latitude))))) + SLACK_DEGREES
    west, east = centre.longitude - half, centre.longitude + half
    if west < -180:  # noqa: PLR2004 - degrees
        return Box(south, north, ((west + 360, 180.0), (-180.0, east)))
    if east > 180:  # noqa: PLR2004 - degrees
        return Box(south, north, ((west, 180.0), (-180.0, east - 360)))
    return Box(south, north, ((west, east),))
