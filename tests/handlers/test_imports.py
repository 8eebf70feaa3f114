"""CSV files of stores and members, good and bad, as shops send them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from handlers.context import Context
from handlers.network.imports import import_members, import_stores, look_at_members, look_at_stores
from policy.facts import Role
from simulator import town as demo_town
from storage.tables import Account, Business, Member, Network, Store
from storage.unit_of_work import UnitOfWork
from tests.world.ledgers import noted
from tests.world.ports import ports

STORE_HEADER = (
    "business_code,business_name,agreed_on,store_code,store_name,latitude,longitude,facility,notice_posted_on"
)
MEMBER_HEADER = "member_code,name,language,trained_until,role,store_code,line_user_id,slack_user_id"

LINE_ID = "U" + "0a" * 16
SLACK_ID = "U0123ABCD"

STORES = f"""{STORE_HEADER}
A,甲商店,2026-10-01,A-01,甲 半鐘町店,35.7034,139.5799,半鐘モール,2026-11-01
A,甲商店,2026-10-01,A-02,甲 駅前店,35.71,139.58,,
"""

MEMBERS = f"""{MEMBER_HEADER}
M1,火見 守,ja,2027-03-31,responsible,A-01,{LINE_ID},
M1,火見 守,ja,2027-03-31,contact,A-02,,
M2,Fire Watcher,en,2027-03-31,secretariat,,,{SLACK_ID}
M3,鐘突 鳴,,,staff,A-01,,
"""


def faults(result: object) -> list[tuple[int, str]]:
    """Line and column of each fault."""
    return [(error.line, error.column) for error in result.errors]  # type: ignore[attr-defined]


@pytest.fixture
def ctx(uow: UnitOfWork, now: datetime) -> Context:
    """What a verb is given in an empty database."""
    return Context(uow, ports(), now)


@pytest.fixture
def town(uow: UnitOfWork, ctx: Context) -> UnitOfWork:
    """A unit in which the stores are imported."""
    assert import_stores(STORES, ctx).errors == ()
    return uow


def test_stores_are_imported_and_known_ones_updated(uow: UnitOfWork, ctx: Context) -> None:
    """Importing again changes what is in the file and nothing else."""
    first = import_stores(STORES, ctx)
    changed = STORES.replace("35.71,", "35.72,").replace("甲商店", "甲商店株式会社")
    second = import_stores(
        changed.replace("A,甲商店株式会社,2026-10-01,A-01,甲 半鐘町店,35.7034,139.5799,半鐘モール,2026-11-01\n", ""),
        ctx,
    )

    assert (first.rows, first.created, first.updated, first.errors) == (2, 2, 0, ())
    assert (second.rows, second.created, second.updated, second.errors) == (1, 0, 1, ())
    network = uow.stores.the_network()
    facts = {store.code: uow.stores.store_facts(store) for store in uow.stores.in_network(network.id)}
    assert (facts["A-01"].latitude, facts["A-01"].facility, facts["A-01"].notice_posted) == (
        35.7034,
        "半鐘モール",
        True,
    )
    assert (facts["A-02"].latitude, facts["A-02"].facility, facts["A-02"].notice_posted) == (35.72, None, False)
    assert uow.session.query(Business).one().name == "甲商店株式会社"


def test_a_shop_can_be_rung_and_a_file_without_telephones_forgets_none(uow: UnitOfWork, ctx: Context) -> None:
    """R-112: approvers ask by telephone; an older file is still good, and a number that can't be dialled is named."""
    header = f"{STORE_HEADER},telephone"
    row = "A,甲商店,2026-10-01,A-01,甲 半鐘町店,35.7034,139.5799,,,{}"
    assert import_stores(f"{header}\n{row.format('０４２２-00-0001')}\n", ctx).errors == ()
    import_stores(STORES, ctx)
    network = uow.stores.the_network()
    assert {store.code: store.telephone for store in uow.stores.in_network(network.id)}["A-01"] == "0422-00-0001"
    assert faults(import_stores(f"{header}\n{row.format('内線 12')}\n", ctx)) == [(2, "telephone")]


