"""Keys that live in devices (WebAuthn level 2), checked by ``fido2``: what a browser is asked, and what it answers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    RegistrationResponse,
    UserVerificationRequirement,
)

from storage.tables import Passkey

NAME: Final = "Hansho"

ALGORITHMS: Final = (-7, -257)
"""ES256, which every device has, and RS256, which older Windows has alone (COSE, RFC 9053 and RFC 8812)."""


@dataclass(frozen=True)
class MadeKey:
    """A key that a device has made: its id (base64url), its public half, and how often it signed."""

    id: str
    public: bytes
    counter: int


class Devices:
    """The relying party that we are, by the address at which people reach us."""

    def __init__(self, public_url: str) -> None:
        parts = urlsplit(public_url)
        self._id, self._origin = parts.hostname or "", f"{parts.scheme}://{parts.netloc}"
        entity = PublicKeyCredentialRpEntity(name=NAME, id=self._id)
        self._server = Fido2Server(entity, verify_origin=lambda origin: origin == self._origin)

    def question(self, challenge: str, user: str, keys: Sequence[Passkey]) -> dict[str, Any]:
        """What the page's script hands to the browser, to make a key or to sign with one; bytes as base64url."""
        known = [{"type": "public-key", "id": key.id} for key in keys]
        return {
            "make": {
                "challenge": challenge,
                "rp": {"id": self._id, "name": NAME},
                "user": {"id": websafe_encode(user.encode()), "name": NAME, "displayName": NAME},
                "pubKeyCredParams": [{"type": "public-key", "alg": alg} for alg in ALGORITHMS],
                "excludeCredentials": known,
                "authenticatorSelection": {"userVerification": "required", "residentKey": "preferred"},
                "attestation": "none",
            },
            "sign": {
                "challenge": challenge,
                "rpId": self._id,
                "allowCredentials": known,
                "userVerification": "required",
            },
        }

    def anybody(self, challenge: str) -> dict[str, Any]:
        """The same where nobody is known yet: the device offers what it has for us."""
        question = self.question(challenge, "", ())
        return {"sign": question["sign"]}

    def named(self, answer: str) -> tuple[str, str]:
        """Which question an answer says it is to, and by which key; neither is believed before ``signed``.

        Raises:
            ValueError: it is no answer.
        """
        try:
            response = AuthenticationResponse.from_dict(json.loads(answer))
            return str(websafe_encode(response.response.client_data.challenge)), str(websafe_encode(response.raw_id))
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(NAME) from error

    def made(self, challenge: str, answer: str) -> MadeKey:
        """The key that was made in answer to the challenge.

        Raises:
            ValueError: it was not, or not here, or not by somebody whom the device knows.
        """
        try:
            response = RegistrationResponse.from_dict(json.loads(answer))
            data = self._server.register_complete(_state(challenge), response)
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(NAME) from error
        if data.credential_data is None:
            raise ValueError(NAME)
        made = bytes(data.credential_data)
        return MadeKey(str(websafe_encode(data.credential_data.credential_id)), made, int(data.counter))

    def signed(self, challenge: str, answer: str, keys: Sequence[Passkey]) -> tuple[str, int]:
        """Which of the keys signed the challenge, and for which time.

        Raises:
            ValueError: none did, or not here, or for somebody whom the device doesn't know.
        """
        try:
            response = AuthenticationResponse.from_dict(json.loads(answer))
            known = [AttestedCredentialData(key.public) for key in keys]
            used = self._server.authenticate_complete(_state(challenge), known, response)
            counter = int(response.response.authenticator_data.counter)
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError(NAME) from error
        return str(websafe_encode(used.credential_id)), counter


def _state(challenge: str) -> dict[str, Any]:
    websafe_decode(challenge)
    return {"challenge": challenge, "user_verification": UserVerificationRequirement.REQUIRED}
