"""What the templates get: frozen, already in the reader's language, nothing that is not shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Somebody found in the picture, in pixels of the upright picture."""

    number: int
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[int, int]:
        """Where a choice by number points to."""
        return self.x + self.width // 2, self.y + self.height // 2


@dataclass(frozen=True)
class Figure:
    """A picture and the line that lies over it (R-095).

    Attributes:
        source: Address of the picture.
        width: Pixels.
        height: Pixels.
        line: Store, member, time and case number, as people read them.
    """

    source: str
    width: int
    height: int
    line: tuple[str, ...]

    @property
    def badge(self) -> int:
        """Radius of a number in the picture, in its pixels: about 14 px on a phone 360 px wide."""
        return max(self.width // 25, 6)


@dataclass(frozen=True)
class Page:
    """What each page has.

    Attributes:
        language: "ja" or "en".
        address: The page's own path, ``/p/<token>``.
        form_token: For the forms on it.
        step: Where the reader stands; the page looks again when the server says another one.
        case_number: Shown at the top; empty before the browser is known.
    """

    language: str
    address: str
    form_token: str
    step: str
    case_number: str = ""
    problem: str = ""
    """What went wrong with the last try, and what to do."""


@dataclass(frozen=True)
class Picking:
    """The reporter points at the suspect; ``notes`` say where the picture may mislead (R-041)."""

    figure: Figure
    people: tuple[Person, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Scene:
    """One still of a video to choose from; ``moment`` is where in it, as minutes and seconds."""

    number: int
    figure: Figure
    moment: str
    people: int


@dataclass(frozen=True)
class Choosing:
    """The reporter chooses the still in which the suspect is seen best."""

    scenes: tuple[Scene, ...]


@dataclass(frozen=True)
class Reviewing:
    """The reporter compares and confirms exactly this masked picture."""

    before: Figure
    after: Figure
    sha256: str


@dataclass(frozen=True)
class Alert:
    """The alert as neighbours see it.

    Attributes:
        figure: The masked picture; None for alerts in words.
        hedge: That it is a suspicion.
        conduct: Don't seize, don't refuse.
        facts: Label and value, in the order of reading.
        preview: Not sent yet; shown to an approver.
        ends: When it ends, in store time; for a preview, how long it would live.
        corrected: A correction went out under the same number.
        correction: What the latest one says; empty once the texts are erased.
    """

    figure: Figure | None
    hedge: str
    conduct: str
    facts: tuple[tuple[str, str], ...]
    preview: bool
    ends: str
    corrected: bool
    correction: str


@dataclass(frozen=True)
class Working:
    """The machine is at work: looking for people, or masking; ``video``: looking for good frames of one."""

    masking: bool
    video: bool


@dataclass(frozen=True)
class Finished:
    """Nothing more to do here; ``again``: the reporter may still pick anew."""

    title: str
    lines: tuple[str, ...]
    again: bool


@dataclass(frozen=True)
class Notice:
    """A page with one message."""

    status: int
    title: str
    lines: tuple[str, ...]