def test_a_business_has_a_desk_of_its_own_and_an_older_file_forgets_none(uow: UnitOfWork, ctx: Context) -> None:
    """R-076, R-099: number and hours, or neither; ``-`` gives it up, nothing else; it denies nobody their rights."""
    row = "A,甲商店,2026-10-01,A-01,甲 半鐘町店,35.7034,139.5799,,,{},{}"

    def bring(telephone: str, hours: str) -> list[tuple[int, str]]:
        header = f"{STORE_HEADER},desk_telephone,desk_hours"
        return faults(import_stores(f"{header}\n{row.format(telephone, hours)}\n", ctx))

    def desk() -> str:
        return uow.stores.in_network(uow.stores.the_network().id)[0].business.desk

    assert bring("0422-00-0055", "平日 9–17時") == []
    assert desk() == "甲商店 0422-00-0055 平日 9–17時"
    assert import_stores(STORES, ctx).errors == ()
    assert desk() == "甲商店 0422-00-0055 平日 9–17時"
    assert bring("", "") == []
    assert desk() == "甲商店 0422-00-0055 平日 9–17時"
    for wrong in (("0422-00-0055", "-"), ("-", ""), ("内線 12", "平日 9–17時")):
        assert (2, "desk_telephone") in bring(*wrong), wrong
    assert bring("0422-00-0055", "異議は受け付けません") == [(2, "desk_hours")]
    assert bring("－", "-") == []
    assert desk() == ""


@pytest.mark.parametrize(
    "data",
    [
        STORES.encode(),
        STORES.encode("utf-8-sig"),
        STORES.encode("cp932"),
        STORES.replace("\n", "\r\n").encode("cp932"),
        "\ufeff" + STORES,
        STORES.replace("2026-10-01", "2026/10/1"),
        STORES.replace("A-01", "Ａ－０１").replace("35.7034", "３５．７０３４"),
        STORES + "\n,,,,,,,,\n\n",
        re.sub(r"(?m)^([^\n]*)$", lambda line: ",".join(reversed(line[1].split(","))), STORES),
    ],
    ids=["utf-8", "bom", "shift_jis", "windows", "text", "slashes", "full width", "blank lines", "other order"],
)
def test_files_are_read_as_shops_send_them(uow: UnitOfWork, ctx: Context, data: bytes | str) -> None:
    """Encodings, line ends, date and digit styles of Japanese Excel, and any order of columns."""
    result = import_stores(data, ctx)

    assert result.errors == ()
    store = uow.session.query(Store).filter_by(code="A-01").one()
    assert (store.name, store.latitude, store.business.agreed_on.isoformat()) == ("甲 半鐘町店", 35.7034, "2026-10-01")


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("35.7034", "95.5", [(2, "latitude")]),
        ("35.7034,139.5799", "139.5799,35.7034", [(2, "latitude"), (2, "longitude")]),
        ("139.5799", "181", [(2, "longitude")]),
        ("139.5799", "nan", [(2, "longitude")]),
        ("139.5799", "東", [(2, "longitude")]),
        ("139.5799", "", [(2, "longitude")]),
        ("2026-11-01", "2026-02-30", [(2, "notice_posted_on")]),
        ("2026-11-01", "0001-01-01", [(2, "notice_posted_on")]),
        ("2026-11-01", "11/1", [(2, "notice_posted_on")]),
        ("2026-11-01", "2026-11-24", [(2, "notice_posted_on")]),
        ("2026-10-01,A-02", "2026-10-02,A-02", [(3, "agreed_on")]),
        ("A,甲商店,2026-10-01,A-02", "A,乙商店,2026-10-01,A-02", [(3, "business_name")]),
        ("A-02", "A-01", [(3, "store_code")]),
        ("A-02", "店2", [(3, "store_code")]),
        ("甲 駅前店", "", [(3, "store_name")]),
        ("甲 駅前店", "駅" * 101, [(3, "store_name")]),
        ("甲 駅前店", "駅\u202e前", [(3, "store_name")]),
        ("甲 駅前店", "駅\u2028前", [(3, "store_name")]),
        ("半鐘モール,", "", [(2, "")]),
        ("甲 駅前店", '"甲 駅前店', [(3, "")]),
    ],
)
def test_a_faulty_store_row_is_named_and_nothing_is_imported(
    uow: UnitOfWork, ctx: Context, old: str, new: str, where: list[tuple[int, str]]
) -> None:
    """All or nothing; line and column point at the fault."""
    assert old in STORES

    result = import_stores(STORES.replace(old, new), ctx)

    assert faults(result) == where
    assert all(error.sentence.format(**error.values) for error in result.errors)
    assert (result.created, result.updated) == (0, 0)
    assert uow.session.query(Network).count() == uow.session.query(Store).count() == 0
    assert import_stores(STORES, ctx).created == 2


def test_swapped_coordinates_are_recognised(ctx: Context) -> None:
    """Somebody always swaps them; the sentence says so."""
    result = import_stores(STORES.replace("35.7034,139.5799", "139.5799,35.7034"), ctx)

    assert "逆" in result.errors[1].sentence


