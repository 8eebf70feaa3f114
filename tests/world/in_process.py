"""The demo town in one process: real commands on a real database, with a clock, chats and masking of its own."""

from __future__ import annotations

import hashlib
import shutil
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import select

from bot.application import Application
from bot.chat import Access, Allowance, ContentNotReady, Door, Outgoing, SendFailed
from bot.jobs import Jobs
from bot.outbox_loop import OutboxLoop
from bot.settings import Settings
from bot.web.browsers import browser_hash
from bot.web.pages import add_pages
from handlers.cards import Button, ButtonAction, Message
from handlers.commands.chat import Command, Press, Say
from handlers.commands.decided import GiveRole
from handlers.commands.pages import MeetBrowser, RecordView
from handlers.commands.picture import ConfirmMask, PickSuspect
from handlers.commands.worker import DueCommand
from handlers.home import Home
from handlers.routing import handle
from handlers.wording.sure import QUESTIONS, SURE
from masking import (
    AllCovered,
    Codes,
    DecoderAway,
    Found,
    Masked,
    MaskingError,
    NobodyThere,
    Person,
    Quality,
    Still,
    StillVisible,
    Stroke,
    Tap,
)
from policy.access import Purpose
from policy.facts import Role
from storage.browsers import Device
from storage.retry import NOTHING
from storage.tables import OPEN, Account, Case, Delivery, DueKind, Machine, OutboxMessage, Program
from storage.unit_of_work import Database, UnitOfWork
from tests.world.beginnings import Moment, remembered
from tests.world.outside import Outside
from tests.world.ports import SECRETS, ports
from tests.world.rows import is_kept
from tests.world.town import Town

UPRIGHT, MASKED, STILL = b"upright picture", b"masked picture", b"still picture"
CLEAR = Quality(size=300, brightness=70, blur=30, texts=0)
MINUTE = timedelta(minutes=1)
PHONE = Device(Machine.IPHONE, Program.LINE)


@dataclass
class Chat:
    """LINE or Slack at the other end of the wire; ``failing`` says which people it can't reach, and how."""

    name: str
    sent: dict[str, list[Message]] = field(default_factory=lambda: defaultdict(list))
    closed: dict[str, list[Message]] = field(default_factory=lambda: defaultdict(list))
    """What took an earlier message's place after a case's end."""
    failing: dict[str, SendFailed] = field(default_factory=dict)
    trouble: SendFailed | None = None
    at_work_for: list[str] = field(default_factory=list)
    homes: dict[str, Home] = field(default_factory=dict)
    """What stands on people's phones all the time."""
    preparing: bool = False
    allowed: Allowance = field(default_factory=lambda: Allowance(None, 0))
    access: Access = field(default_factory=lambda: Access({}, Door("https://chat.example.jp/?", ready=True)))
    silent_about_quota: SendFailed | None = None
    renewed: Callable[[str, str], Command] = field(default=lambda *_: Command())
    taken: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What it took although it failed to say so, by outbox id: Slack shows it, LINE doesn't."""
    late: list[str] = field(default_factory=list)
    """What stands in a chat although nobody here knows of it, by outbox id."""
    before_send: Callable[[Outgoing], None] = field(default=lambda _: None)

    def send(self, message: Outgoing) -> dict[str, Any]:
        """Take a card, or fail as told."""
        self.before_send(message)
        message.begin()
        if self.trouble:
            raise self.trouble
        if message.to in self.failing:
            raise self.failing[message.to]
        (self.closed if message.in_place else self.sent)[message.to].extend((message.card, *message.more))
        return message.previous or {"id": message.id}

    @property
    def finds(self) -> bool:
        """Slack can be asked what stands in a chat."""
        return self.name == "slack"

    def find(self, message_id: str, to: str) -> dict[str, Any] | None:  # noqa: ARG002 - ids are ours
        """The receipt of what was taken without an answer."""
        if self.trouble:
            raise self.trouble
        return self.taken.get(message_id)

    def take_back(self, message_id: str, to: str, keep: dict[str, Any] | None) -> int:  # noqa: ARG002 - ids are ours
        """What a worker that stood still brought behind the others' backs."""
        if self.trouble:
            raise self.trouble
        before, self.late = len(self.late), [brought for brought in self.late if brought != message_id]
        return before - len(self.late)

    def delete(self, reference: str) -> bool:
        """The file is gone, unless its name says that it stays."""
        return not reference.startswith("kept")

    def fetch(self, reference: str) -> bytes:
        """A film if it is called one, what a QR code says, else any photo; nothing while it is being prepared."""
        if self.preparing:
            raise ContentNotReady
        if reference.startswith("code:"):
            return reference.encode()
        kind = b"\0\0\0\x18ftypisom" if reference.startswith("video") else b"photo "
        return kind + reference.encode()

    def renew(self, installation_id: str, expires_at: str) -> Command:
        """See ``renewed``."""
        return self.renewed(installation_id, expires_at)

    def show_home(self, to: Sequence[str], home: Home) -> bool:
        """A menu, or a page."""
        self.homes |= dict.fromkeys(to, home)
        return True

    def at_work(self, to: str) -> None:
        """The dots in a chat."""
        self.at_work_for.append(to)

    def as_usual(self) -> Chat:
        """One that got the same cards, and behaves as usual."""
        sent, closed = (defaultdict(list, {to: [*got] for to, got in box.items()}) for box in (self.sent, self.closed))
        return Chat(self.name, sent, closed, at_work_for=[*self.at_work_for], homes={**self.homes})

    def workspaces(self) -> dict[str, str]:
        """One, without a name."""
        return {"": ""}

    def check(self, workspace: str = "") -> Access:
        """As it should be, unless told otherwise."""
        assert workspace == ""
        if self.trouble:
            raise self.trouble
        return self.access

    def allowance(self) -> Allowance:
        """No limit, unless told otherwise."""
        if self.silent_about_quota:
            raise self.silent_about_quota
        return self.allowed


