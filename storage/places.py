"""What lies in a case's vault: under which key, by which name. Nobody else spells one."""

from __future__ import annotations

from typing import NamedTuple

from policy.retention import Kind


class Place(NamedTuple):
    """One object of a case: the kind says when it dies."""

    kind: Kind
    name: str


RECEIVED = Place(Kind.ORIGINAL, "received")
"""The photo as it came, until it is upright."""

UPRIGHT = Place(Kind.ORIGINAL, "upright")
"""The photo without metadata, the right way up."""

STILLS = tuple(Place(Kind.ORIGINAL, f"still-{number}") for number in range(1, 7))
"""The frames that a video's reporter chooses from."""

STROKES = Place(Kind.ORIGINAL, "strokes")
DRAWN = Place(Kind.ORIGINAL, "drawn")
ROOM = Place(Kind.ORIGINAL, "room")
"""The hand's strokes, how many of them are in the mask that stands, and where more may be revealed."""
TAPS = Place(Kind.ORIGINAL, "taps")
TRIED_TAPS = Place(Kind.ORIGINAL, "tried_taps")
"""The corrections by tap in the mask that stands, and those that masking is being asked about."""

MASKED = Place(Kind.MASKED, "picture")
BY_HAND = Place(Kind.MASKED, "outline")
"""Outlines of what it shows since a hand opened it (R-118)."""

COLOURS = Place(Kind.MASKED, "colours")
"""What colours it shows, above and below: proposed to whoever describes the person, and nothing else (R-086)."""

REPORT = Place(Kind.TEXT, "report")
OVERRIDE = Place(Kind.TEXT, "override")
PHOTO_MARK = Place(Kind.TEXT, "photo_mark")
"""Hash of where the photo lay: whoever takes it back after sending is recognised, and nothing else is known by it."""

REFUSAL = Place(Kind.REASONS, "refusal")
"""The reason of a "no" that its reporter may read."""

RETURNED = Place(Kind.TEXT, "returned")
"""What an approver asks the reporter to mend."""

SALT = Place(Kind.TEXT, "salt")

OF_PICTURE = (
    *(RECEIVED, UPRIGHT, *STILLS, STROKES, DRAWN, ROOM, TAPS, TRIED_TAPS),
    *(MASKED, BY_HAND, COLOURS, OVERRIDE, PHOTO_MARK),
)
"""All that goes when a picture is given up."""


def report_of(version: int) -> Place:
    """The words of one version of the alert; each is kept until the texts die."""
    return REPORT if version == 1 else Place(Kind.TEXT, f"report:{version}")


def reasons_of(assessment_id: str) -> Place:
    """An approver's four reasons."""
    return Place(Kind.REASONS, f"assessment:{assessment_id}")


def reasons_of_old(assessment_id: str) -> Place:
    """Where they lay while they still shared a key with the report's texts."""
    return Place(Kind.TEXT, f"assessment:{assessment_id}")


def put_aside_by(account_id: str) -> Place:
    """An unfinished report's answers."""
    return Place(Kind.TEXT, f"aside:{account_id}")


def said_with_photo_by(account_id: str) -> Place:
    """The words that came with a photo, until they are made an answer."""
    return Place(Kind.TEXT, f"with_photo:{account_id}")


def conversation_of(account_id: str) -> Place:
    """The answers of the form that is open."""
    return Place(Kind.TEXT, f"conversation:{account_id}")


def reason_for_store(store_id: str) -> Place:
    """Why a far store was added (R-030)."""
    return Place(Kind.TEXT, f"far:{store_id}")
