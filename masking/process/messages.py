"""What parent and worker say to each other: one JSON header, then the bytes of a picture, pictures or a video.

No pickle: the worker has touched hostile bytes, so the parent takes nothing from it but text, numbers and bytes, and
of these only so much, and only what ``masking.process.strict`` lets pass.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from multiprocessing.connection import Connection
from typing import Any, Final, get_args

from masking.errors import (
    AllCovered,
    DecoderAway,
    MaskingError,
    ModelsMissing,
    ModelUnfit,
    NobodyThere,
    Overrun,
    Reason,
    StillVisible,
    Unreadable,
)
from masking.process import strict
from masking.results import Codes, Found, Masked, Person, Still

ERRORS: dict[str, type[MaskingError]] = {
    e.__name__: e for e in (NobodyThere, AllCovered, StillVisible, Overrun, ModelsMissing, ModelUnfit, DecoderAway)
}
Stills = tuple[Still, ...]
Answer = Found | Masked | Stills | Codes | MaskingError | None

NONSENSE: Final = (ValueError, KeyError, TypeError, AttributeError, RecursionError)
"""How it shows that what was said is no answer: other words, other types, other depths than ours."""

HEADER, ANSWER = 4_000_000, 64_000_000
"""Bytes that an answer's two parts have at most: outlines of a hard picture are 50 kB, a PNG of 1920 px without any
compression is 11 MB, and six stills are less."""

MOST_STILLS, MOST_SECONDS, MOST_FRAMES = 6, 3600.0, 10**9
"""As ``masking.stills`` has them, and far beyond a minute of video."""


def send(line: Connection, header: dict[str, Any], picture: bytes = b"") -> None:
    """One message."""
    line.send_bytes(json.dumps(header).encode())
    line.send_bytes(picture)


def receive(line: Connection, header: int | None = None, picture: int | None = None) -> tuple[dict[str, Any], bytes]:
    """One message, of two parts of so many bytes at most.

    Raises:
        EOFError: the other side is gone.
        OSError: it is, or says too much.
        NONSENSE: what it says is no message.
    """
    said = json.loads(line.recv_bytes(header), parse_constant=_no_number)
    if not isinstance(said, dict):
        raise TypeError("no header")
    return said, line.recv_bytes(picture)


def _no_number(word: str) -> None:
    """Python reads NaN and Infinity, which are no JSON."""
    raise ValueError(word)


def pack(answer: Answer) -> tuple[dict[str, Any], bytes]:
    """An answer as header and picture."""
    match answer:
        case Found():
            people = [[p.number, *p.box] for p in answer.people]
            size = {"width": answer.width, "height": answer.height}
            found = {"people": people, "quality": asdict(answer.quality), "faces": [list(f) for f in answer.faces]}
            return {"kind": "found", **size, **found}, answer.picture
        case Masked():
            size = {"width": answer.width, "height": answer.height}
            edges = {"room": [list(e) for e in answer.room], "by_hand": [list(e) for e in answer.by_hand]}
            made = {"evidence": answer.evidence, "colours": [*answer.colours], **edges}
            return {"kind": "masked", **size, **made}, answer.picture
        case tuple():
            stills = [[len(s.picture), s.width, s.height, s.seconds, s.people] for s in answer]
            return {"kind": "stills", "stills": stills}, b"".join(s.picture for s in answer)
        case Codes():
            return {"kind": "codes", "words": [*answer.words]}, b""
        case MaskingError():
            return _no(answer), b""
        case None:
            return {"kind": "ready"}, b""


def _no(error: MaskingError) -> dict[str, Any]:
    if isinstance(error, Unreadable):
        return {"kind": "unreadable", "reason": error.reason}
    return {"kind": "error", "name": type(error).__name__, "text": str(error)}


def unpack(header: dict[str, Any], picture: bytes) -> Answer:
    """The answer that ``pack`` took apart.

    Raises:
        NONSENSE: it is none.
    """
    match header["kind"]:
        case "found":
            return _found(header, picture)
        case "masked":
            return _masked(header, picture)
        case "stills":
            return _stills(header, picture)
        case "codes":
            return strict.codes(header["words"])
        case "unreadable" | "error":
            return _error(header)
        case "ready":
            return None
        case _:
            raise ValueError("no answer")


def _error(header: dict[str, Any]) -> MaskingError:
    if header["kind"] == "error":
        return ERRORS[header["name"]](strict.line(header["text"]))
    if header["reason"] not in get_args(Reason):
        raise ValueError("no reason")
    return Unreadable(header["reason"])


def progress(header: dict[str, Any], told: int) -> tuple[int, int]:
    """How much is done, of how much; each is a new hundredth, so that there are a hundred and one of them at most.

    Args:
        header: What was said.
        told: The hundredth that was told last.

    Raises:
        NONSENSE: it is none.
    """
    of = strict.whole(header["of"], MOST_FRAMES, 1)
    done = strict.whole(header["done"], of)
    if 100 * done // of <= told:
        raise ValueError("no progress")
    return done, of


def _found(header: dict[str, Any], picture: bytes) -> Found:
    people = tuple(Person(strict.whole(n, strict.MOST_PEOPLE, 1), strict.box(box)) for n, *box in header["people"])
    faces = tuple(strict.box(face) for face in header["faces"])
    return Found(strict.jpeg(picture), *strict.size(header), people, strict.quality(header["quality"]), faces)


def _masked(header: dict[str, Any], picture: bytes) -> Masked:
    """Its hash is ours: whatever else is said of it, people approve these bytes."""
    width, height = strict.size(header)
    sha256 = hashlib.sha256(strict.png(picture, width, height)).hexdigest()
    edges = strict.edges(header["room"]), strict.edges(header["by_hand"])
    evidence, colours = strict.evidence(header["evidence"]), strict.colours(header["colours"])
    return Masked(picture, width, height, sha256, evidence, *edges, colours)


def _stills(header: dict[str, Any], data: bytes) -> Stills:
    """Their pictures travel end to end."""
    stills, start = [], 0
    for length, width, height, seconds, people in header["stills"]:
        end = start + strict.whole(length, len(data) - start, 1)
        size = strict.size({"width": width, "height": height})
        seen = strict.number(seconds, MOST_SECONDS), strict.whole(people, strict.MOST_PEOPLE)
        stills.append(Still(strict.jpeg(data[start:end]), *size, *seen))
        start = end
    if start != len(data) or not 1 <= len(stills) <= MOST_STILLS:
        raise ValueError("not the stills of a video")
    return tuple(stills)
