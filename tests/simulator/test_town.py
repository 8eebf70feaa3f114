"""The demo town: shops, people, and the files by which Hansho learns of them."""

from __future__ import annotations

import csv
import math
import re
from datetime import date, datetime
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from bot.language import LOCALE
from simulator import town
from simulator.script import LABELS, Said

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
    """Each shop has who judges (R-113: enough of them whoever reports), a first and a second contact."""
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
        assert held >= {
            (role, shop.code) for role in ("responsible", "deputy", "approver", "contact", "second_contact")
        }


def test_the_files_have_the_columns_of_the_import(tmp_path: Path) -> None:
    """One row per shop; one row per person and role, with ids as the platforms form them, but for a newcomer."""
    town.write(tmp_path, TODAY, town.EVERYBODY)
    stores, members = read(tmp_path / "stores.csv"), read(tmp_path / "members.csv")

    assert len(stores) == len(town.SHOPS)
    assert ",".join(stores[0]) == town.STORE_COLUMNS
    assert ",".join(members[0]) == town.MEMBER_COLUMNS
    assert len(members) == sum(len(person.roles) for person in town.EVERYBODY)
    assert all(re.fullmatch(r"(U[0-9a-f]{32})?", row["line_user_id"]) for row in members)
    assert all(re.fullmatch(r"(U[0-9A-F]{10})?", row["slack_user_id"]) for row in members)
    assert {row["member_code"] for row in members if not (row["line_user_id"] or row["slack_user_id"])} == {"P35"}
    assert {row["member_code"] for row in members if not row["trained_until"]} == {"P36"}


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


def test_in_english_no_japanese_stands_on_a_sign_or_in_a_file(tmp_path: Path) -> None:
    """Who can't read it could not play."""
    town.write(tmp_path, TODAY, town.EVERYBODY, "en")
    written = [(tmp_path / name).read_text() for name in ("stores.csv", "members.csv")]
    shown = [f"{account.name} {account.about} {account.language}" for account in town.accounts(town.EVERYBODY, "en")]

    assert [text for text in (*written, *shown) if not text.isascii()] == []
    assert all(account.language == "en" for account in town.accounts(town.EVERYBODY, "en"))


@pytest.mark.parametrize(
    ("now", "monday"), [("2026-11-23T08:00", "2026-11-30T09:00"), ("2026-11-29T23:59", "2026-11-30T09:00")]
)
def test_the_next_monday_is_one_after_today(now: str, monday: str) -> None:
    """R-121: that is when the bot's digest is due, as it plans it."""
    at, until = (datetime.fromisoformat(f"{moment}+09:00").timestamp() for moment in (now, monday))

    assert at + town.until_monday(at) == until


def test_the_story_finds_what_the_bot_says() -> None:
    """In both languages each of its labels stands in one sentence of the catalogue."""
    with (LOCALE / "en.po").open("rb") as source:
        catalogue = list(read_po(source, locale="en"))

    def stands(said: Said) -> bool:
        return any(said.ja in str(message.id) and said.en in str(message.string) for message in catalogue)

    assert [said for said in LABELS.values() if not stands(said)] == []
