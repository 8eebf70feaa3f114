"""Codes on paper: a card that a volunteer prints and hands out, and the list of who is in."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.application import Application
from bot.settings import Settings
from bot.wiring import opened
from handlers.commands.worker import FoundAccess, NoteAccess
from simulator import town
from tests.bot.cli.terminal import Operator
from tests.world.photographs import text_of


@pytest.fixture
def application(operator: Operator) -> Iterator[Application]:  # noqa: ARG001 - by the operator's settings
    """What a worker runs beside the terminal."""
    with opened(Settings()) as bot:
        yield bot.application


@pytest.mark.usefixtures("letters")
def test_a_code_is_printed_once_with_a_card_for_its_owner_alone(
    operator: Operator, files: Path, application: Application
) -> None:
    """R-001, R-113: a fresh code and its own page, as on the desk's cards: whoever opens it is seen to have done so."""
    operator("stores", "import", str(files / "stores.csv"))
    operator("members", "import", str(files / "members.csv"))
    card = files / "card.pdf"
    assert operator("members", "code", "P01", "--card", str(files / "card.html")).exit_code == 2
    alone = operator("members", "code", "P01")
    assert "コードは使えます" in alone.output
    assert "https" not in alone.output
    application.run(NoteAccess("line", {"": FoundAccess({}, "https://line.me/R/oaMessage/%40h/?", door_ready=True)}))
    made = operator("members", "code", "P01", "--card", str(card))
    assert made.exit_code == 0, made.output
    _, words, address = made.output.splitlines()[0].split("\t")
    assert address == f"https://hansho.example.jp/i/{words.removeprefix('登録 ')}"
    assert stat.S_IMODE(card.stat().st_mode) == 0o600
    assert words.replace(" ", "") in text_of(card.read_bytes())
    again = operator("members", "code", "P01", "--card", str(card))
    assert again.exit_code == 2
    assert "登録" not in again.output
    assert operator("members", "code", "nobody").exit_code == 1


def test_the_list_says_who_is_in_and_never_by_which_id(operator: Operator, files: Path) -> None:
    """R-061, R-064: code, name, roles, where enrolled, training; no id of LINE or Slack."""
    operator("stores", "import", str(files / "stores.csv"))
    operator("members", "import", str(files / "members.csv"))
    listed = operator("members", "list").output
    lines = {line.split("\t")[0]: line for line in listed.splitlines()}
    assert set(lines) == {account.code for account in town.accounts()}
    assert "店員" in lines["P01"]
    assert "研修 20" in lines["P01"]
    assert any("LINE" in line for line in lines.values())
    assert not [account for account in town.accounts() if account.user_id in listed]
