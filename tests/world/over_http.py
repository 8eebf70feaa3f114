"""The demo town over HTTP: the bot and the fakes of LINE and Slack on loopback, and the steps many stories share."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from click.testing import CliRunner, Result
from pydantic import SecretStr
from sqlalchemy import select

from bot import app
from bot.cli import hansho
from bot.settings import Settings
from bot.wiring import Bot, build
from bot.worker import Worker
from masking import MaskingPool
from simulator.app import create
from simulator.browser import Browser
from simulator.clock import Clock
from simulator.line_state import Channel
from simulator.message import Message
from simulator.phones import People, Phone
from simulator.serving import address, loopback_socket, served
from simulator.slack_state import Workspace
from storage.tables import Case, InboxEvent, InboxState
from tests.world.answers import REPORT
from tests.world.chat import JUDGEMENT, JUDGEMENT_FIELDS, report_steps
from tests.world.ports import SECRETS
from tests.world.town import NEAR, Town, move_in

PICTURE = Path("simulator/pictures/crossing.jpg")
SUSPECT = (361, 293)
"""The person in black in the middle of the picture."""

PATIENCE = 90
"""Seconds to wait for anything on a busy machine."""

TIMES = 10
"""How many times as long as in the world LINE and Slack wait for the bot there; their limits are not these stories'."""


