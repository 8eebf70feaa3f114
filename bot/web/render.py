"""Templates into pages."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from bot.qr import qr
from bot.web.backdrop import Backdrop
from bot.web.security import ASSETS
from bot.web.town import TownMap
from handlers.recipient import Sentences

HERE: Final = Path(__file__).parent
STATIC: Final = HERE / "static"


@cache
def asset(name: str) -> str:
    """The address of a static file, with its hash, so that browsers take a new one at once."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()
    return f"{ASSETS}{name}?v={digest[:12]}"


TEMPLATES: Final = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
"""One for all pages, since it reads each template once."""
_BACKDROPS: Final = [Backdrop()]
"""The one that is drawn; a list, since templates remember what they were given when they were read."""


def _behind(town: TownMap) -> str:
    return _BACKDROPS[0].path(town)


TEMPLATES.globals.update(asset=asset, qr=qr, behind=_behind)


def draw_behind_maps(backdrop: Backdrop) -> None:
    """On every page that this process renders from now on."""
    _BACKDROPS[0] = backdrop


def rendered(template: str, *, t: Sentences, status: int = 200, **context: object) -> HTMLResponse:
    """The page: everything escaped, a missing value is an error; ``t`` is the reader's catalogue."""
    text = TEMPLATES.get_template(template).render(t=t, **context)
    return HTMLResponse(text, status_code=status)
