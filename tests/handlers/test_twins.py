"""One person, store or business under two codes: what an import refuses, and what the secretariat may vouch for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from audit.event import Event
from handlers.commands.decided import AllowOffice
from handlers.commands.office import ForbidOffice
from handlers.context import Context
from handlers.errors import NotAllowed
from handlers.network import rules
from handlers.network.imports import import_members, import_stores
from policy.access import OPERATOR
from policy.facts import Role
from storage.imports import twins
from storage.imports.twins import Confirmed
from storage.unit_of_work import UnitOfWork
from tests.handlers.test_imports import LINE_ID, MEMBER_HEADER, STORE_HEADER, faults
from tests.world.ledgers import noted
from tests.world.ports import ports

FIELD = Path(__file__).parents[3] / "shared/testdata/field/csv"

STORES = f"""{STORE_HEADER}
K,楓堂,2026-04-01,001,楓堂 能登町店,35.7030,139.5800,,2026-04-01
K,楓堂,2026-04-01,002,楓堂 十文字店,35.7040,139.5810,駅ビル,2026-04-01
"""

MEMBERS = f"""{MEMBER_HEADER}
0101,髙﨑 葵,ja,2027-03-31,responsible,001,,
0102,塚本 仁,ja,2027-03-31,approver,001,{LINE_ID},
0900,結城 詩織,ja,2027-03-31,secretariat,,,
"""


@pytest.fixture
def ctx(uow: UnitOfWork, now: object) -> Context:
    """A town of two stores and three people."""
    made = Context(uow, ports(), now)  # type: ignore[arg-type]
    assert import_stores(STORES, made).errors == ()
    assert import_members(MEMBERS, made).errors == ()
    return made


def said(ctx: Context) -> Context:
    """The same, with somebody's name to it."""
    (secretary,) = ctx.uow.people.in_network(ctx.uow.stores.the_network().id, [Role.SECRETARIAT])
    return replace(ctx, by=secretary.id)


def people(*rows: str) -> str:
    """A file of members."""
    return "\n".join([MEMBER_HEADER, *rows, ""])


def sentences(result: object) -> str:
    """Everything that is said of the file's faults."""
    return " ".join(error.sentence.format(**error.values) for error in result.errors)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("101,髙﨑 葵,ja,2027-03-31,responsible,001,,", "「0101」"),
        ("０１－０１,別 人,ja,,staff,002,,", "「0101」"),
        ("0555,高崎葵,ja,,staff,001,,", "「0101」と同じ名前"),
        ("0555,塚本　仁,ja,,secretariat,,,", "「0102」と同じ名前"),
    ],
)
def test_a_twin_is_refused_with_its_row_and_what_to_do(ctx: Context, row: str, says: str) -> None:
    """R-113: Excel dropped the zero, or somebody has a second code; one person must not approve twice."""
    result = import_members(people("0999,新 人,ja,,staff,002,,", row), ctx)
    assert faults(result) == [(3, "member_code")]
    assert says in sentences(result)
    assert "--confirm-new" in sentences(result)
    assert ctx.uow.people.by_code(ctx.uow.stores.the_network().id, "0999") is None


def test_two_rows_of_one_file_are_compared_as_well(ctx: Context) -> None:
    """R-113: the later row is the one to mend."""
    result = import_members(people("7,山 一,ja,,staff,002,,", "0007,川 二,ja,,staff,002,,"), ctx)
    assert faults(result) == [(3, "member_code")]


def test_an_account_somebody_had_is_not_a_strangers(ctx: Context) -> None:
    """R-113: whoever left and comes in under a new code brings the same phone."""
    member = ctx.uow.people.by_code(ctx.uow.stores.the_network().id, "0102")
    assert member is not None
    ctx.uow.people.leave(member, ctx.now)
    result = import_members(people(f"0777,別 人,ja,,approver,002,{LINE_ID},"), ctx)
    assert faults(result) == [(2, "member_code")]
    assert "「0102」が使っていた ID" in sentences(result)


def test_a_code_is_not_handed_on_to_a_successor(ctx: Context) -> None:
    """R-113: their account and their answers would go with it; a new name of the same person is said to be one."""
    file = people("0102,後任 光,ja,2027-03-31,approver,001,,")
    assert faults(import_members(file, ctx)) == [(2, "name")]
    assert import_members(file, said(ctx), confirmed=Confirmed(same=frozenset({"0102"}))).errors == ()


def test_the_secretariat_vouches_for_a_pair_by_name(ctx: Context) -> None:
    """R-113, R-097: two people may have one name; who said so is in the ledger, and nobody is asked again."""
    file = people("0555,髙﨑 葵,ja,,staff,001,,")
    confirmed = Confirmed(new=frozenset({"0555"}))
    for nobody in (None, OPERATOR):
        with pytest.raises(NotAllowed):
            import_members(file, replace(ctx, by=nobody), confirmed=confirmed)
    assert import_members(file, said(ctx), confirmed=confirmed).errors == ()
    assert import_members(file, ctx).errors == ()
    ctx.uow.commit()
    assert noted(ctx.uow).count(Event.MEMBER_VOUCH) == 1
    assert twins.standing(ctx.uow, ctx.uow.stores.the_network()) == {}