class Masking:
    """The masking process at the other end of its pipe: finds one person and masks the rest."""

    quality = CLEAR
    by_hand = 0.0
    """Share of the picture that a hand opened."""
    colours = ("", "")
    """What is worn above and below."""
    trouble: MaskingError | None = None

    def stills(self, data: bytes, progress: Callable[[int, int], None]) -> tuple[Still, ...]:
        """Two frames of any film, unless in trouble."""
        for done in range(11):
            progress(done, 10)
        if self.trouble:
            raise self.trouble
        assert data
        return tuple(Still(STILL + bytes([n]), 100, 100, float(n), n) for n in (1, 2))

    def codes(self, data: bytes) -> Codes:
        """A photograph of a code is what the code says; every other one has none."""
        if self.trouble:
            raise self.trouble
        return Codes((data.decode().removeprefix("code:"),) if data.startswith(b"code:") else ())

    def forget(self) -> None:
        """There is nothing to forget here."""

    def find(self, data: bytes, quarters: int = 0) -> Found:
        """One person in the middle; a turned picture says so."""
        if self.trouble:
            raise self.trouble
        return Found(UPRIGHT + b" turned" * quarters + data, 100, 100, (Person(1, (10, 10, 90, 90)),), CLEAR)

    def mask(self, data: bytes, suspects: object, strokes: Sequence[Stroke] = (), taps: Sequence[Tap] = ()) -> Masked:
        """A picture of its own; a brush over the whole of it is refused, a tap or a line at the left edge too, and a
        tap at the top is of no effect. Nobody stands in the corner, unless a line is drawn around them.
        """
        if self.trouble:
            raise self.trouble
        lines = [stroke for stroke in strokes if stroke.kind == "around"]
        if suspects == [(0, 0)] and not lines:
            raise NobodyThere
        if any(x == 0 for line in lines for x, _ in line.points):
            raise StillVisible
        if any(tap.x == 0 for tap in taps):
            raise StillVisible
        taps = [tap for tap in taps if tap.y]
        if any(stroke.radius >= 100 for stroke in strokes):
            raise StillVisible if strokes[-1].kind == "reveal" else AllCovered
        picture = MASKED + repr((suspects, strokes, *([taps] if taps else []))).encode() + data
        evidence: dict[str, Any] = {"quality": {**asdict(self.quality)}, "by_hand": {"share": self.by_hand}}
        sha256, edges = hashlib.sha256(picture).hexdigest(), (((0, 0, 100, 0, 100, 100),), ((40, 40, 60, 40, 60, 60),))
        return Masked(picture, 100, 100, sha256, evidence, *edges, self.colours)


