"""Alike events across a chain's stores, without anything that stands for a person."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from policy.drift import Goods, Told, alike_events, chains, goods_of
from policy.facts import Ground
from tests.world.facts import DAY, HOUR, NOW

ONE = Told("chain", "first", Goods.COSMETICS, Ground.WITNESSED, NOW)


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (replace(ONE, store_id="second", event_at=NOW - 3 * DAY), True),
        (replace(ONE, store_id="second", event_at=NOW - 3 * DAY + 2 * HOUR), True),
        (replace(ONE, store_id="second", event_at=NOW - 3 * DAY + 22 * HOUR), True),
        (replace(ONE, store_id="second", event_at=NOW - 3 * DAY + 5 * HOUR), False),
        (replace(ONE, store_id="second", goods=Goods.FOODS), False),
        (replace(ONE, store_id="second", ground=Ground.FOOTAGE), False),
        (replace(ONE, store_id="second", business_id="other chain"), False),
        (replace(ONE, event_at=NOW + HOUR / 2), False),
        (replace(ONE, event_at=NOW - DAY), True),
    ],
)
def test_what_makes_two_events_alike(other: Told, alike: bool) -> None:
    """R-081: same chain, goods and ground, about the same hour of any day; one event in two reports is one."""
    assert len(alike_events(ONE, [ONE, other])) == (2 if alike else 1)


def test_a_chain_is_named_once_with_its_stores() -> None:
    """R-081: its largest group, from two stores on; one busy store is the per-store rule's to name."""
    spread = [replace(ONE, store_id=shop, event_at=NOW - days * DAY) for days, shop in enumerate("abca")]
    assert {business: len(events) for business, events in chains(spread, 3).items()} == {"chain": 4}
    assert chains(spread, 5) == {}
    assert chains([replace(event, store_id="a") for event in spread], 3) == {}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("化粧品 約20点をバッグに", Goods.COSMETICS),
        ("ｺｽﾒ 3点", Goods.COSMETICS),
        ("ワイン3本", Goods.DRINKS),
        ("釣り竿をバッグに", Goods.TOOLS),
        ("コミック 1巻から10巻", Goods.PLAYTHINGS),
        ("Perfume, two bottles", Goods.COSMETICS),
        ("傘 2本", Goods.SUNDRIES),
        ("4901234567894 2個", Goods.SUNDRIES),
    ],
)
def test_goods_are_told_by_kind(text: str, kind: Goods) -> None:
    """R-081: coarse and closed; what none fits is one kind as well."""
    assert goods_of(text) is kind


def test_it_knows_nothing_of_a_person() -> None:
    """R-081: ids of shops, two closed words and a time; nothing of how somebody looks or where they went."""
    assert {field.name: field.type for field in fields(Told)} == {
        "business_id": "str",
        "store_id": "str",
        "goods": "Goods",
        "ground": "Ground",
        "event_at": "datetime",
    }
