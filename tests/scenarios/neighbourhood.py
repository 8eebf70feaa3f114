"""Servers and people of a story, and the steps that many stories share, in a user's words."""

from __future__ import annotations

import base64
import secrets
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from bot import app
from bot.settings import Settings
from bot.wiring import Bot, build
from bot.worker import Worker
from handlers.commands.chat import SubmitForm
from handlers.network.members import leave
from masking import Workshop
from policy.assessment import TESTS
from simulator.app import create
from simulator.browser import Browser
from simulator.clock import Clock
from simulator.line_state import Channel
from simulator.people import People, Phone
from simulator.serving import address, loopback_socket, served
from simulator.slack_state import Workspace
from storage.tables import Case
from tests.scenarios.settled import settle

PICTURE = Path("simulator/pictures/crossing.jpg")
SUSPECT = (361, 293)
"""The person in black in the middle of the picture."""

REASONS = (
    ("現在の危難", "駅の方へ歩いて行き、同じ商品を置く店が並んでいるため"),
    ("補充性", "110番したが到着まで20分かかり、店内の警戒だけでは防げない"),
    ("法益権衡", "顔と周りの人は隠れ、服装だけがわかる範囲に絞ったため"),
    ("同意取得の困難性", "すでに店を出ていて、連絡をとる方法がないため"),
)
QUESTIONS = {test.title: test.question for test in TESTS}
MODAL_ANSWERS = {
    label: answer for title, reason in REASONS for label, answer in ((title, "はい"), (f"{title}：理由", reason))
}


