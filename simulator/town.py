"""The demo town 半鐘町 and its people, all invented: twelve shops of five businesses, and one 40 km away."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from simulator.english import named
from simulator.world import Account

ZONE = ZoneInfo("Asia/Tokyo")
OFFICE_OPENS, SHOPS_OPEN = time(9), time(10)
CENTRE = (35.7030, 139.5800)
KM_NORTH, KM_EAST = 0.009009, 0.011095
"""Degrees per kilometre at the latitude of Tokyo."""
AGREED_BEFORE, NOTICE_BEFORE, TRAINED_AFTER = timedelta(days=200), timedelta(days=180), timedelta(days=300)
STATION = "半鐘駅ビル"
DESK = ("--set", "desk_telephone=0422-00-0090", "--set", "desk_hours=9:00–17:00")
"""Where the network is reached, for ``hansho rules``; the number is nobody's, as those of the shops."""

BUSINESSES = {
    "HANDO": "半鐘堂薬局",
    "AOZORA": "青空ストア",
    "TSUBAME": "書肆つばめ",
    "WAKATAKE": "若竹電機",
    "MIDORI": "衣料のみどり屋",
}


@dataclass(frozen=True)
class Shop:
    """A shop; ``east`` and ``north`` are kilometres from the middle of the town."""

    code: str
    business: str
    name: str
    east: float
    north: float
    facility: str = ""

    @property
    def telephone(self) -> str:
        """Of nobody: numbers from 0000 on are not given out."""
        return f"0422-00-00{SHOPS.index(self):02}"

    @property
    def place(self) -> tuple[float, float]:
        """Latitude and longitude."""
        return round(CENTRE[0] + self.north * KM_NORTH, 5), round(CENTRE[1] + self.east * KM_EAST, 5)


SHOPS = (
    Shop("H01", "HANDO", "本店", 0.0, 0.0, STATION),
    Shop("H02", "HANDO", "公園口店", -0.6, -0.5),
    Shop("H03", "HANDO", "西町店", -2.1, 0.4),
    Shop("A01", "AOZORA", "駅前店", 0.2, 0.1),
    Shop("A02", "AOZORA", "北町店", 0.5, 1.7),
    Shop("A03", "AOZORA", "東町店", 4.0, 1.2),
    Shop("T01", "TSUBAME", "駅ビル店", 0.02, 0.01, STATION),
    Shop("T02", "TSUBAME", "川沿い店", 1.4, -1.1),
    Shop("W01", "WAKATAKE", "半鐘町店", 0.4, -0.2),
    Shop("W02", "WAKATAKE", "南台店", 0.8, -4.4),
    Shop("M01", "MIDORI", "商店街店", -0.2, 0.3),
    Shop("M02", "MIDORI", "大通り店", 1.0, 0.8),
    Shop("H09", "HANDO", "霧ヶ沢店", -40.0, 2.0),
)


@dataclass(frozen=True)
class Resident:
    """A person, their roles as (role, shop code; empty: the whole network), and what they have a phone for."""

    code: str
    name: str
    roles: tuple[tuple[str, str], ...]
    on: str
    """``line``, ``slack`` or ``line+slack``."""
    about: str
    language: str = "ja"
    enrolled: bool = True
    trained: bool = True

    @property
    def line_user_id(self) -> str:
        """U and 32 hex digits, as LINE gives them."""
        return "U" + hashlib.sha256(f"line:{self.code}".encode()).hexdigest()[:32] if "line" in self.on else ""

    @property
    def slack_user_id(self) -> str:
        """U and ten characters, as Slack gives them."""
        return (
            "U" + hashlib.sha256(f"slack:{self.code}".encode()).hexdigest()[:10].upper() if "slack" in self.on else ""
        )


def _pair(shop: str, head: tuple[str, str], second: tuple[str, str], on: str = "line") -> tuple[Resident, Resident]:
    """The responsible person of a shop, who gets its alerts, and a colleague who gets them next."""
    head_roles = (("responsible", shop), ("contact", shop))
    second_roles = (("staff", shop), ("deputy", shop), ("second_contact", shop))
    return Resident(*head, head_roles, on, "店長"), Resident(*second, second_roles, "line", "副店長")


def _approver(code: str, name: str, business: str, on: str) -> Resident:
    """Somebody of a business's head office, who approves for all its shops."""
    roles = tuple(("approver", shop.code) for shop in SHOPS if shop.business == business)
    return Resident(code, name, roles, on, "本部・保安担当")


