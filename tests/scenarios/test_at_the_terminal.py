"""What the secretariat decides at a terminal while the bot runs, and what people at their phones notice of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import httpx
import pytest

from audit.cli import main as verify
from audit.growth import Doubt
from audit.sealed import unseal
from bot.cli.checks import IN_DOUBT
from policy.assessment import TESTS
from simulator.phones import Phone
from simulator.town import AGREED_BEFORE, BUSINESSES, MEMBER_COLUMNS, STORE_COLUMNS, TRAINED_AFTER
from simulator.webhook_delivery import LOOPBACK
from storage.tables import Table
from tests.world.answers import FEATURES, REASONS, REPORT
from tests.world.databases import ON_SQLITE
from tests.world.ledgers import rewrite
from tests.world.over_http import TownOverHttp
from tests.world.rows import is_kept

TOKYO = ZoneInfo("Asia/Tokyo")
NOT_PROVEN = 3
POLICE = "中央警察署 生活安全課"


def done(town: TownOverHttp, *words: str) -> str:
    """What ``hansho`` says once it is done."""
    result = town.hansho(*words)
    assert result.exit_code == 0, result.output
    return result.output


def refused(town: TownOverHttp, *words: str) -> str:
    """What ``hansho`` says where it does nothing."""
    result = town.hansho(*words)
    assert result.exit_code == 1, result.output
    assert "Traceback" not in result.output
    return result.output


def allow(town: TownOverHttp, what: str, before: Callable[[], str]) -> None:
    """The auditor allows what was asked for; ``before`` that it is refused."""
    said, auditor = before(), town.people.phone("P30")
    assert FEATURES not in said
    assert what in auditor.wait_for("二人目の確認").text
    auditor.press("認める")
    assert what in auditor.wait_for("認められました").text


def test_a_refused_report_is_held_read_and_handed_over(town: TownOverHttp, tmp_path: Path) -> None:
    """R-142, R-040, R-007: asked by one, confirmed by another, read for a purpose, sealed; then it dies after all."""
    town.hand_in()
    town.submit()
    number, file = town.case().number, tmp_path / "case.sealed"
    read = ("holds", "read", number, "--by", "P30", "--purpose", "investigate")
    done(town, "holds", "ask", number, "--by", "P29", "--days", "3", "--reason", "suspected_abuse")
    allow(town, "事案の保全", before=lambda: refused(town, *read))
    town.say_yes(town.responsible, no="subsidiarity")
    town.reporter.wait_for("配信しないことになりました")
    assert FEATURES in done(town, *read)

    hand_over = ("--by", "P29", "--basis", "investigation_inquiry", "--recipient", POLICE)
    passphrase = done(town, "holds", "hand-over", number, str(file), *hand_over).strip().rpartition(" ")[2]
    (tmp_path / "open.zip").write_bytes(unseal(file.read_bytes(), passphrase))
    told = ZipFile(tmp_path / "open.zip").read("case.json").decode()
    assert REASONS["subsidiarity"][:6] in told
    assert POLICE in (tmp_path / "case.sealed.receipt.txt").read_text()
    town.let_pass(days=4)
    town.wait_for_erasure()
    assert FEATURES not in refused(town, *read)


def it_tells_what_happened(ledger: str) -> None:
    """R-002, R-097, R-112: who warned whom, each answer, what was sent as hashes, whose act; and no word of it."""
    entries = [json.loads(line)["entry"] for line in ledger.splitlines() if line.startswith("{")]
    of = {entry["event"]: {"actor": entry.get("actor"), **entry.get("details", {})} for entry in entries}
    sent, card = of["case:alert:send"], of["case:delivery:send"]
    assert (card["provider"], card["provider_business"]) == (sent["store"], sent["business"])
    assert {"binding", "text_hash", "audience_hash", "rules"} <= sent.keys()
    assert [of["case:assessment:allow"][test.name] for test in TESTS] == [True] * len(TESTS)
    assert of["member:member:leave"]["actor"]
    assert not any(word in ledger for word in (FEATURES, REPORT["goods"], "矢車"))


def lose_everything(town: TownOverHttp) -> None:
    """The database is gone; an empty one with the same tables stands in its place."""
    with town.database.unit_of_work() as uow:
        for table in reversed(Table.metadata.sorted_tables):
            uow.session.execute(table.delete())
        uow.commit()


def restored(town: TownOverHttp, backup: Path, ledger: Path) -> str:
    """The answer. The bot still runs: where its sign of life fell into the empty database, it is refused, rightly."""
    for _ in range(3):
        lose_everything(town)
        answer = town.hansho("restore", str(backup), "--ledger", str(ledger))
        if "heartbeats" not in answer.output:
            break
    assert answer.exit_code == 0, answer.output
    return answer.output


def test_a_lost_database_comes_back_without_who_left_and_calls_back_what_was_out(
    town: TownOverHttp, tmp_path: Path
) -> None:
    """R-141, R-078: the backup has no text or key, the ledger tells what happened; every neighbour hears of the end."""
    town.warn()
    town.wait_until_sent()
    backup, ledger = tmp_path / "backup.zip", tmp_path / "ledger.txt"
    done(town, "backup", str(backup))
    assert not any(FEATURES.encode() in ZipFile(backup).read(name) for name in ZipFile(backup).namelist())
    done(town, "members", "leave", "P05", "--by", "P29")
    done(town, "ledger", "export", str(ledger))
    it_tells_what_happened(ledger.read_text())
    told = restored(town, backup, ledger)
    assert "警戒情報 1 件を回収します" in told
    town.neighbour.wait_for("【回収】")
    assert town.case().ending == "recall"
    with town.reading() as uow:
        assert town.member("P05", uow).left_at is not None
        assert not is_kept(uow, town.case().id, "text", "report")
    town.hand_in()


def newcomer(town: TownOverHttp, folder: Path, joins_on: str) -> Phone:
    """A store that joins on a day, and the phone of whoever answers for it."""
    phone, today = town.newcomer("line"), town.app.now().date()
    stores, members = folder / "new_stores.csv", folder / "new_members.csv"
    agreed = ("AOZORA", BUSINESSES["AOZORA"], f"{today - AGREED_BEFORE}")
    stores.write_text(
        "\n".join([STORE_COLUMNS, ",".join([*agreed, "A09,新町店,35.7041,139.5811,", f"{today}", ""])]) + "\n"
    )
    rows = [
        f"P91,星野 渚,ja,{today + TRAINED_AFTER},{role},A09,{phone.user_id}," for role in ("responsible", "contact")
    ]
    members.write_text("\n".join([MEMBER_COLUMNS, *rows]) + "\n")
    done(town, "stores", "import", str(stores), "--joins-on", joins_on)
    done(town, "members", "import", str(members))
    return phone


@ON_SQLITE
def test_a_store_joins_pauses_and_leaves_on_its_day(town: TownOverHttp, tmp_path: Path) -> None:
    """R-005, R-144: decided today for tomorrow or for an hour ahead; nobody restarts anything."""
    paused, here = town.people.phone("P15"), town.app.now().astimezone(TOKYO)
    tomorrow = datetime.combine(here.date() + timedelta(days=1), time(), TOKYO)
    joining = newcomer(town, tmp_path, f"{tomorrow:%Y-%m-%d}")
    done(town, "stores", "suspend", "T01", "--on", f"{tomorrow:%Y-%m-%d}")
    town.warn()
    paused.wait_for("警戒のお願い")
    town.insist(town.reporter, "解除する")
    paused.wait_for("解除")
    town.let_pass(seconds=(tomorrow - here).total_seconds() + 60)
    done(town, "stores", "leave", "H01", "--on", f"{tomorrow + timedelta(hours=2):%Y-%m-%dT%H:%M}", "--by", "P29")
    assert "警戒のお願い" not in str(joining.inbox())

    town.warn()
    joining.wait_for("警戒のお願い")
    town.wait_until_sent()
    assert "警戒のお願い" not in str(paused.inbox())
    town.let_pass(hours=1)
    assert town.case().state == "live"
    town.let_pass(hours=1)
    assert "ネットワークから抜けました" in joining.wait_for("【回収】").text


@ON_SQLITE
def test_a_file_with_somebody_twice_or_with_two_hats_changes_nothing(town: TownOverHttp, tmp_path: Path) -> None:
    """R-113, R-121: refused with the row and what to do; who is being asked meanwhile answers as before."""
    town.hand_in()
    town.submit()
    file = tmp_path / "members.csv"
    somebody_new = "P90,星野 渚,ja,,staff,H01,,"
    for says, rows in {
        "--confirm-new": ["P3,朝霧 蓮,ja,,approver,H01,,U0STRANGER"],
        "同じ名前": ["P91,朝霧蓮,ja,,approver,H01,,U0STRANGER"],
        "監査人": ["P30,御影 透,ja,,auditor,,,", "P30,御影 透,ja,,approver,H01,,"],
        "事務局": ["P29,結城 詩織,ja,,secretariat,,,", "P29,結城 詩織,ja,,approver,H01,,"],
        "文字が失われた": ["P91,?? ??,ja,,approver,H01,,"],
    }.items():
        file.write_text("\n".join([MEMBER_COLUMNS, somebody_new, *rows, ""]))
        told = refused(town, "members", "import", str(file))
        assert f"{len(rows) + 2}行目" in told
        assert says in told
    file.write_text(f"{MEMBER_COLUMNS}\nP91,朝霧 蓮,ja,,approver,H01,,\n")
    confirmed = ("members", "import", str(file), "--confirm-new", "P91", "--by", "P29")
    allow(town, "似たコード", before=lambda: refused(town, *confirmed))
    assert "登録" in done(town, *confirmed)
    town.say_yes(town.approver)
    town.reporter.wait_for("1 / 2")
    town.say_yes(town.responsible)
    town.neighbour.wait_for("警戒のお願い")


def test_the_ledger_s_head_is_free_on_line_and_a_rewritten_one_gets_none(
    town: TownOverHttp, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """R-097, R-121: with no message left 「台帳」 is answered; once the database was changed nothing is signed.

    Secretariat, whoever asks, ``/metrics`` and ``hansho doctor`` tell; a verification without a key proves nothing.
    """
    town.people.quota(200, used=200)
    town.responsible.say("台帳")
    assert "— " in town.responsible.wait_for("監査台帳の控え").text
    ledger = tmp_path / "ledger.txt"
    done(town, "ledger", "export", str(ledger))
    assert verify(["verify", str(ledger)]) == NOT_PROVEN
    assert "証明されていません" in capsys.readouterr().out

    rewrite(town.database, 3)
    assert "署名していません" in refused(town, "ledger", "export", str(tmp_path / "again.txt"))
    assert IN_DOUBT[Doubt.REWRITTEN] in town.hansho("doctor").output
    assert "hansho_ledger_in_doubt 1.0" in httpx.get(f"{town.bot_url}/metrics", trust_env=False, verify=LOOPBACK).text
    town.let_pass(days=2)  # past nine in the morning, whatever hour it is now
    town.preferred("P29").wait_for("監査台帳が書き換えられたおそれがあります")
    town.responsible.say("台帳")
    town.responsible.wait_for("署名していません")
