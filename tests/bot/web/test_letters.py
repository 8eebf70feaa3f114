"""How large letters are is the reader's choice."""

from __future__ import annotations

import re

from bot.web.render import STATIC
from tests.test_architecture import ROOT

SHEETS = [*STATIC.glob("*.css"), *(ROOT / "simulator" / "static").glob("*.css")]


def test_every_letter_grows_with_the_size_that_its_reader_chose() -> None:
    """R-127: no sheet of any page, nor of the sandbox, gives a letter's size in pixels or points."""
    sizes = [
        (sheet.name, size)
        for sheet in SHEETS
        for size in re.findall(r"font(?:-size)?:\s*([^;}]*)", sheet.read_text(encoding="utf-8"))
    ]
    assert len(sizes) > 80
    assert [one for one in sizes if re.search(r"[0-9](?:px|pt|mm|cm)", one[1])] == []
