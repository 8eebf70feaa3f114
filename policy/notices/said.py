"""What is said in public and how it is: what every check of ``policy.notices.contradictions`` takes and gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from policy.notices.facts import Stated


class Cure(StrEnum):
    """Who ends it, and how."""

    MEND = "mend_setting"
    """The secretariat changes a setting; until then nothing is published."""
    PUBLISH = "publish_anew"
    """The secretariat publishes what is in force."""
    POST = "put_up_anew"
    """The store puts up the poster of today and photographs it."""
    TELL = "tell_auditor"
    """It can't be undone: the secretariat tells its auditor."""


@dataclass(frozen=True)
class Contradiction:
    """One of them.

    Attributes:
        clause: Requirement number.
        cure: Who ends it, and how.
        says: What is wrong and what to do (msgid with ``{name}`` places).
        values: What fills them.
    """

    clause: str
    cure: Cure
    says: str
    values: dict[str, str | int] = field(default_factory=dict, hash=False)

    @property
    def blocks(self) -> bool:
        """Whether nothing may be published before it is ended."""
        return self.cure is Cure.MEND


@dataclass(frozen=True)
class Said:
    """What is to be published, or was; ``stores``: ids of those that it names as taking part."""

    stated: Stated
    stores: frozenset[str]


@dataclass(frozen=True)
class Truth:
    """How it is.

    Attributes:
        stated: What the rules in force would state.
        stores: Ids of the stores that take part.
        first_sent_at: When the network sent its first alert; None if it has sent none.
        first_published_at: When it first published anything; None if it never did.
        old_posters: Codes of the stores whose photographed poster, with its QR code, is of an earlier version.
        today: In the network's time; None where no day is compared.
    """

    stated: Stated
    stores: frozenset[str]
    first_sent_at: datetime | None = None
    first_published_at: datetime | None = None
    old_posters: tuple[str, ...] = ()
    today: date | None = None
