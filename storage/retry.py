"""One value for trying again: how often or how long, and how the pauses grow. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

NOTHING = timedelta()


@dataclass(frozen=True)
class Retry:
    """When to try again, and when to give up: by default never.

    Attributes:
        most: So many attempts, the first one included; None: any number.
        within: So long from the first attempt on, the last one at its end; None: for ever.
        first: The first pause; each further one is twice as long.
        longest: No pause grows beyond it.
    """

    most: int | None = None
    within: timedelta | None = None
    first: timedelta = timedelta(seconds=2)
    longest: timedelta = timedelta(minutes=10)

    def decide(self, attempts: int, age: timedelta = NOTHING, asked: timedelta = NOTHING) -> timedelta | None:
        """The pause before the next attempt, or None: give up.

        Args:
            attempts: How many failed so far.
            age: Since the first of them.
            asked: The pause that the other side asks for; ours is never shorter.
        """
        if self.most is not None and attempts >= self.most:
            return None
        if self.within is None:
            return self.pause(attempts, asked)
        left = self.within - age
        return max(min(self.pause(attempts), left), asked) if left > NOTHING else None

    def pause(self, attempts: int, asked: timedelta = NOTHING) -> timedelta:
        """The pause alone, for what is never given up."""
        # The exponent is capped since timedelta overflows long before an erasure works, if it doesn't for weeks.
        grown = self.first * (1 << min(max(attempts - 1, 0), 20))
        return max(min(grown, self.longest), asked)
