"""Slack's Home tab as a view.

Limits: Slack's reference of views: 100 blocks.
"""

from __future__ import annotations

from typing import Any

from bot.slack.render import render
from handlers.home import Home

BLOCKS = 100
DIVIDER = {"type": "divider"}


def view(home: Home) -> dict[str, Any]:
    """As ``views.publish`` takes it: the cards of 「状況」 one below the other, as many as fit in whole."""
    blocks: list[dict[str, Any]] = []
    for card in home.page:
        drawn = [*([DIVIDER] if blocks else []), *render(card)]
        if len(blocks) + len(drawn) > BLOCKS:
            break
        blocks += drawn
    return {"type": "home", "blocks": blocks}
