"""Frozen inputs of the rules. Times are aware UTC, distances kilometres, positions degrees (WGS 84)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from policy.look import Look
from policy.states import State


class Role(StrEnum):
    """What a member may do, per store (the secretariat and auditors: per network)."""

    STAFF = "staff"
    APPROVER = "approver"
    RESPONSIBLE = "responsible"
    DEPUTY = "deputy"
    CONTACT = "contact"
    SECOND_CONTACT = "second_contact"
    SECRETARIAT = "secretariat"
    AUDITOR = "auditor"
    REQUEST_DESK = "request_desk"
    """Answers people outside (R-076)."""
    DECIDER = "decider"
    """Decides what becomes of their requests."""
    PRIVACY_OFFICER = "privacy_officer"
    INCIDENT_MANAGER = "incident_manager"
    INCIDENT_DEPUTY = "incident_deputy"
    """Is called when those two don't answer."""
    SECURITY_OFFICER = "security_officer"


class AlertForm(StrEnum):
    """How much an alert shows, from the least intrusive to the most (R-116)."""

    WARNING = "warning"
    FEATURES = "features"
    PICTURE = "picture"


class Ground(StrEnum):
    """What makes the store certain (R-047)."""

    WITNESSED = "witnessed"
    FOOTAGE = "footage"
    STOCK_CHECK = "stock_check"


class Belonging(Protocol):
    """What says whether a store takes part: asked of thousands at once, so nothing else is looked up for it."""

    @property
    def business_agreed(self) -> bool: ...
    @property
    def notice_posted(self) -> bool: ...
    @property
    def joined_at(self) -> datetime: ...
    @property
    def left_at(self) -> datetime | None: ...
    @property
    def suspended_at(self) -> datetime | None: ...
    @property
    def suspended_until(self) -> datetime | None: ...
    @property
    def business_left_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class StoreFacts:
    """A store as the audience and access rules see it."""

    id: str
    business_id: str
    network_id: str
    latitude: float
    longitude: float
    facility: str | None
    business_agreed: bool
    notice_posted: bool
    has_responsible: bool
    joined_at: datetime
    left_at: datetime | None = None
    suspended_at: datetime | None = None
    suspended_until: datetime | None = None
    business_left_at: datetime | None = None
    notice_due_at: datetime | None = None
    """By when a photograph has to show the notice of today there; None: one has."""


@dataclass(frozen=True)
class MemberFacts:
    """A person. ``roles`` holds (role, store id); network-wide roles have store id None."""

    id: str
    network_id: str
    roles: frozenset[tuple[Role, str | None]]
    left_at: datetime | None = None
    trained_until: datetime | None = None

    def is_a(self, role: Role, store_id: str | None = None) -> bool:
        """Whether the person holds the role for that store (None: for the whole network)."""
        return (role, store_id) in self.roles


@dataclass(frozen=True)
class Report:
    """What the reporter answered. Free texts are limited by ``policy.content``.

    ``known_person``: known to the store or reachable, which weakens the consent limb (R-110).
    ``vulnerable``: looks under 18, unwell or confused; "don't know" counts as yes.
    ``look``: features by choice. ``features``: more of them in a few words; in reports of old, all of them.
    ``step_up_reason``: why a lighter form does not do (R-116); empty for WARNING.
    """

    goods: str
    event_at: datetime
    ground: Ground
    payment_checked: bool
    police: str
    direction: str
    travel: str
    known_person: bool
    vulnerable: bool
    form: AlertForm
    features: str = ""
    step_up_reason: str = ""
    look: Look = field(default_factory=Look)


@dataclass(frozen=True)
class AnswerFacts:
    """One of the four answers of an assessment; ``yes`` is None where a "no" before it ended the questions."""

    yes: bool | None
    reason: str


@dataclass(frozen=True)
class AssessmentFacts:
    """One person's answers, and the hash of the alert they were given for.

    ``account_revoked``: given from a chat account that has ended since; a lost phone may have said it.
    """

    member: MemberFacts
    binding: str
    present_danger: AnswerFacts
    subsidiarity: AnswerFacts
    proportionality: AnswerFacts
    consent_difficulty: AnswerFacts
    withdrawn: bool = False
    account_revoked: bool = False


@dataclass(frozen=True)
class EarlierNo:
    """A report of the same store that was refused, or lapsed or was withdrawn while it lay with its approvers (R-112).

    ``refuser_id``: the member who said "no"; None if nobody did.
    """

    case_id: str
    event_at: datetime
    ended_at: datetime
    refuser_id: str | None


@dataclass(frozen=True)
class Doubts:
    """Why the store's own people may not be enough.

    Attributes:
        vulnerable: As in ``Report`` (R-117).
        known_person: As in ``Report`` (R-110).
        alerts_sent: How many alerts the store sent in the ``rules.repeat_days`` before this one (R-081).
        earlier: What was answered about the same event (R-112).
    """

    vulnerable: bool = False
    known_person: bool = False
    alerts_sent: int = 0
    earlier: tuple[EarlierNo, ...] = ()


@dataclass(frozen=True)
class QualityFacts:
    """What masking measured (R-041): pixels of the figure's long side, percent, percent, places with letters."""

    size: int
    brightness: int
    blur: int
    texts: int


@dataclass(frozen=True)
class PictureFacts:
    """What is known of the masked picture.

    ``quality`` None: masked before it was measured. ``overridden``: somebody said why it is used in spite of its flaws.
    ``by_hand``: percent of what it shows that a hand opened. ``ticked_by``: ids of the members who looked at that.
    """

    sha256: str
    verified: bool
    confirmed_by_reporter: bool
    quality: QualityFacts | None = None
    overridden: bool = False
    by_hand: int = 0
    ticked_by: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Dispatch:
    """An alert on the point of leaving, with everything that is looked at again.

    Attributes:
        state: ASSESSING when the quorum is reached, LIVE before each message.
        sender: The reporting store, as it stands now.
        reporters: Member ids of the reporter and of whoever rewrote the report (R-114).
        report: What the reporter answered.
        picture: The masked picture; None unless the form shows one.
        audience: The frozen store ids.
        life_hours: How long the alert is to live.
        expires_at: End of the alert; None while it has not gone live.
        binding: The hash the case was put before its approvers with.
        alerts_sent: As in ``Doubts``.
        earlier: As in ``Doubts``.
        version: Which version of the alert.
        narrowed: What had been taken back of the version before.
    """

    state: State
    sender: StoreFacts
    reporters: frozenset[str]
    report: Report
    picture: PictureFacts | None
    audience: tuple[str, ...]
    life_hours: int
    expires_at: datetime | None
    binding: str
    alerts_sent: int
    earlier: tuple[EarlierNo, ...] = ()
    version: int = 1
    narrowed: tuple[str, ...] = ()

    @property
    def doubts(self) -> Doubts:
        """Why the store's own people may not be enough for it."""
        return Doubts(self.report.vulnerable, self.report.known_person, self.alerts_sent, self.earlier)
