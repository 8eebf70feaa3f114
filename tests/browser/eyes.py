"""The demo town with its pages on loopback, and whoever reads them as screen readers do."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import cycle
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import update

from bot.application import Application
from bot.jobs import Jobs
from bot.language import sentences
from bot.slack.installing import installing
from bot.web.links import Signer
from bot.web.pages import add_pages
from bot.web.render import TEMPLATES
from masking import Found, Masked, Quality, Still, Stroke, Tap
from simulator.serving import address, loopback_socket, served
from storage.tables import Member
from storage.unit_of_work import Database
from tests.bot.desk.sitting import Browser as AtTheDesk
from tests.browser.visitor import DRAWN_ONCE
from tests.world.in_process import Masking, TownInProcess
from tests.world.pages import HEIGHT, MASKED, UPRIGHT, WIDTH
from tests.world.ports import SECRETS
from tests.world.town import move_in

OFFICE = "P29"
"""Of the secretariat."""

DARK = Quality(size=300, brightness=10, blur=30, texts=0)
LOOKS: Final = (("ja", "light"), ("en", "dark"))
"""Pages take turns: words and colours come from one catalogue and one sheet, and each reading costs half a second."""
ALL: Final[dict[str, Any]] = {"resultTypes": ["violations"]}
SMALL: Final[dict[str, Any]] = DRAWN_ONCE | {
    "viewport": {"width": 360, "height": 740},
    "has_touch": True,
    "locale": "ja-JP",
}


class Painting(Masking):
    """Masking at the other end of its pipe, whose pictures a browser can show; too dark, and opened by a hand."""

    quality, by_hand, colours = DARK, 0.6, ("black", "navy")

    def stills(self, data: bytes, progress: Callable[[int, int], None]) -> tuple[Still, ...]:
        return tuple(
            replace(still, picture=UPRIGHT, width=WIDTH, height=HEIGHT) for still in super().stills(data, progress)
        )

    def find(self, data: bytes, quarters: int = 0) -> Found:
        return replace(super().find(data, quarters), picture=UPRIGHT, width=WIDTH, height=HEIGHT)

    def mask(self, data: bytes, suspects: object, strokes: Sequence[Stroke] = (), taps: Sequence[Tap] = ()) -> Masked:
        made = super().mask(data, suspects, strokes, taps)
        picture = MASKED + made.sha256.encode()
        return replace(made, picture=picture, sha256=hashlib.sha256(picture).hexdigest(), width=WIDTH, height=HEIGHT)


class ServedTown(TownInProcess):
    """The demo town with its pages on loopback; what scripts would wait for is done at once."""

    def __init__(self, database: Database, now: datetime, url: str) -> None:
        super().__init__(database, now)
        signer = Signer(SECRETS["link_secret"], url)
        settings = self.app.settings.model_copy(update={"public_url": url, "slack_client_id": "1.2"})
        own = replace(self.app.ports, sentences=sentences, page=signer.page)
        self.app: Application = replace(self.app, settings=settings, ports=own)
        self.at_once = True
        self.masking = Painting()
        self.jobs = Jobs(self.app, self.chats, self.masking)  # type: ignore[arg-type]

    def link(self, code: str) -> str:
        """The newest page that a card of theirs leads to."""
        self.deliver()
        return [card.link.url for card in self.cards(code) if card.link][-1]

    def speak(self, language: str) -> None:
        """Everybody reads this language."""
        with self.database.unit_of_work() as uow:
            uow.session.execute(update(Member).values(language=language))
            uow.commit()


@contextmanager
def with_pages(sqlite_url: str, master_keys: str, now: datetime) -> Iterator[ServedTown]:
    """On SQLite, with its server."""
    database = Database(sqlite_url, master_keys=master_keys)
    move_in(database, datetime.fromisoformat("2026-11-01T00:00:00+00:00"))
    listener = loopback_socket()
    made = ServedTown(database, now, address(listener))
    app = FastAPI(openapi_url=None)
    add_pages(app, made.app)
    app.routes.extend(installing(made.app).routes)

    @app.middleware("http")
    async def at_once(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await answer(request)
        if request.method == "POST" and made.at_once:
            await run_in_threadpool(made.work)
        return response

    with served(app, listener):
        yield made
    made.close()
    database.close()


@dataclass
class Eyes:
    """Reads a page as screen readers do, at the same address and with the same cookies, but with scripts.

    ``drawn``: the templates that what was read was made of.
    """

    town: ServedTown
    page: Page
    axe: Axe = field(default_factory=Axe)
    found: dict[str, str] = field(default_factory=dict)
    drawn: set[str] = field(default_factory=set)
    looks: Iterator[tuple[str, str]] = field(default_factory=lambda: cycle(LOOKS))

    def read(self, name: str, plain: Page | None = None, *, at: str = "") -> None:
        """In one language and colour scheme, the next page in the other."""
        if plain:
            self.page.context.add_cookies(plain.context.cookies())  # type: ignore[arg-type]
        language, scheme = next(self.looks)
        self.town.speak(language)
        self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert TEMPLATES.cache is not None
        TEMPLATES.cache.clear()
        self.page.goto(at or (plain.url if plain else ""))
        self.here(f"{name}, {language}")
        self.town.speak("ja")

    def here(self, name: str) -> None:
        """As it stands on the screen."""
        self.page.wait_for_load_state()
        amiss = self.axe.run(self.page, options=ALL)
        if amiss.violations_count:
            self.found[name] = amiss.generate_report()
        self.drawn |= {template for _, template in TEMPLATES.cache or ()}

    def press(self, name: str, button: Locator) -> None:
        """Reads what the button leads to."""
        assert TEMPLATES.cache is not None
        TEMPLATES.cache.clear()
        button.click()
        self.here(name)

    def unread(self, folder: str) -> set[str]:
        """The templates of that folder of which no page was read: a new one is in here until a test opens it."""
        there = {template for template in TEMPLATES.list_templates() if template.rpartition("/")[0] == folder}
        return there - self.drawn


def way_in(town: ServedTown) -> str:
    """The link to the desk that the secretariat's chat gives."""
    clerk = AtTheDesk(town, OFFICE)
    link = clerk.link()
    clerk.http.close()
    return f"{town.app.settings.public_url}{link}"


def sit_down(town: ServedTown, eyes: Eyes) -> str:
    """The secretariat opens it; the desk's address."""
    eyes.read("desk door", at=way_in(town))
    eyes.page.get_by_role("button").last.click()
    expect(eyes.page.locator("nav")).to_be_visible()
    return f"{town.app.settings.public_url}/desk"