def test_twins_that_stand_are_named_until_somebody_vouches_for_them(ctx: Context) -> None:
    """R-113: what was let in before anybody looked does not stop the next import."""
    network = ctx.uow.stores.the_network()
    for code, member in (("0555", "0101"), ("0556", "0102")):
        twin = ctx.uow.people.by_code(network.id, member)
        assert twin is not None
        assert import_members(people(f"{code},誰か {code},ja,,staff,001,,"), ctx).errors == ()
        other = ctx.uow.people.by_code(network.id, code)
        assert other is not None
        other.name = twin.name
    ctx.uow.session.flush()
    assert set(twins.standing(ctx.uow, network)) == {("0101", "0555"), ("0102", "0556")}
    again = people("0555,髙﨑 葵,ja,,staff,001,,")
    assert import_members(again, said(ctx), confirmed=Confirmed(new=frozenset({"0555"}))).errors == ()
    ctx.uow.commit()
    assert set(twins.standing(ctx.uow, network)) == {("0102", "0556")}


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("K,楓堂,2026/4/1,1,楓堂 能登町店,35.7030,139.5800,,", "store_code"),
        ("K,楓堂,2026-04-01,003,楓堂 能登町店,36.0,139.0,,", "store_code"),
        ("K,楓堂,2026-04-01,003,楓堂 薬局,35.7031,139.5801,,", "store_code"),
        ("K2,楓 堂,2026-04-01,X9,楓堂 南店,36.0,139.0,,", "business_code"),
        ("K,楓堂,2026-04-01,001,楓堂 北店,36.0,139.0,,", "store_code"),
    ],
)
def test_a_second_code_for_one_store_or_business_is_refused(ctx: Context, row: str, column: str) -> None:
    """R-113: and so is an old code for another store."""
    assert faults(import_stores(f"{STORE_HEADER}\n{row}\n", ctx)) == [(2, column)]


@pytest.mark.parametrize(
    "name", ["?永 凪", "？永 凪", "\ufffd永 凪", "〓永 凪", "&#134071;永 凪", "ﾄﾍﾋﾜ ｿﾎﾈ", "é«˜å´Ž"]
)
def test_what_a_bad_export_left_of_a_name_is_refused(ctx: Context, name: str) -> None:
    """R-113: a name that can't be compared is nobody's."""
    assert faults(import_members(people(f"0104,{name},ja,,staff,001,,"), ctx)) == [(2, "name")]


def test_a_file_in_euc_jp_is_refused_and_not_read_as_something_else(ctx: Context) -> None:
    """R-113: as Shift_JIS it is valid, and nonsense."""
    file = people("0104,神楽 瞬,ja,,staff,001,,")
    assert faults(import_members(file.encode("euc_jp"), ctx)) == [(2, "name")]


def test_roles_that_watch_over_each_other_are_not_one_persons(ctx: Context) -> None:
    """R-113, R-121: until the network decides otherwise in writing, and says where."""
    both = people("0900,結城 詩織,ja,2027-03-31,secretariat,,,", "0900,結城 詩織,ja,2027-03-31,approver,001,,")
    assert faults(import_members(both, ctx)) == [(3, "role")]
    with pytest.raises(NotAllowed):
        rules.allow_office(AllowOffice("K-7", date(2027, 11, 1)), ctx)
    rules.allow_office(AllowOffice("K-7", date(2026, 11, 1)), ctx)
    assert import_members(both, ctx).errors == ()
    rules.forbid_office(ForbidOffice(), ctx)
    assert faults(import_members(both, ctx)) == [(3, "role")]
    auditor = people("0901,御影 透,ja,,auditor,,,", "0901,御影 透,ja,,staff,002,,")
    assert faults(import_members(auditor, ctx)) == [(3, "role")]


@pytest.mark.skipif(not FIELD.is_dir(), reason="files from the field, where they are")
def test_files_from_the_field(uow: UnitOfWork, ctx: Context) -> None:
    """R-113: what real exports do to codes and names."""
    read = {path.stem: path.read_bytes() for path in FIELD.glob("*.csv")}
    assert import_stores(read["01_eucjp"], ctx).errors
    assert import_stores(read["03_excel_zeros_lost"], ctx).errors
    assert import_stores(read["02_utf8_ok"].replace(b"KAEDE", b"K"), ctx).errors == ()
    assert import_members(read["10_members"], ctx).errors == ()
    for name in ("11_members_excel_zeros_lost", "12_members_sjis_question_marks", "13_members_eucjp"):
        assert import_members(read[name], ctx).errors
    assert len(uow.people.in_network(uow.stores.the_network().id, [*Role])) == 4
