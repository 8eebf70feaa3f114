"""What LINE can do, known without loading its SDK."""

from __future__ import annotations

from typing import Final

from handlers.recipient import Traits

TRAITS: Final = Traits(can_redraw=False, is_free=False, has_quota=True, most_choices=13)
"""No call changes a sent message; pushes are counted by the month; 13 quick replies (LINE Messaging API reference)."""
