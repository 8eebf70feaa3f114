"""Who is called when something went wrong, in which order, and what ends it (guideline L246, L253)."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from policy.facts import Role

TURNS: Final = (
    (Role.INCIDENT_MANAGER, Role.SECURITY_OFFICER),
    (Role.INCIDENT_DEPUTY,),
    (Role.SECRETARIAT,),
)
"""R-135, R-139: both together, then who stands in for them, then the secretariat; nobody twice, and then no more."""

PATIENCE: Final = timedelta(minutes=5)
"""From one turn to the next: long enough to reach for a phone, short beside what a picture needs to spread."""


def is_called(*, taken: bool, closed: bool) -> bool:
    """R-135, L246: whether anybody may still be called: not once somebody took it, nor after its end."""
    return not taken and not closed
