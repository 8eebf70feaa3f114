"""Master keys from the environment: they wrap the data keys, seal what has no case yet, and mark codes."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import re

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
"""AES-256."""

NONCE_BYTES = 12
"""The length GCM is specified for (NIST SP 800-38D, 5.2.1.1)."""

ID = re.compile(r"[A-Za-z0-9._-]{1,20}")


class Damaged(Exception):
    """Sealed bytes can't be opened: they were changed, or HANSHO_MASTER_KEYS lacks the key they were sealed with."""


class Keyring:
    """The master keys; the first one seals, all of them open.

    Args:
        text: ``id:base64,older:base64``, 32 bytes each.

    Raises:
        ValueError: a key that is no key; says which and what to do, never what it is.
    """

    def __init__(self, text: str) -> None:
        self._keys: dict[str, bytes] = {}
        for place, part in enumerate(text.split(","), start=1):
            master_id, key = _read(part.strip(), place)
            if master_id in self._keys:
                raise ValueError(f"HANSHO_MASTER_KEYS: two keys are called {master_id}; give each its own name")
            self._keys[master_id] = key
        self.current = next(iter(self._keys))

    def seal(self, data: bytes, context: str) -> bytes:
        """Encrypt under the current master key: its id, ``:``, nonce, ciphertext. Bound to ``context``."""
        sealed = encrypt(self._keys[self.current], data, _bound("seal", context, self.current))
        return self.current.encode() + b":" + sealed

    def unseal(self, sealed: bytes, context: str) -> bytes:
        """What ``seal`` was given.

        Raises:
            Damaged: changed, of another context, or of a key we don't have.
        """
        name, _, rest = sealed.partition(b":")
        master_id = name.decode("ascii", "replace")
        return decrypt(self._key(master_id), rest, _bound("seal", context, master_id))

    def wrap(self, key: bytes, context: str) -> tuple[str, bytes]:
        """Encrypt a data key; returns the master key's id and the wrapped key."""
        return self.current, encrypt(self._keys[self.current], key, _bound("wrap", context, self.current))

    def unwrap(self, master_id: str, wrapped: bytes, context: str) -> bytes:
        """The data key.

        Raises:
            Damaged: changed, of another context, or of a master key we don't have.
        """
        return decrypt(self._key(master_id), wrapped, _bound("wrap", context, master_id))

    def marks(self, text: str) -> list[str]:
        """Keyed hashes of a short code, current master first: without the key the code can't be guessed from them."""
        return [hmac.new(key, b"mark|" + text.encode(), hashlib.sha256).hexdigest() for key in self._keys.values()]

    def _key(self, master_id: str) -> bytes:
        key = self._keys.get(master_id)
        if key is None:
            raise Damaged
        return key


def encrypt(key: bytes, data: bytes, bound: bytes) -> bytes:
    """AES-256-GCM: nonce, then ciphertext with tag."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, data, bound)


def decrypt(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    """What ``encrypt`` was given.

    Raises:
        Damaged: another key, other bytes or another place.
    """
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)
    except (InvalidTag, ValueError) as error:
        raise Damaged from error


def _read(part: str, place: int) -> tuple[str, bytes]:
    master_id, colon, encoded = part.partition(":")
    if not colon or not ID.fullmatch(master_id):
        raise ValueError(
            f"HANSHO_MASTER_KEYS, key {place}: write id:base64 (id: letters, digits, . _ -, at most 20); "
            "`hansho keys new` prints a fresh one"
        )
    try:
        key = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError(f"HANSHO_MASTER_KEYS, key {master_id}: not base64; `hansho keys new` prints one") from error
    if len(key) != KEY_BYTES:
        raise ValueError(
            f"HANSHO_MASTER_KEYS, key {master_id}: {len(key)} bytes long instead of {KEY_BYTES}; "
            "`hansho keys new` prints one"
        )
    return master_id, key


def _bound(purpose: str, context: str, master_id: str) -> bytes:
    return f"{purpose}|{context}|{master_id}".encode()
