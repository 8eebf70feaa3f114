"""Quiet hours: what isn't urgent rings when the shop is awake (R-127)."""

from __future__ import annotations

from datetime import datetime, timedelta

from policy.rules import Rules


def quiet_until(local: datetime, rules: Rules) -> datetime | None:
    """R-127: when the network's quiet hours end, if it is in them; None outside them and where it has none.

    ``local``: aware, in the network's time zone. Hours that begin and end at the same time are no hours.
    """
    begin, end = rules.quiet_from_hour, rules.quiet_until_hour
    over_midnight = begin > end
    is_quiet = (local.hour >= begin or local.hour < end) if over_midnight else begin <= local.hour < end
    if not is_quiet:
        return None
    morning = local.replace(hour=end, minute=0, second=0, microsecond=0)
    return morning if morning > local else morning + timedelta(days=1)