@pytest.mark.parametrize(
    ("data", "where"),
    [
        ("", [(1, "")]),
        (STORE_HEADER, [(1, "")]),
        (STORES.replace("latitude,", "", 1), [(1, "latitude")]),
        (STORES.replace("latitude", "lat", 1), [(1, "latitude"), (1, "lat")]),
        (STORES.replace("latitude", "longitude", 1), [(1, "latitude"), (1, "longitude")]),
        (b"\xff\xfe\x00\x81\x00", [(1, "")]),
    ],
    ids=["empty", "no rows", "column missing", "wrong name", "column twice", "no text"],
)
def test_a_file_that_is_not_ours_is_refused_at_its_header(
    ctx: Context, data: bytes | str, where: list[tuple[int, str]]
) -> None:
    """One message about the header, not a thousand about the rows."""
    assert faults(import_stores(data, ctx)) == where


def test_every_fault_of_a_file_is_told_at_once(ctx: Context) -> None:
    """The file is corrected once."""
    broken = STORES.replace("35.7034", "x").replace("2026-11-01", "x").replace("A-02", "")

    assert faults(import_stores(broken, ctx)) == [
        (2, "latitude"),
        (2, "notice_posted_on"),
        (3, "store_code"),
    ]


@pytest.mark.usefixtures("town")
def test_a_store_code_cannot_move_to_another_business(ctx: Context) -> None:
    """R-002: a store belongs to one business; members.csv knows it by its code alone."""
    other = f"{STORE_HEADER}\nB,乙商店,2026-10-01,A-01,乙店,35.7,139.5,,\n"

    assert faults(import_stores(other, ctx)) == [(2, "store_code")]


def test_members_are_imported_with_roles_accounts_and_codes(town: UnitOfWork, ctx: Context, now: datetime) -> None:
    """One person per member code; who has no account gets an enrolment code that works."""
    result = import_members(MEMBERS, ctx)

    assert (result.rows, result.created, result.updated, result.errors) == (4, 3, 0, ())
    account = town.people.account("line", LINE_ID)
    assert account is not None
    stores = {store.code: store.id for store in town.session.query(Store)}
    assert town.people.member_facts(account.member).roles == {
        (Role.RESPONSIBLE, stores["A-01"]),
        (Role.CONTACT, stores["A-02"]),
    }
    secretary = town.people.account("slack", SLACK_ID)
    assert secretary is not None
    assert (secretary.member.language, secretary.member.roles[0].store_id) == ("en", None)
    assert list(result.codes) == ["M3"]
    enrolled = town.people.redeem(result.codes["M3"], "line", "U" + "1b" * 16, now)
    assert enrolled is not None
    assert enrolled.code == "M3"
    assert result.codes["M3"] not in repr(result)


def test_importing_members_again_updates_them(town: UnitOfWork, ctx: Context, now: datetime) -> None:
    """Roles become those of the file; another account id replaces the old one; open codes stay valid."""
    code = import_members(MEMBERS, ctx).codes["M3"]
    again = MEMBERS.replace("M1,火見 守,ja,2027-03-31,contact,A-02,,\n", "").replace("responsible", "deputy")
    again = again.replace(LINE_ID, "U" + "2c" * 16)

    result = import_members(again, replace(ctx, now=now + timedelta(days=1)))

    assert (result.created, result.updated, result.codes, result.errors) == (0, 3, {}, ())
    assert town.people.account("line", LINE_ID) is None
    account = town.people.account("line", "U" + "2c" * 16)
    assert account is not None
    assert {role for role, _ in town.people.member_facts(account.member).roles} == {Role.DEPUTY}
    assert town.people.redeem(code, "line", LINE_ID, now + timedelta(days=1)) is not None


def test_importing_the_same_file_twice_changes_nothing(town: UnitOfWork, ctx: Context) -> None:
    """Accounts keep their ids, so that links and buttons still belong to them."""
    import_members(MEMBERS, ctx)
    before = {account.id for account in town.session.query(Account)}
    import_stores(STORES, ctx)
    import_members(MEMBERS, ctx)

    assert {account.id for account in town.session.query(Account)} == before
    assert town.session.query(Member).count() == 3
    assert town.session.query(Store).count() == 2


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("responsible", "boss", [(2, "role")]),
        ("contact,A-02", "contact,Z-99", [(3, "store_code")]),
        ("contact,A-02", "contact,", [(3, "store_code"), (3, "store_code")]),
        ("secretariat,", "secretariat,A-01", [(4, "store_code")]),
        ("Watcher,en", "Watcher,fr", [(4, "language")]),
        ("2027-03-31,secretariat", "soon,secretariat", [(4, "trained_until")]),
        ("M3", "M 3", [(5, "member_code")]),
        ("鐘突 鳴", "", [(5, "name")]),
        ("contact,A-02", "responsible,A-01", [(3, "role")]),
        ("M1,火見 守,ja,2027-03-31,contact", "M1,火見 護,ja,2027-03-31,contact", [(3, "name")]),
        ("A-02,,", f"A-02,U{'9f' * 16},", [(3, "line_user_id")]),
        ("staff,A-01,,", f"staff,A-01,{LINE_ID},", [(5, "line_user_id")]),
        ("staff,A-01,,", f"staff,A-01,,{SLACK_ID}", [(5, "slack_user_id")]),
        (LINE_ID, "U123", [(2, "line_user_id")]),
        (SLACK_ID, "@watcher", [(4, "slack_user_id")]),
    ],
)
def test_a_faulty_member_row_is_named_and_nothing_is_imported(
    town: UnitOfWork, ctx: Context, old: str, new: str, where: list[tuple[int, str]]
) -> None:
    """All or nothing; no fault repeats what the row says about a person."""
    assert old in MEMBERS

    result = import_members(MEMBERS.replace(old, new), ctx)

    assert faults(result) == where
    told = " ".join(error.sentence.format(**error.values) for error in result.errors)
    assert not [word for word in ("火見", "護", "鳴", "boss", LINE_ID, SLACK_ID) if word in told]
    assert town.session.query(Member).count() == 0
    assert import_members(MEMBERS, ctx).created == 3


