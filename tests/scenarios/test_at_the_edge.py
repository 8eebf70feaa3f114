"""A stranger with a script, and a platform with odd events, before the running bot (R-064)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest

from bot.refusals import Refusal, so_far
from masking import MaskingPool
from tests.world.databases import ON_SQLITE
from tests.world.over_http import TownOverHttp
from tests.world.wire import HTTP, line, of_line, on_line, on_slack, opened, slack

DAY = 24 * 3600


OPERATOR = "what an operator's monitoring shows"


@pytest.fixture
def town(tmp_path: Path, database_url: str, master_keys: str, pool: MaskingPool) -> Iterator[TownOverHttp]:
    """The demo town, which shows how it is to its operator alone."""
    with TownOverHttp(tmp_path, database_url, master_keys, pool, metrics_token=OPERATOR) as made:
        yield made


def hang_up(town: TownOverHttp, path: str) -> None:
    """Go away in the middle of a body."""
    opened(town.bot_url, f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf".encode()).close()


@ON_SQLITE
def test_a_stranger_s_script_gets_no_500_and_changes_nothing(town: TownOverHttp) -> None:
    """R-064: whatever is wrong with a request that nobody signed, it is refused, counted, and not looked into."""
    refused, forged = so_far(Refusal.SIGNATURE), 0
    bodies = (b"", b"\xff\xfe\x00", b"[" * 100_000, b'{"events":' + b"[" * 50_000, b"payload=%7B", b"{" * 10)
    for body in bodies:
        for stamp in ("9" * 310, "-1", "1e9", "soon", ""):
            assert slack(town.bot_url, body, stamp, secret="guessed") == HTTPStatus.UNAUTHORIZED
            forged += 1
        assert line(town.bot_url, body, secret="guessed") == HTTPStatus.UNAUTHORIZED
        forged += 1
    for path in ("/line/webhook", "/slack/events", "/p/x/open"):
        for _ in range(10):
            hang_up(town, path)
        too_much = HTTP.post(f"{town.bot_url}{path}", content=b"x" * 1_100_000)
        assert too_much.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        assert "default-src 'none'" in too_much.headers["content-security-policy"]
    for path in (
        "/p/x/",
        "/line/webhook/",
        "/p/%00",
        "/p/" + "a" * 3000,
        "/assets/..%2f..%2fetc%2fpasswd",
        "//",
        "/metrics%00",
        "/metrics",
        "/readyz",
    ):
        nothing = HTTP.get(f"{town.bot_url}{path}")
        assert nothing.status_code == HTTPStatus.NOT_FOUND
        assert "default-src 'none'" in nothing.headers["content-security-policy"]
    assert so_far(Refusal.SIGNATURE) == refused + forged
    figures = HTTP.get(f"{town.bot_url}/metrics", headers={"authorization": f"Bearer {OPERATOR}"}).text
    assert f'hansho_refused_total{{what="bad_signature"}} {refused + forged}.0' in figures


@ON_SQLITE
def test_odd_and_old_and_foreign_events_leave_the_good_ones_alone(town: TownOverHttp) -> None:
    """R-064: of one request the good event is done; a day-old one, foreign workspaces and apps, and odd ids are not."""
    nul, long = on_line(town.neighbour.user_id, "状況", "a\0b"), on_line(town.deputy.user_id, "状況", "x" * 300)
    nobody = on_line("U\0", "状況", "nobody")
    overheard = on_line(town.responsible.user_id, "状況", "old", at=time.time() - DAY - 60)
    good = on_line(town.reporter.user_id, "状況", "good")
    assert line(town.bot_url, of_line(nul, nobody, overheard, long, good)) == HTTPStatus.OK
    for number, foreign in enumerate(({"team_id": "T0ELSEWHERE"}, {"api_app_id": "A0ELSEWHERE"})):
        body = on_slack(town.approver.user_id, "状況", f"Ev{number}", **foreign)
        assert slack(town.bot_url, body) == HTTPStatus.OK

    town.reporter.wait_for("できること")
    town.neighbour.wait_for("できること")
    town.wait_until_sent()
    assert town.responsible.inbox() == town.approver.inbox() == []
    assert slack(town.bot_url, on_slack(town.approver.user_id, "状況", "Ev0")) == HTTPStatus.OK
    town.approver.wait_for("できること")
