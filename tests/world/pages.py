"""Two shops, three people and a case whose pages are served: real database, real commands, real HTTP."""

from __future__ import annotations

import gettext
import hashlib
import io
import re
import secrets
import ssl
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import httpx
from PIL import Image, ImageDraw

from bot.application import Application
from bot.language import Catalogue
from bot.settings import Settings
from bot.web.links import Signer
from handlers.case.sealed import keep_report, keep_salt, load_report
from handlers.picture.attempt import attempt_of
from handlers.recipient import Sentences
from handlers.retention.erase import erase
from policy.facts import AlertForm, Report
from policy.forms.report import report_from
from policy.retention import Kind
from policy.states import State
from storage.tables import Delivery, FoundPeople, FoundPerson, PictureState, View
from storage.unit_of_work import Database
from tests.world.answers import REPORT
from tests.world.ports import SECRETS, ports
from tests.world.rows import build

TRUST = ssl.create_default_context()
"""Made once, since it takes longer than any of these tests."""

NUMBER = "1123-7K2MP"
WIDTH, HEIGHT = 400, 300
PEOPLE = (FoundPerson(1, (20, 40, 120, 280)), FoundPerson(2, (200, 60, 300, 290)))


def painted(colour: str, kind: str) -> bytes:
    """A picture of two figures."""
    image = Image.new("RGB", (WIDTH, HEIGHT), "#c8ccd0")
    pen = ImageDraw.Draw(image)
    for person in PEOPLE:
        pen.rectangle(person.box, fill=colour)
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


UPRIGHT = painted("#884422", "JPEG")
MASKED = painted("#3d3d3d", "PNG")
SHA256 = hashlib.sha256(MASKED).hexdigest()


class Marked(gettext.NullTranslations):
    """Stands for the English catalogue: every sentence it gave is marked."""

    def gettext(self, message: str) -> str:
        return f"[en] {message}"


def sentences(language: str) -> Sentences:
    """Japanese as it is, English marked."""
    return Catalogue(Marked() if language == "en" else gettext.NullTranslations())


@dataclass
class Clock:
    """Time that the test moves."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at


class Phone:
    """One browser, with its cookies, in the hands of somebody with a link."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, follow_redirects=True, timeout=90, verify=TRUST)

    def get(self, address: str, **headers: str) -> httpx.Response:
        return self.http.get(address, headers=headers)

    def post(self, address: str, form: dict[str, str], **headers: str) -> httpx.Response:
        return self.http.post(address, data=form, headers=headers)

    def press_open(self, page: str) -> httpx.Response:
        """Open the page and press 「開く」."""
        return self.post(f"{page}/open", {"form_token": form_token(self.get(page))})

    def submit(self, page: str, action: str, **form: str) -> httpx.Response:
        """Send a form that the page holds."""
        return self.post(f"{page}/{action}", {"form_token": form_token(self.get(page)), **form})


