"""What happens in the town: somebody reports, others judge, neighbours are warned, and it ends one way or another."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Final, TypeVar

from sqlalchemy.exc import InterfaceError, OperationalError

from benchmarks.chaos.person import LOOK_EVERY, PATIENCE, Person, Stuck
from benchmarks.chaos.quarter import Shop
from bot.application import Application
from handlers.forms.definitions import ASSESS, RECALL
from handlers.forms.definitions import REPORT as REPORT_FORM
from policy.forms.names import FieldName, RecallReason
from policy.states import State
from simulator.browser import Browser
from simulator.control import Simulator
from simulator.screen import words
from simulator.world import Bubble
from storage.tables import Case
from storage.unit_of_work import UnitOfWork
from tests.world.answers import REPORT, judged
from tests.world.chat import in_labels, report_steps

ENDINGS: Final = ("all clear", "recall", "expiry", "withdrawal", "refusal")
WEIGHTS: Final = (30, 30, 20, 10, 10)
DOOR: Final = "フォームはこちらから"
NUMBER: Final = re.compile(r"(\d+) / \d")

Seen = TypeVar("Seen")


@dataclass
class Story:
    """One report of one shop, to its end; it knows the bot's database only to see how far things are."""

    sim: Simulator
    app: Application
    shop: Shop
    neighbours: list[Shop]
    ending: str
    draw: Random

    def play(self) -> None:
        """From the first word to the end.

        Raises:
            Stuck: somebody waited in vain.
        """
        self.report()
        if self.ending == "withdrawal":
            self.reporter.answer(
                {
                    "取り下げますか": self.reporter.presses("はい、取り下げる"),
                    "承認をお願いしています": self.reporter.presses("取り下げる"),
                },
                self.is_(State.WITHDRAWN),
                "withdrawing",
            )
            return
        self.judge("responsible", "present_danger" if self.ending == "refusal" else "")
        if self.ending == "refusal":
            self.wait(self.is_(State.REFUSED), "the refusal")
            return
        self.judge("approver")
        self.wait(self.is_(State.LIVE), "the alert")
        self.listen()
        self.end()

    @property
    def reporter(self) -> Person:
        """Who saw it."""
        return self.person("staff")

    def person(self, role: str, shop: Shop | None = None) -> Person:
        """Of this shop, or another."""
        return Person(self.sim, (shop or self.shop).people[role])

    def report(self) -> None:
        """In the form or question by question, up to the approvers."""
        who, fields = self.reporter, in_labels(REPORT_FORM, REPORT)

        def begin() -> bool:
            if self.case() is not None:
                return False
            return (
                who.act("command", command="/hansho")
                if who.account.platform == "slack"
                else who.act("say", text="通報")
            )

        begin()
        steps = {
            step.question: who.presses(step.answer) if step.pressed else who.types(step.answer)
            for step in report_steps(form="features")
        }
        steps |= {
            "できること": lambda bubble: who.presses("通報する")(bubble) if self.case() is None else False,
            "写真を送ってください": who.presses("写真なしで続ける"),
            "この内容でよろしいですか？": who.presses("承認者へ送る"),
        }
        who.answer(steps, who.filling_in(fields, self.is_(State.ASSESSING)), "reporting", begin)

    def judge(self, role: str, no: str = "") -> None:
        """Look at the page, then answer in the form or question by question."""
        who, given = self.person(role), judged(no, of=f"{self.shop.code} {role}")
        if no:
            given[f"{no}_reason"] = "そうは見えませんでした"
        fields = in_labels(ASSESS, {field.name: given[field.name] for field in ASSESS.fields if field.name in given})
        answers = list(fields.values())

        def begin(bubble: Bubble) -> bool:
            return who.opens(bubble, browser) and who.act("press", label="判定する", message_id=bubble.id)

        def question(bubble: Bubble) -> bool:
            found = NUMBER.search(words(bubble.raw))
            number = int(found[1]) - 1 if found else 0
            return who.types(answers[number])(bubble) if number % 2 else who.presses(answers[number])(bubble)

        steps = {"承認のお願い": begin, DOOR: who.presses("フォームを開く"), "質問": question}
        with Browser() as browser:
            who.answer(steps, who.filling_in(fields, lambda: self.has_judged(who)), "judging")

    def listen(self) -> None:
        """Some neighbours say that they have read it."""
        for shop in self.neighbours:
            if self.draw.random() < 0.5:  # noqa: PLR2004 - a coin
                contact = self.person("contact", shop)
                end = time.monotonic() + 5
                while time.monotonic() < end and not contact.act("press", label="確認しました"):
                    time.sleep(LOOK_EVERY)

    def end(self) -> None:
        """As the story says; an expiry needs nobody."""
        who, over = self.reporter, self.is_(State.ENDED)
        if self.ending == "all clear":
            pressing = {"警戒を解除しますか": who.presses("はい、解除する"), "配信しました": who.presses("解除する")}
            who.answer(pressing, over, "the all-clear")
        if self.ending == "recall":
            why = in_labels(RECALL, {FieldName.REASON: RecallReason.WRONG_PERSON})
            pressing = {
                "なぜ取り消しますか": who.presses("別の人だった"),
                DOOR: who.presses("フォームを開く"),
                "配信しました": who.presses("取り消す（回収）"),
            }
            who.answer(pressing, who.filling_in(why, over), "the recall")

    def wait(self, done: Callable[[], bool], what: str) -> None:
        """Until it is so."""
        end = time.monotonic() + PATIENCE
        while not done():
            if time.monotonic() > end:
                raise Stuck(f"{self.shop.code} waits for {what}: {self.stands()}")
            time.sleep(LOOK_EVERY)

    def is_(self, state: State) -> Callable[[], bool]:
        """Whether the shop's case is there."""

        def look() -> bool:
            case = self.case()
            return case is not None and case.state == state

        return look

    def stands(self) -> str:
        """How the case stands, without a word of what was said in it."""
        case = self.case()
        if case is None:
            return "no case"
        given = self.read(lambda uow: [row for row in uow.cases.assessments(case.id) if row.withdrawn_at is None])
        return f"{case.state} since {case.created_at:%H:%M:%S}, {len(given)} judged"

    def case(self) -> Case | None:
        """As it stands."""
        account = self.shop.people["staff"]

        def look(uow: UnitOfWork) -> Case | None:
            known = uow.people.account(account.platform, account.user_id)
            return uow.cases.latest_of(known.member_id) if known else None

        return self.read(look)

    def read(self, look: Callable[[UnitOfWork], Seen]) -> Seen:
        """From the bot's database, once it is there."""
        while True:
            try:
                with self.app.database.unit_of_work(read_only=True) as uow:
                    return look(uow)
            except (OperationalError, InterfaceError):
                time.sleep(LOOK_EVERY)

    def has_judged(self, who: Person) -> bool:
        """Whether this person's answers are there, or too late."""
        case = self.case()
        if case is None or case.state != State.ASSESSING:
            return True

        def look(uow: UnitOfWork) -> bool:
            account = uow.people.account(who.account.platform, who.account.user_id)
            return account is not None and any(
                row.member_id == account.member_id and row.withdrawn_at is None
                for row in uow.cases.assessments(case.id)
            )

        return self.read(look)


def endings(stories: int, draw: Random) -> Counter[str]:
    """How often each ending is to come."""
    return Counter(draw.choices(ENDINGS, WEIGHTS, k=stories))
