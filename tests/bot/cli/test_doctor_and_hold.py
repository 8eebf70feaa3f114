"""``hansho doctor`` before the first real day, and ``hansho holds`` when abuse is suspected."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import Result

from audit.sealed import unseal
from bot.settings import Settings
from bot.wiring import Bot, opened
from handlers.commands.chat import SubmitForm
from handlers.commands.office import DecideTwofold
from handlers.errors import NotAllowed
from masking import DecoderAway
from policy.facts import Role
from policy.rule_names import RULE_NAMES
from simulator.control import Simulator
from simulator.webhook_delivery import Outcome
from storage.tables import Case, Failure
from tests.bot.cli.terminal import Operator
from tests.world.answers import FEATURES, REPORT
from tests.world.town import DESK

MODELS = Path(__file__).resolve().parents[3] / ".models"


def findings(printed: str) -> dict[str, tuple[str, str]]:
    """What was looked at → its mark and what is said of it."""
    lines = [line for line in printed.splitlines() if line[:1] in {"✓", "✗"}]
    return {line[2:].split(": ", 1)[0]: (line[0], line.split(": ", 1)[1]) for line in lines}


@pytest.fixture
def moved_in(operator: Operator, files: Path) -> Operator:
    """The town is imported."""
    assert operator("stores", "import", str(files / "stores.csv")).exit_code == 0
    assert operator("members", "import", str(files / "members.csv")).exit_code == 0
    return operator


@pytest.mark.skipif(not MODELS.is_dir(), reason="no models here: run `python -m masking.models .models` first")
def test_the_doctor_finds_nothing_to_mend_in_a_town_that_is_ready(
    moved_in: Operator, chats: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-029: settings, database, models, LINE, Slack, notices: one line each, and exit 0."""
    monkeypatch.setenv("HANSHO_MODELS", str(MODELS))
    unset = moved_in("notices", "check")
    assert unset.exit_code == 1
    assert RULE_NAMES["desk_telephone"] in unset.output
    assert moved_in("notices", "publish").exit_code == 1
    with opened(Settings()) as bot, bot.application.writing() as ctx:
        ctx.uow.stores.the_network().rules = {**DESK}
        ctx.uow.commit()
    assert RULE_NAMES["desk_telephone"] not in moved_in("notices", "check").output
    assert moved_in("notices", "publish").exit_code == 0
    assert moved_in("notices", "check").exit_code == 0
    public = "https://127.0.0.1:9"
    monkeypatch.setenv("HANSHO_PUBLIC_URL", public)
    chats.line_phones.url, chats.line_phones.probe = f"{public}/line/webhook", lambda: Outcome(200)  # type: ignore[method-assign]
    assert "+ staff:alarm:ja" in moved_in("line", "menus", "sync").output
    seen = moved_in("doctor")
    told = findings(seen.output)
    assert seen.exit_code == 0, seen.output
    assert {mark for mark, _ in told.values()} == {"✓"}
    assert told.keys() >= {"database", "masking", "line", "slack", "clock"}
    assert "△ backup: none was ever made: enable hansho-backup.timer" in seen.output


