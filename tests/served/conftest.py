"""One ``hansho serve`` for all attacks on one kind of database: a process of its own, as behind a proxy with TLS.

Starting it takes as long as a dozen of them. They are written so that each finds its own people untouched, whatever
went before, and all chats read; only the clock goes forward.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Self

import httpx
import pytest

from handlers.commands.chat import SubmitCase
from handlers.errors import NotAllowed
from policy.states import State
from simulator.browser import Browser
from simulator.phones import Phone
from storage.tables import InboxEvent, InboxState
from tests.conftest import BACKENDS, postgres_database
from tests.world.as_process import START_SECONDS, TownAsProcess
from tests.world.databases import application
from tests.world.over_http import TIMES
from tests.world.wire import HTTP, on_line

OPERATOR = "what an operator's monitoring shows"

ASKERS = {"line": "P31", "slack": "P30"}
"""Who asks how things stand."""

ENDED = "端末とリンクをすべて解除しました"


class Proxy(httpx.HTTPTransport):
    """Takes TLS off, as an operator's proxy does: a browser speaks https, the bot hears http."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        plain = request.url.copy_with(scheme="http")
        return super().handle_request(
            httpx.Request(
                request.method, plain, headers=request.headers, stream=request.stream, extensions=request.extensions
            )
        )


class ServedTown(TownAsProcess):
    """As ``TownAsProcess``; nobody sends a picture, and its people's pages have https addresses."""

    def __init__(self, folder: Path, database_url: str, application_url: str, master_keys: str) -> None:
        super().__init__(folder, database_url, master_keys, pictures=False, metrics_token=OPERATOR)
        self.application_url = application_url
        self.has_roles = application_url != database_url
        secure = self.settings.public_url.replace("http:", "https:")
        self.settings = self.settings.model_copy(update={"public_url": secure})
        self.folder = folder

    def __enter__(self) -> Self:
        super().__enter__()
        self._world.patience = TIMES
        self.until(self.quiet, "what the morning brings")
        return self

    def environment(self) -> dict[str, str]:
        """The bot has its own role's address; we look and meddle as the owner of all tables."""
        return super().environment() | {"HANSHO_DATABASE_URL": self.application_url}

    def warn(self, **changed: str) -> None:
        """As everywhere; of the many alerts of this town it is the newest that has to be there. Of a shop that warns so
        often the secretariat wants to judge as well.
        """
        self.approve_one(**changed)
        self.neighbour.wait_for(self.case().number)

    def warned_anew(self, phone: Phone) -> str:
        """Whatever they had open before is shut, and a new alert goes out; where they read it."""
        assert self.hansho("members", "lock", phone.code).exit_code == 0
        phone.wait_for(ENDED)
        self.warn()
        phone.wait_for(self.case().number)
        return phone.open_link("内容を見る")

    def approve_one(self, **changed: str) -> None:
        """An alert lives; its cards are still to leave."""
        self.fill_in(self.reporter.code, self.reporter.platform, **changed)
        self.run(SubmitCase(self.account(self.reporter.code, self.reporter.platform), self.case().id))
        for phone in (self.responsible, self.approver, self.secretariat):
            with suppress(NotAllowed):  # two were enough: it goes out as soon as the bot has asked about the month
                self.say_yes(phone)
        self.wait_for_state(State.LIVE, START_SECONDS)

    def is_answered(self, platform: str) -> None:
        """Somebody asks how things stand, and hears it, whatever lives in their town just now."""
        phone = self.people.phone(ASKERS[platform], platform)
        phone.say("状況")
        phone.wait_for("")

    def joined(self, owner: Phone, platform: str) -> Phone:
        """One more account of theirs, as they themselves say from the old one."""
        phone = self.newcomer(platform, owner.code)
        phone.say(f"登録 {self.enrolment_code(owner.code)}")
        owner.press("はい、私です", on=owner.wait_for("あなたのものですか？"))
        phone.wait_for("登録が完了しました")
        return phone

    def is_done(self, event_id: str) -> bool:
        """Whether an event was handled."""
        done = (InboxEvent.event_id == event_id, InboxEvent.state == InboxState.DONE)
        return bool(self._count(InboxEvent, *done))

    def on_line(self, user_id: str, text: str, event_id: str) -> dict[str, Any]:
        """LINE's event of somebody's words, by the clock of this town."""
        return on_line(user_id, text, event_id, at=self.app.now().timestamp())

    def warned(self) -> list[Phone]:
        """The phones on which the newest alert is."""
        with self.reading() as uow:
            accounts = [row.account for row in uow.deliveries.of_case(self.case().id)]
            return [self.people.phone(account.member.code, account.platform) for account in accounts]

    @contextmanager
    def browser(self) -> Iterator[Browser]:
        """Somebody's browser."""
        with Proxy() as proxy, Browser(proxy) as made:
            yield made

    def figure(self, name: str) -> float:
        """What an operator's monitoring reads."""
        told = HTTP.get(f"{self.bot_url}/metrics", headers={"authorization": f"Bearer {OPERATOR}"})
        return float(next(line.split()[-1] for line in told.text.splitlines() if line.startswith(f"{name} ")))


@contextmanager
def database_of_its_own(request: pytest.FixtureRequest, folder: Path, master_keys: str) -> Iterator[tuple[str, str]]:
    """Empty and migrated, and emptied by nobody else's test: its owner's address and the application's."""
    if request.param != "sqlite":
        name = f"served_{os.getpid()}"
        with postgres_database(name, master_keys) as owner, application(owner, name) as address:
            yield owner, address
        return
    shutil.copyfile(request.getfixturevalue("empty_sqlite"), folder / "hansho.sqlite3")
    yield (f"sqlite:///{folder / 'hansho.sqlite3'}",) * 2


@pytest.fixture(scope="package", params=BACKENDS)
def town(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, master_keys: str
) -> Iterator[ServedTown]:
    """The demo town and its ``hansho serve``."""
    folder = tmp_path_factory.mktemp("served")
    with ExitStack() as stack:
        addresses = stack.enter_context(database_of_its_own(request, folder, master_keys))
        yield stack.enter_context(ServedTown(folder, *addresses, master_keys))


@pytest.fixture(autouse=True)
def _news_is_of_this_test(town: ServedTown) -> None:
    """What other tests left in somebody's chat is read, and none of it is taken for an answer."""
    town.people.read_all()