class TownOverHttp(Town):
    """Simulator and bot on loopback ports of their own; a context manager. ``changed``: settings, by name."""

    def __init__(self, folder: Path, database_url: str, master_keys: str, pool: MaskingPool, **changed: str) -> None:
        self._stack = ExitStack()
        self._clock = folder / "clock"
        self._pool = pool
        self.picture = PICTURE
        self._world_socket, self._bot_socket = (self._stack.enter_context(loopback_socket()) for _ in range(2))
        self.simulator_url, self.bot_url = address(self._world_socket), address(self._bot_socket)
        self.settings = Settings.model_validate(
            {
                "database_url": database_url,
                "key_directory": folder / "keys",
                "checkpoints": folder / "checkpoints",
                **SECRETS,
                "master_keys": master_keys,
                "public_url": self.bot_url,
                "port": self._bot_socket.getsockname()[1],
                "line_channel_secret": Channel.secret,
                "line_channel_token": Channel.token,
                "line_api_url": f"{self.simulator_url}/line",
                "slack_bot_token": Workspace.token,
                "slack_signing_secret": Workspace.signing_secret,
                "slack_app_id": Workspace.app,
                "slack_api_url": f"{self.simulator_url}/slack/api/",
                "demo": True,
                "demo_clock": self._clock,
                **changed,
            }
        )

    def __enter__(self) -> Self:
        self._open_world()
        self._world.patience = TIMES
        worker = Worker(self.bot.application, self.bot.platforms, self._pool)
        self._stack.enter_context(served(app.create(self.bot, worker), self._bot_socket))
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    def environment(self) -> dict[str, str]:
        """The bot's own settings, as a terminal beside it has them."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("HANSHO_")}
        for name in self.settings.model_fields_set:
            value = getattr(self.settings, name)
            own[f"HANSHO_{name.upper()}"] = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
        return own

    def hansho(self, *words: str) -> Result:
        """``hansho`` with these words, typed beside the running bot."""
        return CliRunner().invoke(hansho, words, env=self.environment())

    def _open_world(self) -> None:
        """The platforms, the people with their phones, and the bot's database; the bot does not run yet."""
        world = create(url=self.simulator_url, bot_url=self.bot_url, clock=Clock(self._clock))
        self._world = world.state.simulator.world
        self.sent = self._world.chats
        self._stack.enter_context(served(world, self._world_socket))
        self.people = self._stack.enter_context(People(self.simulator_url))
        self.bot: Bot = build(self.settings)
        self.app = self.bot.application
        self._stack.callback(self.database.close)
        self._settle()

    def _settle(self) -> None:
        """Whoever lives there moves in."""
        move_in(self.database, awake=True, near=self.rules == NEAR)
        self.reporter, self.responsible = self.people.phone("P01"), self.people.phone("P02")
        self.approver, self.neighbour = self.people.phone("P03"), self.people.phone("P09")
        self.deputy, self.secretariat = self.preferred("P04"), self.people.phone("P29")

    # --- what people do ---

    def report(self) -> None:
        """The reporter's whole way up to the preview: a photo, the questions, the person in the middle."""
        self.reporter.send_photo(PICTURE.read_bytes())
        self.reporter.wait_for("写真を受け取りました")
        self.answer_questions(form="picture")
        self.mask()
        self.reporter.wait_for("この内容でよろしいですか？")

    def answer_questions(self, **changed: str) -> None:
        """The report's questions, one by one."""
        for step in report_steps(**changed):
            self.reporter.wait_for(step.question)
            if step.pressed:
                self.reporter.press(step.answer)
            else:
                self.reporter.say(step.answer)

    def mask(self) -> None:
        """The reporter opens the page, taps the suspect and confirms."""
        link = self.reporter.open_link("画像を確認する")
        with Browser() as browser:
            browser.pick(link, *SUSPECT)
            browser.confirm(link)

    def submit(self) -> None:
        """To the approvers."""
        self.reporter.press("承認者へ送る")
        self.reporter.wait_for("承認をお願いしています 0 /")

    def look_at_preview(self, phone: Phone) -> None:
        """An approver looks at the picture that would go out."""
        phone.wait_for("承認のお願い")
        link = phone.open_link("内容を見る")
        with Browser() as browser:
            page = browser.visit(link)
            assert page.is_success
            assert "<figure" not in page.text or browser.picture(link).is_success

    def approve(self) -> None:
        """The responsible person on LINE, then the second approver on Slack."""
        for phone in (self.responsible, self.approver):
            self.look_at_preview(phone)
        self._approve_on_line(self.responsible)
        self.reporter.wait_for("1 / 2")
        self.approver.press("判定する")
        self.approver.modal("三要件の判定")
        assert self.approver.submit(JUDGEMENT_FIELDS) == {}

    def _approve_on_line(self, phone: Phone) -> None:
        phone.press("判定する")
        for _, question, reason in JUDGEMENT:
            phone.wait_for(question)
            phone.press("はい")
            phone.wait_for("そう考えた理由は")
            phone.say(reason)

    def send_alert(self) -> None:
        """From nothing to a neighbour with the card in hand."""
        self.report()
        self.submit()
        self.approve()
        self.neighbour.wait_for("警戒のお願い")

    # --- the same in one step, where a story is about something else ---

    def hand_in(self, **changed: str) -> None:
        """The reporter's answers at once, without a photo, up to the preview."""
        self.fill_in(self.reporter.code, self.reporter.platform, **changed)
        self.reporter.wait_for("この内容でよろしいですか？")

    def say_yes(self, phone: Phone, *, no: str = "") -> None:
        """All four answers with reasons at once; ``no`` names the test that is answered with no."""
        self.answer(phone.code, no, phone.platform)

    def warn(self) -> None:
        """A text alert, approved and in the neighbours' hands."""
        self.hand_in()
        self.submit()
        self.say_yes(self.responsible)
        self.say_yes(self.approver)
        self.neighbour.wait_for("警戒のお願い")

    def warn_with_picture(self) -> None:
        """The same with a photo, masked and confirmed on its page, and looked at by both who approve."""
        self.reporter.send_photo(PICTURE.read_bytes())
        self.reporter.wait_for("写真を受け取りました")
        self.form(self.reporter.code, "report", platform=self.reporter.platform, **{**REPORT, "form": "picture"})
        self.mask()
        self.reporter.wait_for("この内容でよろしいですか？")
        self.submit()
        for phone in (self.responsible, self.approver):
            self.look_at_preview(phone)
            self.say_yes(phone)
        self.neighbour.wait_for("警戒のお願い")

    def stop(self, form: str) -> None:
        """The reporter recalls at once, without the questions."""
        self.form(self.reporter.code, form, platform=self.reporter.platform, reason="wrong_person")

    @staticmethod
    def insist(phone: Phone, label: str, on: Message | None = None) -> None:
        """Press what has grave effects, and say yes where the chat asks; Slack asks in a dialogue of its own."""
        phone.press(label, on=on)
        if phone.platform == "line":
            phone.press(f"はい、{label}")

    def preferred(self, code: str) -> Phone:
        """The phone on which a person with two gets cards."""
        with self.reading() as uow:
            account = uow.people.preferred_account(self.member(code, uow))
            assert account is not None
            return self.people.phone(code, account.platform)

    def newcomer(self, platform: str, code: str = "") -> Phone:
        """Somebody with a phone who is no member, or a member's new one."""
        user_id = "U" + secrets.token_hex(16) if platform == "line" else "U" + secrets.token_hex(5).upper()
        person = {"user_id": user_id, "platform": platform, "code": code, "name": user_id}
        self.people.post("/people", [person])
        return self.people.phone(user_id)

    def enrolment_code(self, code: str) -> str:
        """A fresh one-time code for a member."""
        with self.database.unit_of_work() as uow:
            issued = uow.people.new_enrolment(self.member(code, uow).id, self.app.now())
            uow.commit()
        return issued

    # --- what there is ---

    def case(self) -> Case:
        """The reporter's newest case, as it stands in the database."""
        return self.newest(self.reporter.code)

    def wait_for_quota(self, allowed: int) -> None:
        """Until the bot has asked LINE and knows what is allowed."""

        def known() -> bool:
            with self.reading() as uow:
                quota = uow.quota.get("line")
            return quota is not None and quota.allowed == allowed

        wait_until(known, "the quota")

    def wait_until_sent(self) -> None:
        """Until everything that was said is handled and no card waits any more."""

        def sent() -> bool:
            with self.reading() as uow:
                unheard = select(InboxEvent.id).where(InboxEvent.state == InboxState.NEW).limit(1)
                return uow.session.scalars(unheard).first() is None and uow.outbox.waiting() == 0

        wait_until(sent, "all cards to leave")

    def let_pass(self, **period: float) -> None:
        """Time passes, e.g. ``hours=1``, once all of before is done: an arrival that is noted afterwards would count
        from another hour, and a story would wait in vain for what follows from it.
        """
        self.wait_until_sent()
        self.people.wait(**period)

    def wait_for_erasure(self) -> None:
        """Until no words of the case can be read any more."""

        def gone() -> bool:
            with self.reading() as uow:
                return not uow.vault.has_key(self.case().id, "text")

        wait_until(gone, "the texts to be erased")

    def wait_for_state(self, state: str, seconds: float = PATIENCE) -> None:
        """Until the case is there."""
        wait_until(lambda: self.case().state == state, f"the case to be {state}", seconds)


def wait_until(look: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
    """Until it is so."""
    end = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < end, f"waited {seconds} s for {what}"
        time.sleep(0.05)
