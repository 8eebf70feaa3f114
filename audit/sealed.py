"""A file for one receiver: AES-256-GCM under a passphrase, which travels by another way than the file.

Form: the 8 bytes of ``MAGIC``, 16 bytes of salt, 12 bytes of nonce, then ciphertext with its 16 bytes of tag. The key
is scrypt (N = 2^15, r = 8, p = 1, 32 bytes) of the passphrase in UTF-8; the first 36 bytes are authenticated too.
"""

from __future__ import annotations

import os
import sys
from getpass import getpass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"HANSHO1\n"
SALT_BYTES, NONCE_BYTES = 16, 12


class NotOpened(ValueError):
    """Not such a file, changed since, or another passphrase."""


def seal(content: bytes, passphrase: str) -> bytes:
    """The sealed file."""
    head = MAGIC + os.urandom(SALT_BYTES) + os.urandom(NONCE_BYTES)
    return head + AESGCM(_key(passphrase, head)).encrypt(head[-NONCE_BYTES:], content, head)


def unseal(sealed: bytes, passphrase: str) -> bytes:
    """What ``seal`` was given.

    Raises:
        NotOpened: not such a file, changed since, or another passphrase.
    """
    size = len(MAGIC) + SALT_BYTES + NONCE_BYTES
    head, body = sealed[:size], sealed[size:]
    if not head.startswith(MAGIC) or len(head) < size:
        raise NotOpened
    try:
        return AESGCM(_key(passphrase, head)).decrypt(head[-NONCE_BYTES:], body, head)
    except InvalidTag:
        raise NotOpened from None


def main() -> int:
    """Open FILE into OUT; the passphrase is asked for."""
    if len(sys.argv) != 3:  # noqa: PLR2004 - program, FILE, OUT
        sys.stderr.write("python -m audit.sealed FILE OUT\n")
        return 2
    file, out = map(Path, sys.argv[1:])
    try:
        opened = unseal(file.read_bytes(), getpass("合い言葉 / passphrase: ").strip())
    except NotOpened:
        sys.stderr.write("開けません。合い言葉かファイルが違います。 / Another passphrase, or not this file.\n")
        return 1
    with os.fdopen(os.open(out, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as new:
        new.write(opened)
    return 0


def _key(passphrase: str, head: bytes) -> bytes:
    salt = head[len(MAGIC) : len(MAGIC) + SALT_BYTES]
    return Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode())


if __name__ == "__main__":
    sys.exit(main())
