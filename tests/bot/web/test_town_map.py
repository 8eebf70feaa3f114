"""The small map beside the list of receivers."""

from __future__ import annotations

from bot.web.stores_map import map_around, told_apart
from bot.web.town import HEIGHT, RING, WIDTH, Place, town_map
from storage.tables import Business, Store

SHOP = Place("本店", 35.7, 139.58)


def at(east: float, north: float, name: str = "北町店", *, marked: bool = True) -> Place:
    """So many kilometres away."""
    return Place(name, 35.7 + north / 111.195, 139.58 + east / (111.195 * 0.81208), marked)


def test_stores_lie_where_they_are_and_the_ring_holds_them_all() -> None:
    """R-117, R-124: north is above, east is right; the ring says its distance and the scale is 500 metres."""
    drawn = town_map(SHOP, [at(0, 1), at(1.9, 0), at(0, -0.5)])
    assert drawn.ring_km == "2"
    assert drawn.scale == RING / 4
    north, east, south = drawn.dots
    assert (north.x, north.y) == (WIDTH / 2, HEIGHT / 2 - RING / 2)
    assert abs(east.x - (WIDTH / 2 + 0.95 * RING)) < 1
    assert east.y == HEIGHT / 2
    assert south.y == HEIGHT / 2 + RING / 4


def test_names_give_way_to_each_other_and_stay_on_the_map() -> None:
    """R-117: of stores side by side the nearest keeps its name, the next its number, and every dot stays."""
    crowd = [at(0.3 + i * 0.01, 0.3, "とても長い名前の駅前中央通り店") for i in range(12)]
    drawn = town_map(SHOP, crowd)
    labels = [dot.label for dot in drawn.dots]
    assert labels[0] == "1 とても長い名前の駅前中央通り店"
    assert "" in labels
    assert len(drawn.dots) == len(crowd)


def test_who_is_further_out_stands_at_the_border_in_that_direction() -> None:
    """R-030: a store of the chain in another town; one that isn't warned is told apart."""
    far, left_out = town_map(SHOP, [at(40, 0), at(0, 0.4, marked=False)]).dots
    assert far.beyond
    assert WIDTH / 2 < far.x < WIDTH
    assert far.y == HEIGHT / 2
    assert not left_out.beyond
    assert not left_out.marked


def test_a_shop_alone_on_the_other_side_of_the_date_line() -> None:
    """R-124: no receivers at all make a map, and 180° is no border."""
    assert town_map(SHOP, []).dots == ()
    (dot,) = town_map(Place("Taveuni", -16.8, 179.999), [Place("Beach", -16.8, -179.999)]).dots
    assert not dot.beyond
    assert dot.x > WIDTH / 2


def test_shops_that_every_chain_calls_alike_are_told_apart_by_their_business() -> None:
    """R-117, R-124: three 「本店」, the reporting one among them; who is alone with a name keeps it short."""
    ours, theirs = store("a", "半鐘堂薬局", "本店"), store("b", "青空ストア", "本店")
    names = told_apart([ours, theirs, store("c", "青空ストア", "北町店")])
    assert names == {"a": "半鐘堂薬局 本店", "b": "青空ストア 本店", "c": "北町店"}
    drawn = map_around(ours, [(theirs, True)])
    assert [dot.label for dot in drawn.dots] == ["1 青空ストア 本店"]


def test_two_shops_that_one_business_calls_alike_are_told_apart_by_their_codes() -> None:
    """R-117: the secretariat vouched that they are two."""
    names = told_apart([store("a", "半鐘堂薬局", "本店"), store("b", "半鐘堂薬局", "本店")])
    assert names == {"a": "半鐘堂薬局 本店（A）", "b": "半鐘堂薬局 本店（B）"}


def store(code: str, business: str, name: str) -> Store:
    """Some hundred metres from the others."""
    north = 35.7 + ord(code) / 100_000
    return Store(
        id=code, code=code.upper(), name=name, business=Business(name=business), latitude=north, longitude=139.58
    )
