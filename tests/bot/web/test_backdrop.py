"""Lines of the operator's own behind the small map."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from bot.application import Application
from bot.web.backdrop import MOST_BYTES, MOST_DRAWN, Backdrop, read_backdrop
from bot.web.pages import add_pages
from bot.web.render import draw_behind_maps
from bot.web.town import HEIGHT, WIDTH, Place, TownMap, town_map
from policy.states import State
from tests.world.databases import ON_SQLITE
from tests.world.pages import TownWithPages

SHOP = Place("本店", 35.7, 139.58)
NORTH, EAST = 1 / 111.195, 1 / (111.195 * 0.81208)
"""Degrees of a kilometre."""

COAST = [[139.58 - EAST, 35.7], [139.58 + EAST, 35.7 + NORTH]]
HIGH = [[*point, 12] for point in COAST]
ELSEWHERE = [[135.0, 34.0], [135.1, 34.1]]


@pytest.fixture
def around_us() -> TownMap:
    return town_map(SHOP, [Place("北町店", 35.7 + NORTH, 139.58)])


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Path]:
    """Whatever a test draws behind maps is gone after it."""
    yield tmp_path / "lines.geojson"
    draw_behind_maps(Backdrop())


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "LineString", "coordinates": COAST},
        {"type": "MultiLineString", "coordinates": [ELSEWHERE, COAST]},
        {"type": "Polygon", "coordinates": [[*COAST, COAST[0]]]},
        {"type": "MultiPolygon", "coordinates": [[[*COAST, COAST[0]]]]},
        {
            "type": "GeometryCollection",
            "geometries": [{"type": "LineString", "coordinates": [[*COAST[0], 12], COAST[1]]}],
        },
    ],
)
def test_every_kind_of_line_lies_where_it_is(geometry: dict[str, Any], written: Path, around_us: TownMap) -> None:
    """R-117, R-124: from west of the shop to north-east of it, by the scale of the dots; heights are nothing."""
    features = [{"type": "Feature", "geometry": geometry}, {"type": "Feature", "geometry": None}]
    features.append({"type": "Feature", "geometry": {"type": "Point", "coordinates": COAST[0]}})
    written.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    path = read_backdrop(written).path(around_us)
    north = around_us.dots[0].y
    start, end = re.findall(r"[ML](-?\d+) (-?\d+)", path)[:2]
    assert start == (str(round(WIDTH - around_us.pixel(35.7, 139.58 + EAST)[0])), str(HEIGHT // 2))
    assert abs(int(end[1]) - north) <= 1
    assert path.startswith("M")


def test_what_is_elsewhere_is_not_sent_and_what_is_much_is_coarser(written: Path, around_us: TownMap) -> None:
    """A page stays small on a phone, however long the coast of a country is; too much to be told apart is left out."""

    def drawn(lines: list[Any]) -> str:
        written.write_text(json.dumps({"type": "MultiLineString", "coordinates": lines}))
        return read_backdrop(written).path(around_us)

    wave = [[139.57 + i * 1e-6, 35.7 + (i % 2) * 0.0005] for i in range(20_000)]
    assert drawn([ELSEWHERE] * 50) == ""
    assert 0 < len(drawn([wave])) <= MOST_DRAWN
    assert drawn([COAST] * 2000) == ""


@ON_SQLITE
def test_the_page_draws_it_below_the_shops(town: TownWithPages, written: Path) -> None:
    """R-117: from the setting on, and without one there is nothing of it."""
    town.alert_goes_live()
    town.move(State.ASSESSING, binding="b" * 64)
    approver, preview = town.opened("preview", town.responsible)
    text = approver.get(preview).text
    assert 'class="dot' in text
    assert 'class="ground"' not in text
    written.write_text(json.dumps({"type": "LineString", "coordinates": [[139.0, 35.7034], [140.0, 35.7034]]}))
    settings = town.app.settings.model_copy(update={"map_backdrop": written})
    add_pages(FastAPI(), Application(settings, town.database, town.app.ports, town.clock))
    text = approver.get(preview).text
    assert text.index('class="ground"') < text.index('class="dot')


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "can't be read"),
        ("x" * (MOST_BYTES + 1), "at most 10 MB"),
        ("<kml/>", "no GeoJSON"),
        ("[" * 100_000, "no GeoJSON"),
        ("[]", "WGS 84"),
        ('{"type": "Topology"}', "WGS 84"),
        ('{"type": "LineString", "coordinates": [[-35000.1, -12000.2], [0, 0]]}', "WGS 84"),
        ('{"type": "LineString", "coordinates": [["139", "35"], [0, 0]]}', "WGS 84"),
        ('{"type": "LineString", "coordinates": [[NaN, 35], [0, 0]]}', "WGS 84"),
        ('{"type": "LineString", "coordinates": 5}', "WGS 84"),
    ],
)
def test_a_file_that_cannot_be_drawn_is_refused_with_what_to_do(text: str | None, says: str, written: Path) -> None:
    """At the start, not on somebody's page."""
    if text is not None:
        written.write_text(text)
    with pytest.raises(ValueError, match=rf"^HANSHO_MAP_BACKDROP: .*{says}"):
        read_backdrop(written)
