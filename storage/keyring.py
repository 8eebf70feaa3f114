"""Master keys from the environment, and what is derived from them: one key to wrap, one to seal, one to mark codes.

Wrapping and sealing need a second key as well, one of ``storage.key_directory``, without which nothing opens. Before
there was that folder, the master keys themselves did all three; what they wrapped or sealed is opened while it lives.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import re

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

WRAP, SEAL, MARK = "wrap", "seal", "mark"
"""What a master key is for; each has a derived key of its own (HKDF, RFC 5869)."""

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

    def seal(self, data: bytes, context: str, second: bytes) -> bytes:
        """Encrypt under the current master key and a second one: the first's id, ``:``, nonce, ciphertext.

        Bound to ``context``.
        """
        sealed = encrypt(self._key(self.current, SEAL, second), data, _bound(SEAL, context, self.current))
        return self.current.encode() + b":" + sealed

    def unseal(self, sealed: bytes, context: str, second: bytes | None) -> bytes:
        """What ``seal`` was given; ``second`` None: it was sealed by the master key alone.

        Raises:
            Damaged: changed, of another context, or of a key we don't have.
        """
        name, _, rest = sealed.partition(b":")
        master_id = name.decode("ascii", "replace")
        return decrypt(self._key(master_id, SEAL, second), rest, _bound(SEAL, context, master_id))

    def wrap(self, key: bytes, context: str, second: bytes) -> tuple[str, bytes]:
        """Encrypt a data key under the current master key and a second one; returns the first's id and the result."""
        return self.current, encrypt(self._key(self.current, WRAP, second), key, _bound(WRAP, context, self.current))

    def unwrap(self, master_id: str, wrapped: bytes, context: str, second: bytes | None) -> bytes:
        """The data key; ``second`` None: it was wrapped by the master key alone.

        Raises:
            Damaged: changed, of another context, or of a master key we don't have.
        """
        return decrypt(self._key(master_id, WRAP, second), wrapped, _bound(WRAP, context, master_id))

    def marks(self, text: str) -> list[str]:
        """Keyed hashes of a short code, current master first: without the key the code can't be guessed from them."""
        derived = [self._key(master_id, MARK, b"") for master_id in self._keys]
        marking = [*derived, *self._keys.values()]  # codes given out before there were derived keys still work
        return [hmac.new(key, b"mark|" + text.encode(), hashlib.sha256).hexdigest() for key in marking]

    def _key(self, master_id: str, purpose: str, second: bytes | None) -> bytes:
        master = self._keys.get(master_id)
        if master is None:
            raise Damaged
        if second is None:
            return master
        return HKDF(SHA256(), KEY_BYTES, salt=second, info=f"hansho|{purpose}".encode()).derive(master)


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
