"""All that a network can claim and that isn't so: claim, fact, and what to write instead; one table."""

from __future__ import annotations

from typing import Final

from policy.notices.on_conduct import ALONE, NO_END, NO_OBJECTION, NO_PROVISION, POLICE
from policy.notices.on_people import ENTRY, GUILT, NAMES, NUISANCE, REGISTER
from policy.notices.on_pictures import FACES, NO_PICTURES, PUBLIC, SHOWS_PICTURES, UNMASKED

CLAIMS: Final = (
    NO_PROVISION,
    FACES,
    SHOWS_PICTURES,
    NO_PICTURES,
    POLICE,
    NO_OBJECTION,
    NO_END,
    ALONE,
    ENTRY,
    NAMES,
    PUBLIC,
    UNMASKED,
    REGISTER,
    NUISANCE,
    GUILT,
)
"""All of them."""
