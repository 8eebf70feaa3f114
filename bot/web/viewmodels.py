"""What the templates get: frozen, already in the reader's language, nothing that is not shown."""

from __future__ import annotations

from dataclasses import dataclass

from bot.web.aim import Aim
from bot.web.asked import Judging, Sheet
from bot.web.reply import Reply
from bot.web.town import TownMap


@dataclass(frozen=True)
class Person:
    """Somebody found in the picture, in pixels of the upright picture.

    Attributes:
        number: From left to right.
        x: Of their box, as ``y``, ``width`` and ``height``.
        at: Where their number stands.
        badge: Its radius.
    """

    number: int
    x: int
    y: int
    width: int
    height: int
    at: tuple[int, int]
    badge: int

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
        outline: R-118: around what a hand opened, as SVG path data in its pixels; empty for neighbours.
    """

    source: str
    width: int
    height: int
    line: tuple[str, ...]
    outline: str = ""

    def point(self, x: str, y: str) -> tuple[int, int] | None:
        """What a form says of a place in the picture, in its pixels; None if it is none, or outside."""
        if not (x.isdecimal() and y.isdecimal()) or int(x) >= self.width or int(y) >= self.height:
            return None
        return int(x), int(y)

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
        shown: What is shown, in a word; the page is loaded again when the server says another one.
        case_number: Shown at the top; empty before the browser is known.
    """

    language: str
    address: str
    form_token: str
    shown: str
    case_number: str = ""
    problem: str = ""
    """What went wrong with the last try, and what to do."""
    typed: str = ""
    """What was typed in the last try, so that nobody types it twice."""
    returned: str = ""
    """What an approver asks to mend."""
    number: int = 0
    """By which the chat speaks of this browser, until its owner has compared; else 0."""


@dataclass(frozen=True)
class Picking:
    """The reporter points at the suspect.

    Attributes:
        figure: The upright picture.
        people: Those found in it.
        notes: Where it may mislead (R-041).
        around: Whether a line may be drawn around the suspect, since masking alone shows nobody.
    """

    figure: Figure
    people: tuple[Person, ...]
    notes: tuple[str, ...]
    around: bool


@dataclass(frozen=True)
class Surrounding:
    """The reporter draws a line around the suspect.

    Attributes:
        figure: The upright picture.
        aim: Where corners are put without scripts.
        corners: Those so far, as the form carries them.
        line: The same on ``aim``, as the points of an SVG polygon.
    """

    figure: Figure
    aim: Aim
    corners: str
    line: str


@dataclass(frozen=True)
class SceneView:
    """One still of a video to choose from; ``moment`` is where in it, as minutes and seconds."""

    number: int
    figure: Figure
    moment: str
    people: int


@dataclass(frozen=True)
class Choosing:
    """The reporter chooses the still in which the suspect is seen best."""

    scenes: tuple[SceneView, ...]


@dataclass(frozen=True)
class Reviewing:
    """The reporter compares, corrects by hand and confirms exactly this masked picture.

    Attributes:
        before: The upright picture.
        after: The masked one; pixels of both are the same places.
        sha256: Of the masked picture.
        people: JSON: number, box and the number's place of each, as when the suspect was picked.
        hand: JSON for the editor: ``room`` (outlines), ``strokes`` (tried and refused), ``shown`` (box), limits.
        fill: The masked picture's flat colour, as CSS says it.
        note: What the second search filled again of what the hand had let through; else empty.
        flaws: R-041: what may mislead; then the confirmation asks for a reason.
        left: R-117: how much of the suspect can be told by it; empty for pictures of which that was not measured.
        aim: Where taps go without scripts.
        taps: How many there are to take back.
        mode: What the next tap says, as ``bot.web.taps.KINDS`` names it; else nothing is chosen yet.
        till: What is asked below the picture; None once it is answered.
    """

    before: Figure
    after: Figure
    sha256: str
    people: str
    hand: str
    fill: str
    note: str
    flaws: tuple[str, ...]
    left: str
    aim: Aim
    taps: int
    mode: str
    till: Sheet | None


@dataclass(frozen=True)
class Alert:
    """The alert as neighbours see it.

    Attributes:
        figure: The masked picture; None for alerts in words.
        hedge: That it is a suspicion.
        conduct: Don't seize, don't refuse.
        rows: Label and value, in the order of reading.
        line: R-095: who reads: store, member, time and case number, laid over the words.
        ends: When it ends, in store time; for a preview, how long it would live.
        corrected: Some of it turned out wrong, and is not told any longer.
        version: Which version of the alert.
        paused: Doubts keep back what shows a person.
        reply: What the neighbour can answer; None for whoever looks at it before it is sent.
    """

    figure: Figure | None
    hedge: str
    conduct: str
    rows: tuple[tuple[str, str], ...]
    line: tuple[str, ...]
    ends: str
    corrected: bool
    version: int
    paused: bool
    reply: Reply | None = None


@dataclass(frozen=True)
class Receiver:
    """A store that is to be warned, as approvers see it (R-030).

    Attributes:
        id: Ours.
        name: Business and store.
        distance: From the reporting store.
        reason: Why a far store is to be warned too; empty for near ones.
        warned: It would be warned now; a far one only after an approver's tick.
    """

    id: str
    name: str
    distance: str
    reason: str
    warned: bool


@dataclass(frozen=True)
class Choices:
    """What approvers choose from.

    Attributes:
        receivers: Everybody the alert would go to, nearest first.
        forms: Value and label of the form at hand and of the lighter ones (R-116).
        form: The one at hand.
        binding: What they say yes to.
        map: Where they stand, under their numbers in this list.
        centre: The reporting store.
    """

    receivers: tuple[Receiver, ...]
    forms: tuple[tuple[str, str], ...]
    form: str
    binding: str
    map: TownMap
    centre: str


@dataclass(frozen=True)
class Preview:
    """The alert before it is sent, with the label and value pairs that only its approvers and its reporter see.

    ``pictured``: there is a confirmed picture, which the reporter may still correct or choose anew.
    ``to_tick``: R-118: where the approver who reads this has yet to say that they looked at what a hand opened, what
    they say it of (``binding``); else empty. ``judge``: what this reader is asked about it, if anything.
    """

    alert: Alert
    only_here: tuple[tuple[str, str], ...]
    choices: Choices
    pictured: bool
    to_tick: str
    judge: Judging | None

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """All of them."""
        return self.alert.rows + self.only_here


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
    """A page with one message; ``done``: it went well."""

    status: int
    title: str
    lines: tuple[str, ...]
    done: bool = False