RESIDENTS = (
    Resident("P01", "小暮 灯", (("staff", "H01"),), "line", "スタッフ"),
    Resident("P02", "矢車 涼", (("responsible", "H01"), ("contact", "H01")), "line", "店長"),
    _approver("P03", "朝霧 蓮", "HANDO", "slack"),
    Resident("P04", "百瀬 律", (("deputy", "H01"), ("second_contact", "H01")), "line+slack", "副店長"),
    *_pair("H02", ("P05", "鳴海 楓"), ("P06", "小鳥遊 陽")),
    *_pair("H03", ("P07", "柊 千歳"), ("P08", "東雲 翼")),
    *_pair("A01", ("P09", "水無瀬 澪"), ("P10", "榎本 樹")),
    *_pair("A02", ("P11", "霞 奏太"), ("P12", "五十鈴 凪")),
    *_pair("A03", ("P13", "桐生 紬"), ("P14", "風間 湊")),
    *_pair("T01", ("P15", "綾瀬 栞"), ("P16", "夏目 司"), on="slack"),
    *_pair("T02", ("P17", "早乙女 怜"), ("P18", "真壁 岳")),
    *_pair("W01", ("P19", "雨宮 晶"), ("P20", "神楽 瞬"), on="slack"),
    *_pair("W02", ("P21", "久遠 円"), ("P22", "橘 伊織")),
    *_pair("M01", ("P23", "若宮 絹"), ("P24", "染谷 藍")),
    Resident("P25", "Nora Hale", (("responsible", "M02"), ("contact", "M02")), "line", "Shop manager", "en"),
    Resident("P26", "藤咲 小春", (("staff", "M02"), ("deputy", "M02"), ("second_contact", "M02")), "line", "副店長"),
    *_pair("H09", ("P27", "霧島 峻"), ("P28", "沢渡 遥")),
    Resident("P29", "結城 詩織", (("secretariat", ""),), "slack", "事務局"),
    Resident("P30", "御影 透", (("auditor", ""),), "slack", "監査人"),
    _approver("P31", "九条 紡", "AOZORA", "line"),
    _approver("P32", "望月 圭", "TSUBAME", "slack"),
    _approver("P33", "橋場 海", "WAKATAKE", "slack"),
    _approver("P34", "白石 和", "MIDORI", "line"),
)

GUESTS = (
    Resident("P35", "新田 芽", (("staff", "A01"),), "line", "新人（まだ登録していない）", enrolled=False),
    Resident("P36", "末次 遼", (("staff", "H02"),), "line", "研修がまだのスタッフ", trained=False),
)
"""Who is there to be tried out: somebody with a code and no account yet, and somebody who may not take part yet."""

EVERYBODY = (*RESIDENTS, *GUESTS)

FEATURED = (
    ("P01", "line", "通報する人", "Reporter"),
    ("P02", "line", "店舗責任者", "Responsible person"),
    ("P03", "slack", "もう一人の承認者", "Second approver"),
    ("P09", "line", "近くの店", "Neighbour"),
    ("P29", "slack", "事務局", "Secretariat"),
)
"""Whose phones stand side by side in the sandbox: member code, platform, part played in Japanese and English."""


def accounts(people: Iterable[Resident] = RESIDENTS, language: str = "ja") -> list[Account]:
    """Everybody's chat accounts, in a town that speaks this language."""
    shops = {shop.code: f"{named(BUSINESSES[shop.business], language)} {named(shop.name, language)}" for shop in SHOPS}
    found = []
    for person in people:
        about = f"{shops.get(person.roles[0][1], '')} {named(person.about, language)}".strip()
        name, speaks = named(person.name, language), _speaks(person, language)
        for platform, user_id in (("line", person.line_user_id), ("slack", person.slack_user_id)):
            if user_id:
                found.append(Account(user_id, platform, person.code, name, about, speaks))
    return found


def write(folder: Path, today: date, people: Iterable[Resident] = RESIDENTS, language: str = "ja") -> None:
    """Write ``stores.csv`` and ``members.csv`` as ``hansho stores import`` and ``members import`` read them."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "stores.csv", STORE_COLUMNS, (_shop_row(shop, today, language) for shop in SHOPS))
    members = (row for person in people for row in _member_rows(person, today, language))
    _write(folder / "members.csv", MEMBER_COLUMNS, members)


STORE_COLUMNS = (
    "business_code,business_name,agreed_on,store_code,store_name,latitude,longitude,facility,notice_posted_on,telephone"
)
MEMBER_COLUMNS = "member_code,name,language,trained_until,role,store_code,line_user_id,slack_user_id"


def until_monday(now: float) -> float:
    """Seconds from ``now`` (since the epoch) to nine in the morning of the next Monday after today."""
    today = datetime.fromtimestamp(now, ZONE).date()
    monday = today + timedelta(days=7 - today.weekday())
    return datetime.combine(monday, OFFICE_OPENS, ZONE).timestamp() - now


def until_opening(now: float) -> float:
    """Seconds until the shops of today are open; 0 if they are."""
    today = datetime.fromtimestamp(now, ZONE).date()
    return max(0.0, datetime.combine(today, SHOPS_OPEN, ZONE).timestamp() - now)


def _speaks(person: Resident, language: str) -> str:
    return "en" if language == "en" else person.language


def _shop_row(shop: Shop, today: date, language: str) -> list[str]:
    latitude, longitude = (str(degrees) for degrees in shop.place)
    business = [shop.business, named(BUSINESSES[shop.business], language), (today - AGREED_BEFORE).isoformat()]
    sign, facility, notice = named(shop.name, language), named(shop.facility, language), today - NOTICE_BEFORE
    return [*business, shop.code, sign, latitude, longitude, facility, notice.isoformat(), shop.telephone]


def _member_rows(person: Resident, today: date, language: str) -> list[list[str]]:
    trained = (today + TRAINED_AFTER).isoformat() if person.trained else ""
    about = [person.code, named(person.name, language), _speaks(person, language), trained]
    ids = [person.line_user_id, person.slack_user_id] if person.enrolled else ["", ""]
    return [[*about, role, shop, *ids] for role, shop in person.roles]


def _write(path: Path, columns: str, rows: Iterable[list[str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(columns.split(","))
        writer.writerows(rows)
