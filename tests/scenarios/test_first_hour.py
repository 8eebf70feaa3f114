"""A volunteer's first hour: an empty machine, ``docs/running.md``, the pages and the chat; then the first drill."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Self

import httpx
import pytest

from masking import MaskingPool
from simulator.browser import Browser
from simulator.desk_visit import SESSION, open_desk
from simulator.phones import Phone
from simulator.webhook_delivery import LOOPBACK
from storage.imports.members import COLUMNS as MEMBERS
from storage.imports.stores import COLUMNS as STORES
from tests.world.answers import PEACE, TILL, judged, on_page
from tests.world.over_http import PICTURE, SUSPECT, TownOverHttp

SHOPS = {"S1": ("町の薬局", 35.7030), "S2": ("角の書店", 35.7040), "S3": ("坂の電器", 35.7050)}
PEOPLE = (
    ("M1", "secretariat", ""),
    ("M2", "auditor", ""),
    ("M3", "responsible", "S1"),
    ("M4", "approver", "S1"),
    ("M5", "staff", "S1"),
    ("M5", "contact", "S1"),
    ("M6", "responsible", "S2"),
    ("M7", "contact", "S2"),
    ("M8", "responsible", "S3"),
    ("M9", "contact", "S3"),
)
"""Nine people, one of whom has two roles: as few as ``docs/running.md`` says will do."""


class EmptyTown(TownOverHttp):
    """Hansho is started, LINE is connected, and nobody was ever named to it."""

    def _settle(self) -> None:
        """Nobody does."""
        self.phones: dict[str, Phone] = {}


@pytest.fixture
def empty(tmp_path: Path, sqlite_url: str, master_keys: str, pool: MaskingPool) -> Iterator[EmptyTown]:
    """A clean machine with the settings of sections 1 to 3."""
    with EmptyTown(tmp_path, sqlite_url, master_keys, pool) as made:
        yield made


@pytest.mark.usefixtures("letters")
def test_a_volunteer_comes_from_an_empty_machine_to_the_first_drill(empty: EmptyTown, tmp_path: Path) -> None:
    """R-001, R-005, R-061, R-097, R-113: two lists, nine cards, the desk, a drill, its recall."""
    town = empty
    write_lists(tmp_path, town)
    done(town, "stores", "import", str(tmp_path / "stores.csv"))
    printed = done(town, "members", "import", str(tmp_path / "members.csv"), "--card", str(tmp_path / "cards.pdf"))
    done(town, "line", "menus", "sync")
    told = refused(town, "doctor")
    for line in (
        "✗ network: Secretariat: Nobody can be reached.",
        "△ network: Auditor: Nobody can be reached.",
        "✗ store S1: People who can judge: 0",
        "✗ store S2: Contact: Nobody can be reached.",
        "✗ stores: 0 can send an alert and 0 can get one, of 3",
    ):
        assert line in told
    listed = re.findall(r"^(M\d)\t(登録 \S+)\t(\S+)$", printed, re.MULTILINE)
    cards = {code: (words, page) for code, words, page in listed}
    assert set(cards) == {code for code, *_ in PEOPLE}
    words, page = cards.pop("M9")
    enrol(town, {code: words for code, (words, _) in cards.items()})

    with Desk(town, town.phones["M1"]) as desk:
        assert "お知らせを、まだ公開していません。公開してください。" in desk.get("/desk").text
        people = desk.get("/desk/people").text
        assert all(f"店舗責任者（{name} 本店）" in people for name, _ in SHOPS.values())
        assert "カードのページを開きました" not in people
        assert words in desk.get(page, headers={"sec-fetch-dest": "document"}).text
        assert desk.get("/desk/people").text.count("カードのページを開きました") == 1
        enrol(town, {"M9": words})
        lights = desk.get("/desk/stores").text  # by the doctor's own list
        assert "要対応" not in lights
        assert lights.count("はい</span>") == len(SHOPS) + 1  # all are warned, one can warn
        drill(town)
        number = town.newest("M5").number
        assert number in desk.get("/desk/alerts").text
        line_of_time = desk.get(f"/desk/alerts/{number}").text
    assert "回収" in line_of_time


class Desk:
    """The office's computer, and the phone whose chat lets it in."""

    def __init__(self, town: EmptyTown, phone: Phone) -> None:
        with Browser() as browser:
            opened = open_desk(phone, "ja", browser)
        assert opened.address == f"{town.bot_url}/desk"
        self._client = httpx.Client(
            base_url=town.bot_url,
            cookies={SESSION: opened.session},
            timeout=90,
            trust_env=False,
            verify=LOOPBACK,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._client.close()

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> httpx.Response:
        """A page."""
        return self._client.get(address, headers=headers)


def drill(town: EmptyTown) -> None:
    """Step 11, on pages and phones: a report with a photo, two yeses, four neighbours, one sighting, a recall."""
    reporter = town.phones["M5"]
    reporter.send_photo(PICTURE.read_bytes())
    reporter.wait_for("写真を受け取りました")
    link = reporter.open_link("画像を確認する")
    with Browser() as browser:
        browser.pick(link, *SUSPECT)
        browser.confirm(link, part="till", **TILL)
        browser.answer(link, "peace", **PEACE | {"form": "picture"})
        assert "承認者へ送りました" in browser.hand_in(link).text
    for code in ("M3", "M4"):
        town.phones[code].wait_for("承認のお願い")
        preview = town.phones[code].open_link("内容を見る")
        with Browser() as browser:
            browser.visit(preview)
            browser.picture(preview)
            browser.answer(preview, "judge", **on_page(judged(of=code)))
    neighbours = [town.phones[code] for code in ("M7", "M9")]
    for phone in neighbours:
        phone.wait_for("警戒のお願い")
        phone.press("確認しました")
    neighbours[0].press("見かけた")
    reporter.press("取り消す（回収）")
    reporter.press("共有の必要がなかった")
    for phone in neighbours:
        phone.wait_for("【回収】")
        phone.press("確認しました")


def done(town: EmptyTown, *words: str) -> str:
    """What ``hansho`` says once it is done."""
    result = town.hansho(*words)
    assert result.exit_code == 0, result.output
    return result.output


def refused(town: EmptyTown, *words: str) -> str:
    """What ``hansho`` says where something is to be done first."""
    result = town.hansho(*words)
    assert result.exit_code == 1, result.output
    return result.output


def write_lists(folder: Path, town: EmptyTown) -> None:
    """The two spreadsheets of step 6."""
    today = town.app.now().date()
    shops = [
        {
            "business_code": f"B{code}", "business_name": name, "agreed_on": str(today), "store_code": code,
            "store_name": "本店", "latitude": str(north), "longitude": "139.58", "notice_posted_on": str(today),
        }
        for code, (name, north) in SHOPS.items()
    ]  # fmt: skip
    people = [
        {
            "member_code": code, "name": f"練習 {code}", "language": "ja", "role": role, "store_code": store,
            "trained_until": str(today + timedelta(days=365)) if store else "",
        }
        for code, role, store in PEOPLE
    ]  # fmt: skip
    for name, columns, rows in (("stores", STORES, shops), ("members", MEMBERS, people)):
        with (folder / f"{name}.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)


def enrol(town: EmptyTown, cards: Mapping[str, str]) -> None:
    """Each sends the words of their card from a phone that is new to Hansho."""
    for code, words in cards.items():
        town.phones[code] = town.newcomer("line")
        town.phones[code].say(words)
    for code in cards:
        town.phones[code].wait_for("登録が完了しました")
