"""By what somebody shows at the desk that it is they, as imperatives. ``session_id``: the session they do it in."""

from __future__ import annotations

from dataclasses import dataclass, field

from handlers.commands.chat import Command
from storage.browsers import Device


@dataclass(frozen=True)
class KeyCommand(Command):
    """Something about the keys of whoever sits there."""

    account_id: str
    session_id: str


@dataclass(frozen=True)
class NewChallenge(KeyCommand):
    """The next key has to sign this."""

    challenge: str


@dataclass(frozen=True)
class KeepPasskey(KeyCommand):
    """A device made a key; the edge has checked that it answers ``challenge``."""

    challenge: str
    key_id: str
    public: bytes = field(repr=False)
    counter: int
    device: Device


@dataclass(frozen=True)
class ProveByKey(KeyCommand):
    """One of their keys signed ``challenge``, as the edge has checked, for the ``counter``-th time."""

    challenge: str
    key_id: str
    counter: int


@dataclass(frozen=True)
class DropPasskey(KeyCommand):
    """A key of theirs is good no longer."""

    key_id: str


@dataclass(frozen=True)
class BeginApp(KeyCommand):
    """An app is to show digits from this secret on."""

    secret: bytes = field(repr=False)


@dataclass(frozen=True)
class ConfirmApp(KeyCommand):
    """It does; ``paper``: codes for when the phone is gone, in place of earlier ones."""

    typed: str = field(repr=False)
    paper: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class ProveByCode(KeyCommand):
    """They typed the app's digits, or a code from paper."""

    typed: str = field(repr=False)
