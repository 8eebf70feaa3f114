"""A device that makes keys and signs with them, as a browser's script would hand its answers on."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

FLAG = AuthenticatorData.FLAG
SEEN, KNOWN, NEW = FLAG.UP, FLAG.UV, FLAG.AT
"""Somebody touched it; it knows who; a key comes along."""


class Device:
    """One key; ``counter``: how often it signed."""

    def __init__(self, origin: str) -> None:
        self.origin, self.counter, self._id = origin, 0, b"a key of this device"
        self._key = ec.generate_private_key(ec.SECP256R1())

    def make(self, options: dict[str, Any]) -> str:
        """Its answer to ``navigator.credentials.create``."""
        public = ES256.from_cryptography_key(self._key.public_key())  # type: ignore[no-untyped-call]
        made = AttestedCredentialData.create(b"\0" * 16, self._id, public)
        data = AuthenticatorData.create(_rp(options["rp"]["id"]), SEEN | KNOWN | NEW, self.counter, made)
        client = self._client("webauthn.create", options)
        attested = AttestationObject.create("none", data, {})
        return self._said({"clientDataJSON": client, "attestationObject": attested})

    def sign(self, options: dict[str, Any], *, known: bool = True) -> str:
        """Its answer to ``navigator.credentials.get``; ``known``: it saw who touched it."""
        self.counter += 1
        data = AuthenticatorData.create(_rp(options["rpId"]), SEEN | KNOWN if known else SEEN, self.counter)
        client = self._client("webauthn.get", options)
        signature = self._key.sign(bytes(data) + sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._said({"clientDataJSON": client, "authenticatorData": data, "signature": signature})

    def _client(self, kind: str, options: dict[str, Any]) -> bytes:
        return bytes(CollectedClientData.create(kind, options["challenge"], self.origin))

    def _said(self, response: dict[str, bytes]) -> str:
        own, answer = websafe_encode(self._id), {name: websafe_encode(value) for name, value in response.items()}
        return json.dumps({"id": own, "rawId": own, "type": "public-key", "response": answer})


def _rp(name: str) -> bytes:
    return sha256(name.encode()).digest()