def test_the_doctor_says_what_to_mend_and_looks_at_everything(
    operator: Operator, files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-061, R-122: the first broken thing does not hide the others; exit 1."""
    table = files / "stores.csv"
    rows = table.read_text().splitlines()
    before, _notice, telephone = rows[1].rsplit(",", 2)
    table.write_text("\n".join([rows[0], f"{before},,{telephone}", *rows[2:]]) + "\n")
    assert operator("stores", "import", str(table)).exit_code == 0
    monkeypatch.setenv("HANSHO_MODELS", str(tmp_path / "nowhere"))
    seen = operator("doctor")
    assert seen.exit_code == 1
    assert "✗ masking: " in seen.output
    assert "✗ chat: set the secrets of LINE or Slack" in seen.output
    assert "Choose a responsible person or a deputy" in seen.output
    assert "(R-122)" in seen.output
    assert "0 can send an alert and 0 can get one" in seen.output
    assert "✗ network: Secretariat: " in seen.output
    assert "Traceback" not in seen.output


def test_the_doctor_names_a_platform_that_refuses_the_token(
    moved_in: Operator, chats: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The operator reads which one and why, and so of a decoding service that isn't there."""
    monkeypatch.setenv("HANSHO_DECODER", str(tmp_path / "nowhere"))
    monkeypatch.setenv("HANSHO_LINE_CHANNEL_TOKEN", "of another channel")
    told = findings(moved_in("doctor").output)
    assert told["masking"] == ("✗", DecoderAway.__doc__)
    assert told["line"][0] == "✗"
    assert "check its token" in told["line"][1]
    assert chats.world


def test_the_doctor_survives_a_database_that_does_not_answer(
    operator: Operator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong address is a finding, not a traceback, and the rest is looked at all the same."""
    monkeypatch.setenv("HANSHO_DATABASE_URL", f"sqlite:///{tmp_path}/no/such/folder/hansho.sqlite3")
    monkeypatch.setenv("HANSHO_MODELS", str(tmp_path / "nowhere"))
    seen = operator("doctor")
    assert seen.exit_code == 1
    assert "check HANSHO_DATABASE_URL" in seen.output
    assert findings(seen.output)["masking"][0] == "✗"
    assert seen.exception is None or isinstance(seen.exception, SystemExit)


@pytest.fixture
def bot(moved_in: Operator) -> Iterator[Bot]:
    """What the operator's settings build."""
    assert moved_in
    with opened(Settings()) as made:
        yield made


def test_the_doctor_counts_the_cards_that_wait_for_a_good_token(
    moved_in: Operator, bot: Bot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The operator reads that nothing is lost, and what to do."""
    monkeypatch.setenv("HANSHO_MODELS", str(tmp_path / "nowhere"))
    with bot.application.database.unit_of_work() as uow:
        (member,) = uow.people.in_network(uow.stores.the_network().id, [Role.SECRETARIAT])
        account = uow.people.preferred_account(member)
        assert account is not None
        card = uow.outbox.queue(account_id=account.id, card_json=b"{}", topic="t", now=bot.application.now())
        uow.session.flush()
        uow.outbox.retry(card, bot.application.now(), Failure.TOKEN)
        uow.commit()
    mark, says = findings(moved_in("doctor").output)["cards for slack"]
    assert (mark, says) == (
        "✗",
        "1 wait since no token opens it: put a good token into .env and restart; none is lost",
    )


# --- hold ---


@pytest.fixture
def number(bot: Bot) -> str:
    """A report that somebody has begun."""
    with bot.application.database.unit_of_work(read_only=True) as uow:
        member = uow.people.by_code(uow.stores.the_network().id, "P01")
        assert member is not None
        account = uow.people.preferred_account(member)
        assert account is not None
    bot.application.run(SubmitForm(account.id, "report", None, REPORT))
    with bot.application.database.unit_of_work(read_only=True) as uow:
        case = uow.cases.latest_of(member.id)
        assert case is not None
        return case.number


def held(bot: Bot, number: str) -> Case:
    """The case as it stands."""
    with bot.application.database.unit_of_work(read_only=True) as uow:
        case = uow.cases.by_number(number)
        assert case is not None
        return case


def ask(operator: Operator, number: str, *, by: str = "P29", days: str = "7") -> Result:
    return operator("holds", "ask", number, "--by", by, "--days", days, "--reason", "suspected_abuse")


def allow(bot: Bot, code: str) -> None:
    """Press 「認める」 in one's chat."""
    with bot.application.reading() as ctx:
        network = ctx.uow.stores.the_network()
        (asked,) = ctx.uow.twofold.waiting(network.id, ctx.now)
        member = ctx.uow.people.by_code(network.id, code)
        assert member is not None
        account = member.accounts[0].id
    bot.application.run(DecideTwofold(account, asked.id, allow=True))


def test_two_people_hold_a_case_read_it_and_hand_it_over(
    moved_in: Operator, bot: Bot, number: str, tmp_path: Path
) -> None:
    """R-142, R-007: asked, confirmed, read for a purpose, sealed for the police; the ledger names each step."""
    assert ask(moved_in, number).exit_code == 0
    unread = moved_in("holds", "read", number, "--by", "P30", "--purpose", "investigate")
    assert unread.exit_code == 1
    assert FEATURES not in unread.output
    with pytest.raises(NotAllowed):
        allow(bot, "P29")
    allow(bot, "P30")
    assert FEATURES in moved_in("holds", "read", number, "--by", "P30", "--purpose", "investigate").output

    file = tmp_path / "case.sealed"
    words = ("--by", "P29", "--basis", "investigation_inquiry", "--recipient", "中央警察署 生活安全課")
    done = moved_in("holds", "hand-over", number, str(file), *words)
    assert done.exit_code == 0, done.output
    passphrase = done.output.strip().rpartition(" ")[2]
    assert file.stat().st_mode & 0o777 == 0o600
    with ZipFile(BytesIO(unseal(file.read_bytes(), passphrase))) as opened:
        assert FEATURES in opened.read("case.json").decode()
    receipt = (tmp_path / "case.sealed.receipt.txt").read_text()
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    assert "中央警察署 生活安全課" in receipt
    assert "捜査関係事項照会 / Official inquiry of the police or prosecutors" in receipt
    assert sha256 in receipt
    assert passphrase not in receipt
    assert moved_in("holds", "hand-over", number, str(file), *words).exit_code == 1
    with bot.application.database.unit_of_work(read_only=True) as uow:
        told = uow.ledger.of_case(held(bot, number).id)
    events = [entry["event"] for entry in told]
    steps = ["case:hold:ask", "case:hold:set", "case:hold:read", "case:hold:hand_over"]
    assert [event for event in events if event in steps] == steps
    assert sha256 in str(told)
    assert "中央警察署" not in str(told)


@pytest.mark.parametrize(
    ("by", "days", "says", "exit_code"),
    [
        ("P02", "7", "保全を依頼できるのは、事務局と事故対応責任者だけです", 1),
        ("P29", "31", "30", 2),
        ("P77", "7", "見つかりません", 1),
    ],
)
def test_a_hold_by_the_wrong_person_or_for_too_long_is_refused(
    moved_in: Operator, bot: Bot, number: str, by: str, days: str, says: str, exit_code: int
) -> None:
    """R-142: nothing is held then, and the operator reads why."""
    refused = ask(moved_in, number, by=by, days=days)
    assert refused.exit_code == exit_code
    assert says in refused.output
    assert held(bot, number).hold_until is None


def test_an_unknown_number_is_said_to_be_unknown(moved_in: Operator) -> None:
    """R-142: a typing error holds nothing."""
    assert "見つかりません" in ask(moved_in, "9999-ZZZZZ").output
