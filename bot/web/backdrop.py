"""What lies behind the small map: lines of the operator's own GeoJSON (RFC 7946). No map server hears of an alert."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import dist
from pathlib import Path
from typing import Any, Final

from bot.web.town import TownMap

MOST_BYTES: Final = 10_000_000
MOST_DRAWN: Final = 12_000
"""Letters of SVG: a page stays small on a phone."""

STEPS: Final = (1, 3, 10, 30)
"""Pixels between two points at the least, from fine to coarse: as fine as ``MOST_DRAWN`` allows."""

PIECE: Final = 100
"""Points of a line that are looked at together, so that a whole country's coast costs no more than a town's streets."""

LINES: Final = {"LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}
"""Lists around each line, by the kind of geometry; points are nothing to draw."""

Line = tuple[tuple[float, float], ...]
"""Longitude and latitude in degrees (WGS 84), as GeoJSON has them."""

Pixel = tuple[float, float]
"""Of the map: to the right, and down."""

SAYS: Final = "HANSHO_MAP_BACKDROP: "


@dataclass(frozen=True)
class Piece:
    """Some of a line, and the longitudes and latitudes that it lies between."""

    line: Line
    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True)
class Backdrop:
    """Coast, rivers, streets: whatever the operator drew."""

    pieces: tuple[Piece, ...] = ()

    def path(self, town: TownMap) -> str:
        """What of it lies on the map, as the data of an SVG path; empty for nothing, and for more than a page holds."""
        near = [piece.line for piece in self.pieces if _touches(piece, town)]
        drawn = ("".join(part for line in near for part in _drawn(line, town, step)) for step in STEPS)
        return next((path for path in drawn if len(path) <= MOST_DRAWN), "")


def read_backdrop(path: Path) -> Backdrop:
    """The lines of a file.

    Raises:
        ValueError: it can't be read, or isn't GeoJSON in degrees; says what to do.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError(f"{SAYS}at most {MOST_BYTES // 10**6} MB; leave out what is far from your shops")
        told = json.loads(path.read_bytes())
    except OSError as error:
        raise ValueError(f"{SAYS}the file can't be read ({error.strerror}); name one, or leave it out") from None
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError):
        raise ValueError(f"{SAYS}this is no GeoJSON; export it as GeoJSON (RFC 7946)") from None
    try:
        pieces = tuple(piece for line in _lines(told) for piece in _pieces(line))
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, RecursionError):
        raise ValueError(f"{SAYS}lines in longitude and latitude (WGS 84, EPSG:4326); export it with these") from None
    return Backdrop(pieces)


def _lines(told: Any) -> Iterator[Line]:
    match told["type"]:
        case "FeatureCollection":
            for feature in told["features"]:
                yield from _lines(feature)
        case "Feature":
            if told["geometry"] is not None:
                yield from _lines(told["geometry"])
        case "GeometryCollection":
            for geometry in told["geometries"]:
                yield from _lines(geometry)
        case kind if kind in LINES:
            yield from _unwrapped(told["coordinates"], LINES[kind])
        case "Point" | "MultiPoint":
            return
        case _:
            raise ValueError


def _unwrapped(coordinates: Any, depth: int) -> Iterator[Line]:
    if depth:
        for part in coordinates:
            yield from _unwrapped(part, depth - 1)
    else:
        yield tuple(_degrees(*point[:2]) for point in coordinates)


def _degrees(longitude: Any, latitude: Any) -> tuple[float, float]:
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):  # noqa: PLR2004 - also false for what is no number
        raise ValueError
    return float(longitude), float(latitude)


def _pieces(line: Line) -> Iterator[Piece]:
    for start in range(0, len(line) - 1, PIECE):
        points = line[start : start + PIECE + 1]  # the next piece begins where this one ends
        across, up = [point[0] for point in points], [point[1] for point in points]
        yield Piece(points, min(across), min(up), max(across), max(up))


def _touches(piece: Piece, town: TownMap) -> bool:
    return _on(town, (town.pixel(piece.south, piece.west), town.pixel(piece.north, piece.east)))


def _drawn(line: Line, town: TownMap, step: int) -> Iterator[str]:
    """Moves and lines, a run of them wherever the line crosses the map; the picture's border cuts the rest."""
    drawing = False
    for one, other in pairwise(_thinned([town.pixel(latitude, longitude) for longitude, latitude in line], step)):
        if not _on(town, (one, other)):
            drawing = False
            continue
        if not drawing:
            yield f"M{one[0]:.0f} {one[1]:.0f}"
        yield f"L{other[0]:.0f} {other[1]:.0f}"
        drawing = True


def _thinned(points: Sequence[Pixel], step: int) -> Iterator[Pixel]:
    """The first, the last, and between them whoever is so far from the one before."""
    yield (last := points[0])
    for point in points[1:-1]:
        if dist(point, last) >= step:
            yield (last := point)
    yield points[-1]


def _on(town: TownMap, points: Sequence[Pixel]) -> bool:
    """Whether the box around these pixels and the map have anything in common."""
    across, down = [point[0] for point in points], [point[1] for point in points]
    return max(across) >= 0 and min(across) <= town.width and max(down) >= 0 and min(down) <= town.height
