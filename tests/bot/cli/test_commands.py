"""The command line, as an operator uses it."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from audit.cli import main as audit
from bot import log, starting
from simulator import town
from tests.bot.cli.terminal import Operator


def test_a_town_is_imported_and_imported_again(operator: Operator, files: Path) -> None:
    """Importing twice updates; nothing is there twice."""
    assert "追加 13" in operator("stores", "import", str(files / "stores.csv")).output
    assert "追加 0" in operator("stores", "import", str(files / "stores.csv")).output
    assert operator("members", "import", str(files / "members.csv")).exit_code == 0


def test_a_wrong_row_is_named_and_nothing_is_imported(operator: Operator, files: Path) -> None:
    """CSV rows with errors: line number, column, and what would be right."""
    table = files / "stores.csv"
    table.write_text(table.read_text().replace("35.703,", "north,", 1))

    refused = operator("stores", "import", str(table))

    assert refused.exit_code == 1
    assert "2行目" in refused.output
    assert "Nothing was imported" in refused.output


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_that_nobody_can_mean_is_refused(operator: Operator, day: str) -> None:
    """R-064: near the calendar's ends no time has a name in another zone; said, and not stumbled over."""
    refused = operator("stores", "suspend", "A01", "--on", day)
    assert refused.exit_code == 2
    assert "between 2000 and 2099" in refused.output


def test_members_without_an_account_get_a_code(operator: Operator, files: Path) -> None:
    """Identity is enrolment: the import prints a one-time code for whom it knows no chat account of."""
    operator("stores", "import", str(files / "stores.csv"))
    (files / "new.csv").write_text(f"{town.MEMBER_COLUMNS}\nP99,新人 一,ja,2027-03-31,staff,H01,,\n")

    printed = operator("members", "import", str(files / "new.csv")).output

    assert "P99\t登録 " in printed


@pytest.mark.parametrize(
    "words",
    ["rules", "rules --set radius_km=2", "members leave P01", "members lock P01", "stores leave H01"],
)
def test_before_anything_is_imported_each_command_says_what_to_import(operator: Operator, words: str) -> None:
    """R-127: a sentence, not a traceback."""
    said = operator(*words.split())
    assert said.exit_code == 1
    assert said.output.startswith("Error: there is no network yet: run `hansho stores import")


