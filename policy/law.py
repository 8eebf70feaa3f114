"""Where in the Act on the Protection of Personal Information, as of 2022, a right stands, or a reason to refuse it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from policy.rights import Wish


@dataclass(frozen=True)
class Law:
    """Paragraphs of an article; ``item``: of the one paragraph."""

    article: int
    paragraphs: tuple[int, ...]
    item: int | None = None


COMPLAINTS: Final = Law(40, (1,))
"""To be dealt with properly and promptly; so is an objection, which has no article of its own."""

RIGHTS: Final[Mapping[Wish, Law | None]] = {
    Wish.REBUTTAL: COMPLAINTS,
    Wish.STOP: Law(35, (3, 4, 5, 6)),
    Wish.CORRECTION: Law(34, (1, 2, 3)),
    Wish.SUSPENSION: Law(35, (1, 2, 5, 6)),
    Wish.DISCLOSURE: Law(33, (1, 2, 3)),
    Wish.PURPOSE: Law(32, (2, 3)),
    Wish.COMPLAINT: COMPLAINTS,
    Wish.QUESTION: None,
}
"""R-070, R-074 to R-076, L146, L157: by what each is asked and answered, granted or not; a question needs none."""