@pytest.mark.usefixtures("town")
def test_an_account_of_somebody_else_is_refused(ctx: Context) -> None:
    """R-113: one account belongs to one person, also across imports."""
    import_members(MEMBERS, ctx)
    other = f"{MEMBER_HEADER}\nM9,別 人,ja,,staff,A-01,{LINE_ID},\n"

    assert faults(import_members(other, ctx)) == [(2, "line_user_id")]


def test_a_file_is_checked_beforehand_and_again_if_anything_has_changed(ctx: Context) -> None:
    """R-001, R-113: so others write meanwhile; what they wrote is looked at all the same."""
    assert import_stores("", ctx, seen=look_at_stores(STORES, ctx)).created == 2, "taken as it was looked at"
    seen = look_at_members(MEMBERS, ctx)
    assert import_members("", ctx, seen=seen).created == 3
    people, shops = look_at_members(MEMBERS, ctx), look_at_stores(STORES, ctx)
    taken = f"{MEMBER_HEADER}\nM2,Fire Watcher,en,2027-03-31,secretariat,,,\nM9,別 人,ja,,staff,A-01,,U0999ABCD\n"
    assert import_members(taken, ctx).errors == ()
    assert import_members(MEMBERS, ctx, seen=people).errors == ()
    wants_it = MEMBERS.replace(SLACK_ID, "U0999ABCD")
    assert faults(import_members(wants_it, ctx, seen=people)) == [(4, "slack_user_id")]
    other = STORES.replace("\nA,甲商店", "\nB,乙商店").replace("甲 ", "乙 ").replace("A-0", "B-0")
    assert import_stores(other.replace("35.7", "36.7"), ctx).errors == ()
    assert (2, "store_code") in faults(import_stores(STORES.replace("A-01", "B-01"), ctx, seen=shops))


def test_nobody_comes_back_under_an_old_code(town: UnitOfWork, ctx: Context, now: datetime) -> None:
    """R-063: an old file must not bring a leaver back."""
    import_members(MEMBERS, ctx)
    account = town.people.account("line", LINE_ID)
    assert account is not None
    town.people.leave(account.member, now)

    assert faults(import_members(MEMBERS, ctx)) == [(2, "member_code"), (3, "member_code")]
    assert town.people.account("line", LINE_ID) is None


def test_members_need_stores_first(ctx: Context) -> None:
    """The sentence says what to import first."""
    result = import_members(MEMBERS, ctx)

    assert faults(result) == [(1, "")]
    assert "先に店舗" in result.errors[0].sentence


def test_imports_are_in_the_ledger_without_names(uow: UnitOfWork, ctx: Context) -> None:
    """R-097: who was let in and when, by our own ids."""
    import_stores(STORES, ctx)
    import_members(MEMBERS, ctx)
    uow.commit()

    assert noted(uow) == [
        "network:network:open",
        "network:rules:set",
        *["store:store:join"] * 2,
        "member:account:enrol",
        "member:member:join",
        "member:account:enrol",
        "member:member:join",
        "member:member:join",
        "member:enrolment:issue",
    ]
    lines: list[str] = []
    uow.ledger.export(lines.append, uow.ledger.head()[0])
    assert not [word for word in (LINE_ID, SLACK_ID, "火見", "甲商店") if word in "".join(lines)]


def test_the_demo_town_can_be_imported(ctx: Context, now: datetime, tmp_path: Path) -> None:
    """The files that the demo writes are files that we read."""
    demo_town.write(tmp_path, now.date())

    stores = import_stores((tmp_path / "stores.csv").read_bytes(), ctx)
    members = import_members((tmp_path / "members.csv").read_bytes(), ctx)

    assert stores.errors == members.errors == ()
    assert stores.created == len(demo_town.SHOPS)
    assert members.created == len(demo_town.RESIDENTS)
