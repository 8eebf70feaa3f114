"""What a page asks, as its template gets it: frozen, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Chip:
    """One choice; ``known_from``: what said so before anybody was asked, the picture or words that came with it."""

    value: str
    label: str
    chosen: bool
    known_from: str = ""


@dataclass(frozen=True)
class Asking:
    """One question.

    Attributes:
        name: What the page posts it as.
        title: The question itself.
        term: What the law calls what is asked; else empty.
        hint: What may help, on one line each.
        chips: What can be tapped.
        words: What is typed so far; None where words are no answer.
        multiline: There is room for a sentence or two.
        wrong: Why the answer won't do.
        only_if: The question before on whose answer it depends; else empty.
    """

    name: str
    title: str
    term: str
    hint: tuple[str, ...]
    chips: tuple[Chip, ...]
    words: str | None
    multiline: bool
    wrong: str
    only_if: str


@dataclass(frozen=True)
class Sheet:
    """One part of a form.

    Attributes:
        part: Which.
        asks: Its questions.
        tried: It was sent, and something won't do.
        earlier: The part before it, to go back to; else empty.
        hands: Sending it hands the rest to somebody responsible.
    """

    part: str
    asks: tuple[Asking, ...]
    tried: bool
    earlier: str
    hands: bool


@dataclass(frozen=True)
class Offered:
    """What was begun at the till, for somebody who takes it by answering the rest.

    Attributes:
        rows: Label and value of each answer given at the till.
        sheet: The rest.
    """

    rows: tuple[tuple[str, str], ...]
    sheet: Sheet


@dataclass(frozen=True)
class Writing:
    """The report's form by itself; ``title``: how it stands; ``pictured``: the picture may still be corrected."""

    title: str
    sheet: Sheet
    pictured: bool


@dataclass(frozen=True)
class Judging:
    """What an approver answers below the alert.

    Attributes:
        tests: The four questions.
        back: What the reporter is to mend.
        binding: Of which alert.
        until: When it lapses, as time of day in the reader's zone.
        minutes: How many whole minutes are left until then.
        reporter: Who reported, with their store.
        telephone: That store's, as its record has it; else empty.
    """

    tests: Sheet
    back: Sheet
    binding: str
    until: str
    minutes: int
    reporter: str
    telephone: str
