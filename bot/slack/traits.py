"""What Slack can do, known without loading its SDK."""

from __future__ import annotations

from typing import Final

from handlers.recipient import Traits

TRAITS: Final = Traits(can_redraw=True, is_free=True, has_quota=False, most_choices=100)
"""``chat.update`` changes a sent message; messages cost nothing; a select menu holds 100 options (Block Kit)."""
