"""A backup is taken, people and cases are erased, the database is lost, the backup comes back: who finds them again?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from audit.event import Entry, Event
from audit.export import Head, Intact, examine
from bot.web.browsers import browser_hash
from handlers.audit.export import export
from handlers.commands.decided import ResumeStore
from handlers.commands.office import (
    LetBusinessLeave,
    LetMemberLeave,
    LetStoreLeave,
    ReturnMember,
    ReturnStore,
    SuspendStore,
)
from handlers.commands.worker import DueCommand
from handlers.retention.restore import Restored, restore
from storage.backup import LEFT_OUT, MANIFEST, Backup, Unfit, tables, write
from storage.tables import Business, Case, Delivery, DueKind, DueWork, Member, Store, Table
from storage.unit_of_work import Database
from tests.handlers.test_kept_no_longer import everything, sent_with_a_picture
from tests.world.answers import REPORT
from tests.world.in_process import TownInProcess


def save(town: TownInProcess, file: Path) -> Path:
    """As ``hansho backup`` does."""
    with town.database.snapshot() as uow:
        write(uow, file, town.now)
    return file


def newest_ledger(town: TownInProcess) -> tuple[str, list[Entry]]:
    """As ``hansho ledger export`` writes it, and its entries."""
    lines: list[str] = []
    with town.app.writing() as ctx:
        export(lines.append, ctx)
        ctx.uow.commit()
    return "".join(lines), [json.loads(line)["entry"] for line in lines[:-1]]


@pytest.fixture
def empty(database: Database, town: TownInProcess) -> Iterator[TownInProcess]:
    """Another machine with an empty database, a moment later."""
    made = TownInProcess(database, town.now)
    yield made
    made.close()


def bring_back(empty: TownInProcess, file: Path, entries: list[Entry], after: TownInProcess) -> Restored:
    """As ``hansho restore`` does."""
    empty.now = after.now + timedelta(minutes=5)
    with empty.app.writing() as ctx:
        done = restore(Backup(file), entries, ctx)
        ctx.uow.commit()
    return done


def case_of(town: TownInProcess, case_id: str) -> Case:
    with town.reading() as uow:
        return uow.cases.get(case_id)


def test_what_was_erased_since_does_not_come_back(town: TownInProcess, empty: TownInProcess, tmp_path: Path) -> None:
    """R-141, R-040: whoever was erased, left or was locked out after the backup stays so; the ledger goes on."""
    with town.reading() as uow:
        names = {code: town.member(code, uow).name for code in ("P05", "P06", "P07")}
        lost = town.first_account(uow, "P07")
        long_gone, left = town.member("P05", uow).id, town.member("P06", uow).id
    town.leave("P05")
    file = save(town, tmp_path / "backup.zip")
    assert names["P05"].encode() in ZipFile(file).read("members.jsonl")
    town.now += timedelta(days=366)
    town.run(DueCommand(DueKind.ERASE_PEOPLE, None))
    town.leave("P06")
    with town.app.writing() as ctx:
        ctx.uow.people.revoke(ctx.uow.people.account_by_id(lost.id), town.now)
        ctx.note(Event.ACCOUNT_REVOKE, None, account=lost.id)
        ctx.uow.commit()
    text, entries = newest_ledger(town)
    done = bring_back(empty, file, entries, town)

    assert names["P05"] not in everything(empty)
    assert done.erased >= 3
    with empty.reading() as uow:
        assert uow.people.member(long_gone).erased_at is not None
        assert uow.people.member(left).left_at is not None
        assert all(account.revoked_at for account in uow.people.member(left).accounts)
        assert uow.people.account_by_id(lost.id).revoked_at is not None
    found = examine(text.encode())
    assert isinstance(found, Intact)
    later, _ = newest_ledger(empty)
    assert isinstance(examine(later.encode(), earlier=Head(found.head.size, found.head.root)), Intact)


def test_stores_businesses_and_people_stand_where_the_ledger_left_them(
    town: TownInProcess, empty: TownInProcess, tmp_path: Path
) -> None:
    """R-141, R-005, R-144: who is out stays out, also from a day to come, and who came back is back."""
    town.run(LetMemberLeave("P07"))
    file = save(town, tmp_path / "backup.zip")
    with town.reading() as uow:
        stores = [store.code for store in uow.stores.in_network(uow.stores.the_network().id)]
        business = uow.stores.by_code(uow.stores.the_network().id, stores[0]).business.code  # type: ignore[union-attr]
    town.run(LetStoreLeave(stores[1]))
    town.run(LetStoreLeave(stores[2], town.now + timedelta(days=3)))
    town.run(SuspendStore(stores[3]))
    town.run(SuspendStore(stores[4]))
    town.run(ResumeStore(stores[4]))
    town.run(LetStoreLeave(stores[5]))
    town.run(ReturnStore(stores[5]))
    town.run(LetBusinessLeave(business, town.now + timedelta(days=4)))
    town.run(ReturnMember("P07"))
    town.run(LetMemberLeave("P08", town.now + timedelta(days=2)))
    _, entries = newest_ledger(town)
    bring_back(empty, file, entries, town)
    days = (Store.left_at, Store.suspended_at, Store.suspended_until, Business.left_at)

    def standing(of: TownInProcess) -> list[object]:
        with of.reading() as uow:
            rows = uow.session.execute(select(Store.code, *days).join(Store.business).order_by(Store.id)).all()
            gone = uow.session.scalars(select(Member.code).where(Member.left_at.is_not(None))).all()
            return [[tuple(_to_seconds(value) for value in row) for row in rows], sorted(gone)]

    assert standing(empty) == standing(town)
    with empty.reading() as uow:
        planned = uow.session.scalars(select(DueWork.kind).where(DueWork.done_at.is_(None))).all()
        assert planned.count(DueKind.PARTICIPATION) == 2
        assert empty.member("P07", uow).roles == []
    assert town_member(empty, "P08").left_at is None
    empty.wait(days=3)
    assert town_member(empty, "P08").left_at is not None


def town_member(town: TownInProcess, code: str) -> Member:
    with town.reading() as uow:
        return town.member(code, uow)


def _to_seconds(value: object) -> object:
    """The ledger keeps milliseconds."""
    return value.replace(microsecond=0) if isinstance(value, datetime) else value


def test_a_live_alert_is_recalled_and_no_content_comes_back(
    town: TownInProcess, empty: TownInProcess, tmp_path: Path
) -> None:
    """R-141, R-078: keys, pictures, texts, links, buttons and browsers stay out; the neighbours hear of the recall."""
    sha256 = sent_with_a_picture(town)
    town.open_link("P09", "a cookie")
    case_id = town.case().id
    receivers = {row.account.member.code for row in _deliveries(town, case_id)}
    town.fill_in("P10")
    draft = town.newest("P10").id
    file = save(town, tmp_path / "backup.zip")
    with ZipFile(file) as packed:
        inside = b"".join(packed.read(name) for name in packed.namelist()).decode()
    for secret in (sha256, REPORT["features"], browser_hash("a cookie")):
        assert secret not in inside
    done = bring_back(empty, file, [], town)

    assert (done.recalled, done.lapsed) == (1, 1)
    case = case_of(empty, case_id)
    assert (case.state, case.ending) == ("ended", "recall")
    assert case_of(empty, draft).state == "lapsed"
    for kind in ("original", "masked", "text", "reasons"):
        with empty.reading() as uow:
            assert not uow.vault.has_key(case_id, kind)
    empty.deliver()
    assert receivers
    assert all(any("回収" in title for title in empty.titles(code)) for code in receivers)
    save(empty, tmp_path / "again.zip")
    assert Backup(tmp_path / "again.zip").manifest["ledger"]["size"] > Backup(file).manifest["ledger"]["size"]


def test_a_case_erased_since_is_gone_and_others_keep_their_ends(
    town: TownInProcess, empty: TownInProcess, tmp_path: Path
) -> None:
    """R-043, R-141: the record that was erased after the backup is erased again; what stays has its end planned."""
    town.warn()
    first = town.case().id
    town.press("P01", "解除する")
    town.wait(days=31)
    town.warn()
    second = town.case().id
    town.press("P01", "解除する")
    file = save(town, tmp_path / "backup.zip")
    town.run(DueCommand(DueKind.ERASE_RECORD, first))
    _, entries = newest_ledger(town)
    bring_back(empty, file, entries, town)
    with empty.reading() as uow:
        assert [case.id for case in uow.cases.every()] == [second]
    empty.wait(days=3 * 365 + 1)
    with empty.reading() as uow:
        assert uow.cases.every() == []


def test_alerts_sent_after_the_backup_are_recalled_or_named(
    town: TownInProcess, empty: TownInProcess, tmp_path: Path
) -> None:
    """R-078, R-141: what was being assessed then is called back; of what is not in the backup, the stores are named."""
    town.hand_in()
    town.submit()
    town.deliver()
    file = save(town, tmp_path / "backup.zip")
    for code in ("P02", "P03"):
        town.answer(code)
    town.deliver()
    known = town.case().id
    receivers = {row.account.member.code for row in _deliveries(town, known)}
    _, entries = newest_ledger(town)
    done = bring_back(empty, file, entries, town)
    assert (done.recalled, done.unknown) == (1, [])
    empty.deliver()
    assert all(any("回収" in title for title in empty.titles(code)) for code in receivers)


def test_an_alert_of_a_case_that_is_not_in_the_backup_is_named(
    town: TownInProcess, empty: TownInProcess, tmp_path: Path
) -> None:
    """R-078, R-141: nobody can be written to about it, so the operator reads whom to telephone."""
    file = save(town, tmp_path / "backup.zip")
    town.warn()
    sender = town.case().store.full_name
    _, entries = newest_ledger(town)
    (told,) = bring_back(empty, file, entries, town).unknown
    assert told[1] == sender
    assert len(told[2]) >= 1


def test_what_is_no_whole_backup_or_no_empty_database_is_refused(
    town: TownInProcess, empty: TownInProcess, tmp_path: Path
) -> None:
    """R-141: nothing comes back by halves."""
    file = save(town, tmp_path / "backup.zip")
    with pytest.raises(Unfit, match="空ではありません"), town.app.writing() as ctx:
        restore(Backup(file), [], ctx)
    with ZipFile(file) as packed, ZipFile(tmp_path / "changed.zip", "w") as changed:
        for name in packed.namelist():
            changed.writestr(name, packed.read(name).replace(b'"P01"', b'"P99"'))
    with pytest.raises(Unfit, match="壊れているか"):
        Backup(tmp_path / "changed.zip")
    (tmp_path / "none.zip").write_bytes(file.read_bytes()[:-30])
    with pytest.raises(Unfit, match="読めません"):
        Backup(tmp_path / "none.zip")
    with pytest.raises(Unfit, match="壊れているか"), empty.app.writing() as ctx:
        restore(Backup(without(file, "posters", tmp_path / "short.zip")), [], ctx)


def test_a_backup_from_before_an_upgrade_says_with_which_version_it_comes_back(
    town: TownInProcess, empty: TownInProcess, tmp_path: Path
) -> None:
    """R-141: it lacks tables that came since, and is called neither damaged nor no backup because of it."""
    earlier = without(save(town, tmp_path / "backup.zip"), "posters", tmp_path / "earlier.zip", schema="0024")
    with pytest.raises(Unfit, match=r"version 0024.*section 6"), empty.app.writing() as ctx:
        restore(Backup(earlier), [], ctx)


def without(file: Path, table: str, there: Path, **changed: str) -> Path:
    """The backup as a version would have made it that doesn't know the table."""
    with ZipFile(file) as packed, ZipFile(there, "w") as made:
        for name in set(packed.namelist()) - {f"{table}.jsonl", MANIFEST}:
            made.writestr(name, packed.read(name))
        manifest = json.loads(packed.read(MANIFEST))
        del manifest["tables"][table]
        made.writestr(MANIFEST, json.dumps({**manifest, **changed}))
    return there


def test_every_table_is_either_kept_or_left_out_on_purpose() -> None:
    """R-141: whoever adds a table decides; what could hold content is left out."""
    kept = {table.name for table in tables()}
    assert kept == {
        "networks", "businesses", "stores", "members", "member_roles", "accounts",
        "cases", "approval_requests", "assessments", "deliveries", "holds", "views", "ledger", "ledger_head",
        "rule_sets", "due_work", "versions", "week_figures", "requests", "request_cases", "hand_overs",
        "incidents", "incident_steps", "incident_cases", "incident_calls", "publications", "posters",
    }  # fmt: skip
    assert kept | LEFT_OUT == Table.metadata.tables.keys()


def _deliveries(town: TownInProcess, case_id: str) -> list[Delivery]:
    with town.reading() as uow:
        return uow.deliveries.of_case(case_id)
