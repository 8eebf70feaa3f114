"""Codes on paper: a card that a volunteer prints and hands out, and the list of who is in."""

from __future__ import annotations

import stat
from datetime import datetime
from pathlib import Path

from bot.cli.card import Invited, page, qr
from handlers.network.invitations import Invitation
from policy.facts import Role
from simulator import town
from tests.bot.cli.terminal import Operator


def test_a_code_is_printed_once_with_a_card_for_its_owner_alone(operator: Operator, files: Path) -> None:
    """R-113: a fresh code for one person; the card says whose it is, until when, and what to send."""
    operator("stores", "import", str(files / "stores.csv"))
    operator("members", "import", str(files / "members.csv"))
    card = files / "card.html"
    made = operator("members", "code", "P01", "--card", str(card))
    assert made.exit_code == 0, made.output
    code = made.output.split("\t")[1].split("\n")[0]
    assert code.startswith("登録 ")
    assert stat.S_IMODE(card.stat().st_mode) == 0o600
    printed = card.read_text(encoding="utf-8")
    assert code in printed
    assert "まで</b>、1回だけ使えます" in printed
    again = operator("members", "code", "P01", "--card", str(card))
    assert again.exit_code == 1
    assert code not in again.output
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


def test_a_card_draws_what_each_platform_offers() -> None:
    """A link of LINE's has the words ready; Slack's only opens the app; without any the chat is named."""
    until = datetime(2026, 12, 1, 15, 7)  # noqa: DTZ001 - the network's own time
    invitation = Invitation("P01", "<山田>", (("店", (Role.STAFF,)),), "ABCD-EFGH", until)
    line, slack = "https://line.me/R/oaMessage/%40a/?b", "https://slack.com/x"

    def drawn(**doors: str) -> str:
        return page([Invited(invitation, "登録 ABCD-EFGH", "店：店員", doors)])

    both, alone, none = drawn(line=line, slack=slack), drawn(slack=slack), drawn()
    assert str(qr(line)) in both
    assert str(qr(slack)) in both
    assert "そのまま送る" in both
    assert "そのまま送る" not in alone + none
    assert "アプリ「半鐘」を開く" in alone
    assert "LINEかSlackで" in none
    assert "&lt;山田&gt;" in none
    assert "http-equiv" not in both
    assert 'src="http' not in both
