"""Signed page addresses: who doesn't hold our secret can't make one up (R-001)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import UTC, datetime
from typing import Final

from storage.enrolments import LETTERS

MAC_BYTES: Final = 16
"""128 bits, the least that can't be guessed; the address stays short enough to read out."""

_STAMP_BYTES: Final = 8
_CHANCE_BYTES: Final = 16
"""Least of a WebAuthn challenge (level 2, 13.4.3)."""

SEAL_BYTES: Final = 8
"""64 bits, on a printed notice: who guesses sends a photograph for each try, under a name; each byte less is a larger
module on paper."""

LONGEST_TOKEN: Final = 200
"""Far above any address we make; longer ones aren't hashed at all."""


class Signer:
    """Makes and reads page addresses ``/p/<link id>.<mac>``, those of the desk and of notices, and tokens of forms.

    Args:
        secret: ``HANSHO_LINK_SECRET``.
        public_url: Where people reach the server, with or without a slash at the end.
    """

    def __init__(self, secret: str, public_url: str) -> None:
        self._secret = secret.encode()
        self._public_url = public_url.rstrip("/")

    def page(self, link_id: str) -> str:
        """The absolute address of a link's page."""
        return f"{self._public_url}/p/{link_id}.{self._mac('page', link_id)}"

    def desk(self, link_id: str) -> str:
        """The absolute address of a link to the desk; its token is that of no page."""
        return f"{self._public_url}/desk/in/{link_id}.{self._mac('desk', link_id)}"

    def desk_link_id(self, token: str) -> str | None:
        """The link id inside such an address's last part; None if we didn't sign it. Constant time."""
        return self._signed("desk", token)

    def link_id(self, token: str) -> str | None:
        """The link id inside an address's last part; None if we didn't sign it. Constant time."""
        return self._signed("page", token)

    def _signed(self, purpose: str, token: str) -> str | None:
        link_id, dot, mac = token[:LONGEST_TOKEN].rpartition(".")
        right = self._mac(purpose, link_id)
        return link_id if hmac.compare_digest(mac.encode(), right.encode()) and dot else None

    def public(self, address: str) -> str:
        """The absolute address of a public page."""
        return f"{self._public_url}{address}"

    def posted(self, address: str, mark: str) -> str:
        """What a printed notice's QR code says: the shop's public page, and which print of ours it is."""
        seal = self._digest("posted", f"{address} {mark}")[:SEAL_BYTES]
        return f"{self.public(address)}?v={mark}.{_text(seal)}"

    def is_posted(self, words: str, address: str, mark: str) -> bool:
        """Whether these are the words of that very print. Constant time."""
        return hmac.compare_digest(words.encode(), self.posted(address, mark).encode())

    def form_token(self, link_id: str, browser: str) -> str:
        """What a form must bring along: it proves that we served the form to this very browser."""
        return self._mac("form", f"{link_id}\n{browser}")

    def owns_form(self, link_id: str, browser: str, token: str) -> bool:
        """Whether ``form_token`` made this token. Constant time."""
        return hmac.compare_digest(self.form_token(link_id, browser).encode(), token.encode())

    def question(self, browser: str, now: datetime) -> str:
        """What a device is to sign before we know whose it is: when it was asked, by which browser, and chance."""
        content = int(now.timestamp() * 1000).to_bytes(_STAMP_BYTES) + secrets.token_bytes(_CHANCE_BYTES)
        return _text(content + self._digest("to sign", f"{content.hex()}\n{browser}"))

    def asked_at(self, question: str, browser: str) -> datetime | None:
        """When we asked that of this browser, to the millisecond; None if we didn't. Constant time."""
        try:
            bare = base64.b64decode(question[:LONGEST_TOKEN] + "==", altchars=b"-_", validate=True)
        except ValueError:
            return None
        content, mac = bare[:-MAC_BYTES], bare[-MAC_BYTES:]
        if not hmac.compare_digest(mac, self._digest("to sign", f"{content.hex()}\n{browser}")):
            return None
        return datetime.fromtimestamp(int.from_bytes(content[:_STAMP_BYTES]) / 1000, UTC)

    def word(self, content: str, letters: str = LETTERS, length: int = 8) -> str:
        """A word to write down in groups of four, ``XXXX-XXXX``, the same for the same content; at most 32 letters."""
        digest = hmac.digest(self._secret, f"word\n{content}".encode(), hashlib.sha256)
        made = "".join(letters[byte % len(letters)] for byte in digest[:length])
        return "-".join(made[place : place + 4] for place in range(0, length, 4))

    def _mac(self, purpose: str, content: str, size: int = MAC_BYTES) -> str:
        return _text(self._digest(purpose, content)[:size])

    def _digest(self, purpose: str, content: str) -> bytes:
        return hmac.digest(self._secret, f"{purpose}\n{content}".encode(), hashlib.sha256)[:MAC_BYTES]


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
