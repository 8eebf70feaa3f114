"""The sandbox page: phones side by side, in which a visitor plays anybody of the town."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Protocol

import httpx
from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.responses import FileResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles

from simulator import town
from simulator.browser import Browser
from simulator.desk_visit import SESSION, open_desk
from simulator.phones import People, Unable

PICTURES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}
LANGUAGES = ("ja", "en")
LOOPBACK = "127.0.0.1"
OFFICE = "P29"
"""The secretariat's member code."""
PLAYED = ("whole", "objection")
ALONE = "only `make demo` can do that"
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' blob: data:; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


@dataclass
class Told:
    """The story as far as it has come.

    Attributes:
        lines: Each with ``who`` (a user id, or empty) and ``text``.
        playing: Whether more will come.
        trouble: Why it stopped before its end; empty if it didn't.
    """

    lines: list[dict[str, str]] = field(default_factory=list)
    playing: bool = False
    trouble: str = ""


@dataclass
class Standing:
    """How the town stands.

    Attributes:
        language: Which it speaks, people and bot alike.
        run: How often it was begun.
        ready: Whether somebody can play in it.
        trouble: Why the bot isn't there; empty if it is.
        codes: Member code → enrolment code, of people without an account.
        told: The story.
    """

    language: str = "ja"
    run: int = 0
    ready: bool = True
    trouble: str = ""
    codes: dict[str, str] = field(default_factory=dict)
    told: Told = field(default_factory=Told)


class Director(Protocol):
    """Who can begin the whole town anew."""

    standing: Standing

    def happened(self) -> bool:
        """Whether anything was said or told, or the clock moved, since the town began."""

    def anew(self, language: str) -> None:
        """Begin again with nothing left of before, in that language; returns at once."""

    def fill(self) -> None:
        """A year of invented weeks for the desk; returns when they are there."""

    def poster(self) -> bytes:
        """What hangs at a shop of this town, as PDF."""

    def play(self, which: str) -> object:
        """Play the whole story or its fourth act, in a town in which nothing has happened yet; returns at once."""


@cache
def sample_film() -> bytes:
    """The sample photo, filmed; made when it is first wanted, since that takes some seconds."""
    from simulator.synthetic_clip import SyntheticClip  # noqa: PLC0415 - FFmpeg is loaded only for whoever sends a film

    return SyntheticClip(seconds=4.0, rate=15).mp4()


def add(app: FastAPI, folder: Path, url: str, stage: Director | None) -> None:
    """Put the page at /sandbox, its files at /sandbox/static and the samples at /sandbox/sample."""
    _direct(app, stage)
    _beside(app, url, stage)

    @app.get("/", include_in_schema=False)
    def start() -> Response:
        return RedirectResponse("/sandbox")

    @app.get("/sandbox")
    def page(request: Request) -> Response:
        if request.url.hostname == "localhost":  # whose cookies the bot's pages at 127.0.0.1 would not be sent
            return RedirectResponse(str(request.url.replace(hostname=LOOPBACK)))
        return FileResponse(folder / "static" / "sandbox.html", headers=HEADERS)

    @app.get("/sandbox/sample/photo")
    def photo() -> FileResponse:
        for picture in sorted((folder / "pictures").glob("*")):
            if picture.suffix in PICTURES:
                return FileResponse(picture, media_type=PICTURES[picture.suffix], headers=HEADERS)
        raise HTTPException(404, "there is no sample photo")

    @app.get("/sandbox/sample/film")
    def film() -> Response:
        return Response(sample_film(), media_type="video/mp4", headers=HEADERS)

    @app.get("/sandbox/featured")
    def featured() -> list[dict[str, str]]:
        people = {(a.code, a.platform): a for a in town.accounts()}
        return [
            {"user_id": people[code, platform].user_id, "platform": platform, "part": part, "part_en": part_en}
            for code, platform, part, part_en in town.FEATURED
        ]

    app.mount("/sandbox/static", StaticFiles(directory=folder / "static"))


def _direct(app: FastAPI, stage: Director | None) -> None:
    """The town as a whole, at /sandbox/town."""

    def directed() -> Director:
        if stage is None:
            raise HTTPException(409, ALONE)
        return stage

    @app.get("/sandbox/town")
    def standing() -> dict[str, object]:
        if stage is None:
            return {**asdict(Standing()), "happened": False}
        return {**asdict(stage.standing), "happened": stage.happened()}

    @app.post("/sandbox/town", status_code=202)
    def anew(wished: dict[str, str]) -> None:
        if wished["language"] not in LANGUAGES:
            raise HTTPException(422, "the town speaks ja or en")
        directed().anew(wished["language"])

    @app.post("/sandbox/sample/year", status_code=202)
    def fill() -> None:
        directed().fill()

    @app.post("/sandbox/story", status_code=202)
    def play(wished: dict[str, str]) -> None:
        if wished["acts"] not in PLAYED:
            raise HTTPException(422, "the whole story or its objection")
        directed().play(wished["acts"])


def _beside(app: FastAPI, url: str, stage: Director | None) -> None:
    """The desk, always in the same browser, which is known after the first time, and a poster, beside the phones."""
    browser = Browser()

    @app.get("/sandbox/poster")
    def poster() -> Response:
        if stage is None:
            raise HTTPException(409, ALONE)
        return Response(stage.poster(), media_type="application/pdf", headers={"Cache-Control": "no-store"})

    @app.post("/sandbox/desk")
    def desk(response: Response) -> dict[str, str]:
        language = stage.standing.language if stage else LANGUAGES[0]
        try:
            with People(url) as people:
                people.read_all()  # an earlier way in stands in the chat, and is good no longer
                opened = open_desk(people.phone(OFFICE), language, browser)
        except (Unable, TimeoutError, LookupError, httpx.HTTPError) as error:
            raise HTTPException(409, "the bot gave no link to its desk; see the terminal") from error
        if opened.session:  # a browser sends it to all ports of this machine
            response.set_cookie(SESSION, opened.session, httponly=True, samesite="lax")
        return {"address": opened.address}
