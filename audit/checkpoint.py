"""Signed checkpoints: the ledger's size and root as a C2SP signed note, so that existing witnesses can cosign it.

Specifications: https://c2sp.org/tlog-checkpoint and https://c2sp.org/signed-note, signature type 0x01 (Ed25519). The
text is three lines (origin, size, base64 root); a blank line; then one line per signature: em dash, key name, base64
of the 4-byte key id and the signature. A public key travels as ``name+id+base64``, the form that Go's sumdb tools use.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
"""Signature type of the specification."""

HASH_BYTES = KEY_BYTES = 32
KEY_ID_BYTES = 4

GREATEST_NOTE = 100_000
"""The specification wants a limit above 16 signatures; this leaves room for a hundred."""

_NAME = re.compile(r"[^\s+\x00-\x1f]{1,200}")
_SIZE = re.compile(r"0|[1-9][0-9]{0,15}", re.ASCII)


class CheckpointError(ValueError):
    """The checkpoint is malformed, or not signed by the key that was asked for."""


@dataclass(frozen=True)
class Checkpoint:
    """What was signed.

    Attributes:
        origin: Name of the ledger.
        size: Number of entries.
        root: Merkle root, 32 bytes.
    """

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The note text, which is what the signature covers."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True)
class PublicKey:
    """A key that may sign checkpoints, under its name.

    Attributes:
        name: Same as the ledger's origin.
        raw: 32 bytes (RFC 8032).
    """

    name: str
    raw: bytes

    @property
    def key_id(self) -> bytes:
        """Four bytes by which a signature line says whose it is."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.raw).digest()[:KEY_ID_BYTES]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(ED25519 + self.raw).decode()}"

    @staticmethod
    def read(text: str) -> PublicKey:
        """The key that ``str`` wrote.

        Raises:
            ValueError: not a public key of this form.
        """
        name, _, rest = text.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        material = _decode(encoded)
        key = PublicKey(name, material[1:])
        if not _NAME.fullmatch(name) or material[:1] != ED25519 or len(key.raw) != KEY_BYTES:
            raise ValueError("not an Ed25519 public key of the form name+id+base64")
        if key_id != key.key_id.hex():
            raise ValueError("the key's id doesn't fit the key: it was copied wrongly")
        return key


def signing_key(secret: str) -> Ed25519PrivateKey:
    """The private key from its base64 form (``HANSHO_LEDGER_KEY``).

    Raises:
        ValueError: not base64 of 32 bytes.
    """
    seed = _decode(secret.strip())
    if len(seed) != KEY_BYTES:
        raise ValueError("the ledger key must be base64 of 32 random bytes; `hansho keys new` prints one")
    return Ed25519PrivateKey.from_private_bytes(seed)


def public_key(origin: str, key: Ed25519PrivateKey) -> PublicKey:
    """What auditors get to check the ledger with; it is no secret."""
    return PublicKey(origin, key.public_key().public_bytes_raw())


def sign(origin: str, size: int, root: bytes, key: Ed25519PrivateKey) -> str:
    """The signed note.

    Args:
        origin: Name of the ledger, best an address without ``https://``; no spaces, no plus.
        size: Number of entries.
        root: Merkle root over them, 32 bytes.
        key: The ledger's key.

    Raises:
        ValueError: an origin, size or root that can't stand in a checkpoint.
    """
    if not _NAME.fullmatch(origin) or not _SIZE.fullmatch(str(size)) or len(root) != HASH_BYTES:
        raise ValueError("a checkpoint needs an origin without spaces or plus, a size and a root of 32 bytes")
    text = Checkpoint(origin, size, root).text
    signature = public_key(origin, key).key_id + key.sign(text.encode())
    return f"{text}\n— {origin} {base64.b64encode(signature).decode()}\n"


def read(note: str) -> Checkpoint:
    """What a note says, whoever signed it: use ``verify`` wherever a key is at hand.

    Raises:
        CheckpointError: malformed.
    """
    return _parse(note)[0]


def verify(note: str, key: PublicKey) -> Checkpoint:
    """What a note says, if ``key`` signed it; signatures of others (witnesses) are passed over.

    Raises:
        CheckpointError: malformed, or not signed by this key, or its signature is wrong.
    """
    checkpoint, signatures = _parse(note)
    for name, signature in signatures:
        if name == key.name and signature[:KEY_ID_BYTES] == key.key_id:
            try:
                Ed25519PublicKey.from_public_bytes(key.raw).verify(signature[KEY_ID_BYTES:], checkpoint.text.encode())
            except InvalidSignature:
                raise CheckpointError("the signature is wrong") from None
            return checkpoint
    raise CheckpointError("not signed by this key")


def _parse(note: str) -> tuple[Checkpoint, list[tuple[str, bytes]]]:
    if len(note) > GREATEST_NOTE:
        raise CheckpointError("too long")
    text, blank, signed = note.rpartition("\n\n")
    lines = text.split("\n")
    if not blank or len(lines) != 3 or not signed.endswith("\n"):  # noqa: PLR2004 - origin, size, root
        raise CheckpointError("not three lines, a blank line and signatures")
    origin, size, encoded = lines
    root = _decode(encoded)
    if not _NAME.fullmatch(origin) or not _SIZE.fullmatch(size) or len(root) != HASH_BYTES:
        raise CheckpointError("origin, size or root is malformed")
    signatures = [_signature(line) for line in signed[:-1].split("\n")]
    if len({(name, signature[:KEY_ID_BYTES]) for name, signature in signatures}) < len(signatures):
        raise CheckpointError("somebody signed twice")
    return Checkpoint(origin, int(size), root), signatures


def _signature(line: str) -> tuple[str, bytes]:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    signature = _decode(encoded)
    if dash != "—" or not _NAME.fullmatch(name) or len(signature) <= KEY_ID_BYTES:
        raise CheckpointError("a signature line is malformed")
    return name, signature


def _decode(text: str) -> bytes:
    """Strict base64: exactly one spelling per value, else nothing (which no length check lets through)."""
    try:
        decoded = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
    return decoded if base64.b64encode(decoded).decode() == text else b""
