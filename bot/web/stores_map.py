"""Stores on the small map, each by a name that no other one there has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.web.town import Place, TownMap, town_map
from storage.tables import Store


def map_around(centre: Store, stores: Sequence[tuple[Store, bool]]) -> TownMap:
    """R-117, R-124: the stores by their numbers around the centre; with each, whether it is marked."""
    names = told_apart([centre, *(store for store, _ in stores)])
    places = [Place(names[store.id], store.latitude, store.longitude, marked) for store, marked in stores]
    return town_map(Place(names[centre.id], centre.latitude, centre.longitude), places)


def told_apart(stores: Sequence[Store]) -> dict[str, str]:
    """Store id → its name, which a map has little room for; with its business where another one has that name too.

    In a town every chain has its 「本店」; two of one business differ by their codes at least.
    """
    own, full = Counter(store.name for store in stores), Counter(store.full_name for store in stores)
    return {store.id: _name(store, own[store.name], full[store.full_name]) for store in stores}


def _name(store: Store, so_called: int, so_called_in_full: int) -> str:
    if so_called == 1:
        return store.name
    return store.full_name if so_called_in_full == 1 else f"{store.full_name}（{store.code}）"
