"""What a network says of itself in public, as numbers and names: the page and every poster say nothing else.

A poster's version is the hash of these, so that paper on a wall can be told from what is in force.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final

from policy.clocks import ANSWER_DAYS
from policy.rules import Rules

LANGUAGES: Final = ("ja", "easy", "en")
"""Japanese, easy Japanese, English."""

DAYS_A_YEAR: Final = 365

VERSION_LENGTH: Final = 12
"""Hex digits."""


@dataclass(frozen=True)
class Stated:
    """R-011, R-027, R-029, R-032, R-077, R-122: all that is said of the network. Texts by language, as ``LANGUAGES``.

    Attributes:
        network: Its name.
        text_only: It shows no pictures at all.
        approvals: How many people judge each alert, at least.
        radius_km: How far an alert goes.
        max_stores: To how many stores, at most.
        life_hours: After how many hours an alert ends.
        original_hours: After how many hours the original picture is erased.
        text_days: How many days after the end texts are erased.
        record_years: After how many years the record without picture or text is erased.
        answer_days: Within how many days a request is answered.
        desk_telephone: Of the network's desk; empty where it has none.
        desk_hours: When somebody answers there.
        desk_address: Where it is.
        certified_body: Its name (R-077).
        certified_body_telephone: Its number.
        certified_body_as_of: The day on which both were looked up, ISO.
    """

    network: str
    text_only: bool
    approvals: int
    radius_km: int
    max_stores: int
    life_hours: int
    original_hours: int
    text_days: int
    record_years: int
    answer_days: int
    desk_telephone: str
    desk_hours: str
    desk_address: str
    certified_body: str
    certified_body_telephone: str
    certified_body_as_of: str

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)


@dataclass(frozen=True)
class Poster:
    """One store's poster.

    Attributes:
        stated: What the network says.
        business: Whose store it is: the name of the legal entity.
        store: Its own name.
        address: Path of its public page, short enough to type.
        facility: The building or mall that it is in, whose cameras its may be; empty if it stands alone.
    """

    stated: Stated
    business: str
    store: str
    address: str
    facility: str = ""

    @property
    def version(self) -> str:
        """First 12 hex digits of the SHA-256 over all that stands on it."""
        printed = asdict(self)
        printed["stated"]["statement"] = ["", "", ""]  # networks could once add words; paper of then is as good
        if not self.facility:
            del printed["facility"]  # paper that was printed before this was asked is as good
        return hashlib.sha256(json.dumps(printed, sort_keys=True).encode()).hexdigest()[:VERSION_LENGTH]


def stated_by(network: str, rules: Rules) -> Stated:
    """R-122, R-127, L227, L231: of the rules that are in force; nothing is typed a second time."""
    return Stated(
        network=network,
        text_only=rules.text_only,
        approvals=rules.approvals_needed,
        radius_km=rules.radius_km,
        max_stores=rules.max_stores,
        life_hours=rules.life_hours,
        original_hours=rules.original_hours,
        text_days=rules.text_days,
        record_years=rules.record_days // DAYS_A_YEAR,
        answer_days=ANSWER_DAYS,
        desk_telephone=rules.desk_telephone,
        desk_hours=rules.desk_hours,
        desk_address=rules.desk_address,
        certified_body=rules.certified_body,
        certified_body_telephone=rules.certified_body_telephone,
        certified_body_as_of=rules.certified_body_as_of,
    )


def stated_from(kept: Mapping[str, Any]) -> Stated:
    """What ``Stated.to_json`` gave; what is said only since then, as in a network that has decided nothing."""
    known = {field.name for field in fields(Stated)}
    return replace(stated_by("", Rules()), **{name: value for name, value in kept.items() if name in known})
