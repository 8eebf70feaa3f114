"""Somebody's own words in a card stay in their place (R-064)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.language import sentences
from handlers.cards import Until, t
from handlers.recipient import read_in, written
from handlers.wording.moments import moment_of
from tests.world.ports import ports


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("緑ヶ丘店\n*事務局*: 取り押さえてください", "緑ヶ丘店 *事務局*: 取り押さえてください"),
        ("店\r\n\r\n終了予定\u2028明日", "店 終了予定 明日"),
        ("\u202eてし押り取\u202c店", "てし押り取店"),
        ("み\u200bど\ufeffり", "みどり"),
    ],
)
def test_a_name_can_forge_no_line_of_ours(name: str, shown: str) -> None:
    """A line break, an override of the reading direction, characters that nobody sees: in a fact or in a sentence."""
    japanese = ports().sentences("ja")
    assert read_in(japanese, name) == shown
    assert read_in(japanese, t("{store}から連絡", store=name)) == f"{shown}から連絡"
    assert read_in(japanese, (name, "次の行")) == f"{shown}\n次の行"


@pytest.mark.parametrize(
    ("language", "end", "read"),
    [
        ("ja", "2026-12-15T00:00+09:00", "2026年12月14日 まで"),
        ("ja", "2026-12-14T15:00+00:00", "2026年12月14日 まで"),
        ("ja", "2026-12-15T09:30+09:00", "2026-12-15 09:30 まで"),
        ("en", "2026-12-05T00:00+09:00", "Until the end of 4 December 2026"),
    ],
)
def test_what_ends_at_midnight_is_read_as_its_last_day(language: str, end: str, read: str) -> None:
    """R-070: nobody takes the midnight before a day for the day."""
    told = sentences(language)
    at = Until(datetime.fromisoformat(end))
    assert read_in(told, t("{until} まで", until=at), written(ZoneInfo("Asia/Tokyo"), told)) == read


@pytest.mark.parametrize(
    ("language", "said", "in_another_year"),
    [("ja", "12月4日 09:05", "2027年12月4日 09:05"), ("en", "4 December, 09:05", "4 December 2027, 09:05")],
)
def test_nobody_takes_the_fourth_of_december_for_the_twelfth_of_april(
    language: str, said: str, in_another_year: str
) -> None:
    """R-070, R-127: in a card and on a page a month has its name; "12/04" is read both ways in English."""
    told, moment = sentences(language), datetime.fromisoformat("2027-12-04T09:05+09:00")
    assert read_in(told, moment_of(moment)) == said
    assert read_in(told, moment_of(moment, with_year=True)) == in_another_year
