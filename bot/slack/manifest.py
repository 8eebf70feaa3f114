"""What ``manifest.yaml`` asks of a workspace; people paste it into Slack, and nobody writes it down a second time."""

from __future__ import annotations

from functools import cache
from itertools import takewhile
from pathlib import Path

_ITEM = "      - "


@cache
def scopes() -> frozenset[str]:
    """The bot's scopes."""
    text = Path(__file__).with_name("manifest.yaml").read_text(encoding="utf-8")
    rows = text.partition("    bot:\n")[2].splitlines()
    return frozenset(row.removeprefix(_ITEM).split()[0] for row in takewhile(lambda r: r.startswith(_ITEM), rows))
