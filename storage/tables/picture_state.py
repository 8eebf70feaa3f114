"""How far a case's picture is, as one frozen value; what masking measured of the result stands in ``evidence``."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import JSON, Dialect, TypeDecorator

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class FoundPerson:
    """Somebody in the upright picture: their number on the page, and x0, y0, x1, y1 in pixels."""

    number: int
    box: Box


@dataclass(frozen=True)
class FoundPeople:
    """The upright picture's size in pixels, the people in it, and which flaws may hide others (R-041)."""

    width: int
    height: int
    people: tuple[FoundPerson, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scene:
    """A video's frame to choose from: pixels, seconds from the start, people in it."""

    width: int
    height: int
    seconds: float
    people: int


@dataclass(frozen=True)
class PictureState:
    """From the photo that arrives to the mask that is confirmed.

    Attributes:
        video: A video is being looked through.
        scenes: Its frames, until one is chosen.
        found: Who was found in the picture.
        picked: The tap on the suspect, in pixels.
        verified: The masked picture that is kept passed the second search (R-119).
        problem: Why the last choice or correction did not work (msgid).
        overridden: SHA-256 of the flawed masked picture that somebody gave a reason for (R-041).
        ticked: Ids of the accounts on which approvers ticked what a hand had opened in the masked picture (R-118).
    """

    video: bool = False
    scenes: tuple[Scene, ...] = ()
    found: FoundPeople | None = None
    picked: tuple[int, int] | None = None
    verified: bool = False
    problem: str = ""
    overridden: str = ""
    ticked: tuple[str, ...] = ()

    @staticmethod
    def from_json(raw: dict[str, Any]) -> PictureState:
        """What ``asdict`` made for the column."""
        found = raw["found"]
        return PictureState(
            video=raw["video"],
            scenes=tuple(Scene(**scene) for scene in raw["scenes"]),
            found=_found(found) if found else None,
            picked=tuple(raw["picked"]) if raw["picked"] else None,
            verified=raw["verified"],
            problem=raw["problem"],
            overridden=raw["overridden"],
            ticked=tuple(raw.get("ticked", ())),  # nothing could be ticked at first
        )


class PictureStateColumn(TypeDecorator[PictureState]):
    """JSON in the database; a case without a picture has null there and an empty state here."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: PictureState | None, dialect: Dialect) -> dict[str, Any] | None:  # noqa: ARG002
        return None if value is None or value == PictureState() else asdict(value)

    def process_result_value(self, value: dict[str, Any] | None, dialect: Dialect) -> PictureState:  # noqa: ARG002
        return PictureState() if value is None else PictureState.from_json(value)


def _found(raw: dict[str, Any]) -> FoundPeople:
    people = tuple(FoundPerson(person["number"], tuple(person["box"])) for person in raw["people"])
    return FoundPeople(raw["width"], raw["height"], people, tuple(raw["notes"]))
