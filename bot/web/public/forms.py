"""What people outside type, as the rules see it; and what a receipt is made of."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Final

from handlers.errors import NotAllowed
from policy.clocks import is_of_our_time
from policy.rights import Asked, Wish
from policy.spelling import clean, normal
from policy.verdict import N_, Deny

LEGIBLE: Final = "23456789ABCDEFGHJKMNPRSTUVWXYZ"
"""Letters and digits that nobody takes for each other, and without the Q that numbers begin with."""

NUMBER_LENGTH: Final = 8
SECRET_LENGTH: Final = 12
"""58 random bits."""

HOURS: Final = range(24)


def new_number() -> str:
    """By which people speak of a request; random, so that nobody can count them."""
    return f"Q-{_some(NUMBER_LENGTH)}"


def new_secret() -> str:
    """For its receipt; in three groups, as people copy it."""
    text = _some(SECRET_LENGTH)
    return "-".join(text[place : place + 4] for place in range(0, SECRET_LENGTH, 4))


def number_in(typed: str) -> str:
    """A number as we write it, however it was typed."""
    return f"Q-{_legible(typed)}"


def secret_in(typed: str) -> str:
    """A secret as we hash it, however it was typed."""
    return _legible(typed)


UNREAD_DAY: Final = Deny("R-070", N_("日は 2026-11-29 のように書いてください。"), field="day")


def asked_in(posted: Mapping[str, str], store_id: str) -> Asked:
    """The answers of the form.

    Raises:
        NotAllowed: a choice that is none.
    """
    try:
        wish = Wish(posted.get("wish", ""))
    except ValueError as error:
        raise NotAllowed(Deny("R-070", N_("何を求めるかを選んでください。"), field="wish")) from error
    try:
        day = date.fromisoformat(posted["day"]) if posted.get("day") else None
        hour = int(posted["hour"]) if posted.get("hour") else None
    except ValueError as error:
        raise NotAllowed(UNREAD_DAY) from error
    if day is not None and not is_of_our_time(day):
        raise NotAllowed(UNREAD_DAY)
    if hour is not None and hour not in HOURS:
        raise NotAllowed(Deny("R-070", N_("時刻を選び直してください。"), field="hour"))
    words, wearing, contact = (clean(posted.get(name, "")) for name in ("words", "wearing", "contact"))
    return Asked(wish, words, store_id, day, hour, wearing, contact)


def _some(length: int) -> str:
    return "".join(secrets.choice(LEGIBLE) for _ in range(length))


def _legible(typed: str) -> str:
    plain = normal("NFKC", typed[:100]).upper()
    return "".join(letter for letter in plain if letter in LEGIBLE)
