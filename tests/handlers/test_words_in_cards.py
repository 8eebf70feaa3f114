"""Somebody's own words in a card stay in their place (R-064)."""

from __future__ import annotations

import pytest

from handlers.cards import t
from handlers.recipient import read_in
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
