"""The sandbox page: phones side by side, in which a visitor plays anybody of the town."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fastapi import FastAPI, HTTPException, Response
from fastapi.responses import FileResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles

from simulator import town

PICTURES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' blob: data:; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


@cache
def sample_film() -> bytes:
    """The sample photo, filmed; made when it is first wanted, since that takes some seconds."""
    from simulator.synthetic_clip import SyntheticClip  # noqa: PLC0415 - FFmpeg is loaded only for whoever sends a film

    return SyntheticClip(seconds=4.0, rate=15).mp4()


def add(app: FastAPI, folder: Path) -> None:
    """Put the page at /sandbox, its files at /sandbox/static and the samples at /sandbox/sample."""

    @app.get("/", include_in_schema=False)
    def start() -> Response:
        return RedirectResponse("/sandbox")

    @app.get("/sandbox")
    def page() -> FileResponse:
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
