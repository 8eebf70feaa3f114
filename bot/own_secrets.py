"""What a secret must be before anything starts on it: made for us, long, hard to guess, and good for one purpose."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import combinations
from typing import Final

from audit import checkpoint
from storage.keyring import Keyring

UNSET: Final = "change-me"

FRESH: Final = "`hansho keys new` prints fresh ones"

SHORTEST: Final = 32
"""Characters of the link secret: what HMAC-SHA-256 wants is as many bytes as the hash has (RFC 2104, 3)."""

FEWEST: Final = 8
"""Different bytes in a secret: 32 random ones have fewer once in 10³⁵ times, what somebody typed often has."""


MASTER_KEYS, LINK_SECRET, LEDGER_KEY = OURS = ("HANSHO_MASTER_KEYS", "HANSHO_LINK_SECRET", "HANSHO_LEDGER_KEY")


def faults(secrets: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with our secrets, each with what to do; never a word of a secret itself.

    Args:
        secrets: By setting; ``OURS``, and what the platforms gave us.
    """
    own = {name: secrets[name].strip() for name in OURS}
    unset = [name for name, value in own.items() if value in ("", UNSET)]
    if unset:
        yield f"{', '.join(unset)}: set a secret of your own; {FRESH}"
        return
    malformed = [*_malformed(own)]
    if malformed:
        yield from malformed
        return
    named = dict(_by_name(own))
    for name, value in named.items():
        if any(len(set(bare)) < FEWEST for bare in _readings(value)):
            yield f"{name}: it can be guessed; {FRESH}"
    given = {name: value for name, value in secrets.items() if value and name not in own}
    for one, other in [*combinations(named, 2), *((one, other) for one in named for other in given)]:
        if _readings(named[one]) & _readings({**given, **named}[other]):
            yield f"{one} and {other} are the same: each purpose needs a secret of its own; {FRESH}"


def _malformed(own: Mapping[str, str]) -> Iterator[str]:
    try:
        Keyring(own[MASTER_KEYS])
    except ValueError as error:
        yield str(error)
    if len(own[LINK_SECRET]) < SHORTEST:
        yield f"{LINK_SECRET}: {SHORTEST} characters at least, since whoever guesses it opens every page; {FRESH}"
    try:
        checkpoint.signing_key(own[LEDGER_KEY])
    except ValueError as error:
        yield f"{LEDGER_KEY}: {error}"


def _by_name(own: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Every single secret of ours; a master key is called by its id as well."""
    for name, value in own.items():
        if name == MASTER_KEYS:
            for part in value.split(","):
                master_id, _, encoded = part.strip().partition(":")
                yield f"{name}, key {master_id}", encoded
        else:
            yield name, value


def _readings(value: str) -> set[bytes]:
    """The secret as bytes, in each way it can be meant: the same bytes written differently are the same."""
    found = {value.encode()}
    with suppress(ValueError):
        found.add(base64.b64decode(value.replace("-", "+").replace("_", "/"), validate=True))
    with suppress(ValueError):
        found.add(bytes.fromhex(value))
    return found