class Neighbourhood:
    """Simulator and bot on loopback ports of their own; a context manager."""

    def __init__(self, folder: Path, database_url: str, master_keys: str, workshop: Workshop) -> None:
        self._stack = ExitStack()
        self._folder = folder
        self._clock = folder / "clock"
        self._workshop = workshop
        self._master_keys = master_keys
        self.picture = PICTURE
        self._world_socket, self._bot_socket = (self._stack.enter_context(loopback_socket()) for _ in range(2))
        self.simulator_url, self.bot_url = address(self._world_socket), address(self._bot_socket)
        self.settings = Settings.model_validate(
            {
                "database_url": database_url,
                "master_keys": master_keys,
                "link_secret": "a link secret of the tests, long enough",
                "ledger_key": base64.b64encode(bytes(32)).decode(),
                "public_url": self.bot_url,
                "port": self._bot_socket.getsockname()[1],
                "line_channel_secret": Channel.secret,
                "line_channel_token": Channel.token,
                "line_api_url": f"{self.simulator_url}/line",
                "slack_bot_token": Workspace.token,
                "slack_signing_secret": Workspace.signing_secret,
                "slack_api_url": f"{self.simulator_url}/slack/api/",
                "demo": True,
                "demo_clock": self._clock,
            }
        )

    def __enter__(self) -> Self:
        clock = Clock(self._clock)
        world = create(url=self.simulator_url, bot_url=self.bot_url, clock=clock)
        self._stack.enter_context(served(world, self._world_socket))
        self.people = self._stack.enter_context(People(self.simulator_url))
        self.bot: Bot = build(self.settings)
        self._stack.callback(self.bot.edge.database.close)
        settle(self.bot.edge.database, self._master_keys)
        worker = Worker(self.bot.edge, self.bot.platforms, self._workshop)
        self._stack.enter_context(served(app.create(self.bot, worker), self._bot_socket))
        self.reporter = self.people.phone("P01")
        self.responsible = self.people.phone("P02")
        self.approver = self.people.phone("P03")
        self.deputy = self.preferred("P04")
        self.neighbour = self.people.phone("P09")
        self.secretariat = self.people.phone("P29")
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    # --- what people do ---

    def report(self, *, form: str = "人を隠した画像つき", photo: bool = True, vulnerable: str = "いいえ") -> None:
        """The reporter's whole way up to the preview; with a photo they pick the person in the middle."""
        if photo:
            self.reporter.send_photo(PICTURE.read_bytes())
            self.reporter.wait_for("写真を受け取りました")
        else:
            self.reporter.say("通報")
            self.reporter.press("写真なしで続ける")
        self.answer_questions(form, vulnerable)
        if photo and form == "人を隠した画像つき":
            self.mask()
        self.reporter.wait_for("この内容でよろしいですか？")

    def answer_questions(self, form: str, vulnerable: str = "いいえ") -> None:
        """The report's questions, one by one."""
        steps = [
            ("何を、どれくらい", "化粧品 約20点をバッグに"),
            ("いつのことですか", ["15分前"]),
            ("根拠は何ですか", ["店員が見た"]),
            ("支払いがないこと", ["はい"]),
            ("警察には", ["110番した"]),
            ("どちらへ", "駅前通りを東へ"),
            ("移動手段は", ["徒歩"]),
            ("知っている人", ["いいえ"]),
            ("配慮が必要な人に", [vulnerable]),
            ("どこまで伝えますか", [form]),
        ]
        if form != "人物にふれない注意喚起":
            steps += [
                ("見てわかる特徴", "黒いキャップ、紺の上着、大きな手提げ袋"),
                ("軽い方法では足りない", "似た服装の買い物客が多く、文字だけでは取り違えるおそれがあるため"),
            ]
        for question, answer in steps:
            self.reporter.wait_for(question)
            if isinstance(answer, list):
                self.reporter.press(answer[0])
            else:
                self.reporter.say(answer)

    def mask(self, at: tuple[int, int] | None = None) -> None:
        """The reporter opens the page, taps the suspect and confirms."""
        link = self.reporter.open_link("画像を確認する")
        with Browser() as browser:
            browser.pick(link, *(at or SUSPECT))
            browser.confirm(link)

    def submit(self) -> None:
        """To the approvers."""
        self.reporter.press("承認者へ送る")
        self.reporter.wait_for("判定をお願いしています")

    def look_at_preview(self, phone: Phone) -> None:
        """An approver looks at the picture that would go out."""
        phone.wait_for("判定のお願い")
        link = phone.open_link("画像を見る")
        with Browser() as browser:
            assert browser.visit(link).is_success
            assert browser.picture(link).is_success

    def approve_on_line(self, phone: Phone, *, no: str = "") -> None:
        """Four answers with reasons; ``no`` names the test that is answered with いいえ."""
        phone.press("判定する")
        for title, reason in REASONS:
            phone.wait_for(QUESTIONS[title])
            phone.press("いいえ" if title == no else "はい")
            phone.wait_for("その理由を教えて")
            phone.say(reason)

    def approve_on_slack(self, phone: Phone) -> dict[str, str]:
        """The modal with all four; returns what it complains about."""
        phone.press("判定する")
        phone.modal("三要件の判定")
        return phone.submit(MODAL_ANSWERS)

    def approve(self) -> None:
        """The responsible person on LINE, then the second approver on Slack."""
        for phone in (self.responsible, self.approver):
            self.look_at_preview(phone)
        self.approve_on_line(self.responsible)
        self.reporter.wait_for("1 / 2")
        assert self.approve_on_slack(self.approver) == {}

    def send_alert(self) -> None:
        """From nothing to a neighbour with the card in hand."""
        self.report()
        self.submit()
        self.approve()
        self.neighbour.wait_for("警戒のお願い")

    # --- the same in one step, where a story is about something else ---

    def hand_in(self, form: str = "features", vulnerable: str = "no", **changed: str) -> None:
        """The reporter's answers at once, without a photo, up to the preview."""
        answers = {
            "goods": "化粧品 約20点をバッグに",
            "when": "15",
            "ground": "witnessed",
            "payment_checked": "yes",
            "police": "called",
            "direction": "駅前通りを東へ",
            "travel": "on_foot",
            "known_person": "no",
            "vulnerable": vulnerable,
            "form": form,
            "features": "黒いキャップ、紺の上着、大きな手提げ袋",
            "step_up_reason": "駅前は人通りが多く、注意喚起だけでは気づけないため",
            **changed,
        }
        self.bot.edge.run(SubmitForm(self.account(self.reporter), "report", None, answers))
        self.reporter.wait_for("この内容でよろしいですか？")

    def say_yes(self, phone: Phone, *, no: str = "") -> None:
        """All four answers with reasons at once; ``no`` names the test (code) that is answered with no."""
        names = ("present_danger", "subsidiarity", "proportionality", "consent_difficulty")
        answers = {name: "no" if name == no else "yes" for name in names}
        answers |= {f"{name}_reason": reason for name, (_, reason) in zip(names, REASONS, strict=True)}
        case = self.case()
        answers["binding"] = case.binding or ""
        self.bot.edge.run(SubmitForm(self.account(phone), "assess", case.id, answers))

    def warn(self) -> None:
        """A text alert, approved and in the neighbours' hands."""
        self.hand_in()
        self.submit()
        self.say_yes(self.responsible)
        self.say_yes(self.approver)
        self.neighbour.wait_for("警戒のお願い")

    def account(self, phone: Phone) -> str:
        """Our id of the account on that phone."""
        with self.bot.edge.database.unit_of_work(read_only=True) as uow:
            account = uow.people.account(phone.platform, phone.user_id)
            assert account is not None
            return account.id

    def preferred(self, code: str) -> Phone:
        """The phone on which a person with two gets cards."""
        with self.bot.edge.database.unit_of_work(read_only=True) as uow:
            member = uow.people.by_code(uow.stores.the_network().id, code)
            assert member is not None
            account = uow.people.preferred_account(member)
            assert account is not None
            return self.people.phone(code, account.platform)

    def newcomer(self, platform: str) -> Phone:
        """Somebody with a phone who is no member."""
        user_id = "U" + secrets.token_hex(16) if platform == "line" else "U" + secrets.token_hex(5).upper()
        person = {"user_id": user_id, "platform": platform, "code": "", "name": user_id}
        self.people.post("/people", [person])
        return self.people.phone(user_id)

    def enrolment_code(self, code: str) -> str:
        """A fresh one-time code for a member."""
        edge = self.bot.edge
        with edge.database.unit_of_work() as uow:
            member = uow.people.by_code(uow.stores.the_network().id, code)
            assert member is not None
            issued = uow.people.new_enrolment(member.id, edge.now())
            uow.commit()
        return issued

    def stop(self, form: str) -> None:
        """The reporter recalls at once, without the questions."""
        answers = {"reason": "wrong_person"}
        self.bot.edge.run(SubmitForm(self.account(self.reporter), form, self.case().id, answers))

    def wait_for_quota(self, allowed: int, seconds: float = 30) -> None:
        """Until the bot has asked LINE and knows what is allowed."""
        end = time.monotonic() + seconds
        while True:
            with self.bot.edge.database.unit_of_work(read_only=True) as uow:
                quota = uow.quota.get("line")
            if quota is not None and quota.allowed == allowed:
                return
            assert time.monotonic() < end
            time.sleep(0.05)

    def wait_until_sent(self, seconds: float = 40) -> None:
        """Until no card waits any more."""
        end = time.monotonic() + seconds
        while True:
            with self.bot.edge.database.unit_of_work(read_only=True) as uow:
                if uow.outbox.waiting() == 0:
                    return
            assert time.monotonic() < end
            time.sleep(0.05)

    def set_rules(self, **rules: int | bool) -> None:
        """The network decides on other numbers."""
        with self.bot.edge.database.unit_of_work() as uow:
            uow.stores.the_network().rules = rules
            uow.commit()

    def leave(self, phone: Phone) -> None:
        """The person leaves the network."""
        edge = self.bot.edge
        with edge.database.unit_of_work() as uow:
            member = uow.people.by_code(uow.stores.the_network().id, phone.code)
            assert member is not None
            leave(member, uow, edge.ports, edge.now())
            uow.commit()

    def case(self) -> Case:
        """The reporter's newest case, as it stands in the database."""
        with self.bot.edge.database.unit_of_work(read_only=True) as uow:
            member = uow.people.by_code(uow.stores.the_network().id, self.reporter.code)
            assert member is not None
            case = uow.cases.latest_of(member.id)
            assert case is not None
            return case

    def wait_for_state(self, state: str, seconds: float = 40) -> None:
        """Until the case is there."""
        end = time.monotonic() + seconds
        while self.case().state != state:
            assert time.monotonic() < end, f"still {self.case().state}, not {state}"
            time.sleep(0.05)
