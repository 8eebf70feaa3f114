"""What people outside ask of us on the public pages, and what the desk does about it, as imperatives."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from handlers.commands.chat import Command
from policy.decision import Decided, Refused
from policy.forms.names import RecallReason, Wrong
from policy.handing import Bearer, Mandate, Proof
from policy.rights import Asked, Channel, LookPurpose, Told
from policy.withheld import Line


@dataclass(frozen=True)
class NewRequest(Command):
    """A request as it comes in, by whatever way.

    Attributes:
        form: Hash of the page it stood on.
        number: The new request's.
        salt: Of ``fingerprint``.
        fingerprint: Of the receipt's secret.
        asked: What the person answered.
        language: In which they read.
    """

    form: str
    number: str
    salt: bytes
    fingerprint: bytes = field(repr=False)
    asked: Asked = field(repr=False)
    language: str


@dataclass(frozen=True)
class ReceiveRequest(NewRequest):
    """Somebody at ``address`` sent the form."""

    address: str = field(repr=False)


@dataclass(frozen=True)
class EnterRequest(NewRequest):
    """Somebody of the desk writes down what a person said or wrote to them at that time; None is now."""

    account_id: str
    channel: Channel
    received_at: datetime | None


@dataclass(frozen=True)
class NoteTrial(Command):
    """What came in by the page with this hash was our own trial of the desk."""

    form: str


@dataclass(frozen=True)
class CountLook(Command):
    """Somebody at ``address`` wants to read an answer; ``wrong``: for this number they have no right secret."""

    address: str = field(repr=False)
    wrong: str = ""


@dataclass(frozen=True)
class NoteRead(Command):
    """The person, who showed the secret, has the answer before them."""

    request_id: str


@dataclass(frozen=True)
class AddToRequest(Command):
    """The person, who showed the secret, adds something."""

    request_id: str
    words: str = field(repr=False)


@dataclass(frozen=True)
class RequestCommand(Command):
    """Somebody at the desk does something about a request."""

    account_id: str
    number: str


@dataclass(frozen=True)
class LookAtRequest(RequestCommand):
    """The words are about to be shown to them."""

    purpose: LookPurpose


@dataclass(frozen=True)
class AskPerson(RequestCommand):
    """The clock stands still until the person answers."""

    words: str = field(repr=False)


@dataclass(frozen=True)
class ExtendRequest(RequestCommand):
    """It takes longer; the person reads why."""

    words: str = field(repr=False)


@dataclass(frozen=True)
class DecideRequest(RequestCommand):
    """The answer; ``cases``: numbers of those that it is about; ``reason``: why their alerts are called back.

    ``wrong``: what of them is told no longer, where not all of it ends. ``lines``: item by item, where a disclosure
    isn't granted whole.
    """

    decided: Decided
    words: str = field(repr=False)
    refused: Refused | None = None
    cases: tuple[str, ...] = ()
    reason: RecallReason | None = RecallReason.NOT_NEEDED
    wrong: tuple[Wrong, ...] = ()
    lines: tuple[Line, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class NoteTold(RequestCommand):
    """They brought the person the answer."""

    how: Told


@dataclass(frozen=True)
class CheckIdentity(RequestCommand):
    """They looked at the papers of whoever stands there."""

    bearer: Bearer
    proof: Proof
    mandate: Mandate


@dataclass(frozen=True)
class CompareIdentity(RequestCommand):
    """Another one held them beside the person and the picture: it is they."""


@dataclass(frozen=True)
class HandOver(RequestCommand):
    """What is shown is about to leave, on paper."""


@dataclass(frozen=True)
class SecondDecision(RequestCommand):
    """A second person agrees to a refusal, or gives it back."""

    agrees: bool
