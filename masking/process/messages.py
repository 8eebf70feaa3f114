"""What parent and worker say to each other: one JSON header, then the bytes of a picture, pictures or a video.

No pickle: the worker has touched hostile bytes, so the parent takes nothing from it but text, numbers and bytes.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from multiprocessing.connection import Connection
from typing import Any

from masking.errors import (
    AllCovered,
    MaskingError,
    ModelsMissing,
    ModelUnfit,
    NobodyThere,
    Overrun,
    StillVisible,
    Unreadable,
)
from masking.results import Found, Masked, Person, Quality, Still

ERRORS: dict[str, type[MaskingError]] = {
    e.__name__: e for e in (NobodyThere, AllCovered, StillVisible, Overrun, ModelsMissing, ModelUnfit)
}
Stills = tuple[Still, ...]
Answer = Found | Masked | Stills | MaskingError | None


def send(line: Connection, header: dict[str, Any], picture: bytes = b"") -> None:
    """One message."""
    line.send_bytes(json.dumps(header).encode())
    line.send_bytes(picture)


def receive(line: Connection) -> tuple[dict[str, Any], bytes]:
    """One message; EOFError or OSError when the other side is gone."""
    return json.loads(line.recv_bytes()), line.recv_bytes()


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
            made = {"sha256": answer.sha256, "evidence": answer.evidence, **edges}
            return {"kind": "masked", **size, **made}, answer.picture
        case tuple():
            stills = [[len(s.picture), s.width, s.height, s.seconds, s.people] for s in answer]
            return {"kind": "stills", "stills": stills}, b"".join(s.picture for s in answer)
        case Unreadable():
            return {"kind": "unreadable", "reason": answer.reason}, b""
        case MaskingError():
            return {"kind": "error", "name": type(answer).__name__, "text": str(answer)}, b""
        case None:
            return {"kind": "ready"}, b""


def unpack(header: dict[str, Any], picture: bytes) -> Answer:
    """The answer that ``pack`` took apart."""
    match header["kind"]:
        case "found":
            people = tuple(Person(int(n), (int(a), int(b), int(c), int(d))) for n, a, b, c, d in header["people"])
            faces = tuple((int(a), int(b), int(c), int(d)) for a, b, c, d in header["faces"])
            size = int(header["width"]), int(header["height"])
            quality = Quality(**{name: int(value) for name, value in header["quality"].items()})
            return Found(picture, *size, people, quality, faces)
        case "masked":
            size = int(header["width"]), int(header["height"])
            room, by_hand = (tuple(tuple(int(v) for v in e) for e in header[name]) for name in ("room", "by_hand"))
            return Masked(picture, *size, str(header["sha256"]), dict(header["evidence"]), room, by_hand)
        case "stills":
            return _unpacked_stills(header, picture)
        case "unreadable":
            return Unreadable(header["reason"])
        case "error":
            return ERRORS[header["name"]](header["text"])
        case _:
            return None


def _unpacked_stills(header: dict[str, Any], data: bytes) -> Stills:
    """Their pictures travel end to end."""
    stills, start = [], 0
    for length, width, height, seconds, people in header["stills"]:
        end = start + int(length)
        stills.append(Still(data[start:end], int(width), int(height), float(seconds), int(people)))
        start = end
    return tuple(stills)
