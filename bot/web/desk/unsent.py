"""A form of the desk whose session was over when it came: nothing is done, and nothing that was typed is lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from starlette.datastructures import FormData

PROOF: Final = "form_token"
OWN: Final = (PROOF, "once", "seen", "page")
"""What a form brings along by itself."""


LONGEST_CODE: Final = 20
LONGEST: Final = 2000
"""Letters that are shown of one field; all are sent."""


@dataclass(frozen=True)
class Unsent:
    """To be sent again, by a press.

    Attributes:
        address: Where it was sent.
        fields: All that it said, by name, but for the token.
        token: It proves that a page of ours made the form, for whoever sat there.
        words: What was filled in, to be read and copied.
    """

    address: str
    fields: tuple[tuple[str, str], ...]
    token: str
    words: tuple[str, ...]


def unsent(address: str, form: FormData) -> Unsent | None:
    """What is worth being kept of it; None where nothing was filled in, or a file has to be chosen anew."""
    fields = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    filled = [value for name, value in fields if name not in OWN and value]
    if not filled or len(fields) < len(form.multi_items()):
        return None
    token = next((value for name, value in fields if name == PROOF), "")
    kept = tuple((name, value) for name, value in fields if name != PROOF)
    return Unsent(address, kept, token, tuple(value[:LONGEST] for value in filled if _is_read(value)))


def _is_read(value: str) -> bool:
    """Words, codes and days; our own ids and hashes tell nobody anything."""
    return len(value) <= LONGEST_CODE or " " in value or not value.isascii()
