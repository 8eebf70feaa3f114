"""Which printed notice a photograph shows, by its own QR code: nobody types it, and nobody makes one up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import unquote

from bot.web.links import Signer
from bot.web.public.facts import HOME, address_at
from masking import Codes
from policy.notices.posting import Kind


@dataclass(frozen=True)
class Print:
    """One printed notice: what it is, the codes of whose shop, and the version of the facts on it.

    Raises:
        ValueError: a version that is none.
    """

    kind: Kind
    business: str
    store: str
    version: str

    def __post_init__(self) -> None:
        if not VERSION.fullmatch(self.version):
            raise ValueError("a version is 4 to 40 small letters and digits")

    @property
    def address(self) -> str:
        """The shop's public page, without the server."""
        return address_at(self.business, self.store)

    @property
    def mark(self) -> str:
        """Which print of that shop it is, as short as can be: each letter makes the code finer, and harder to read."""
        return f"{self.kind[0]}{self.version}"


class NotOurs(StrEnum):
    """Why a photograph proves nothing."""

    NO_CODE = "no_code"
    STRANGE = "strange"
    """A code, but none that we printed, or printed under another address or secret."""
    SEVERAL = "several"
    """Notices of more than one shop or version: nobody knows which is meant."""


VERSION: Final = re.compile("[0-9a-z]{4,40}")
_KINDS: Final = {kind[0]: kind for kind in Kind}
_WORDS: Final = re.compile(
    rf"https?://[^/?#\s]+(?:/[^?#\s]*)?{HOME}/([^/?#\s]+)/([^/?#\s]+)\?v=([{''.join(_KINDS)}])([0-9a-z]{{4,40}})\.[\w-]+",
    re.ASCII,
)


def words(made: Print, signer: Signer) -> str:
    """R-023, R-094, L85: the QR code's words. A passer-by's phone opens the shop's public page by them."""
    return signer.posted(made.address, made.mark)


def shown(codes: Codes, signer: Signer) -> Print | NotOurs:
    """R-023, L85: the one print of ours in a photograph; a stranger's QR beside it does no harm.

    Args:
        codes: All that was read in it.
        signer: Of this server.
    """
    prints = {made for one in codes.words if (made := _print(one, signer))}
    if len(prints) == 1:
        return prints.pop()
    if prints:
        return NotOurs.SEVERAL
    return NotOurs.STRANGE if codes.words else NotOurs.NO_CODE


def _print(said: str, signer: Signer) -> Print | None:
    if not (parts := _WORDS.fullmatch(said)):
        return None
    business, store, kind, version = parts.groups()
    made = Print(_KINDS[kind], unquote(business), unquote(store), version)
    return made if signer.is_posted(said, made.address, made.mark) else None