class TownInProcess(Town):
    """The bot's parts are called one after the other; nothing happens by itself."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.now = now
        self._made = 0
        settings = Settings.model_validate(
            {
                "database_url": "sqlite://",
                **SECRETS,
                "public_url": "https://hansho.example",
                "line_channel_secret": "x",
                "line_channel_token": "x",
                "slack_bot_token": "x",
                "slack_signing_secret": "x",
                "demo": True,
                "senders": 16,
            }
        )
        self.app = Application(settings, database, ports(random_id=self.random_id), lambda: self.now)
        self.chats = {"line": Chat("line"), "slack": Chat("slack")}
        self.outbox = OutboxLoop(self.app, self.chats, self._seconds)  # type: ignore[arg-type]
        self.masking = Masking()
        self.jobs = Jobs(self.app, self.chats, self.masking, self._visitor)  # type: ignore[arg-type]
        self._show_homes = self.jobs.by_kind[DueKind.SHOW_HOMES]
        self.jobs.by_kind[DueKind.SHOW_HOMES] = lambda _: None

    def furnish(self) -> None:
        """From now on menus and Home tabs are drawn: most stories never look at them."""
        self.jobs.by_kind[DueKind.SHOW_HOMES] = self._show_homes

    def _visitor(self) -> httpx.Client:
        """Somebody outside, before the public pages."""
        pages = FastAPI(openapi_url=None)
        add_pages(pages, self.app)
        return httpx.Client(transport=Outside(pages), base_url=self.app.settings.public_url)

    def _seconds(self) -> float:
        return self.now.timestamp()

    def close(self) -> None:
        """End the sending thread."""
        self.outbox.close()

    def random_id(self) -> str:
        """Different each time, the same in each run."""
        self._made += 1
        return hashlib.sha256(str(self._made).encode()).hexdigest()

    # --- when ---

    def moment(self) -> Moment | None:
        """Where the town is; None while somebody looks at the database, or anything was told to behave unusually."""
        if self.database._engine.dialect.name != "sqlite":
            return None
        chats = [chat.as_usual() for chat in self.chats.values()]
        if chats != list(self.chats.values()) or vars(self.masking) or self.outbox._resting or self.outbox._alarms:
            return None
        self.database.close()
        if self._file.with_name(f"{self._file.name}-wal").exists():  # somebody else has it open
            return None
        rows = self._file.read_bytes()
        key = (hashlib.sha256(rows + repr(chats).encode()).digest(), self.now, self._made)
        folder = self.database.keys.folder
        keys = {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}
        return Moment(key, (rows, keys, self.now, self._made, chats))

    def resume(self, moment: Moment) -> None:
        """Be where a town was; ``moment`` has closed this one's file."""
        rows, keys, self.now, self._made, chats = moment.content
        self._file.write_bytes(rows)
        shutil.rmtree(self.database.keys.folder, ignore_errors=True)
        self.database.keys.folder.mkdir()
        for name, content in keys.items():
            (self.database.keys.folder / name).write_bytes(content)
        for chat, was in zip(self.chats.values(), chats, strict=True):
            vars(chat).update(vars(was.as_usual()))

    @property
    def _file(self) -> Path:
        return Path(self.database._engine.url.database or "")

    # --- who ---

    def cards(self, code: str) -> list[Message]:
        """Everything a person got, on any account, oldest first by account."""
        with self.reading() as uow:
            return [
                card for a in self.member(code, uow).accounts for card in self.chats[a.platform].sent[a.external_id]
            ]

    def titles(self, code: str) -> list[str]:
        """The titles of all their cards."""
        return [card.title for card in self.cards(code)]

    def last(self, code: str) -> Message:
        """The newest card, once everything that waits has left."""
        self.deliver()
        return self.cards(code)[-1]

    # --- what they do ---

    def run(self, command: Command) -> None:
        """One command, one commit, one second; what it wants to know of the platform's quota is asked at once."""
        self.now += timedelta(seconds=1)
        self.app.run(command)
        while self._one_due((DueKind.ASK_QUOTA, DueKind.RETRY_BROADCAST)):
            pass

    def appoint(self, code: str, role: Role) -> None:
        """What two people have decided: somebody is something for the whole network."""
        with self.reading() as uow:
            member_id = self.member(code, uow).id
        self.run(GiveRole(member_id, role))

    def say(self, code: str, text: str) -> None:
        """Type and send."""
        self.run(Say(self.account(code), text))

    def press(self, code: str, label: str, platform: str | None = None, *, sure: bool = True) -> None:
        """Press the newest button of that label; a grave act asks, and whoever is ``sure`` says yes."""
        self.deliver()
        button = next(b for card in reversed(self.cards(code)) for b in all_buttons(card) if b.label == label)
        account = self.account(code, platform)
        self.run(Press(account, button.id))
        yes = self._yes(button) if sure else None
        if yes:
            self.deliver()
            answer = next(b for card in reversed(self.cards(code)) for b in card.buttons if b.label == yes)
            self.run(Press(account, answer.id))

    def _yes(self, button: Button) -> str | None:
        """What the answer reads with which the button's act is done, if it asked."""
        with self.reading() as uow:
            meaning = uow.buttons.get(button.id)
            question = QUESTIONS.get(ButtonAction(meaning.action)) if meaning else None
            return None if meaning is None or question is None or SURE in meaning.arguments else question.yes.msgid

    fill_in = remembered(Town.fill_in)
    answer = remembered(Town.answer)

    def hand_in(self, code: str = "P01", **changed: str) -> Case:
        """A whole report at once, up to the preview."""
        self.fill_in(code, **changed)
        return self.newest(code)

    def photographed(self) -> str:
        """A report with a photo, masked and confirmed; returns the case's id."""
        self._photograph()
        return self.case().id

    @remembered
    def _photograph(self) -> None:
        self.fill_in("P01", photo="photo-1", form="picture")
        self.work()
        case = self.case()
        self.run(PickSuspect(case.reporter_account_id, case.id, 40, 40))
        self.work()
        self.run(ConfirmMask(case.reporter_account_id, case.id, self.case().masked_sha256 or ""))

    @remembered
    def submit(self, code: str = "P01") -> None:
        """To the approvers."""
        self.press(code, "承認者へ送る")

    def warn(self, **changed: str) -> Case:
        """A text alert, approved and in the neighbours' hands."""
        self._warn(**changed)
        return self.case()

    @remembered
    def _warn(self, **changed: str) -> None:
        self.hand_in(**changed)
        self.submit()
        self.answer("P02")
        self.answer("P03")
        self.deliver()

    def look_at(self, account_id: str, case_id: str) -> None:
        """The same for any case, as long as there is one."""
        self.run(RecordView(account_id, case_id, Purpose.PREVIEW, picture=True))

    def open_link(self, code: str, cookie: str, *, came_as: str = "") -> str:
        """A browser is at a new link of theirs and is known by this cookie afterwards; returns the link's id."""
        account, link_id = self.account(code), self.random_id()
        with self.database.unit_of_work() as uow:
            case_id = uow.session.scalars(select(Case.id).order_by(Case.created_at.desc())).first() or ""
            uow.links.add(link_id, Purpose.ALERT, case_id, account, self.now, self.now + timedelta(hours=24))
            uow.commit()
        self.run(
            MeetBrowser(account, link_id, browser_hash(came_as or f"before {cookie}"), browser_hash(cookie), PHONE)
        )
        return link_id

    # --- what happens ---

    def deliver(self) -> None:
        """Everything that waits leaves."""
        while self.outbox.step():
            pass

    def wait(self, *, retrying: bool = False, **period: float) -> None:
        """Time passes; what falls due is done at its time, and what it queues leaves.

        ``retrying``: what could not leave is tried at its own moment too, not only when something falls due.
        """
        end = self.now + timedelta(**period)
        while True:
            self.work()
            upcoming = self._next_due(end, retrying=retrying)
            if upcoming is None:
                break
            self.now = max(self.now, upcoming)
        self.now = max(self.now, end)
        self.work()

    def work(self) -> None:
        """Do what is due now, a second later: rings and jobs, then the cards."""
        self.now += timedelta(seconds=1)
        while self._one_due():
            pass
        self.jobs.forget()
        self.deliver()

    def _one_due(self, kinds: Collection[DueKind] = ()) -> bool:
        with self.database.unit_of_work() as uow:
            work = uow.due.claim(self.now, 60, kinds)
            uow.commit()
        if work is None:
            return False
        job = self.jobs.by_kind.get(work.kind)
        try:
            command = job(work) if job else DueCommand(work.kind, work.case_id, work.arguments)
        except (SendFailed, ContentNotReady, DecoderAway) as trouble:
            with self.database.unit_of_work() as uow:
                uow.due.retry(work, self.now, "trouble", getattr(trouble, "asked", NOTHING))
                uow.commit()
            return True
        with self.database.unit_of_work() as uow:
            uow.due.done(work, self.now)
            if command is not None:
                handle(command, self.app.context(uow))
            uow.commit()
        return True

    def _next_due(self, end: datetime, *, retrying: bool) -> datetime | None:
        with self.reading() as uow:
            waiting = select(OutboxMessage.next_at).where(OutboxMessage.state.in_(OPEN))
            due = (work.next_at for work in uow.due.overdue(end + MINUTE, timedelta()))
            moments = [*due, *(uow.session.scalars(waiting) if retrying else ())]
            return min((moment for moment in moments if self.now < moment <= end), default=None)

    # --- what there is ---

    def deliveries(self) -> dict[str, Delivery]:
        """The newest case's deliveries by member code."""
        with self.reading() as uow:
            return {row.account.member.code: row for row in uow.deliveries.of_case(self.case().id)}

    def kept(self, kind: str, name: str) -> bool:
        """Whether something of the newest case can still be read."""
        with self.reading() as uow:
            return is_kept(uow, self.case().id, kind, name)

    def first_account(self, uow: UnitOfWork, code: str) -> Account:
        """A person's account row in the given unit."""
        return uow.people.account_by_id(self.account(code))


def all_buttons(card: Message) -> tuple[Button, ...]:
    """What can be pressed on a card."""
    return (*card.buttons, *card.choices)