def test_a_database_that_does_not_answer_is_said_so(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    """R-127: in a line, without the address and its password; the server waits first, as long as a restart takes."""
    monkeypatch.setattr(starting, "RESTART_SECONDS", 0)
    monkeypatch.setattr(log, "set_up", lambda **_: None)  # it is this process's, and other tests have theirs
    monkeypatch.setenv("HANSHO_DATABASE_URL", "postgresql+psycopg://hansho:password-of-ours@127.0.0.1:1/hansho")
    monkeypatch.setenv("HANSHO_KEY_DIRECTORY", "keys")
    for command in ("rules", "worker"):
        said = operator(command)
        assert said.exit_code == 1
        assert "the database does not answer" in said.output
        assert "password-of-ours" not in said.output


def test_the_rules_are_printed_beside_their_clauses_in_both_languages(operator: Operator) -> None:
    """R-127: a readable guideline with requirement and line."""
    printed = operator("rules", "--default").output
    assert "[R-113; L221]" in printed
    assert "3 km" in printed
    assert "Who receives it" in printed


def test_a_network_decides_within_the_ceilings_only(operator: Operator, files: Path) -> None:
    """R-044, R-120: the network sets its numbers; none passes its ceiling, and unknown names are refused."""
    operator("stores", "import", str(files / "stores.csv"))

    assert "5 km" in operator("rules", "--set", "radius_km=5").output
    too_far = operator("rules", "--set", "radius_km=11")
    assert too_far.exit_code == 1
    assert "1 から 10" in too_far.output
    assert operator("rules", "--set", "radius=5").exit_code == 2
    assert "5 km" in operator("rules").output


def test_every_version_of_the_rules_can_be_read_again(operator: Operator, files: Path) -> None:
    """R-008, R-126, R-127: all values, the document of that day, since when and by whom."""
    operator("stores", "import", str(files / "stores.csv"))
    operator("rules", "--set", "radius_km=5")
    first, second = (line.split() for line in operator("rules", "show").output.splitlines())
    assert (first[4], second[3], second[4]) == ("operator", "…", "operator")
    printed = operator("rules", "show", first[0]).output
    assert "radius_km = 3" in printed
    assert "3 km" in printed
    assert "guideline 2022-04-01" in printed
    assert "見つかりません" in operator("rules", "show", "0" * 12).output


@pytest.mark.parametrize("path", ["x" * 300, "no/such/folder/ledger.txt"])
def test_where_no_file_can_be_written_it_says_so(operator: Operator, path: str) -> None:
    """One line that names the place, never a traceback."""
    refused = operator("ledger", "export", path)
    assert refused.exit_code == 1
    assert refused.output.startswith(f"Error: {path}: ")


def test_the_exported_ledger_verifies_with_the_printed_key(operator: Operator, files: Path) -> None:
    """R-097: what is exported can be checked offline with the public key."""
    operator("stores", "import", str(files / "stores.csv"))
    operator("ledger", "export", str(files / "ledger.txt"))
    key = operator("keys", "public").output.strip()

    assert audit(["verify", str(files / "ledger.txt"), "--key", key]) == 0
    (files / "ledger.txt").write_text(
        (files / "ledger.txt").read_text().replace("store:store:join", "store:store:leave", 1)
    )
    assert audit(["verify", str(files / "ledger.txt"), "--key", key]) == 1


def test_a_member_leaves(operator: Operator, files: Path) -> None:
    """R-005, R-063: by member code; an unknown code is said to be unknown."""
    operator("stores", "import", str(files / "stores.csv"))
    operator("members", "import", str(files / "members.csv"))

    assert operator("members", "lock", "P09").exit_code == 0
    assert "見つかりません" in operator("members", "lock", "P77").output
    assert operator("members", "leave", "P09").exit_code == 0
    assert "見つかりません" in operator("members", "leave", "P77").output


def test_a_store_is_suspended_and_resumed_and_leaves(operator: Operator, files: Path) -> None:
    """R-005, R-144: by store code; an unknown code is said to be unknown."""
    operator("stores", "import", str(files / "stores.csv"))

    assert operator("stores", "suspend", "A01").exit_code == 0
    assert operator("stores", "resume", "A01").exit_code == 0
    letter = ("--reference", "PPC-2026-07", "--on", "2026-11-20", "--store", "A01")
    assert operator("measures", "record", "guidance", *letter).exit_code == 0
    listed = operator("measures").output
    assert "店舗の参加を停止した  A01" in listed
    assert "Guidance was received  A01 PPC-2026-07 2026-11-20  operator" in listed
    assert operator("stores", "leave", "A01").exit_code == 0
    assert "見つかりません" in operator("stores", "leave", "Z99").output


def test_the_ledger_says_whose_act_it_was(operator: Operator, files: Path) -> None:
    """R-097, R-125: the secretariat's person by ``--by``, else the operator; nobody else's name is taken."""
    operator("stores", "import", str(files / "stores.csv"))
    operator("members", "import", str(files / "members.csv"))
    assert operator("stores", "suspend", "A01", "--by", "P29").exit_code == 0
    assert "依頼しました" in operator("rules", "--set", "radius_km=5", "--by", "P29").output
    assert "--by に" in operator("keys", "rotate").output
    assert "事務局の会員コードだけ" in operator("stores", "resume", "A01", "--by", "P02").output
    assert "見つかりません" in operator("stores", "resume", "A01", "--by", "P77").output
    operator("ledger", "export", str(files / "ledger.txt"))

    lines = (files / "ledger.txt").read_text().splitlines()
    actor = {(entry := json.loads(line)["entry"])["event"]: entry["actor"] for line in lines if line.startswith("{")}
    person = actor.pop("store:store:suspend")
    assert actor.pop("network:twofold:ask") == person
    assert set(actor.values()) == {"operator"}
    assert "store:store:resume" not in actor


def test_fresh_keys_work_as_they_are(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `hansho keys new` prints can be pasted into .env."""
    for line in operator("keys", "new").output.splitlines():
        name, _, value = line.partition("=")
        monkeypatch.setenv(name, value)
    assert operator("keys", "public").exit_code == 0


def test_the_master_key_is_rotated(
    operator: Operator, files: Path, master_keys: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new key in front, rotate, and the old one can go."""
    operator("stores", "import", str(files / "stores.csv"))
    fresh = "fresh:" + base64.b64encode(bytes(range(100, 132))).decode()
    monkeypatch.setenv("HANSHO_MASTER_KEYS", f"{fresh},{master_keys}")
    assert operator("keys", "rotate").exit_code == 0


def test_what_an_import_takes_away_is_shown_and_waits_for_a_yes(operator: Operator, files: Path) -> None:
    """R-005, R-009: an agreement that ends, cell by cell; no answer is no, and a script says that it is sure."""
    table = files / "stores.csv"
    operator("stores", "import", str(table))
    day = table.read_text().splitlines()[1].split(",")[2]
    table.write_text(table.read_text().replace(f",{day},", ",-,"))
    for answer in ("", "n\n"):
        shown = operator("stores", "import", str(table), answers=answer)
        assert shown.exit_code == 1
        assert f"agreed_on\t{day} → –" in shown.output
        assert "追加" not in shown.output
    assert "追加 0" in operator("stores", "import", str(table), answers="y\n").output
    again = operator("stores", "import", str(table))
    assert (again.exit_code, "失うもの" in again.output) == (0, False)
    everybody = files / "members.csv"
    operator("members", "import", str(everybody))
    everybody.write_text(everybody.read_text().replace(",responsible,", ",staff,"))
    assert operator("members", "import", str(everybody), "--sure").exit_code == 0
