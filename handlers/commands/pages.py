"""What people do on the pages behind their links, as imperatives. ``account_id`` is always who asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from handlers.commands.chat import CaseCommand, Command
from policy.access import Purpose
from policy.exports import Content, ExportPurpose
from storage.browsers import Device


@dataclass(frozen=True)
class RecordView(CaseCommand):
    """A page was shown to an account, or the ``picture`` on it."""

    purpose: Purpose
    picture: bool


@dataclass(frozen=True)
class CountPost(CaseCommand):
    """Something was sent from a page of ours."""


@dataclass(frozen=True)
class OpenInvitation(Command):
    """The page behind this one-time code was opened."""

    code: str = field(repr=False)


@dataclass(frozen=True)
class NarrowAlert(CaseCommand):
    """An approver says on the page which ``stores`` are to be warned, and in which ``form``."""

    binding: str
    stores: tuple[str, ...]
    form: str


@dataclass(frozen=True)
class TickByHand(CaseCommand):
    """An approver says on the page that they looked at what a hand opened in the picture."""

    binding: str


@dataclass(frozen=True)
class AnswerOnPage(CaseCommand):
    """One part of a form, as the page posts it; ``binding``: which alert it is about, of forms that are about one.

    ``taking``: the report was somebody else's, and was to be taken just before.
    """

    part: str
    posted: dict[str, str] = field(hash=False, repr=False)
    binding: str = ""
    taking: bool = False


@dataclass(frozen=True)
class TakeRest(CaseCommand):
    """Somebody responsible takes it on to complete the report."""


@dataclass(frozen=True)
class MeetBrowser(Command):
    """Somebody pressed 「開く」 behind an account's link.

    Attributes:
        came_as: Hash of the cookie that the browser came with.
        given: Hash of the one that it gets.
        device: What it says it is.
    """

    account_id: str
    link_id: str
    came_as: str
    given: str
    device: Device


@dataclass(frozen=True)
class SeeBrowser(Command):
    """A browser came back; ``read``: whoever sits there has compared the number."""

    account_id: str
    browser_id: str
    read: bool = False


@dataclass(frozen=True)
class EnterDesk(Command):
    """Somebody pressed 「開く」 behind a link to the desk.

    Attributes:
        came_as: Hash of the cookie that the browser came with.
        given: Hash of the one that it gets if it is new.
        device: What it says it is.
        session: Hash of the cookie by which the session is known.
    """

    account_id: str
    link_id: str
    came_as: str
    given: str
    device: Device
    session: str


@dataclass(frozen=True)
class EnterByKey(Command):
    """A key of somebody's device signed what this browser was asked, as the edge has checked, ``counter``-th time.

    The others as in ``EnterDesk``; ``asked_at``: aware UTC.
    """

    key_id: str
    counter: int
    asked_at: datetime
    came_as: str
    given: str
    device: Device
    session: str


@dataclass(frozen=True)
class SeeDesk(Command):
    """Somebody is at the desk."""

    account_id: str
    session_id: str


@dataclass(frozen=True)
class LeaveDesk(SeeDesk):
    """They sign out."""


@dataclass(frozen=True)
class RecordExport(Command):
    """A file with so many entries is about to leave the desk."""

    account_id: str
    content: Content
    purpose: ExportPurpose
    rows: int


@dataclass(frozen=True)
class LookAtChats(Command):
    """Ask the platforms anew for what the desk shows of them."""

    account_id: str


@dataclass(frozen=True)
class RecordPeopleView(Command):
    """The desk is about to show so many people."""

    account_id: str
    people: int
