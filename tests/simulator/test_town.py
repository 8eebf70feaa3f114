"""The demo town: shops, people, and the files by which Hansho learns of them."""

from __future__ import annotations

import csv
import math
import re
from datetime import date
from pathlib import Path

from simulator import town

TODAY = date(2026, 11, 23)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_twelve_shops_of_five_businesses_stand_within_five_kilometres() -> None:
    """And one of the reporter's own chain is 40 km away."""
    distances = {shop.code: math.hypot(shop.east, shop.north) for shop in town.SHOPS}
    near = [shop for shop in town.SHOPS if distances[shop.code] <= 5]
    far = [shop for shop in town.SHOPS if distances[shop.code] > 5]

    assert (len(near), len({shop.business for shop in near})) == (12, 5)
    assert [(shop.business, round(distances[shop.code])) for shop in far] == [("HANDO", 40)]


def test_some_near_shops_lie_beyond_the_default_radius() -> None:
    """R-030: of the twelve, two are more than three kilometres away and stay unwarned."""
    assert sum(3 < math.hypot(shop.east, shop.north) <= 5 for shop in town.SHOPS) == 2


def test_every_role_is_played() -> None:
    """Each shop has a responsible person, a first and a second contact."""
    roles = {role for person in town.RESIDENTS for role, _ in person.roles}
    held = {held for person in town.RESIDENTS for held in person.roles}

    assert roles >= {
        "staff",
        "responsible",
        "approver",
        "deputy",
        "contact",
        "second_contact",
        "secretariat",
        "auditor",
    }
    for shop in town.SHOPS:
        assert held >= {(role, shop.code) for role in ("responsible", "contact", "second_contact")}


def test_the_files_have_the_columns_of_the_import(tmp_path: Path) -> None:
    """One row per shop; one row per person and role, with ids as the platforms form them."""
    town.write(tmp_path, TODAY)
    stores, members = read(tmp_path / "stores.csv"), read(tmp_path / "members.csv")

    assert len(stores) == len(town.SHOPS)
    assert ",".join(stores[0]) == town.STORE_COLUMNS
    assert ",".join(members[0]) == town.MEMBER_COLUMNS
    assert len(members) == sum(len(person.roles) for person in town.RESIDENTS)
    assert all(re.fullmatch(r"(U[0-9a-f]{32})?", row["line_user_id"]) for row in members)
    assert all(re.fullmatch(r"(U[0-9A-F]{10})?", row["slack_user_id"]) for row in members)
    assert all(row["line_user_id"] or row["slack_user_id"] for row in members)


def test_notice_is_up_and_training_is_valid(tmp_path: Path) -> None:
    """R-009, R-062, R-122: otherwise nobody could take part."""
    town.write(tmp_path, TODAY)

    assert all(row["agreed_on"] <= row["notice_posted_on"] <= str(TODAY) for row in read(tmp_path / "stores.csv"))
    assert all(row["trained_until"] > str(TODAY) for row in read(tmp_path / "members.csv"))


def test_everybody_has_the_accounts_of_the_files() -> None:
    """Phones and members.csv agree."""
    accounts = {(a.platform, a.user_id) for a in town.accounts()}
    files = {("line", p.line_user_id) for p in town.RESIDENTS} | {("slack", p.slack_user_id) for p in town.RESIDENTS}

    assert accounts == {(platform, user_id) for platform, user_id in files if user_id}