def form_token(page: httpx.Response) -> str:
    """The token that the page's forms carry."""
    found = re.search(r'name="form_token" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


class TownWithPages:
    """P01 reports at H01, P02 is responsible there, P09 is next door; accounts, shops and the case by their ids."""

    def __init__(self, database: Database, url: str, now: datetime) -> None:
        self.clock = Clock(now)
        self.signer = Signer(SECRETS["link_secret"], url)
        settings = Settings(_env_file=None, public_url=url, demo=True, **SECRETS)
        own = ports(sentences=sentences, page=self.signer.page)
        self.app = Application(settings=settings, database=database, ports=own, now=self.clock)
        self.database = database
        self.url = url
        self._phones: list[Phone] = []
        rows = build(database, now, number=NUMBER, state=State.MASKING)
        self.shop, self.next_door, self.case = rows.store, rows.other_store, rows.case
        self.reporter, self.responsible, self.neighbour = rows.account, rows.other_account, rows.neighbour
        with database.unit_of_work() as uow:
            keep_salt(uow.cases.get(self.case), self.app.context(uow))
            uow.commit()

    def phone(self) -> Phone:
        """A browser we have never seen."""
        self._phones.append(Phone(self.url))
        return self._phones[-1]

    def close(self) -> None:
        """Everybody puts their phone away."""
        for phone in self._phones:
            phone.http.close()

    def link(self, purpose: str, account_id: str, *, hours: int = 24) -> str:
        """A page for somebody, as its path."""
        link_id = secrets.token_urlsafe(16)
        with self.database.unit_of_work() as uow:
            end = self.clock() + timedelta(hours=hours)
            uow.links.add(link_id, purpose, self.case, account_id, self.clock(), end)
            uow.commit()
        return self.signer.page(link_id).removeprefix(self.url)

    def opened(self, purpose: str, account_id: str) -> tuple[Phone, str]:
        """Somebody's own phone, with their page open."""
        phone, page = self.phone(), self.link(purpose, account_id)
        assert phone.press_open(page).status_code == 200
        return phone, page

    def photo_arrives(self) -> None:
        """Masking found two people."""
        with self.database.unit_of_work() as uow:
            case = uow.cases.get(self.case)
            case.state = State.MASK_REVIEW
            case.picture = PictureState(found=FoundPeople(WIDTH, HEIGHT, PEOPLE, ("dark",)))
            uow.vault.put(case.id, "original", "upright", UPRIGHT, self.clock())
            uow.commit()

    def mask_arrives(self) -> None:
        """Everybody but the suspect is filled."""
        self.photo_arrives()
        with self.database.unit_of_work() as uow:
            case = uow.cases.get(self.case)
            case.masked_sha256, case.evidence = SHA256, {"size": [WIDTH, HEIGHT]}
            uow.vault.put(case.id, "masked", "picture", MASKED, self.clock())
            uow.commit()

    def alert_goes_live(self) -> None:
        """What was masked leaves."""
        self.mask_arrives()
        self.words_are_written()
        self.alert_leaves()

    def words_are_written(self) -> None:
        """The report is whole."""
        with self.database.unit_of_work() as uow:
            keep_report(uow.cases.get(self.case), _report(self.clock()), self.app.context(uow))
            uow.commit()

    def alert_leaves(self) -> None:
        """The neighbour has got the alert, and the original is gone."""
        with self.database.unit_of_work() as uow:
            case, neighbour = uow.cases.get(self.case), uow.people.account_by_id(self.neighbour)
            case.state, case.sent_at, case.mask_confirmed_at = State.LIVE, self.clock(), self.clock()
            case.audience = [self.next_door]
            got = {"store_id": self.next_door, "member_id": neighbour.member_id, "account_id": neighbour.id}
            uow.deliveries.add(Delivery(case_id=case.id, **got))
            erase(case, Kind.ORIGINAL, self.app.context(uow))
            uow.commit()

    def move(self, state: State, **columns: object) -> None:
        """Put the case into a state."""
        with self.database.unit_of_work() as uow:
            case = uow.cases.get(self.case)
            case.state = state
            for name, value in columns.items():
                setattr(case, name, value)
            uow.commit()

    def change_report(self, **answers: object) -> None:
        """Other words, or another form of the alert."""
        with self.database.unit_of_work() as uow:
            case, ctx = uow.cases.get(self.case), self.app.context(uow)
            report = load_report(case, ctx)
            assert report is not None
            keep_report(case, replace(report, **answers), ctx)  # type: ignore[arg-type]
            uow.commit()

    def turn(self) -> str:
        """Which photo or choice is being masked."""
        with self.database.unit_of_work(read_only=True) as uow:
            return attempt_of(uow.cases.get(self.case))

    def end(self, ending: str) -> None:
        """The alert is over: links and pictures are gone."""
        self.move(State.ENDED, ending=ending, ended_at=self.clock())
        with self.database.unit_of_work() as uow:
            uow.links.revoke_case(self.case, self.clock())
            uow.vault.destroy(self.case, "masked", self.clock())
            uow.commit()

    def views(self) -> list[View]:
        """Who looked."""
        with self.database.unit_of_work(read_only=True) as uow:
            return uow.session.query(View).order_by(View.at).all()


def _report(now: datetime) -> Report:
    """The report as facts: a quarter of an hour ago, with a picture."""
    event_at = now - timedelta(minutes=int(REPORT["when"]))
    return report_from({**REPORT, "when": event_at.isoformat(), "form": AlertForm.PICTURE.value})
